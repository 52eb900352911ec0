package seal

import (
	"crypto/hmac"
	"encoding/hex"
	"hash"
	"strings"

	"github.com/emmansun/gmsm/sm3"
)

// DigestPrefix begins every digest this house writes.
const DigestPrefix = "sm3:"

// Digest names exact bytes: "sm3:" and 64 lower-case hex digits (GB/T 32905).
func Digest(data []byte) string {
	sum := sm3.Sum(data)
	return DigestPrefix + hex.EncodeToString(sum[:])
}

// Digester digests a stream: write to it, then ask String.
type Digester struct{ hash.Hash }

// NewDigest begins a digest.
func NewDigest() *Digester { return &Digester{sm3.New()} }

// String gives the digest of what was written so far, in the form of Digest.
func (d *Digester) String() string { return DigestPrefix + hex.EncodeToString(d.Sum(nil)) }

// ValidDigest reports whether s has the form of a digest.
func ValidDigest(s string) bool {
	rest, ok := strings.CutPrefix(s, DigestPrefix)
	return ok && len(rest) == 2*sm3.Size && strings.Trim(rest, "0123456789abcdef") == ""
}

// MAC is HMAC-SM3 (32 bytes): the keyed hash by which persons and files are named.
func MAC(key, msg []byte) []byte {
	h := hmac.New(sm3.New, key)
	h.Write(msg)
	return h.Sum(nil)
}
