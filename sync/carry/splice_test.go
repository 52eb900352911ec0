package carry_test

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"onewindow/internal/pki"
)

// frames gives where a file's frames begin and end.
func frames(file []byte) (begin, end int) {
	begin = 14 + int(binary.BigEndian.Uint32(file[10:]))
	begin += 2 + int(binary.BigEndian.Uint16(file[begin:]))
	for end = begin; ; {
		n := int(binary.BigEndian.Uint32(file[end:]))
		end += 4
		if n == 0 {
			return begin, end
		}
		end += n
	}
}

// resigned puts another file's frames behind this one's head and signs the whole anew.
func resigned(t *testing.T, head, records []byte, by *pki.Paper) []byte {
	t.Helper()
	at, _ := frames(head)
	from, to := frames(records)
	out := append(append([]byte{}, head[:at]...), records[from:to]...)
	sum := sha256.Sum256(out)
	signature, err := ecdsa.SignASN1(rand.Reader, by.Key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return append(binary.BigEndian.AppendUint16(out, uint16(len(signature))), signature...)
}
