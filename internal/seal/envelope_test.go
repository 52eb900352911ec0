package seal_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"testing"

	"onewindow/internal/seal"
)

func machineKey(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAnEnvelopeIsOpenedByItsRecipientOnlyAndInItsPlace(t *testing.T) {
	mine, other := machineKey(t, elliptic.P256()), machineKey(t, elliptic.P256())
	head, box, err := seal.SealTo(&mine.PublicKey, []byte("place"))
	if err != nil {
		t.Fatal(err)
	}
	sealed := box.Seal([]byte("张𬭎"), []byte("0"))
	if again, _, _ := seal.SealTo(&mine.PublicKey, []byte("place")); bytes.Equal(head, again) {
		t.Error("two envelopes have one secret")
	}
	for _, c := range []struct {
		name       string
		key        *ecdsa.PrivateKey
		head       []byte
		info, want string
	}{
		{"the recipient", mine, head, "place", "张𬭎"},
		{"another machine", other, head, "place", ""},
		{"another place", mine, head, "elsewhere", ""},
		{"a head cut short", mine, head[:len(head)-1], "place", ""},
		{"a head that is no point", mine, bytes.Repeat([]byte{4}, len(head)), "place", ""},
		{"no head", mine, nil, "place", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			open, err := seal.OpenEnvelope(c.key, c.head, []byte(c.info))
			var plain []byte
			if err == nil {
				plain, err = open.Open(sealed, []byte("0"))
			}
			var spoken *seal.Error
			if string(plain) != c.want || (c.want == "") != (err != nil) || err != nil && !errors.As(err, &spoken) {
				t.Errorf("%q, %v", plain, err)
			}
		})
	}
}

func TestAKeyOfAnotherKindCannotBeSealedTo(t *testing.T) {
	if _, _, err := seal.SealTo(&machineKey(t, elliptic.P224()).PublicKey, nil); !errors.Is(err, &seal.Error{Kind: seal.KeyUnusable}) {
		t.Errorf("%v", err)
	}
	if _, err := seal.OpenEnvelope(machineKey(t, elliptic.P224()), nil, nil); !errors.Is(err, &seal.Error{Kind: seal.KeyUnusable}) {
		t.Errorf("%v", err)
	}
}
