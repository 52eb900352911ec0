package counter

import (
	"strings"

	"fyne.io/fyne/v2"

	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

func (z *Citizen) drawLintel(c present.CitizenScreen, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Lintel), kit.At(38, 16, 40, 40, kit.Mark(40)), line(90, 18, s.Width/2-90, c.Hall, 24, true, kit.OnLintel)}
	right := s.Width - 40
	if c.Ticket != "" {
		items = append(items, lineRight(right, 8, 0, c.Ticket, 38, true, kit.Gold))
		right -= textWidth(c.Ticket, 38, true) + 20
	}
	return append(items, lineRight(right, 21, 0, c.Window, 20, false, kit.OnLintel2))
}

// drawBand says what is wrong and what it means for the person who stands here.
func (z *Citizen) drawBand(t present.Trouble, s fyne.Size) []kit.Placed {
	code := textWidth(t.Code, 18, false)
	words := kit.Fit(t.Text, 20, true, s.Width-86-code-60)
	return []kit.Placed{
		plane(s, kit.AmberT), kit.At(0, 0, s.Width, 2, kit.Box(kit.AmberS, 0)), kit.At(40, 15, 26, 26, kit.Icon("warning", 26, kit.Amber)),
		line(80, 13, 0, words, 20, true, kit.Amber), line(80+textWidth(words, 20, true)+16, 15, 0, t.Code, 18, false, kit.Amber),
	}
}

func (z *Citizen) drawLeft(c present.CitizenScreen, s fyne.Size) []kit.Placed {
	switch c.Mode {
	case desk.CitizenIdle, desk.CitizenThanks:
		return z.drawGreeting(c, s)
	}
	const x = 40
	in := s.Width - 2*x + 11
	items := []kit.Placed{plane(s, kit.Wall), line(x, 20, in-240, c.Title, 26, true, kit.Ink)}
	if c.Aside != "" {
		w := textWidth(c.Aside, 18, false)
		items = append(items, lineRight(x+in, 30, 0, c.Aside, 18, false, kit.Ink2), kit.At(x+in-w-28, 32, 20, 20, kit.Icon("full-view", 20, kit.Ink2)))
	}
	bottom := s.Height - 24
	due := float32(0)
	if c.Due != "" {
		due = 96
	}
	y, items := z.fileCard(items, c, x, 76, in, bottom-due-8-materialsRoom(c.Materials, in))
	items = z.materials(items, c, x, y+18, in, bottom-due-8)
	switch {
	case due > 0 && len(c.Materials) == 0:
		items = append(items, z.dueBand(c, x, y+20, in)...)
		y += 102
	case due > 0:
		items = append(items, z.dueBand(c, x, bottom-82, in)...)
	}
	if len(c.Materials) == 0 && c.Ticket != "" {
		high := min(float32(260), bottom-y-24)
		items = append(items, slipCard(c.Ticket, z.w.T("citizen.yoursTitle"), x, bottom-high, in, high)...)
	}
	return items
}

// moreHigh is the height of the line that counts what has no room.
const moreHigh = 30

// factPair draws one or two facts side by side and gives their height with the gap below.
func factPair(facts []present.Fact, x, y, wide, narrow float32) (items []kit.Placed, high float32) {
	for k, f := range facts {
		left, w := x, wide-20
		if k > 0 {
			left, w = x+wide, narrow
		}
		value, h := para(left, y+24, w, f.Value, 21, false, kit.Ink)
		items = append(items, line(left, y, w, f.Label, 18, false, kit.Ink2), value)
		high = max(high, h)
	}
	return items, high + 32
}

// mostMaterials is how many lines of materials are kept room for, whatever else there is to say.
const mostMaterials = 6

// materialsRoom is the height the list of materials may count on, so that a long form never crowds it out.
func materialsRoom(materials []present.Mark, in float32) float32 {
	switch n := len(materials); {
	case n == 0:
		return 0
	case namesFit(materials, (in-32)/2):
		return 18 + 40 + float32(min((n+1)/2, mostMaterials))*48
	default:
		return 18 + 40 + float32(min(n, mostMaterials))*40
	}
}

