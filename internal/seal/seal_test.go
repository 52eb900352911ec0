package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/internal/seal"
)

func box(t testing.TB, master string) *seal.Box {
	t.Helper()
	keys, err := seal.NewKeys([]byte(master))
	if err != nil {
		t.Fatal(err)
	}
	b, err := keys.Box("test")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// GB/T 32905-2016, annex A, example 1.
func TestDigestIsTheStandardsSM3(t *testing.T) {
	want := "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
	if got := seal.Digest([]byte("abc")); got != want {
		t.Errorf("Digest(abc) = %s", got)
	}
	d := seal.NewDigest()
	_, _ = d.Write([]byte("a"))
	_, _ = d.Write([]byte("bc"))
	if got := d.String(); got != want {
		t.Errorf("streamed = %s", got)
	}
}

func TestOnlyADigestIsADigest(t *testing.T) {
	good := seal.Digest(nil)
	for s, want := range map[string]bool{good: true, "": false, good[:67]: false, "sm3:" + strings.Repeat("g", 64): false,
		strings.ToUpper(good): false, "sm3:../../../etc/" + strings.Repeat("a", 50): false} {
		if seal.ValidDigest(s) != want {
			t.Errorf("ValidDigest(%q) = %v", s, !want)
		}
	}
}

func TestWhatIsSealedOpensInItsPlaceOnly(t *testing.T) {
	b := box(t, "0123456789abcdef")
	sealed := b.Seal([]byte("张𬭎"), []byte("cases/1"))
	if bytes.Contains(sealed, []byte("张")) {
		t.Error("plain text shows through the seal")
	}
	if got, err := b.Open(sealed, []byte("cases/1")); err != nil || string(got) != "张𬭎" {
		t.Fatalf("Open = %q, %v", got, err)
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	newer := bytes.Clone(sealed)
	newer[0] = 9
	for name, c := range map[string]struct {
		box    *seal.Box
		sealed []byte
		aad    string
		want   seal.Kind
	}{
		"another place": {b, sealed, "cases/2", seal.Damaged},
		"a flipped bit": {b, flipped, "cases/1", seal.Damaged},
		"cut short":     {b, sealed[:20], "cases/1", seal.Damaged},
		"another key":   {box(t, "fedcba9876543210"), sealed, "cases/1", seal.WrongKey},
		"newer version": {b, newer, "cases/1", seal.Unknown},
	} {
		if _, err := c.box.Open(c.sealed, []byte(c.aad)); !errors.Is(err, &seal.Error{Kind: c.want}) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestKeysOutliveTheProcessAndDifferByPurpose(t *testing.T) {
	dir := t.TempDir()
	open := func() *seal.Keys {
		k, guard, err := seal.OpenInstallation(dir)
		if err != nil {
			t.Fatal(err)
		}
		if guard.Name() != seal.GuardFile {
			t.Errorf("guarded by %s", guard.Name())
		}
		return k
	}
	first, second := open(), open()
	if !bytes.Equal(first.Derive("store"), second.Derive("store")) {
		t.Error("the key changed between two starts")
	}
	if bytes.Equal(first.Derive("store"), first.Derive("files")) {
		t.Error("two purposes share a key")
	}
	for _, name := range []string{"wrap.key", "wrap.key.copy", "data.key", "data.key.copy"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

func TestAKeyFileOthersMayReadIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "machine.key")
	if _, err := seal.OpenKeyFile(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.OpenKeyFile(path); !errors.Is(err, &seal.Error{Kind: seal.KeyExposed}) {
		t.Errorf("exposed key file: %v", err)
	}
}

func TestADataKeyOfAnotherMachineIsRefused(t *testing.T) {
	mine, other := t.TempDir(), t.TempDir()
	for _, dir := range []string{mine, other} {
		if _, _, err := seal.OpenInstallation(dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"wrap.key", "wrap.key.copy"} {
		if err := os.Rename(filepath.Join(other, name), filepath.Join(mine, name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := seal.OpenInstallation(mine); !errors.Is(err, &seal.Error{Kind: seal.WrongKey}) {
		t.Errorf("foreign data key: %v", err)
	}
}

func TestAPINFitsItsOwnHashOnly(t *testing.T) {
	h := seal.HashPIN("4711")
	if !seal.VerifyPIN(h, "4711") || seal.VerifyPIN(h, "4712") || seal.VerifyPIN(h, "") {
		t.Error("the PIN check is wrong")
	}
	for _, bad := range []string{"", "4711", "$argon2id$v=19$m=4194304,t=2,p=1$AAAA$" + strings.Repeat("A", 43), strings.Replace(h, "t=2", "t=0", 1)} {
		if seal.VerifyPIN(bad, "4711") {
			t.Errorf("VerifyPIN accepts %q", bad)
		}
	}
}

func FuzzOpen(f *testing.F) {
	b := box(f, "0123456789abcdef")
	good := b.Seal([]byte("plain"), []byte("here"))
	f.Add(good, []byte("here"))
	f.Add([]byte{1}, []byte(nil))
	f.Fuzz(func(t *testing.T, sealed, aad []byte) {
		plain, err := b.Open(sealed, aad)
		var typed *seal.Error
		switch {
		case err != nil && !errors.As(err, &typed):
			t.Errorf("untyped error %v", err)
		case err == nil && len(plain)+seal.Overhead != len(sealed):
			t.Error("Open gave bytes that were never sealed")
		}
	})
}
