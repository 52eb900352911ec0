package seal

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// A PIN is short, so each guess must cost: about 50 ms and 32 MiB on a counter's machine.
const (
	pinPasses  = 2
	pinMemory  = 32 << 10 // KiB
	pinThreads = 1
	pinSize    = 32
	pinSalt    = 16
	// A stored hash may ask for more than today's cost, within reason: its text may come from a damaged file.
	pinMaxPasses, pinMaxMemory = 16, 256 << 10
)

// HashPIN gives an encoded argon2id hash with its own salt: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func HashPIN(pin string) string {
	salt := make([]byte, pinSalt)
	_, _ = rand.Read(salt)
	sum := argon2.IDKey([]byte(pin), salt, pinPasses, pinMemory, pinThreads, pinSize)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, pinMemory, pinPasses, pinThreads,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// VerifyPIN reports whether pin is the one that was hashed. A hash it cannot read fits no PIN.
func VerifyPIN(hash, pin string) bool {
	part := strings.Split(hash, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false
	}
	var memory, passes uint32
	var threads uint8
	if n, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); n != 3 || err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(part[4])
	want, err2 := base64.RawStdEncoding.DecodeString(part[5])
	if err1 != nil || err2 != nil || len(salt) == 0 || len(want) != pinSize ||
		passes == 0 || passes > pinMaxPasses || memory > pinMaxMemory || threads == 0 {
		return false
	}
	got := argon2.IDKey([]byte(pin), salt, passes, memory, threads, pinSize)
	return subtle.ConstantTimeCompare(got, want) == 1
}
