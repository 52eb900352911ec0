package platform

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/seal"
)

func TestDurableThroughIsWhatTheSecondFolderHolds(t *testing.T) {
	w := newWorld(t)
	scan := []byte("one scanned page")
	c := scanned(w.draft(1), scan)
	v := w.offer(offerOf(operation("op-1", c.ID, 1, accept(c))))[0]
	w.upload(scan)
	if d := w.changes("", "").DurableThrough; d >= v.Position {
		t.Fatalf("durable through %d before any backup of %d", d, v.Position)
	}
	if err := w.pf.Backup(context.Background()); err != nil {
		t.Fatal(err)
	}
	if d := w.changes("", "").DurableThrough; d < v.Position {
		t.Errorf("durable through %d after a backup of %d", d, v.Position)
	}
	w.restart()
	if d := w.changes("", "").DurableThrough; d < v.Position {
		t.Errorf("a restart forgot the backup: %d", d)
	}
}

func TestNothingNewMakesNoBackup(t *testing.T) {
	w := newWorld(t)
	w.accepted(1)
	for range 3 {
		if err := w.pf.Backup(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if names, _ := backups(w.backupDir()); len(names) != 1 {
		t.Errorf("backups %v", names)
	}
}

func TestARestoredDatabaseIsANewEpochThatTakesTheOldOperationsAgain(t *testing.T) {
	w := newWorld(t)
	w.accepted(1)
	page := []byte("a page from before the backup")
	w.upload(page)
	if err := w.pf.Backup(context.Background()); err != nil {
		t.Fatal(err)
	}
	var block api.BlockResponse
	w.ask("POST", api.PathBlocks, nil, &block, 200)
	later := w.accepted(2)
	before := w.changes("", "")
	crashed := t.TempDir() // what the disk holds the moment the power goes, less what it lost
	if err := os.CopyFS(crashed, os.DirFS(w.params.Dir)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(filepath.Join(crashed, dbFile)), os.RemoveAll(filepath.Join(crashed, "blobs"))); err != nil {
		t.Fatal(err)
	}
	w.shut()
	w.params.Dir, w.params.BackupDir = crashed, ""
	if _, err := New(w.params); err == nil {
		t.Fatal("an empty database took the place of a lost one")
	}
	w.params.Restore = true
	w.open()
	if _, err := New(w.params); err == nil {
		t.Fatal("a backup took the place of a living database")
	}
	w.params.Restore = false
	after := w.changes(before.Token, "")
	if after.Epoch == before.Epoch || len(after.Changes) != 1 || after.DurableThrough != 0 {
		t.Fatalf("after the restore: epoch %s, %d changes, durable %d", after.Epoch, len(after.Changes), after.DurableThrough)
	}
	if status, _, got := w.do("GET", w.api+api.PathBlobs+seal.Digest(page), nil); status != http.StatusOK || string(got) != string(page) {
		t.Errorf("the page came back as %d %q", status, got)
	}
	c := w.draft(2)
	if v := w.offer(offerOf(operation("op-2-1", c.ID, 1, accept(c))))[0]; v.Outcome != api.Accepted {
		t.Errorf("offered again: %+v", v)
	}
	if got := w.caseNow(later.ID); got.Number != later.Number {
		t.Errorf("the case came back as %s", got.Number)
	}
	var next api.BlockResponse
	w.ask("POST", api.PathBlocks, nil, &next, 200)
	if next.Block <= block.Block {
		t.Errorf("block %s after %s: given twice", next.Block, block.Block)
	}
}
