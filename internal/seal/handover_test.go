package seal_test

import (
	"testing"

	"onewindow/internal/seal"
)

func TestWhoWasHandedAPurposesKeysOpensWhatItsBoxSealed(t *testing.T) {
	keys, err := seal.NewKeys([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	own, err1 := keys.Box("store")
	child, err2 := seal.Received(keys.Handover("store"))
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if got, err := child.Open(own.Seal([]byte("v"), []byte("place")), []byte("place")); err != nil || string(got) != "v" {
		t.Errorf("%q, %v", got, err)
	}
	other, err := seal.Received(keys.Handover("files"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(own.Seal([]byte("v"), nil), nil); err == nil {
		t.Error("another purpose's keys open it too")
	}
	if _, err := seal.Received(nil); err == nil {
		t.Error("no keys make a box")
	}
}

func TestWhoWasHandedKeysAfterARotationOpensWhatWasSealedBeforeIt(t *testing.T) {
	keys, err := seal.NewKeys([]byte("0123456789abcdef0123456789abcdef"))
	must(t, err)
	old := storeBox(t, keys).Seal([]byte("v"), nil)
	must(t, keys.Rotate())
	child, err := seal.Received(keys.Handover("store"))
	must(t, err)
	for when, sealed := range map[string][]byte{"before": old, "after": storeBox(t, keys).Seal([]byte("v"), nil)} {
		if got, err := child.Open(sealed, nil); err != nil || string(got) != "v" {
			t.Errorf("%s: %q, %v", when, got, err)
		}
	}
}
