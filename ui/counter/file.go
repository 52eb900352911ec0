package counter

import (
	"strings"

	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

const (
	stepsHigh   = 48
	headHigh    = 106
	outcomeHigh = 76
)

func (m *Main) drawSteps(steps []present.Step, s fyne.Size) []kit.Placed {
	out := make([]kit.Step, len(steps))
	for i, st := range steps {
		out[i] = kit.Step{Title: st.Label, Note: st.Note, Done: st.State == present.StepDone, Now: st.State == present.StepNow}
	}
	items := []kit.Placed{plane(s, kit.Wall), rule(0, s.Height-1, s.Width)}
	return append(items, kit.StepsDrawing(out)(s)...)
}

func (m *Main) drawHead(h present.Head, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Paper), rule(0, s.Height-1, s.Width)}
	right := s.Width - 24
	if h.Due != "" {
		due := max(textWidth(h.Due, 19, true), textWidth(h.DueNote, 13, false))
		items = append(items,
			lineRight(s.Width-24, 51, 0, h.DueNote, 13, false, kit.Ink2),
			lineRight(s.Width-24, 69, 0, h.Due, 19, true, kit.Green))
		right -= due + 24
	}
	pills := float32(0)
	for _, p := range h.Pills {
		pills += pill(p).MinSize().Width + 8
	}
	title := kit.Fit(h.Title, 24, true, s.Width-48-pills-8)
	items = append(items, line(24, 9, 0, title, 24, true, kit.Ink))
	x := 24 + textWidth(title, 24, true) + 14
	for _, p := range h.Pills {
		pic := pill(p)
		w := pic.MinSize().Width
		items = append(items, kit.At(x, 16, w, 24, pic))
		x += w + 8
	}
	return append(items, factRow(h.Facts, right)...)
}

// factRow spreads facts over a line; on a narrow window the last ones give way.
func factRow(facts []present.Fact, right float32) []kit.Placed {
	var items []kit.Placed
	x := float32(24)
	for _, f := range facts {
		w := max(textWidth(f.Label, 12, false), textWidth(f.Value, 14, true))
		if x+w > right {
			break
		}
		items = append(items, line(x, 52, 0, f.Label, 12, false, kit.Ink2), line(x, 71, 0, f.Value, 14, true, kit.Ink))
		x += w + 30
	}
	return items
}

func (m *Main) drawOutcome(o present.Outcome, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Paper), kit.At(0, 0, s.Width, 2, kit.Box(kit.Ink, 0))}
	right := s.Width - 20
	var row []kit.Placed
	for i := len(o.Acts) - 1; i >= 0; i-- {
		a := o.Acts[i]
		l := look{role: buttonRole(a.Role), height: 48, px: 17}
		if a.Role == present.Quiet {
			l.px = 14
		}
		if m.w.Lang() == kit.English {
			l.px = 15
		}
		if m.state.Narrow {
			l.px, a.Icon = 15, ""
			l.noKey = a.Role == present.Quiet
		}
		if a.ID == "outbox" {
			l.name = "outcome.outbox" // the status line has one too
		}
		b := m.c.button(a, l)
		w := b.MinSize().Width
		row = append(row, kit.At(right-w, 14, w, 48, b))
		right -= w + 10
		if a.Role == present.Quiet {
			right += 8
		}
	}
	for i := len(row) - 1; i >= 0; i-- { // left to right, as Tab goes
		items = append(items, row[i])
	}
	room := right - 24 - 12
	c := ink(o.Mark.Tone)
	items = append(items, kit.At(24, 17, 18, 18, kit.Icon(o.Mark.Icon, 18, c)), line(50, 12, room-26, o.Mark.Text, 17, true, c))
	words := kit.Wrap(wrapWhole(o.Detail, 13, false, room), 13, false, room)
	if len(words) < 2 {
		return append(items, line(24, 41, room, o.Detail, 13, false, kit.Ink2))
	}
	items[len(items)-2].Y, items[len(items)-1].Y = 10, 5 // two lines of detail: the headline makes room
	return append(items, line(24, 31, room, words[0], 13, false, kit.Ink2), line(24, 50, room, strings.Join(words[1:], ""), 13, false, kit.Ink2))
}

