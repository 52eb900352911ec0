package seal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"

	"github.com/emmansun/gmsm/sm3"
)

// wrapped is a data key's file: who wrapped it, how often it was written, and the wrapped ring.
//
//	8 bytes  "OWKEYS\x00\x02"
//	4 bytes  generation, big endian: one more at every writing
//	1 byte   length of the guard's name, and the name
//	rest     what the guard made of the ring
//	32 bytes SM3 over all before, so that damage is told from a guard that refuses
//
// The first format was what the file guard made of one master, and nothing else: generation 0.
type wrapped struct {
	generation uint32
	guard      string
	bytes      []byte
}

var wrappedMagic = []byte("OWKEYS\x00\x02")

// firstFormat is the size of a data key's file in the first format.
const firstFormat = keySize + Overhead

var errWrapped = errors.New("a data key's file that is none")

func (w wrapped) encode() []byte {
	out := binary.BigEndian.AppendUint32(bytes.Clone(wrappedMagic), w.generation)
	out = append(out, byte(len(w.guard)))
	out = append(append(out, w.guard...), w.bytes...)
	sum := sm3.Sum(out)
	return append(out, sum[:]...)
}

func decodeWrapped(b []byte) (wrapped, error) {
	if len(b) == firstFormat && b[0] == version1 {
		return wrapped{guard: GuardFile, bytes: b}, nil
	}
	body, ok := bytes.CutPrefix(b, wrappedMagic)
	if !ok || len(body) < 4+1+sm3.Size {
		return wrapped{}, errWrapped
	}
	end := len(b) - sm3.Size
	if sum := sm3.Sum(b[:end]); !bytes.Equal(sum[:], b[end:]) {
		return wrapped{}, errWrapped
	}
	body = body[:len(body)-sm3.Size]
	name := int(body[4])
	if len(body) < 5+name {
		return wrapped{}, errWrapped
	}
	return wrapped{binary.BigEndian.Uint32(body), string(body[5 : 5+name]), body[5+name:]}, nil
}

// readWrapped gives KeyMissing, KeyDamaged or KeyUnusable where there is nothing to be had.
func readWrapped(path string) (wrapped, error) {
	b, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return wrapped{}, fault(KeyMissing, err)
	case err != nil:
		return wrapped{}, fault(KeyUnusable, err)
	}
	w, err := decodeWrapped(b)
	if err != nil {
		return wrapped{}, fault(KeyDamaged, err)
	}
	return w, nil
}
