package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"onewindow/internal/config"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
)

func TestATechnicianRotatesTheKeysAndTheOldOneIsGone(t *testing.T) {
	file, p := newVault(t)
	before, err := p.Keys.Box("store")
	if err != nil {
		t.Fatal(err)
	}
	if err := runVault(t.Context(), []string{"rotate", "-config", file, "-later"}); err != nil {
		t.Fatal(err)
	}
	if err := runVault(t.Context(), []string{"rotate", "-config", file}); err != nil { // goes on with the first, makes no second
		t.Fatal(err)
	}
	keys, _, err := seal.OpenInstallation(filepath.Dir(p.Dir))
	if err != nil {
		t.Fatal(err)
	}
	after, err := keys.Box("store")
	if err != nil {
		t.Fatal(err)
	}
	if keys.Rotating() || after.Knows(before.KeyID()) {
		t.Error("the old key is still there")
	}
	p.Keys = keys
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	err = v.View(func(tx *vault.Tx) error {
		got, err := tx.Get("cases", "a")
		if len(got) != 3000 {
			t.Errorf("a value of %d bytes", len(got))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAVaultThatIsInUseIsNotRotated(t *testing.T) {
	file, p := newVault(t)
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	if err := runVault(t.Context(), []string{"rotate", "-config", file}); !errors.Is(err, &vault.Error{Code: vault.CodeInUse}) {
		t.Errorf("got %v", err)
	}
	if p.Keys.Rotating() {
		t.Error("a new key was made all the same")
	}
}

func TestATechnicianMovesTheKeysToAnotherGuardAndIsToldWhatToSet(t *testing.T) {
	keyring.MockInit()
	file, _ := newVault(t)
	m, err := config.LoadMachine(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ to, name, told string }{
		{"", "file", ""}, {"keyring", "keyring", `set guard = "keyring"`}, {"", "keyring", ""}, {"file", "file", ""},
	} {
		var out bytes.Buffer
		if err := moveGuard(&out, m, step.to); err != nil {
			t.Fatal(err)
		}
		if said := out.String(); !strings.HasPrefix(said, step.name+"\n") || !strings.Contains(said, step.told) || step.told == "" && strings.Contains(said, "guard = ") {
			t.Errorf("to %q:\n%s", step.to, said)
		}
	}
	if err := runVault(t.Context(), []string{"check", "-config", file}); err != nil {
		t.Errorf("the vault after two moves: %v", err)
	}
}

func TestGuardsThatAreNoneAreRefusedWithASentence(t *testing.T) {
	file, _ := newVault(t)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.ReplaceAll(text, []byte("#tpm = \"/dev/tpmrm0\""), []byte("tpm = \"no-such-socket\""))
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]string{"tpm": "SEAL-020", "stick": "SEAL-003"} {
		err := runVault(t.Context(), []string{"guard", "-config", file, to})
		if code, _, _ := trouble.Told(err); code != want {
			t.Errorf("%s: %v", to, err)
		}
	}
	if err := runVault(t.Context(), []string{"guard", "-config", file}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
