package counter

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

const (
	troubleHigh = 34 // of one line of the band that says what is wrong around the window
	noticeHigh  = 42 // of the word of the last act
)

// place is where a sentence stands: inside which object, and which part of it.
type place struct {
	o    fyne.CanvasObject
	part func() (fyne.Position, fyne.Size)
}

// whole is an object that shows one sentence and nothing else.
func whole(o fyne.CanvasObject) place {
	return place{o, func() (fyne.Position, fyne.Size) { return fyne.Position{}, o.Size() }}
}

// troubles names the sentences that say what is wrong, "trouble.<CODE>", for as long as they stand.
type troubles struct {
	c     *controls
	now   map[string]place
	shown []string
}

// say notes a sentence of this redraw. A code that is said twice keeps its first place.
func (t *troubles) say(code string, at place) {
	if t.now == nil {
		t.now = map[string]place{}
	}
	if _, said := t.now[code]; code != "" && !said {
		t.now[code] = at
	}
}

// tell gives the map what was noted, and forgets the sentences that went.
func (t *troubles) tell() {
	codes := make([]string, 0, len(t.now))
	for code := range t.now {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	if !slices.Equal(codes, t.shown) {
		t.c.untag("trouble.")
	}
	for _, code := range codes {
		t.c.tagShown("trouble."+code, t.now[code].o, t.now[code].part)
	}
	t.shown, t.now = codes, nil
}

// bandHigh is how much of the middle the troubles take.
func (m *Main) bandHigh() float32 { return float32(len(m.band.model)) * troubleHigh }

func (m *Main) drawBand(lines []present.Trouble, s fyne.Size) []kit.Placed {
	var items []kit.Placed
	for i, t := range lines {
		items = append(items, m.troubleLine(t, float32(i)*troubleHigh, s.Width)...)
	}
	return items
}

// troubleLine is one sentence on amber, over the whole width; its code comes small and last.
func (m *Main) troubleLine(t present.Trouble, y, w float32) []kit.Placed {
	const mid = troubleHigh / 2
	items := []kit.Placed{
		kit.At(0, y, w, troubleHigh, kit.Box(kit.AmberT, 0)), kit.At(0, y, w, 1, kit.Box(kit.Line, 0)),
		kit.At(0, y, 4, troubleHigh, kit.Box(kit.AmberS, 0)), kit.At(24, y+mid-9, 18, 18, kit.Icon("warning", 18, kit.Amber)),
	}
	right := w - 24
	if t.Act.ID != "" {
		b := m.c.button(t.Act, look{role: kit.Quiet, px: 14, height: 32})
		bw := b.MinSize().Width
		right -= bw
		items = append(items, kit.At(right, y+1, bw, 32, b))
		right -= 12
	}
	code := textWidth(t.Code, 12, false)
	text := line(52, y+mid-11, right-52-code-16, t.Text, 14, true, kit.Amber)
	return append(items, text, kit.At(52+textWidth(kit.Fit(t.Text, 14, true, right-52-code-16), 14, true)+12, y+mid-8, 0, 0, kit.Text(t.Code, 12, false, kit.Amber)))
}

// spot is a part of a drawing.
type spot struct {
	pos  fyne.Position
	size fyne.Size
}

// showTroubles says what is wrong around the window and names where it is said.
func (m *Main) showTroubles(now time.Time) {
	if m.sheet != nil {
		m.said.say(m.sheet.code, whole(m.sheet.wrong.pic))
	}
	if m.state.Face == present.FaceCase && m.stage == present.StageFill {
		m.form.say(&m.said)
	}
	if t, silent := present.HallTrouble(m.snap, now, m.w); silent {
		m.said.say(t.Code, place{m.hall.pic, func() (fyne.Position, fyne.Size) { return m.away.pos, m.away.size }})
	}
	if t, silent := present.PlatformTrouble(m.snap, now, m.w); silent {
		m.said.say(t.Code, place{m.status.pic, func() (fyne.Position, fyne.Size) { return m.offline.pos, m.offline.size }})
	}
	lines := present.Troubles(m.snap, now, m.w)
	m.band.show(lines)
	show(m.band.pic, len(lines) > 0)
	for i, t := range lines {
		m.said.say(t.Code, place{m.band.pic, func() (fyne.Position, fyne.Size) {
			return fyne.NewPos(0, float32(i)*troubleHigh), fyne.NewSize(m.band.pic.Size().Width, troubleHigh)
		}})
	}
	if s := m.desk.Size(); s.Width > 0 { // what lies under the band has given way
		m.layDesk(nil, s)
		m.layMiddle(nil, m.middle.Size())
		m.work.body.Layout.Layout(nil, m.work.body.Size())
	}
}
