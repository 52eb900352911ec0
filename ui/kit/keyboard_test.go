package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// fewCharacters knows three syllables.
func fewCharacters(typed string) (string, []rune) {
	for syllable, chars := range map[string]string{"she": "社设射", "bao": "保包报", "ka": "卡咖"} {
		if strings.HasPrefix(typed, syllable) {
			return syllable, []rune(chars)
		}
	}
	return "", nil
}

func TestThePinyinKeyboardWritesCharactersSyllableBySyllable(t *testing.T) {
	kittest.App(t)
	k := kit.NewKeyboard(kit.KeyboardParams{Characters: fewCharacters})
	for _, c := range []struct{ keys, text, composing string }{
		{"s h e b a o", "", "shebao"},
		{"space", "社", "bao"},
		{"cand.3", "社报", ""},
		{"back", "社", ""},
		{"b a back", "社", "b"},
		{"space", "社b", ""}, // nothing answers to b: it is written as it is
		{"lang k a 1", "社bka1", ""},
		{"clear", "", ""},
	} {
		for _, id := range strings.Fields(c.keys) {
			k.Press(id)
		}
		if k.Text() != c.text || k.Composing() != c.composing {
			t.Errorf("after %s: %q %q, want %q %q", c.keys, k.Text(), k.Composing(), c.text, c.composing)
		}
	}
}

func TestTheKeyUnderTheFingerIsPressed(t *testing.T) {
	kittest.App(t)
	k := kit.NewKeyboard(kit.KeyboardParams{Layout: kit.Digits, MaxLen: 3})
	m := kit.NewMap(t.TempDir() + "/map.json")
	k.Tag(m, "kiosk.key.")
	kittest.Window(t, kit.Place(1080, k.Height(), kit.At(0, 0, 1080, k.Height(), k)), 1080, k.Height())
	for _, id := range []string{"3", "5", "back", "0", "X", "1"} {
		s := m.Look().Tags["kiosk.key."+id]
		k.Tapped(&fyne.PointEvent{Position: fyne.NewPos(float32(s.X+s.W/2), float32(s.Y+s.H/2))})
	}
	if k.Text() != "30X" {
		t.Errorf("wrote %q, want 30X (three characters at most)", k.Text())
	}
}
