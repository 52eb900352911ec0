package durable_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"onewindow/internal/durable"
)

func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

func TestAFileAppearsWholeUnderItsNameOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	f, err := durable.Create(dir, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("half"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "name")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("half a file has its name already")
	}
	f.Discard()
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("discarded, but left %v", left)
	}
	path := filepath.Join(dir, "name")
	for _, want := range []string{"one", "two"} {
		if err := durable.Replace(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%q, %v", got, err)
		}
	}
	if err := durable.WriteNew(path, []byte("three"), 0o600); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a taken name: %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "two" || len(names(t, dir)) != 1 {
		t.Errorf("after the refusal: %q, %v", got, names(t, dir))
	}
}

func TestSweepTakesOnlyWhatWasNeverFinished(t *testing.T) {
	dir := t.TempDir()
	f, err := durable.Create(dir, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	if err := durable.Replace(filepath.Join(dir, "kept"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := durable.Sweep(dir); err != nil {
		t.Fatal(err)
	}
	if left := names(t, dir); len(left) != 1 || left[0] != "kept" {
		t.Errorf("left %v", left)
	}
}

func TestAFileOutOfMemoryIsReadFromTheDisk(t *testing.T) {
	dir := t.TempDir()
	f, err := durable.Create(dir, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	text := bytes.Repeat([]byte("x"), 100_000)
	if _, err := f.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		t.Fatal(err)
	}
	durable.Uncached(f.File)
	if got, err := os.ReadFile(f.Name()); err != nil || !bytes.Equal(got, text) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}
