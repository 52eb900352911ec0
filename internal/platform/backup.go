package platform

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"time"

	"onewindow/internal/durable"
)

const (
	keptBackups = 2
	backupName  = "platform-%010d.db"
	// backupRest is how much longer than a backup took the next one waits at least: a large book is copied as a whole, and
	// the disk belongs to the terminals first.
	backupRest = 4
)

// keepBackups backs up whenever something changed since the last one, and once more at the end.
func (pf *Platform) keepBackups(ctx context.Context) {
	rest := time.NewTimer(pf.p.BackupEvery)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			pf.tryBackup(context.WithoutCancel(ctx))
			return
		case <-rest.C:
			began := time.Now()
			pf.tryBackup(ctx)
			rest.Reset(max(pf.p.BackupEvery, backupRest*time.Since(began)))
		}
	}
}

func (pf *Platform) tryBackup(ctx context.Context) {
	// A failed backup is not hidden: DurableThrough stays where it is, and every terminal keeps what it has.
	if err := pf.Backup(ctx); err != nil && ctx.Err() == nil {
		pf.p.Log.Error("backup failed", "err", err)
	}
}

// Backup copies blobs and database into the second folder, synced, reads the copy back and then raises DurableThrough.
// It does nothing when nothing changed.
func (pf *Platform) Backup(ctx context.Context) error {
	pf.backing.Lock()
	defer pf.backing.Unlock()
	now, err := position(ctx, pf.store.reader)
	if err != nil {
		return err
	}
	if now <= pf.store.durable.Load() {
		return nil
	}
	// Blobs first: a database in the backup never speaks of a blob that is not there.
	if err := pf.backupBlobs(ctx); err != nil {
		return err
	}
	tmp := filepath.Join(pf.p.BackupDir, "next.db")
	if err := os.Remove(tmp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("platform: backup: %w", err)
	}
	if _, err := pf.store.reader.ExecContext(ctx, `VACUUM INTO ?`, tmp); err != nil {
		return fmt.Errorf("platform: backup: %w", err)
	}
	// What was committed before VACUUM began is in the copy; now was read before that.
	if err := readBack(ctx, tmp, now); err != nil {
		return err
	}
	if err := publishBackup(pf.p.BackupDir, tmp); err != nil {
		return fmt.Errorf("platform: backup: %w", err)
	}
	pf.store.durable.Store(now)
	return dropOldBackups(pf.p.BackupDir)
}

// backupBlobs copies what became whole since the last backup. Some may come twice; none is left out.
func (pf *Platform) backupBlobs(ctx context.Context) error {
	rows, err := pf.store.reader.QueryContext(ctx, `SELECT digest FROM blobs WHERE position > ? ORDER BY position`, pf.store.durable.Load())
	if err != nil {
		return fmt.Errorf("platform: backup: %w", err)
	}
	digests, err := texts(rows)
	if err != nil {
		return err
	}
	to := newBlobFiles(filepath.Join(pf.p.BackupDir, "blobs"), nil)
	for _, d := range digests {
		if err := copySynced(pf.files.path(d), to.path(d)); err != nil {
			return fmt.Errorf("platform: backup of a blob: %w", err)
		}
	}
	return nil
}

// readBack opens a copy and checks it: a backup nobody can read is none.
func readBack(ctx context.Context, path string, atLeast uint64) error {
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?mode=ro&immutable=1")
	if err != nil {
		return fmt.Errorf("platform: read the backup: %w", err)
	}
	defer func() { _ = db.Close() }()
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil || verdict != "ok" {
		return fmt.Errorf("platform: the backup is damaged: %s %w", verdict, err)
	}
	at, err := position(ctx, db)
	if err == nil && at < atLeast {
		err = fmt.Errorf("platform: the backup ends at %d, before %d", at, atLeast)
	}
	return err
}

// publishBackup syncs the copy and names it after its place in the row of backups. (Not after a clock, which may be set back,
// nor after its position, which falls at a restore.)
func publishBackup(dir, tmp string) error {
	f, err := os.OpenFile(tmp, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	newest, err := newestBackup(dir)
	if err != nil {
		return err
	}
	var n uint64
	if newest != "" {
		if _, err := fmt.Sscanf(filepath.Base(newest), backupName, &n); err != nil {
			return err
		}
	}
	if err := os.Rename(tmp, filepath.Join(dir, fmt.Sprintf(backupName, n+1))); err != nil {
		return err
	}
	return durable.SyncDir(dir)
}

// findDurable reads how far the newest backup of this epoch reaches.
func (st *store) findDurable(dir string) error {
	name, err := newestBackup(dir)
	if err != nil || name == "" {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(name)+"?mode=ro&immutable=1")
	if err != nil {
		return fmt.Errorf("platform: read the backup: %w", err)
	}
	defer func() { _ = db.Close() }()
	ctx := context.Background()
	epoch, err := metaText(ctx, db, "epoch")
	if err != nil || epoch != st.epoch {
		return nil // unreadable, or of another life of this database: nothing is durable until the next one
	}
	at, err := position(ctx, db)
	if err == nil {
		st.durable.Store(at)
	}
	return nil
}

func backups(dir string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "platform-*.db"))
	sort.Strings(names)
	return names, err
}

func newestBackup(dir string) (string, error) {
	names, err := backups(dir)
	if err != nil || len(names) == 0 {
		return "", err
	}
	return names[len(names)-1], nil
}

func dropOldBackups(dir string) error {
	names, err := backups(dir)
	for len(names) > keptBackups && err == nil {
		err = os.Remove(names[0])
		names = names[1:]
	}
	return err
}

// copySynced copies a file whole or not at all. A file already there is the same: blobs never change.
func copySynced(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	dir := filepath.Dir(to)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := durable.Create(dir, 0o600)
	if err != nil {
		return err
	}
	defer out.Discard()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	if err := out.Commit(filepath.Base(to)); err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(dir))
}

func texts(rows *sql.Rows) ([]string, error) {
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, fmt.Errorf("platform: %w", err)
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