// fileCard draws what is submitted, down to lowest; what has no room there is counted.
func (z *Citizen) fileCard(items []kit.Placed, c present.CitizenScreen, x, y, in, lowest float32) (float32, []kit.Placed) {
	frame := kit.At(x, y, in, 100, kit.Frame(kit.Paper, kit.Line, 1, 4))
	items = append(items, frame)
	card := len(items) - 1
	pills := float32(0)
	for _, p := range c.Pills {
		pills += kit.NewPill(kit.PillParams{Text: p.Text, Icon: p.Icon, Px: 18}).MinSize().Width + 10
	}
	title := kit.Fit(c.Item, 26, true, in-44-pills)
	items = append(items, line(x+22, y+14, 0, title, 26, true, kit.Ink))
	px := x + 22 + textWidth(title, 26, true) + 12
	for _, p := range c.Pills {
		pic := kit.NewPill(kit.PillParams{Text: p.Text, Icon: p.Icon, Px: 18})
		w := pic.MinSize().Width
		items = append(items, kit.At(px, y+17, w, 34, pic))
		px += w + 10
	}
	if len(c.Facts) > 0 {
		items = append(items, rule(x+22, y+62, in-44))
	}
	at := y + 72
	wide := (in - 44) * 0.62
	for i := 0; i < len(c.Facts); i += 2 {
		pair, high := factPair(c.Facts[i:min(i+2, len(c.Facts))], x+22, at, wide, in-44-wide)
		more := float32(0)
		if i+2 < len(c.Facts) {
			more = moreHigh
		}
		if i > 0 && at+high+more > lowest {
			rest := z.w.T("citizen.moreFacts", "n", itoa(len(c.Facts)-i))
			items = append(items, line(x+22, at, in-44, rest, 18, false, kit.Ink2))
			at += moreHigh
			break
		}
		items = append(items, pair...)
		at += high
	}
	at += 6
	if len(c.Facts) == 0 {
		at = y + 66
	}
	items[card].H = at - y
	return at, items
}

func (z *Citizen) materials(items []kit.Placed, c present.CitizenScreen, x, y, in, bottom float32) []kit.Placed {
	if len(c.Materials) == 0 {
		return items
	}
	items = append(items, line(x, y, 0, c.MaterialHd, 22, true, kit.Ink), lineRight(x+in, y+5, in-90, c.Counts, 18, false, kit.Ink2))
	y += 40
	half, high := (in-32)/2, float32(48)
	rowsLeft := (len(c.Materials) + 1) / 2
	if !namesFit(c.Materials, half) { // a long name takes the whole width; what has no room is counted
		half, rowsLeft, high = in, len(c.Materials), 40
		if room := max(1, int((bottom-y)/high)); rowsLeft > room {
			rest := len(c.Materials) - room + 1
			c.Materials = c.Materials[:room-1]
			items = append(items, rule(x, y+float32(room-1)*high, in),
				line(x, y+float32(room-1)*high+7, in, z.w.T("citizen.moreMaterials", "n", itoa(rest)), 18, false, kit.Ink2))
		}
	}
	for i, m := range c.Materials {
		left := x
		row := i
		if i >= rowsLeft {
			left, row = x+half+32, i-rowsLeft
		}
		at := y + float32(row)*high
		if at+high > bottom {
			continue
		}
		items = append(items, rule(left, at, half))
		items = append(items, materialLine(m, left, at, half, 18, 18, high)...)
	}
	return items
}

// namesFit tells whether every material's name stands whole in a column.
func namesFit(materials []present.Mark, width float32) bool {
	for _, m := range materials {
		name, word := cut(m.Text)
		if 21+10+textWidth(name, 18, false)+12+textWidth(word, 18, true) > width {
			return false
		}
	}
	return true
}

func (z *Citizen) dueBand(c present.CitizenScreen, x, y, in float32) []kit.Placed {
	items := []kit.Placed{
		kit.At(x, y, in, 82, kit.Box(kit.GreenT, 4)), kit.At(x+22, y+26, 30, 30, kit.Icon("calendar", 30, kit.Green)),
		line(x+68, y+10, 0, c.DueNote, 18, false, kit.Ink2), line(x+68, y+36, 0, c.Due, 25, true, kit.Green),
	}
	if c.Way != "" {
		items = append(items, lineRight(x+in-20, y+10, 0, c.WayNote, 18, false, kit.Ink2), lineRight(x+in-20, y+38, 0, c.Way, 21, true, kit.Ink))
	}
	return items
}

