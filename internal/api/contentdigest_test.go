package api_test

import (
	"strings"
	"testing"

	"onewindow/internal/api"
)

// The example of RFC 9530, appendix B.1.
const (
	rfcBody   = `{"hello": "world"}` + "\n"
	rfcDigest = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
)

func TestAContentDigestIsWrittenAndReadAsTheStandardSays(t *testing.T) {
	if got := api.ContentDigest([]byte(rfcBody)); got != rfcDigest {
		t.Errorf("%s", got)
	}
	for value, want := range map[string]struct{ told, fits bool }{
		rfcDigest:                               {true, true},
		"sha-512=:AAAA:, " + rfcDigest:          {true, true},
		rfcDigest + ",\tmd5=:AAAA:":             {true, true},
		rfcDigest + ", sha-256=:AAAA:":          {true, false},
		strings.Replace(rfcDigest, "R", "S", 1): {true, false},
		"sha-256":                               {false, false},
		"sha-512=:AAAA:":                        {false, false},
		"":                                      {false, false},
	} {
		if told, fits := api.ContentFits(value, []byte(rfcBody)); told != want.told || fits != want.fits {
			t.Errorf("%q: told %v, fits %v", value, told, fits)
		}
	}
}

func TestADigestIsWantedWhereTheStandardSaysSo(t *testing.T) {
	for value, want := range map[string]bool{
		api.WantDigest: true, "sha-512=3, sha-256=1": true, "sha-256=1;x=2": true,
		"": false, "sha-256": false, "sha-256=0": false, "sha-512=10": false, "sha-256=1, sha-256=0": false, "sha-256=yes": false,
	} {
		if api.WantsDigest(value) != want {
			t.Errorf("%q: %v", value, !want)
		}
	}
}

func FuzzContentDigest(f *testing.F) {
	f.Add(rfcDigest, []byte(rfcBody))
	f.Add("sha-256=::,=,", []byte{})
	f.Fuzz(func(t *testing.T, value string, body []byte) {
		told, fits := api.ContentFits(value, body)
		if fits && (!told || !strings.Contains(value, api.ContentDigest(body))) {
			t.Errorf("%q fits %q", value, body)
		}
		if api.WantsDigest(value) && !strings.Contains(value, "sha-256=") {
			t.Errorf("%q wants it", value)
		}
		if _, fits := api.ContentFits(api.ContentDigest(body), body); !fits {
			t.Error("a digest of ours does not fit")
		}
	})
}
