package api_test

import (
	"strings"
	"testing"

	"onewindow/internal/api"
)

// The check value every catalogue of checksums gives for CRC-32C, E3069283, in the form of RFC 9530.
const (
	checkBody   = "123456789"
	checkDigest = "crc32c=:4waSgw==:"
)

func TestAContentDigestIsWrittenAndReadAsTheStandardSays(t *testing.T) {
	if got := api.ContentDigest([]byte(checkBody)); got != checkDigest {
		t.Errorf("%s", got)
	}
	for value, want := range map[string]struct{ told, fits bool }{
		checkDigest:                               {true, true},
		"sha-256=:AAAA:, " + checkDigest:          {true, true},
		checkDigest + ",\tmd5=:AAAA:":             {true, true},
		checkDigest + ", crc32c=:AAAA:":           {true, false},
		strings.Replace(checkDigest, "4", "5", 1): {true, false},
		"crc32c":         {false, false},
		"sha-256=:AAAA:": {false, false},
		"":               {false, false},
	} {
		if told, fits := api.ContentFits(value, []byte(checkBody)); told != want.told || fits != want.fits {
			t.Errorf("%q: told %v, fits %v", value, told, fits)
		}
	}
}

func TestADigestIsWantedWhereTheStandardSaysSo(t *testing.T) {
	for value, want := range map[string]bool{
		api.WantDigest: true, "sha-256=3, crc32c=1": true, "crc32c=1;x=2": true,
		"": false, "crc32c": false, "crc32c=0": false, "sha-256=10": false, "crc32c=1, crc32c=0": false, "crc32c=yes": false,
	} {
		if api.WantsDigest(value) != want {
			t.Errorf("%q: %v", value, !want)
		}
	}
}

func FuzzContentDigest(f *testing.F) {
	f.Add(checkDigest, []byte(checkBody))
	f.Add("crc32c=::,=,", []byte{})
	f.Fuzz(func(t *testing.T, value string, body []byte) {
		told, fits := api.ContentFits(value, body)
		if fits && (!told || !strings.Contains(value, api.ContentDigest(body))) {
			t.Errorf("%q fits %q", value, body)
		}
		if api.WantsDigest(value) && !strings.Contains(value, "crc32c=") {
			t.Errorf("%q wants it", value)
		}
		if _, fits := api.ContentFits(api.ContentDigest(body), body); !fits {
			t.Error("a digest of ours does not fit")
		}
	})
}