// drawGreeting is the window between two people.
func (z *Citizen) drawGreeting(c present.CitizenScreen, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Wall), kit.At(40, s.Height*0.27, 8, 150, kit.Box(kit.Green, 0))}
	title, h := para(76, s.Height*0.27-6, s.Width-116, c.Title, 52, true, kit.Ink)
	items = append(items, title)
	y := s.Height*0.27 + h + 10
	for i, l := range c.Side.Lines {
		p, ph := para(76, y, s.Width-116, wrapWhole(l, 26, i == 0, s.Width-116), 26, i == 0, kit.Ink2)
		items = append(items, p)
		y += ph + 14
	}
	items[1].H = max(150, y-s.Height*0.27)
	return items
}

// wrapWhole breaks a list between its parts only, never inside a part that has room in a line.
func wrapWhole(list string, px float32, bold bool, width float32) string {
	const between = " · "
	parts := strings.Split(list, between)
	lines := parts[:1]
	for _, p := range parts[1:] {
		last := len(lines) - 1
		if longer := lines[last] + between + p; textWidth(longer, px, bold) <= width {
			lines[last] = longer
		} else {
			lines = append(lines, p)
		}
	}
	return strings.Join(lines, "\n")
}

func (z *Citizen) drawRight(c present.CitizenScreen, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Paper2), kit.At(0, 0, 1, s.Height, kit.Box(kit.Line, 0))}
	switch c.Mode {
	case desk.CitizenRate:
		return z.drawRating(items, c.Side, s)
	case desk.CitizenCheck, desk.CitizenDone:
		return z.drawSide(items, c, s)
	}
	return z.drawTicket(items, c, s)
}

// drawTicket is the slip of whoever is served, large; or the house's mark when nobody is.
func (z *Citizen) drawTicket(items []kit.Placed, c present.CitizenScreen, s fyne.Size) []kit.Placed {
	if c.Ticket == "" {
		const side = 260
		return append(items, kit.At(0, 0, s.Width, s.Height, kit.Box(kit.Lintel, 0)), kit.At((s.Width-side)/2, (s.Height-side)/2-16, side, side, kit.Mark(side)))
	}
	return append(items, slipCard(c.Ticket, z.w.T("citizen.yoursTitle"), 28, s.Height/2-130, s.Width-56, 232)...)
}

func slipCard(number, head string, x, y, w, h float32) []kit.Placed {
	px := h * 0.46
	for textWidth(number, px, true) > w-40 {
		px *= 0.9
	}
	return []kit.Placed{
		kit.At(x, y, w, h, kit.Frame(kit.SlipPaper, kit.Line, 1, 12)),
		kit.At(x, y+18, w, 0, kit.Centred(head, 20, false, kit.Ink2)),
		rule(x+24, y+56, w-48),
		kit.At(x, y+56+(h-56-px*1.45)/2, w, 0, kit.Centred(number, px, true, kit.Ink)),
	}
}

// drawSide says what to do now, line by line, and keeps the number in sight.
func (z *Citizen) drawSide(items []kit.Placed, c present.CitizenScreen, s fyne.Size) []kit.Placed {
	const x = 28
	in := s.Width - 68
	title, h := para(x, 20, in, c.Side.Title, 34, true, kit.Ink)
	items = append(items, title)
	y := 20 + h + 20
	if c.Mode == desk.CitizenDone && c.Due != "" {
		items = append(items,
			kit.At(x, y, in, 108, kit.Frame(kit.Paper, kit.Green, 2, 4)), kit.At(x+22, y+34, 40, 40, kit.Icon("done", 40, kit.Green)),
			line(x+82, y+16, in-100, c.DueNote, 20, false, kit.Ink2), line(x+82, y+46, in-100, c.Due, 30, true, kit.Green))
		y += 132
	}
	for i, l := range c.Side.Lines {
		p, ph := para(x+52, y+3, in-52, l, 22, false, kit.Ink)
		items = append(items, kit.At(x, y, 36, 36, kit.Box(kit.GreenT, 18)), kit.At(x, y+4, 36, 0, kit.Centred(itoa(i+1), 18, true, kit.Green)), p)
		y += max(36, ph) + 22
	}
	if c.Ticket != "" && y+170 < s.Height-24 {
		high := min(float32(200), s.Height-24-y-10)
		items = append(items, slipCard(c.Ticket, z.w.T("citizen.yoursTitle"), x, s.Height-24-high, in, high)...)
	}
	return items
}

