package api

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Headers of RFC 9530. A chunk's digest only finds what was damaged on the way, inside a line that is sealed anyway; who
// the bytes are is said by the blob's own digest.
const (
	HeaderContentDigest = "Content-Digest"      // "sha-256=:base64:", of this message's body
	HeaderWantDigest    = "Want-Content-Digest" // of an answer: the requests to come may carry Content-Digest with these
	WantDigest          = "sha-256=10"
)

const digestKey = "sha-256"

// ContentDigest is the value of HeaderContentDigest for a body.
func ContentDigest(body []byte) string {
	sum := sha256.Sum256(body)
	return digestKey + "=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// ContentFits reports whether the value of a HeaderContentDigest names a digest that this build knows, and whether that is
// the body's. Other members are passed over (RFC 9530, section 2).
func ContentFits(value string, body []byte) (told, fits bool) {
	for member := range strings.SplitSeq(value, ",") {
		if member = strings.Trim(member, " \t"); strings.HasPrefix(member, digestKey+"=") {
			told, fits = true, member == ContentDigest(body) // of two with one key the last counts (RFC 8941, section 3.2)
		}
	}
	return told, fits
}

// WantsDigest reports whether the value of a HeaderWantDigest asks for what ContentDigest gives: a preference of 0 is a
// refusal (RFC 9530, section 4).
func WantsDigest(value string) bool {
	wanted := false
	for member := range strings.SplitSeq(value, ",") {
		if rest, ok := strings.CutPrefix(strings.Trim(member, " \t"), digestKey+"="); ok {
			weight, _, _ := strings.Cut(rest, ";")
			wanted = len(weight) > 0 && strings.Trim(weight, "0123456789") == "" && strings.Trim(weight, "0") != ""
		}
	}
	return wanted
}
