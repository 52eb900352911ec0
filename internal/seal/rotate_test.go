package seal_test

import (
	"encoding/hex"
	"errors"
	"sync"
	"testing"

	"onewindow/internal/seal"
)

func hexed(b []byte) string { return hex.EncodeToString(b) }

func storeBox(t testing.TB, k *seal.Keys) *seal.Box {
	t.Helper()
	b, err := k.Box("store")
	must(t, err)
	return b
}

func TestARotationSealsAnewAndStillOpensTheOld(t *testing.T) {
	dir := t.TempDir()
	k := install(t, dir)
	held, names := storeBox(t, k), hexed(k.Derive("names"))
	var sealed [][]byte
	for range 3 {
		sealed = append(sealed, held.Seal([]byte("张𬭎"), nil))
		must(t, k.Rotate())
		if !held.Stale(sealed[len(sealed)-1]) || held.Stale(held.Seal(nil, nil)) {
			t.Error("the box that was held does not seal with the newest key")
		}
	}
	for at, k := range map[string]*seal.Keys{"running": k, "started again": install(t, dir)} {
		for i, s := range sealed {
			if plain, err := storeBox(t, k).Open(s, nil); err != nil || string(plain) != "张𬭎" {
				t.Errorf("%s, before rotation %d: %v", at, i+1, err)
			}
		}
		if hexed(k.Derive("names")) != names || !k.Rotating() {
			t.Errorf("%s: names changed, or the old keys are gone", at)
		}
	}
}

func TestAForgottenKeyOpensNothingAfterTheNextStart(t *testing.T) {
	dir := t.TempDir()
	k := install(t, dir)
	held, names := storeBox(t, k), hexed(k.Derive("names"))
	old := held.Seal([]byte("old"), nil)
	must(t, k.Rotate())
	fresh := held.Seal([]byte("new"), nil)
	must(t, k.Forget())
	if _, err := held.Open(old, nil); err != nil {
		t.Errorf("a reader under way lost its key: %v", err)
	}
	again := install(t, dir)
	if _, err := storeBox(t, again).Open(old, nil); !errors.Is(err, &seal.Error{Kind: seal.WrongKey}) {
		t.Errorf("the forgotten key: %v", err)
	}
	if plain, err := storeBox(t, again).Open(fresh, nil); err != nil || string(plain) != "new" {
		t.Errorf("the newest key: %v", err)
	}
	if k.Rotating() || again.Rotating() || hexed(again.Derive("names")) != names {
		t.Error("still rotating, or names changed")
	}
}

func TestRotationsThatNobodyFollowsEndInARefusal(t *testing.T) {
	k := install(t, t.TempDir())
	var err error
	for range 20 {
		if err = k.Rotate(); err != nil {
			break
		}
	}
	if !errors.Is(err, &seal.Error{Kind: seal.KeyUnusable}) {
		t.Errorf("got %v", err)
	}
}

func TestSealingGoesOnWhileKeysRotate(t *testing.T) {
	k, err := seal.NewKeys([]byte("0123456789abcdef"))
	must(t, err)
	box := storeBox(t, k)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 200 {
				if _, err := box.Open(box.Seal([]byte("x"), nil), nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 10 {
		must(t, k.Rotate())
	}
	all.Wait()
}