// drawIdle is an empty desk: one sentence, one act, and two quieter ways on.
func (m *Main) drawIdle(i present.Idle, s fyne.Size) []kit.Placed {
	const wide = 640
	x, y := max(24, (s.Width-wide)/2), max(80, s.Height*0.24)
	in := min(float32(wide), s.Width-48)
	items := []kit.Placed{
		plane(s, kit.Wall),
		kit.At(x, y, in, 260, kit.Frame(kit.Paper, kit.Line, 1, 4)),
		kit.At(x, y, in, 4, kit.Box(kit.Green, 0)),
	}
	title, th := para(x+40, y+44, in-80, i.Title, 34, true, kit.Ink)
	detail, dh := para(x+40, y+44+th+12, in-80, i.Detail, 16, false, kit.Ink2)
	items = append(items, title, detail)
	at := y + 44 + th + 12 + dh + 32
	if i.Main.ID != "" {
		b := m.c.button(i.Main, look{role: kit.Primary, height: 56, px: 20, name: "idle." + i.Main.ID})
		w := max(220, b.MinSize().Width)
		items = append(items, kit.At(x+40, at, w, 56, b))
		left := x + 40 + w + 16
		for _, a := range i.Others {
			o := m.c.button(a, look{role: kit.Secondary, height: 56, px: 16, name: "idle." + a.ID})
			ow := o.MinSize().Width
			if left+ow > x+in-24 {
				break
			}
			items = append(items, kit.At(left, at, ow, 56, o))
			left += ow + 12
		}
		items[1].H = at + 56 + 44 - y
		if i.Main.Blocked != "" {
			items[1].H += 30
			items = append(items, line(x+40, at+66, in-80, i.Main.Blocked, 14, true, kit.Amber))
		}
	}
	return items
}

// drawFiled shows a filed case: its paper in small at the left, what was filed at the right.
func (m *Main) drawFiled(f present.Filed, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Wall)}
	high := min(s.Height-48, 660)
	wide := min(high*0.707, s.Width*0.45)
	items = append(items, m.paperPicture(f, 32, 24, wide, high)...)
	x := 32 + wide + 40
	in := s.Width - x - 32
	items = append(items, line(x, 24, 0, m.w.T("filed.caseNumber"), 13, false, kit.Ink2))
	number, nh := para(x, 44, in, spaced(f.Number), 19, true, kit.Ink)
	items = append(items, number)
	y := 44 + nh + 14
	if f.Open.ID != "" {
		b := m.c.button(f.Open, look{role: kit.Secondary, height: 40, px: 15})
		items = append(items, kit.At(x, y, b.MinSize().Width, 40, b), line(x+b.MinSize().Width+16, y+10, in-b.MinSize().Width-16, f.PaperNo, 13, false, kit.Ink2))
		y += 58
	}
	items = append(items, line(x, y, 0, m.w.T("filed.materials"), 15, true, kit.Ink))
	y += 30
	for _, mk := range f.Shown {
		if y+40 > s.Height {
			break
		}
		items = append(items, rule(x, y, in))
		items = append(items, materialLine(mk, x, y, in, 15, 14, 40)...)
		y += 40
	}
	return items
}

// spaced breaks a 47-character case number into groups that can be read aloud.
func spaced(n string) string {
	var b []byte
	for i := range len(n) {
		if i > 0 && i%4 == 0 {
			b = append(b, ' ')
		}
		b = append(b, n[i])
	}
	return string(b)
}

// paperPicture is the paper as it was handed over, in small: its title, number and facts.
func (m *Main) paperPicture(f present.Filed, x, y, w, h float32) []kit.Placed {
	title := float32(26)
	for title > 13 && textWidth(f.Paper, title, true) > w-8 { // a low window makes the paper narrow
		title--
	}
	items := []kit.Placed{
		kit.At(x, y, w, h, kit.Frame(kit.Paper, kit.Edge, 1, 0)),
		kit.At(x, y+h*0.07, w, 0, kit.Centred(f.Paper, title, true, kit.Ink)),
		kit.At(x+w*0.1, y+h*0.07+54, w*0.8, 2, kit.Box(kit.Red, 0)),
		kit.At(x, y+h*0.07+64, w, 0, kit.Centred(kit.Fit(f.PaperNo, 12, false, w*0.84), 12, false, kit.Ink2)),
	}
	in := w * 0.8
	left := x + w*0.1
	at := y + h*0.07 + 100
	for _, l := range f.Lines {
		value, vh := para(left, at+20, in, l.Value, 15, true, kit.Ink)
		if at+20+vh > y+h-110 {
			break
		}
		items = append(items, line(left, at, in, l.Label, 12, false, kit.Ink2), value)
		at += 20 + vh + 12
	}
	if f.Foot != "" {
		items = append(items, lineRight(left+in, y+h-64, in, f.Foot, 13, false, kit.Ink2))
	}
	return items
}

// materialLine is a material in a list: icon, name, word at the right. The word follows a newline in the text.
func materialLine(mk present.Mark, x, y, w, px, wordPx, high float32) []kit.Placed {
	name, word := cut(mk.Text)
	c := ink(mk.Tone)
	ww := textWidth(word, wordPx, true)
	side := px + 3
	mid := func(size float32) float32 { return y + (high-size*1.45)/2 }
	return []kit.Placed{
		kit.At(x, y+(high-side)/2, side, side, kit.Icon(mk.Icon, side, c)),
		line(x+side+10, mid(px), w-side-10-ww-12, name, px, false, kit.Ink),
		lineRight(x+w, mid(wordPx), 0, word, wordPx, true, c),
	}
}

func cut(s string) (before, after string) {
	for i := range len(s) {
		if s[i] == '\n' {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}
