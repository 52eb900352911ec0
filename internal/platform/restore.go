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
	_, err = os.Stat(path)
	lost := errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !lost:
		return fmt.Errorf("platform: %w", err)
	case p.Restore && !lost:
		return fmt.Errorf("platform: %s is there; move it away before a backup is put in its place", dbFile)
	case p.Restore && newest == "":
		return fmt.Errorf("platform: there is no backup in %s", p.BackupDir)
	case p.Restore:
		return restore(p, newest, path)
	case lost && newest != "":
		return fmt.Errorf("platform: %s is missing, but there is a backup (%s): start with -restore to put it back", dbFile, filepath.Base(newest))
	}
	return nil
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
