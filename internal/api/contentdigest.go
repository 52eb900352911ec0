package api

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// Headers of RFC 9530. A chunk's digest only finds what was damaged on the way, inside a line that is sealed anyway, so that
// this chunk alone goes again: for that a checksum is enough. Who the bytes are is said by the blob's own digest, SM3, which
// the platform compares before it keeps them.
const (
	HeaderContentDigest = "Content-Digest"      // "crc32c=:base64:", of this message's body
	HeaderWantDigest    = "Want-Content-Digest" // of an answer: the requests to come may carry Content-Digest with these
	WantDigest          = digestKey + "=10"
)

const digestKey = "crc32c" // RFC 9260, appendix A

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ContentDigest is the value of HeaderContentDigest for a body.
func ContentDigest(body []byte) string {
	sum := binary.BigEndian.AppendUint32(nil, crc32.Checksum(body, castagnoli))
	return digestKey + "=:" + base64.StdEncoding.EncodeToString(sum) + ":"
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
