package seal

import (
	"crypto/ecdsa"
	"crypto/hpke"
	"errors"
	"fmt"
)

// An envelope is sealed to a machine's public key (P-256, as its certificate names it) and opened with its private key only:
// HPKE (RFC 9180) in base mode, DHKEM(P-256, HKDF-SHA256) with HKDF-SHA256, of which only the exported secret is used: it
// is the key of a Box, so that what lies in an envelope is sealed with the same cipher as everything else of this house.
// HPKE is crypto/hpke of the standard library; SM2's key agreement could take its place here, as SM2 certificates come.
//
// Nothing in an envelope says who wrote it: that is the business of a signature over the whole.

// envelopeSecret names what the exported secret is for.
const envelopeSecret = "onewindow/v1/envelope"

// SealTo makes a new envelope for the holder of a key: its head, which lies beside what is sealed, and the box to seal
// with. info binds the envelope to its place; who opens it must say the same.
func SealTo(to *ecdsa.PublicKey, info []byte) (head []byte, box *Box, err error) {
	point, err := to.ECDH()
	if err != nil {
		return nil, nil, fault(KeyUnusable, fmt.Errorf("the recipient's key: %w", err))
	}
	pub, err := hpke.NewDHKEMPublicKey(point)
	if err != nil {
		return nil, nil, fault(KeyUnusable, fmt.Errorf("the recipient's key: %w", err))
	}
	head, sender, err := hpke.NewSender(pub, hpke.HKDFSHA256(), hpke.ExportOnly(), info)
	if err != nil {
		return nil, nil, fault(KeyUnusable, fmt.Errorf("seal to the recipient: %w", err))
	}
	key, err := sender.Export(envelopeSecret, keySize)
	if err != nil {
		return nil, nil, fault(KeyUnusable, fmt.Errorf("seal to the recipient: %w", err))
	}
	box, err = NewBox(key)
	return head, box, err
}

// OpenEnvelope gives the box of an envelope that was sealed to this key. A head that was sealed to another key, or for
// another place, gives a box that opens nothing (WrongKey); one that is no head is Damaged.
func OpenEnvelope(key *ecdsa.PrivateKey, head, info []byte) (*Box, error) {
	exchange, err := key.ECDH()
	if err != nil {
		return nil, fault(KeyUnusable, fmt.Errorf("this machine's key: %w", err))
	}
	priv, err := hpke.NewDHKEMPrivateKey(exchange)
	if err != nil {
		return nil, fault(KeyUnusable, fmt.Errorf("this machine's key: %w", err))
	}
	recipient, err := hpke.NewRecipient(head, priv, hpke.HKDFSHA256(), hpke.ExportOnly(), info)
	if err != nil {
		return nil, fault(Damaged, errors.New("the head of an envelope cannot be read"))
	}
	secret, err := recipient.Export(envelopeSecret, keySize)
	if err != nil {
		return nil, fault(Damaged, errors.New("the head of an envelope cannot be read"))
	}
	return NewBox(secret)
}
