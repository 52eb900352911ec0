package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// KeyboardLayout is which keys a touch keyboard has.
type KeyboardLayout int

// Letters write Chinese by pinyin or Latin letters; Digits write ID numbers (with X) and telephone numbers.
const (
	Letters KeyboardLayout = iota
	Digits
)

// Characters gives, for typed pinyin letters, the leading syllable it understands and that syllable's characters,
// commonest first; no characters when it understands nothing yet.
type Characters func(typed string) (syllable string, chars []rune)

// KeyboardParams describe a touch keyboard.
type KeyboardParams struct {
	Layout     KeyboardLayout
	Characters Characters // nil: Latin letters only
	Words      *Words
	// OnChange is told the text so far and the letters still being composed, after every key.
	OnChange func(text, composing string)
	// OnHide, if set, gives the keyboard a key that puts it away.
	OnHide func()
	MaxLen int  // in characters; 0 = no limit
	Large  bool // least type 36 and ink only, for the large version
}

// Keyboard is the touch keyboard of the kiosk, 1080 wide. It is one widget: it draws all keys and finds the one
// that was pressed by its place. It holds the text that is being written; Wipe forgets it.
type Keyboard struct {
	widget.BaseWidget
	press
	under     string // the key under the finger
	p         KeyboardParams
	text      []rune
	composing string
	latin     bool
	upper     bool
	page      int // of the candidates
	keys      []keyCap
}

// keyCap is one key as it is drawn now. Its id is what a map calls it: "q", "space", "back", "cand.1".
type keyCap struct {
	id, label  string
	icon       string
	x, y, w, h float32
	kind       capKind
}

type capKind int

const (
	capLetter capKind = iota
	capControl
	capFirst // the candidate that the space bar takes
	capCandidate
	capMore
	capPressed
)

// Measures of the look: keys 95×96, gap 10, from a margin of 20; 1.5-unit keys 147; bars 76 and 108.
const (
	capW, capH, capGap, capMargin = 95, 96, 10, 20
	wideCap                       = 147
	soundBar, candidateBar        = 76, 108
	candidatesShown               = 8
)

// NewKeyboard makes a keyboard with nothing written.
func NewKeyboard(p KeyboardParams) *Keyboard {
	k := &Keyboard{p: p, latin: p.Characters == nil}
	k.press.changed = k.finger
	k.ExtendBaseWidget(k)
	k.arrange()
	return k
}

// Height is how much room the keyboard takes.
func (k *Keyboard) Height() float32 {
	if k.p.Layout == Digits {
		return 2 + 14 + 4*116 + 3*capGap + 16
	}
	return 2 + soundBar + candidateBar + 14 + 5*capH + 4*capGap + 14
}

// Text is what was written, without the letters still being composed.
func (k *Keyboard) Text() string { return string(k.text) }

// Composing are the letters that are not yet characters.
func (k *Keyboard) Composing() string { return k.composing }

// Write puts text and letters still being composed where they were, for a keyboard that is drawn anew; nobody is told.
func (k *Keyboard) Write(text, composing string) {
	k.text, k.composing, k.page = []rune(text), composing, 0
	k.arrange()
	k.Refresh()
}

// Wipe forgets everything.
func (k *Keyboard) Wipe() {
	k.text, k.composing, k.page = nil, "", 0
	k.changed()
}

// finger shows which key is down.
func (k *Keyboard) finger(e *desktop.MouseEvent) {
	k.under = ""
	if e != nil {
		k.under = k.at(e.Position)
	}
	k.Refresh()
}

// Tapped presses the key at the place.
func (k *Keyboard) Tapped(e *fyne.PointEvent) {
	if id := k.at(e.Position); id != "" {
		k.Press(id)
	}
}

func (k *Keyboard) at(p fyne.Position) string {
	half := float32(capGap) / 2 // the gap belongs to the keys beside it
	for _, c := range k.keys {
		if p.X >= c.x-half && p.X < c.x+c.w+half && p.Y >= c.y-half && p.Y < c.y+c.h+half {
			return c.id
		}
	}
	return ""
}

// Press does what a key does: a character by itself, or back, space, clear, shift, lang, hide, more, cand.1 … cand.8.
func (k *Keyboard) Press(id string) {
	switch {
	case id == "back":
		k.back()
	case id == "space":
		k.space()
	case id == "clear":
		k.text, k.composing = nil, ""
	case id == "shift":
		k.upper = !k.upper
	case id == "lang":
		k.latin = !k.latin
		k.composing = ""
	case id == "hide":
		if k.p.OnHide != nil {
			k.p.OnHide()
		}
	case id == "more":
		k.page++
	case strings.HasPrefix(id, "cand."):
		k.take(int(id[len("cand.")] - '1'))
	default:
		k.write(id)
	}
	k.changed()
}

