package platform

import (
	"context"
	"path/filepath"
	"testing"
)

// TestADatabaseThatForgotItsNewestEpochIsBehindItsBackup: the log that held the newest epoch was damaged, and the database is
// of an earlier one again. It must not begin anew over what its backup, and no terminal any more, holds.
func TestADatabaseThatForgotItsNewestEpochIsBehindItsBackup(t *testing.T) {
	book := func(name, epoch, position string) string {
		path := filepath.Join(t.TempDir(), name)
		db, err := openDB(path, "", 1)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.Exec(schema); err != nil {
			t.Fatal(err)
		}
		for key, value := range map[string]string{"epoch": epoch, "position": position} {
			if _, err := db.Exec(`INSERT INTO meta (key, value) VALUES (?, ?)`, key, value); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	backup := book("platform-0000000001.db", "second", "80")
	for position, want := range map[string]bool{"70": true, "80": false, "90": false} {
		db, err := openDB(book("platform.db", "first", position), "", 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := behind(context.Background(), db, backup); (err != nil) != want {
			t.Errorf("at %s beside a backup at 80: %v", position, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
