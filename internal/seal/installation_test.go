package seal_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"onewindow/internal/seal"
	"onewindow/internal/trouble"
)

func TestAnInstallationWhoseGuardIsGoneIsNotGivenANewOne(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := seal.OpenInstallation(dir); err != nil {
		t.Fatal(err)
	}
	guard := filepath.Join(dir, "wrap.key")
	kept, err := os.ReadFile(guard)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(guard), os.Remove(guard+".copy")); err != nil {
		t.Fatal(err)
	}
	_, _, err = seal.OpenInstallation(dir)
	if code, _, _ := trouble.Told(err); code != "SEAL-010" || !errors.Is(err, &seal.Error{Kind: seal.KeyMissing}) {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(guard, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := seal.OpenInstallation(dir); err != nil {
		t.Errorf("put back, it does not open: %v", err)
	}
}