func (k *Keyboard) write(s string) {
	letter := s >= "a" && s <= "z"
	if letter && k.upper {
		s = strings.ToUpper(s)
	}
	if letter && !k.latin && !k.upper && k.p.Layout == Letters {
		k.composing += s
		k.page = 0
		return
	}
	k.insert(s)
}

func (k *Keyboard) insert(s string) {
	k.text = append(k.text, []rune(s)...)
	if k.p.MaxLen > 0 && len(k.text) > k.p.MaxLen {
		k.text = k.text[:k.p.MaxLen]
	}
}

func (k *Keyboard) back() {
	k.page = 0
	if k.composing != "" {
		k.composing = k.composing[:len(k.composing)-1]
	} else if len(k.text) > 0 {
		k.text = k.text[:len(k.text)-1]
	}
}

// space takes the first candidate, or writes a space.
func (k *Keyboard) space() {
	if k.composing != "" {
		k.page = 0
		k.take(0)
		return
	}
	k.insert(" ")
}

// take writes the n-th candidate shown and drops its syllable from what is composed. Letters no character answers
// to are written as they are.
func (k *Keyboard) take(n int) {
	syllable, chars := k.candidates()
	if n < 0 || n >= len(chars) {
		if n == 0 && len(chars) == 0 {
			k.insert(k.composing)
			k.composing = ""
		}
		return
	}
	k.insert(string(chars[n]))
	k.composing = strings.TrimPrefix(k.composing, syllable)
	k.page = 0
}

// candidates are those of the page shown now.
func (k *Keyboard) candidates() (syllable string, shown []rune) {
	if k.p.Characters == nil || k.composing == "" {
		return "", nil
	}
	syllable, all := k.p.Characters(k.composing)
	if len(all) == 0 {
		return "", nil
	}
	from := k.page * candidatesShown
	if from >= len(all) {
		k.page, from = 0, 0
	}
	return syllable, all[from:min(from+candidatesShown, len(all))]
}

func (k *Keyboard) changed() {
	k.arrange()
	k.Refresh()
	if k.p.OnChange != nil {
		k.p.OnChange(string(k.text), k.composing)
	}
}

// Tag puts every key on the map as prefix + key id.
func (k *Keyboard) Tag(m *Map, prefix string) {
	for _, c := range k.keys {
		k.tagKey(m, prefix, c.id)
	}
	if k.p.Layout == Letters {
		for i := range candidatesShown {
			k.tagKey(m, prefix, candidateID(i))
		}
		k.tagKey(m, prefix, "more")
	}
}

func (k *Keyboard) tagKey(m *Map, prefix, id string) {
	m.TagPart(prefix+id, k, func() (fyne.Position, fyne.Size) {
		for _, c := range k.keys {
			if c.id == id {
				return fyne.NewPos(c.x, c.y), fyne.NewSize(c.w, c.h)
			}
		}
		return fyne.Position{}, fyne.Size{}
	})
}

// Parts implements Parted: every key that is drawn now.
func (k *Keyboard) Parts() []Part {
	parts := make([]Part, len(k.keys))
	for i, c := range k.keys {
		parts[i] = Part{Name: c.id, Pos: fyne.NewPos(c.x, c.y), Size: fyne.NewSize(c.w, c.h)}
	}
	return parts
}

func candidateID(i int) string { return "cand." + string(rune('1'+i)) }

// CreateRenderer implements fyne.Widget.
func (k *Keyboard) CreateRenderer() fyne.WidgetRenderer {
	r := &keyboardRenderer{k: k}
	r.Refresh()
	return r
}

type keyboardRenderer struct {
	k       *Keyboard
	objects []fyne.CanvasObject
}

func (r *keyboardRenderer) Refresh() {
	r.objects = r.k.picture()
	canvas.Refresh(r.k)
}

func (r *keyboardRenderer) Layout(fyne.Size)             {}
func (r *keyboardRenderer) MinSize() fyne.Size           { return fyne.NewSize(1080, r.k.Height()) }
func (r *keyboardRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *keyboardRenderer) Destroy()                     {}

// colours of one key cap.
func (c keyCap) colours() (fill, border, ink color.Color) {
	switch c.kind {
	case capControl:
		return hex(0xDDE6E2), Edge, Ink
	case capFirst, capPressed:
		return Green, None, Paper
	case capCandidate:
		return Paper, Edge, Ink
	case capMore:
		return GreenT, None, Green
	}
	return Paper, Edge, Ink
}
