package idcard

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

func TestFramesOfTheCommandTable(t *testing.T) {
	for body, want := range map[string]string{ // facts 1.2, bytes after the preamble
		"11FF": "000311FFED", "12FF": "000312FFEE", "2001": "0003200122", "2002": "0003200221", "3001": "0003300132",
		"61FF50": "000461FF50CA", "000090": "00040000" + "9094", "000080": "000400008084",
	} {
		b, _ := hex.DecodeString(body)
		if got := strings.ToUpper(hex.EncodeToString(Encode(b)[5:])); got != want {
			t.Errorf("%s framed as %s, want %s", body, got, want)
		}
	}
}

func TestFramesAreFoundInNoise(t *testing.T) {
	good := Encode([]byte{0, 0, 0x90})
	bad := Encode([]byte{0, 0, 0x90})
	bad[len(bad)-1] ^= 1
	long := append(append([]byte{}, preamble...), 0xFF, 0xFF)
	for name, stream := range map[string][]byte{
		"alone":                     good,
		"behind a run of AA":        append(bytes.Repeat([]byte{0xAA}, 9), good...),
		"behind half a preamble":    append([]byte{0xAA, 0xAA, 0xAA, 0x96, 0x00}, good...),
		"behind a damaged frame":    append(bad, good...),
		"behind an impossible size": append(long, good...),
		"behind a frame cut short":  append(append([]byte{}, good[:8]...), append(good, good...)...),
	} {
		t.Run(name, func(t *testing.T) {
			var f Frames
			var bodies [][]byte
			for _, b := range stream { // one byte at a time, as a slow line gives them
				f.Feed([]byte{b})
				body, ok, err := f.Next()
				if err != nil && !errors.Is(err, ErrChecksum) {
					t.Fatal(err)
				}
				if ok {
					bodies = append(bodies, body)
				}
			}
			if len(bodies) == 0 || string(bodies[len(bodies)-1]) != "\x00\x00\x90" {
				t.Fatalf("found % x", bodies)
			}
		})
	}
}

// at writes s into a text block.
func at(b []byte, off int, s string) {
	for i, u := range utf16.Encode([]rune(s)) {
		binary.LittleEndian.PutUint16(b[off+2*i:], u)
	}
}

func TestResidentCardWithARareName(t *testing.T) {
	b := make([]byte, textLen) // NUL padded, as some cards are
	at(b, 0, "张𬭎   ")
	at(b, 30, "1")
	at(b, 32, "22")
	at(b, 36, "19850615")
	at(b, 52, "福建省某市某路 8 号")
	at(b, 122, "350199198506150035")
	at(b, 158, "某市公安局")
	at(b, 188, "20190520")
	at(b, 204, "长期")
	at(b, 248, " ")
	got, err := decodeText(b)
	want := citizen.Card{Kind: citizen.ResidentCard, Name: "张𬭎", Sex: citizen.Male, Nation: "22", Birth: workday.Date{Year: 1985, Month: 6, Day: 15},
		Address: "福建省某市某路 8 号", Number: "350199198506150035", Authority: "某市公安局", ValidFrom: workday.Date{Year: 2019, Month: 5, Day: 20}}
	if err != nil || got.Name != want.Name || !got.ValidTo.IsZero() || got.Birth != want.Birth || got.Address != want.Address || got.Sex != want.Sex || got.Nation != want.Nation {
		t.Fatalf("%+v %v", got, err)
	}
}

func TestPrivateUseNameAndUnknownSexStayAsTheyAre(t *testing.T) {
	b := make([]byte, textLen)
	at(b, 0, "李\uE123")
	at(b, 30, "0")
	at(b, 122, "350199195001010017")
	got, err := decodeText(b)
	if err != nil || got.Name != "李\uE123" || got.Sex != citizen.SexUnknown {
		t.Fatalf("%+v %v", got, err)
	}
}

func TestWhatIsNoCardIsRefusedWithoutRepeatingIt(t *testing.T) {
	b := make([]byte, textLen)
	at(b, 0, "某某")
	at(b, 122, "350199195001010017")
	at(b, 248, "Q")
	for _, block := range [][]byte{b, make([]byte, textLen), make([]byte, 10)} {
		if _, err := decodeText(block); err == nil || strings.Contains(err.Error(), "350199") {
			t.Errorf("got %v", err)
		}
	}
}

func TestEverySW3HasASentenceInBothLanguages(t *testing.T) {
	for i := range 256 {
		e := swError("read", byte(i))
		if e.Code == "" || !strings.HasSuffix(e.Sentence, "。") || !strings.HasSuffix(e.SentenceEN, ".") {
			t.Errorf("%02X: %+v", i, e)
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add(Encode([]byte{0, 0, 0x9F, 0, 0, 0, 0}))
	f.Add(append(bytes.Repeat([]byte{0xAA}, 7), 0x96, 0x69, 0xFF, 0xFF))
	f.Fuzz(func(t *testing.T, stream []byte) {
		var fr Frames
		good := Encode([]byte{0, 0, 0x90})
		fr.Feed(stream)
		for range len(stream) + 2 {
			if body, ok, err := fr.Next(); !ok && err == nil {
				break
			} else if ok && len(body)+1 > maxLen {
				t.Fatalf("body of %d bytes", len(body))
			}
		}
		for range maxLen/len(good) + 3 { // whatever came before, good frames are found again
			fr.Feed(good)
			for {
				body, ok, err := fr.Next()
				if ok && string(body) == "\x00\x00\x90" {
					return
				}
				if !ok && err == nil {
					break
				}
			}
		}
		t.Fatal("never found a good frame again")
	})
}

func FuzzText(f *testing.F) {
	f.Add(make([]byte, 4+textLen))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := decodeRead(data)
		if err == nil && (c.Name == "" || c.Number == "" || c.Kind == "") {
			t.Fatalf("accepted %+v", c)
		}
	})
}