// drawRating is the whole right side: five faces, none preselected; reasons only for a bad grade, and none need be
// given; 先不评 is always there and as easy to reach.
func (z *Citizen) drawRating(items []kit.Placed, d present.Side, s fyne.Size) []kit.Placed {
	const x, gap = 28, 6
	in := s.Width - 68
	items = append(items, line(x, 20, in, d.Title, 34, true, kit.Ink))
	y := float32(84)
	cell := (in - 4*gap) / 5
	high := float32(160)
	for i, f := range d.Faces {
		items = append(items, kit.At(x+float32(i)*(cell+gap), y, cell, high, z.face(f, cell, high)))
	}
	note, nh := para(x, y+high+14, in, d.Note, 18, false, kit.Ink2)
	items = append(items, note)
	y += high + 14 + nh + 18
	if d.Why != "" {
		items = append(items, line(x, y, in, d.Why, 18, true, kit.Ink))
		items = z.reasonRows(items, d.Reasons, x, y+34, in)
	} else {
		for _, l := range d.Lines {
			p, ph := para(x+30, y, in-30, l, 18, false, kit.Ink2)
			items = append(items, kit.At(x, y+4, 18, 18, kit.Icon("check", 18, kit.Green)), p)
			y += ph + 10
		}
	}
	foot := s.Height - 24 - 64
	if d.Wrong != "" {
		p, ph := para(x, foot-12, in, d.Wrong, 18, true, kit.Red)
		p.Y -= ph
		z.wrongAt = spot{fyne.NewPos(p.X, p.Y), fyne.NewSize(in, ph)}
		items = append(items, p)
	} else if d.Left != "" {
		items = append(items, line(x, foot-34, in, d.Left, 18, false, kit.Ink2))
	}
	skip := in * 0.36
	big := look{role: kit.Secondary, height: 64, px: 22}
	send := look{role: kit.Primary, height: 64, px: 22}
	return append(items,
		kit.At(x, foot, skip, 64, z.c.button(d.Skip, big)),
		kit.At(x+skip+12, foot, in-skip-12, 64, z.c.button(d.Submit, send)))
}

// face is one of the five cells; the picked one is framed, filled and checked.
func (z *Citizen) face(f present.Face5, w, h float32) fyne.CanvasObject {
	box, c := kit.Frame(kit.Paper, kit.Edge, 1.5, 4), kit.Green
	if f.Picked {
		box = kit.Frame(kit.GreenT, kit.Green, 3, 4)
	}
	words, px := faceWords(f.Label, w-4)
	items := []kit.Placed{kit.At(0, 0, w, h, box), kit.At((w-60)/2, 20, 60, 60, kit.Face(f.Grade, 60, c))}
	for i, l := range words {
		items = append(items, kit.At(0, 92+float32(i)*26, w, 0, kit.Centred(l, px, true, kit.Ink)))
	}
	if f.Picked {
		items = append(items, kit.At(w-26, 6, 20, 20, kit.Icon("check", 20, kit.Green)))
	}
	return z.c.area("grade."+itoa(f.Grade), kit.Place(w, h, items...))
}

// faceWords breaks a grade's word so that it stands whole in its cell: 非常 / 不满意, not 非常不满 / 意.
func faceWords(label string, room float32) (words []string, px float32) {
	px = 18
	words = kit.Wrap(label, px, true, room)
	if rest, ok := strings.CutPrefix(label, "非常"); ok && len(words) > 1 {
		words = []string{"非常", rest}
	}
	for _, l := range words {
		for px > 14 && textWidth(l, px, true) > room {
			px--
		}
	}
	return words, px
}

func (z *Citizen) reasonRows(items []kit.Placed, reasons []present.Choice, x, y, in float32) []kit.Placed {
	left, at := x, y
	for i, r := range reasons {
		w := 28 + textWidth(r.Label, 18, true)
		if r.Picked {
			w += 26
		}
		if left > x && left+w > x+in {
			left, at = x, at+46
		}
		items = append(items, kit.At(left, at, w, 40, z.reason(i, r, w)))
		left += w + 8
	}
	return items
}

func (z *Citizen) reason(i int, r present.Choice, w float32) fyne.CanvasObject {
	box, text := kit.Frame(kit.Paper, kit.Edge, 1, 4), float32(14)
	if r.Picked {
		box, text = kit.Frame(kit.GreenT, kit.Green, 2, 4), 40
	}
	items := []kit.Placed{kit.At(0, 0, w, 40, box), line(text, 7, 0, r.Label, 18, r.Picked, kit.Ink)}
	if r.Picked {
		items = append(items, kit.At(12, 10, 20, 20, kit.Icon("check", 20, kit.Green)))
	}
	return z.c.area("reason."+itoa(i+1), kit.Place(w, 40, items...))
}
