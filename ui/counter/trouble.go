package counter

import (
	"slices"
	"strings"
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
func (m *Main) bandHigh() float32 { return linesHigh(m.troubleLines(m.band.model, m.saidWide())) }

// saidHigh is what troubles and the word of the last act take together.
func (m *Main) saidHigh() float32 {
	if !m.notice.pic.Visible() {
		return m.bandHigh()
	}
	return m.bandHigh() + m.noticeHigh()
}

// saidWide is how wide the foot of the work is.
func (m *Main) saidWide() float32 {
	if m.state.Face == present.FaceWork {
		return m.desk.Size().Width - hallWide - m.work.side()
	}
	return m.middle.Size().Width
}

// noticeHigh is the height of the word of the last act: one line, or two.
func (m *Main) noticeHigh() float32 {
	return noticeHigh + float32(len(m.noticeLines(m.notice.model.Text, m.saidWide()))-1)*20
}

func (m *Main) noticeLines(text string, w float32) []string {
	return atMost(2, text, 15, w-150)
}

// atMost breaks a text into at most n lines; what is left over is shortened.
func atMost(n int, text string, px, room float32) []string {
	lines := kit.Wrap(text, px, true, room)
	if len(lines) > n {
		lines = append(lines[:n-1:n-1], kit.Fit(strings.Join(lines[n-1:], " "), px, true, room))
	}
	return lines
}

// troubleLine is one trouble as it is drawn.
type troubleLine struct {
	present.Trouble
	words []string
	y     float32 // from the first one
}

func (l troubleLine) high() float32 { return troubleHigh + float32(len(l.words)-1)*20 }

func linesHigh(lines []troubleLine) float32 {
	if len(lines) == 0 {
		return 0
	}
	last := lines[len(lines)-1]
	return last.y + last.high()
}

// troubleLines lays troubles under each other, in a width.
func (m *Main) troubleLines(all []present.Trouble, w float32) []troubleLine {
	out := make([]troubleLine, len(all))
	y := float32(0)
	for i, t := range all {
		room := w - 24 - 52 - 16 - textWidth(t.Code, 12, false)
		if t.Act.ID != "" {
			room -= textWidth(t.Act.Label, 14, true) + 40
		}
		out[i] = troubleLine{t, atMost(2, t.Text, 14, room), y}
		y += out[i].high()
	}
	return out
}

func (m *Main) drawBand(all []present.Trouble, s fyne.Size) []kit.Placed {
	var items []kit.Placed
	for _, l := range m.troubleLines(all, s.Width) {
		items = append(items, m.drawTrouble(l, l.y, s.Width)...)
	}
	return items
}

// drawTrouble is one trouble on amber, over the whole width; its code comes small and last.
func (m *Main) drawTrouble(l troubleLine, y, w float32) []kit.Placed {
	high := l.high()
	items := []kit.Placed{
		kit.At(0, y, w, high, kit.Box(kit.AmberT, 0)), kit.At(0, y, w, 1, kit.Box(kit.Line, 0)),
		kit.At(0, y, 4, high, kit.Box(kit.AmberS, 0)), kit.At(24, y+8, 18, 18, kit.Icon("warning", 18, kit.Amber)),
	}
	if l.Act.ID != "" {
		b := m.c.button(l.Act, look{role: kit.Quiet, px: 14, height: 32})
		bw := b.MinSize().Width
		items = append(items, kit.At(w-24-bw, y+1, bw, 32, b))
	}
	for i, words := range l.words {
		items = append(items, line(52, y+6+float32(i)*20, 0, words, 14, true, kit.Amber))
	}
	last := len(l.words) - 1
	return append(items, line(52+textWidth(l.words[last], 14, true)+12, y+9+float32(last)*20, 0, l.Code, 12, false, kit.Amber))
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
	if m.state.Face == present.FaceCase {
		lines = append(present.Twins(m.snap, m.w), lines...)
	}
	m.band.show(lines)
	show(m.band.pic, len(lines) > 0)
	for _, l := range m.troubleLines(lines, m.saidWide()) {
		m.said.say(l.Code, place{m.band.pic, func() (fyne.Position, fyne.Size) {
			return fyne.NewPos(0, l.y), fyne.NewSize(m.band.pic.Size().Width, l.high())
		}})
	}
}

// layTroubles lets what lies under the sentences give way.
func (m *Main) layTroubles() {
	if s := m.desk.Size(); s.Width > 0 { // what lies under the band has given way
		m.layDesk(nil, s)
		m.layMiddle(nil, m.middle.Size())
		m.work.body.Layout.Layout(nil, m.work.body.Size())
	}
}
