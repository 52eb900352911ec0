package seal

import (
	"bytes"
	"crypto/hkdf"
	"crypto/rand"
	"errors"
	"slices"

	"github.com/emmansun/gmsm/sm3"
)

const (
	keySize = 32
	// maxMasters bounds how many rotations may wait for their re-sealing.
	maxMasters  = 16
	ringVersion = 2 // the first format was one master and nothing else
)

// ring is what a guard wraps: the master keys, newest first, and the key of names, which no rotation changes.
//
//	1 byte   version (2)
//	1 byte   number of masters
//	32 bytes key of names
//	rest     masters, 32 bytes each, newest first
type ring struct {
	names   []byte
	masters [][]byte
}

var errRing = errors.New("a data key that is none")

// begun is a ring that begins with this master; its key of names is derived from it, as the first format did.
func begun(master []byte) ring {
	return ring{names: derive(master, "names"), masters: [][]byte{master}}
}

func freshMaster() []byte {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // never fails (crypto/rand since Go 1.24)
	return key
}

func (r ring) encode() []byte {
	out := append([]byte{ringVersion, byte(len(r.masters))}, r.names...)
	return append(out, bytes.Join(r.masters, nil)...)
}

// decodeRing reads this format and the first.
func decodeRing(b []byte) (ring, error) {
	if len(b) == keySize {
		return begun(b), nil
	}
	if len(b) < 2+keySize || b[0] != ringVersion {
		return ring{}, errRing
	}
	n, rest := int(b[1]), b[2+keySize:]
	if n == 0 || n > maxMasters || len(rest) != n*keySize {
		return ring{}, errRing
	}
	return ring{names: b[2 : 2+keySize], masters: slices.Collect(slices.Chunk(rest, keySize))}, nil
}

// kin reports whether two rings are of one installation.
func (r ring) kin(other ring) bool { return bytes.Equal(r.names, other.names) }

func (r ring) equal(other ring) bool { return bytes.Equal(r.encode(), other.encode()) }

// keysOf gives the keys of a purpose, newest first.
func (r ring) keysOf(purpose string) (keys [][]byte) {
	for _, master := range r.masters {
		keys = append(keys, derive(master, purpose))
	}
	return keys
}

// derive is HKDF-SM3(secret, purpose), 32 bytes.
func derive(secret []byte, purpose string) []byte {
	key, err := hkdf.Key(sm3.New, secret, nil, "onewindow/v1/"+purpose, keySize)
	if err != nil { // only for lengths beyond 255 hashes
		return MAC(secret, []byte(purpose))
	}
	return key
}
