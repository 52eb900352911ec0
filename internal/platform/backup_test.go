package platform

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"onewindow/internal/api"
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
	if err := w.pf.Backup(context.Background()); err != nil {
		t.Fatal(err)
	}
	var block api.BlockResponse
	w.ask("POST", api.PathBlocks, nil, &block, 200)
	later := w.accepted(2)
	before := w.changes("", "")
	saved, err := newestBackup(w.backupDir())
	if err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(saved)
	if err != nil {
		t.Fatal(err)
	}
	w.shut()
	for _, f := range []string{dbFile, dbFile + "-wal", dbFile + "-shm"} {
		_ = os.Remove(filepath.Join(w.params.Dir, f))
	}
	if _, err := New(w.params); err == nil {
		t.Fatal("an empty database took the place of a lost one")
	}
	if err := os.WriteFile(filepath.Join(w.params.Dir, dbFile), image, 0o600); err != nil {
		t.Fatal(err)
	}
	w.params.Restored = true
	w.open()
	w.params.Restored = false
	after := w.changes(before.Token, "")
	if after.Epoch == before.Epoch || len(after.Changes) != 1 || after.DurableThrough != 0 {
		t.Fatalf("after the restore: epoch %s, %d changes, durable %d", after.Epoch, len(after.Changes), after.DurableThrough)
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
