package seal

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

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

// HeaderSize is how many of the first sealed bytes KeyID needs.
const HeaderSize = headerSize

// Box seals with its newest key and opens with every key it knows. A box given by Keys learns of a key made later.
// Safe for several goroutines.
type Box struct {
	keys atomic.Pointer[[]boxKey] // newest first, never empty, never written to
}

// boxKey is one key, ready for use.
type boxKey struct {
	id   uint32
	aead cipher.AEAD
}

// NewBox makes a box from a key of 16 bytes or more; SM4 takes the first 16.
func NewBox(key []byte) (*Box, error) { return newBox([][]byte{key}) }

// newBox makes a box from keys, newest first.
func newBox(keys [][]byte) (*Box, error) {
	var known []boxKey
	for _, key := range keys {
		k, err := newBoxKey(key)
		if err != nil {
			return nil, err
		}
		known = append(known, k)
	}
	b := &Box{}
	b.keys.Store(&known)
	return b, nil
}

func newBoxKey(key []byte) (boxKey, error) {
	if len(key) < sm4.BlockSize {
		return boxKey{}, fault(KeyDamaged, errors.New("the key is too short"))
	}
	block, err := sm4.NewCipher(key[:sm4.BlockSize])
	if err != nil {
		return boxKey{}, fault(KeyDamaged, fmt.Errorf("the key cannot be used: %w", err))
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return boxKey{}, fault(KeyDamaged, fmt.Errorf("the key cannot be used: %w", err))
	}
	return boxKey{id: binary.BigEndian.Uint32(MAC(key, []byte("key id"))), aead: aead}, nil
}

// learn puts these keys, newest first, before those that were known and are not among them.
func (b *Box) learn(keys []boxKey) {
	keys = slices.Clone(keys)
	for _, old := range *b.keys.Load() {
		if !slices.ContainsFunc(keys, func(k boxKey) bool { return k.id == old.id }) {
			keys = append(keys, old)
		}
	}
	b.keys.Store(&keys)
}

// KeyID names the newest key without telling it.
func (b *Box) KeyID() uint32 { return (*b.keys.Load())[0].id }

// Knows reports whether one of the box's keys has this name.
func (b *Box) Knows(id uint32) bool {
	return slices.ContainsFunc(*b.keys.Load(), func(k boxKey) bool { return k.id == id })
}

// KeyID tells which key sealed these bytes, of which the first HeaderSize are enough; ok is false where that cannot be seen.
func KeyID(sealed []byte) (id uint32, ok bool) {
	if len(sealed) < headerSize || sealed[0] != version1 {
		return 0, false
	}
	return binary.BigEndian.Uint32(sealed[1:]), true
}

// Stale reports whether these bytes were sealed with another key than the newest.
func (b *Box) Stale(sealed []byte) bool {
	id, ok := KeyID(sealed)
	return !ok || id != b.KeyID()
}

// Seal gives plain sealed for the place aad names. Every call gives other bytes.
func (b *Box) Seal(plain, aad []byte) []byte {
	return b.SealTo(make([]byte, 0, Overhead+len(plain)), plain, aad)
}

// SealTo is Seal, putting what is sealed behind dst, whose room must not hold plain.
func (b *Box) SealTo(dst, plain, aad []byte) []byte {
	k := (*b.keys.Load())[0]
	var header [headerSize]byte
	header[0] = version1
	binary.BigEndian.PutUint32(header[1:], k.id)
	nonce := header[5:]
	_, _ = rand.Read(nonce) // never fails (crypto/rand since Go 1.24)
	return k.aead.Seal(append(dst, header[:]...), nonce, plain, bound(header[:], aad))
}

// Open gives back what was sealed for the place aad names. Errors are *Error: Damaged, WrongKey or Unknown.
func (b *Box) Open(sealed, aad []byte) ([]byte, error) { return b.OpenTo(nil, sealed, aad) }

// OpenTo is Open, putting what was sealed behind dst. The room behind dst is spoiled when it fails.
func (b *Box) OpenTo(dst, sealed, aad []byte) ([]byte, error) {
	switch {
	case len(sealed) < Overhead:
		return nil, fault(Damaged, nil)
	case sealed[0] != version1:
		return nil, fault(Unknown, nil)
	}
	header, kind := sealed[:headerSize], WrongKey
	for _, k := range *b.keys.Load() {
		if k.id != binary.BigEndian.Uint32(sealed[1:]) {
			continue
		}
		if plain, err := k.aead.Open(dst, header[5:], sealed[headerSize:], bound(header, aad)); err == nil {
			return plain, nil
		}
		kind = Damaged
	}
	return nil, fault(kind, nil)
}

// bound joins header and place; the header's size is fixed, so no two pairs give the same bytes.
func bound(header, aad []byte) []byte {
	return append(append(make([]byte, 0, len(header)+len(aad)), header...), aad...)
}
