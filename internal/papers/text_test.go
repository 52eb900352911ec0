package papers

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onewindow/internal/glyph"
)

// Whatever the text, the styles and the width: no character is lost or moved, no line is wider than its room, and
// no line begins with a closing mark unless it had to be cut.
func TestAnyTextIsBrokenWithoutLossAndWithinItsRoom(t *testing.T) {
	fonts, err := glyph.Load()
	if err != nil {
		t.Fatal(err)
	}
	set := setter{fonts}
	alphabet := []rune("食品经营许可张𬭎㛃䶮，。（）《》“”、A018 -/x\n\U000F0123")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 120, -1).Draw(t, "text")
		room := rapid.Float64Range(14, 400).Draw(t, "room")
		indent := rapid.Float64Range(0, room/2).Draw(t, "indent")
		cut := rapid.IntRange(0, len([]rune(text))).Draw(t, "cut")
		spans := []span{{bodyType, string([]rune(text)[:cut])}, {bodyType.strong(), string([]rune(text)[cut:])}}
		back := ""
		for i, l := range set.lines(spans, room, indent) {
			runes := 0
			for _, p := range l.pieces {
				back += p.text
				runes += len([]rune(p.text))
			}
			if l.width > room+0.01 && runes > 1 {
				t.Fatalf("line %d is %.1f wide in a room of %.1f", i, l.width, room)
			}
			if l.justify(room); l.width > room+0.01 && runes > 1 {
				t.Fatalf("justified, line %d is %.1f wide", i, l.width)
			}
		}
		blanks := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if blanks(back) != blanks(text) {
			t.Fatalf("%q came back as %q", text, back)
		}
	})
}
