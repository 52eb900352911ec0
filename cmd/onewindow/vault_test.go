package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

func TestMain(m *testing.M) {
	if vault.ServeCheck() {
		return
	}
	os.Exit(m.Run())
}

// newVault writes the files of a small hall and something into its counter's vault, and gives the counter's file.
func newVault(t *testing.T) (file string, p vault.Params) {
	t.Helper()
	dir := t.TempDir()
	if _, err := smallHall(dir); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, "counter.toml")
	conf, err := config.LoadTerminal(file, config.Counter)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(conf.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	keys, _, err := seal.OpenInstallation(conf.Dir)
	if err != nil {
		t.Fatal(err)
	}
	p = vaultParams(conf, keys, slog.New(slog.DiscardHandler))
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	for i := range 20 {
		err := v.Update(t.Context(), func(tx *vault.Tx) error { return tx.Put("cases", string(rune('a'+i)), make([]byte, 3000)) })
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := v.PutFile(t.Context(), "image/jpeg", bytes.NewReader(make([]byte, 100_000))); err != nil {
		t.Fatal(err)
	}
	return file, p
}

func look(t *testing.T, p vault.Params) (said string, sound bool) {
	t.Helper()
	i, err := vault.Inspect(t.Context(), p, true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = i.Close() }()
	var out strings.Builder
	sound = tellFindings(&out, i)
	if err := tellStats(&out, i, time.Now()); err != nil {
		t.Fatal(err)
	}
	return out.String(), sound
}

func TestATechnicianSeesWhatOfAVaultIsSound(t *testing.T) {
	file, p := newVault(t)
	if code := run([]string{"vault", "check", "-config", file}); code != 0 {
		t.Errorf("a sound vault: exit %d", code)
	}
	if code := run([]string{"vault", "stats", "-config", file}); code != 0 {
		t.Errorf("stats: exit %d", code)
	}
	said, sound := look(t, p)
	if !sound || !strings.Contains(said, "20 values") || !strings.Contains(said, "1 scans") || !strings.Contains(said, "待传") {
		t.Errorf("it says\n%s", said)
	}
	for _, name := range []string{"vault.db", "journal/wal-meta.db", "files"} {
		t.Run(name, func(t *testing.T) {
			file, p := newVault(t)
			path := filepath.Join(p.Dir, name)
			if name == "files" {
				found, _ := filepath.Glob(filepath.Join(path, "??", "*"))
				path = found[0]
			}
			if err := os.Truncate(path, 9000); err != nil {
				t.Fatal(err)
			}
			if code := run([]string{"vault", "check", "-config", file}); code != 1 {
				t.Errorf("exit %d", code)
			}
			if said, sound := look(t, p); sound || !strings.Contains(said, "损坏 bad") {
				t.Errorf("it says\n%s", said)
			}
		})
	}
}

func TestATechniciansLookIsRefusedWhileAProgramHoldsTheVaultOrWhereThereIsNone(t *testing.T) {
	file, p := newVault(t)
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	for _, c := range vaultCommands() {
		if c.name == "guard" { // speaks of the keys, which lie beside the vault
			continue
		}
		if code := run([]string{"vault", c.name, "-config", file}); code != 1 {
			t.Errorf("%s: exit %d", c.name, code)
		}
	}
	if _, err := vault.Inspect(t.Context(), p, false); err == nil || !strings.Contains(err.Error(), vault.CodeInUse) {
		t.Errorf("looked at while in use: %v", err)
	}
	if _, err := smallHall(filepath.Dir(file)); err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	if _, err := smallHall(empty); err != nil {
		t.Fatal(err)
	}
	if code := run([]string{"vault", "check", "-config", filepath.Join(empty, "counter.toml")}); code != 1 {
		t.Errorf("where there is no vault: exit %d", code)
	}
	if _, err := os.Stat(filepath.Join(empty, "counter", "data.key")); err == nil {
		t.Error("a look made a key")
	}
}

func TestATechnicianPutsABackupBackAndIsToldWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		hit  []string
		says string
	}{
		"nothing hit":           {nil, "No act is missing"},
		"store and journal hit": {[]string{"vault.db", "vault.backup", "journal"}, "gone: N-late"},
	} {
		t.Run(name, func(t *testing.T) {
			file, p := newVault(t)
			place := filepath.Join(t.TempDir(), "stick")
			if code := run([]string{"vault", "backup", "-config", file, "-to", place}); code != 0 {
				t.Fatalf("backup: exit %d", code)
			}
			v, err := vault.Open(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			err = v.Update(t.Context(), func(tx *vault.Tx) error {
				return errors.Join(tx.Note(vault.Act{Op: "late", Number: "N-late", At: time.Now()}), tx.Put("cases", "late", []byte("v")))
			})
			if err := errors.Join(err, v.Close()); err != nil {
				t.Fatal(err)
			}
			for _, hit := range append(c.hit, "files") {
				if err := os.RemoveAll(filepath.Join(p.Dir, hit)); err != nil {
					t.Fatal(err)
				}
			}
			v, err = vault.Restore(t.Context(), p, place)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			tellRestored(&out, v.Recovery())
			if !strings.Contains(out.String(), c.says) {
				t.Errorf("it says\n%s", out.String())
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			if said, sound := look(t, p); !sound || !strings.Contains(said, "1 scans") {
				t.Errorf("afterwards\n%s", said)
			}
			if code := run([]string{"vault", "restore", "-config", file, "-from", place}); code != 0 {
				t.Errorf("restore: exit %d", code)
			}
			if code := run([]string{"vault", "restore", "-config", file, "-from", t.TempDir()}); code != 1 {
				t.Errorf("restore from nowhere: exit %d", code)
			}
			if said, sound := look(t, p); !sound {
				t.Errorf("in the end\n%s", said)
			}
		})
	}
}

func TestARunningCounterCopiesItselfAtATechniciansWord(t *testing.T) {
	file, p := newVault(t)
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	tended := make(chan error, 1)
	go func() { tended <- v.Tend(ctx) }()
	place := filepath.Join(t.TempDir(), "stick")
	if code := run([]string{"vault", "backup", "-config", file, "-to", place}); code != 0 {
		t.Errorf("exit %d", code)
	}
	if code := run([]string{"vault", "backup", "-config", file, "-to", file}); code != 1 {
		t.Errorf("to a place that is a file: exit %d", code)
	}
	cancel()
	<-tended
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v, err = vault.Restore(t.Context(), p, place)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}
