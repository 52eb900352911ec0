package platform

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"onewindow/internal/durable"
)

// restoreOrRefuse puts the newest backup in the place of a lost database when that is asked for. Without being asked it refuses to
// begin anew over a backup: an empty platform must not take the place of a full one in silence.
func restoreOrRefuse(p Params, path string) error {
	newest, err := newestBackup(p.BackupDir)
	if err != nil {
		return fmt.Errorf("platform: backups: %w", err)
	}
	info, err := os.Stat(path)
	lost := errors.Is(err, fs.ErrNotExist)
	if err == nil && info.Size() == 0 && newest != "" && !p.Restore { // SQLite would begin anew in it
		return damagedStore(errors.New("the file is empty"))
	}
	switch {
	case err != nil && !lost:
		return fmt.Errorf("platform: %w", err)
	case p.Restore && newest == "":
		return fmt.Errorf("platform: there is no backup in %s", p.BackupDir)
	case p.Restore && !lost && sound(path, newest, p.Seal):
		return fmt.Errorf("platform: %s is sound; putting a backup in its place would lose what came since. Move it away if that is meant", dbFile)
	case p.Restore && !lost:
		if err := setAside(p, path); err != nil {
			return fmt.Errorf("platform: set the damaged database aside: %w", err)
		}
		return restore(p, newest, path)
	case p.Restore:
		return restore(p, newest, path)
	case lost && newest != "":
		return fmt.Errorf("platform: %s is missing, but there is a backup (%s): start with -restore to put it back", dbFile, filepath.Base(newest))
	}
	return nil
}

// sound reports whether a database passes the look after a crash.
func sound(path, newest string, box Sealer) bool {
	db, err := openDB(path, "", 1)
	if err != nil {
		return false
	}
	defer func() { _ = db.Close() }()
	version, err := metaText(context.Background(), db, "schema")
	return err == nil && version != "" && errors.Join(check(context.Background(), db, box), behind(context.Background(), db, newest)) == nil
}

// setAside moves a damaged database out of the way, under the time of the finding. Nothing is deleted.
func setAside(p Params, path string) error {
	dir := filepath.Join(p.Dir, "damaged", p.Now().UTC().Format("20060102T150405.000000000"))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, side := range []string{"", "-wal", "-shm"} {
		err := os.Rename(path+side, filepath.Join(dir, filepath.Base(path)+side))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return errors.Join(durable.SyncDir(dir), durable.SyncDir(p.Dir))
}

// restore copies blobs first, then the database: a crash in between leaves no database, and restoring may begin again.
func restore(p Params, newest, path string) error {
	if err := readBack(context.Background(), newest, 0); err != nil {
		return err
	}
	from := filepath.Join(p.BackupDir, "blobs")
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == from {
			return nil // no blob was ever backed up
		}
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		to := filepath.Join(p.Dir, "blobs", rel)
		// What lies here may be half a blob; what lies in the backup is whole.
		if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return copySynced(name, to)
	})
	if err != nil {
		return fmt.Errorf("platform: restore blobs: %w", err)
	}
	for _, side := range []string{"-wal", "-shm"} { // of the lost database; they would be played into the restored one
		if err := os.Remove(path + side); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("platform: restore: %w", err)
		}
	}
	if err := copySynced(newest, path); err != nil {
		return fmt.Errorf("platform: restore: %w", err)
	}
	return durable.SyncDir(p.Dir)
}
