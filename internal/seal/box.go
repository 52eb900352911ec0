package seal

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/emmansun/gmsm/sm4"
)

const (
	version1   = 1
	nonceSize  = 12
	headerSize = 1 + 4 + nonceSize
	tagSize    = 16
)

// Overhead is how many bytes sealing adds.
const Overhead = headerSize + tagSize

// Box seals and opens with one key. Safe for several goroutines.
type Box struct {
	id   uint32
	aead cipher.AEAD
}

// NewBox makes a box from a key of 16 bytes or more; SM4 takes the first 16.
func NewBox(key []byte) (*Box, error) {
	if len(key) < sm4.BlockSize {
		return nil, fault(KeyDamaged, errors.New("the key is too short"))
	}
	block, err := sm4.NewCipher(key[:sm4.BlockSize])
	if err != nil {
		return nil, fault(KeyDamaged, fmt.Errorf("the key cannot be used: %w", err))
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fault(KeyDamaged, fmt.Errorf("the key cannot be used: %w", err))
	}
	return &Box{id: binary.BigEndian.Uint32(MAC(key, []byte("key id"))), aead: aead}, nil
}

// KeyID names the key without telling it.
func (b *Box) KeyID() uint32 { return b.id }

// Seal gives plain sealed for the place aad names. Every call gives other bytes.
func (b *Box) Seal(plain, aad []byte) []byte {
	out := make([]byte, headerSize, Overhead+len(plain))
	out[0] = version1
	binary.BigEndian.PutUint32(out[1:], b.id)
	nonce := out[5:headerSize]
	_, _ = rand.Read(nonce) // never fails (crypto/rand since Go 1.24)
	return b.aead.Seal(out, nonce, plain, bound(out[:headerSize], aad))
}

// Open gives back what was sealed for the place aad names. Errors are *Error: Damaged, WrongKey or Unknown.
func (b *Box) Open(sealed, aad []byte) ([]byte, error) {
	switch {
	case len(sealed) < Overhead:
		return nil, fault(Damaged, nil)
	case sealed[0] != version1:
		return nil, fault(Unknown, nil)
	case binary.BigEndian.Uint32(sealed[1:]) != b.id:
		return nil, fault(WrongKey, nil)
	}
	header := sealed[:headerSize]
	plain, err := b.aead.Open(nil, header[5:], sealed[headerSize:], bound(header, aad))
	if err != nil {
		return nil, fault(Damaged, nil)
	}
	return plain, nil
}

// bound joins header and place; the header's size is fixed, so no two pairs give the same bytes.
func bound(header, aad []byte) []byte {
	return append(append(make([]byte, 0, len(header)+len(aad)), header...), aad...)
}
