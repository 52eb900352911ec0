package doorway

import (
	"strconv"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

// desk draws the clerk's doorway: one card that says it all. Its measures are those of a window of 1280×800, times k.
type desk struct {
	*Door
	k        float32
	in, side float32 // the card's width within its sides
}

func (d *Door) drawDesk(size fyne.Size) []kit.Placed {
	k := min(1.4, max(1, min(size.Width/1280, size.Height/800)))
	d.buttons(17*k, 48*k)
	wide := min(920*k, size.Width-48)
	c := &desk{Door: d, k: k, in: wide - 2*56*k, side: 56 * k}
	lintel := 72 * k
	var s, card sheet
	s.box(0, 0, size.Width, size.Height, kit.Wall)
	d.lintel(&s, size.Width, lintel, 32*k, 26*k)
	high := c.card(&card, size.Height-lintel-2*32*k)
	x := (size.Width - wide) / 2
	y := lintel + max(32*k, (size.Height-lintel-high)*0.42)
	s.put(x, y, wide, high, kit.Frame(kit.Paper, kit.Line, 1, 4))
	s.box(x, y, wide, 4, kit.Red)
	s.add(x, y, card)
	return s.items
}

// card draws on the card, at most a height, and gives how high it is.
func (c *desk) card(s *sheet, most float32) float32 {
	k := c.k
	var y float32
	if all := c.troubles(); len(all) == 1 {
		y = c.one(s, all[0])
	} else {
		y = c.several(s, all, most-132*k)
	}
	s.box(c.side, y+20*k, c.in, 1, kit.Line)
	y += 40 * k
	left := s.buttons(c.side+c.in, y, 12*k, c.answers()...)
	if words := c.aside(); words != "" {
		room := left - 16*k - c.side
		p := kit.NewProse(words, 13*k, false, kit.Ink2, room)
		high := p.MinSize().Height
		s.put(c.side, y+max(0, (48*k-high)/2), room, high, p)
	}
	return y + 92*k
}

// aside is what stands beside the answers: that another try did not help, and the code.
func (c *desk) aside() string {
	words := ""
	if c.tried && !c.trying {
		words = c.p.Words.T("doorway.still") + " "
	}
	if codes := c.codes(); codes != "" {
		words += c.p.Words.T("doorway.code", "code", codes)
	}
	return words
}

// one says a single trouble in big letters.
func (c *desk) one(s *sheet, t Trouble) float32 {
	k, said := c.k, c.said(t)
	s.put(c.side, 50*k, 40*k, 40*k, kit.Icon("missing", 40*k, kit.Red))
	x, w := c.side+60*k, c.in-60*k
	head, y := s.prose(x, 44*k, w, said.head, 34*k, true, kit.Ink)
	c.say(t, head, map[string]bool{})
	if said.rest != "" {
		_, y = s.prose(x, y+12*k, w, said.rest, 20*k, false, kit.Ink)
	}
	if said.other != "" {
		_, y = s.prose(x, y+16*k, w, said.other, 16*k, false, kit.Ink2)
	}
	if t.Detail != "" {
		p := kit.NewProse(t.Detail, 15*k, false, kit.Ink2, w-32*k)
		high := p.MinSize().Height
		s.put(x, y+20*k, w, high+20*k, kit.Box(kit.Paper2, 4))
		s.put(x+16*k, y+30*k, w-32*k, high, p)
		y += 40*k + high
	}
	return y + 8*k
}

// several lists the troubles; the list scrolls if it is longer than the card may be.
func (c *desk) several(s *sheet, all []Trouble, most float32) float32 {
	k, n := c.k, strconv.Itoa(len(all))
	s.put(c.side, 37*k, 34*k, 34*k, kit.Icon("missing", 34*k, kit.Red))
	_, y := s.prose(c.side+52*k, 32*k, c.in-52*k, c.p.Words.T("doorway.several", "n", n), 28*k, true, kit.Ink)
	_, y = s.prose(c.side+52*k, y+4*k, c.in-52*k, c.p.Words.Other("doorway.several", "n", n), 15*k, false, kit.Ink2)
	y += 20 * k
	wide := c.in - 20*k // beside the scroll bar
	var rows sheet
	known := map[string]bool{}
	end := float32(0)
	for i, t := range all {
		end = c.row(&rows, i, t, end, wide, known)
	}
	c.list.Content = kit.Place(wide, end, rows.items...)
	c.list.Refresh()
	room := min(end, most-y)
	s.put(c.side, y, c.in, room, c.list)
	return y + room + 8*k
}

// row is one trouble of several.
func (c *desk) row(s *sheet, i int, t Trouble, y, wide float32, known map[string]bool) float32 {
	k, said := c.k, c.said(t)
	s.box(0, y, wide, 1, kit.Line)
	y += 14 * k
	s.put(12*k, y, 0, 0, kit.Text(strconv.Itoa(i+1), 17*k, true, kit.Red))
	code := kit.Text(t.Code, 12*k, false, kit.Ink2)
	s.put(wide-code.MinSize().Width, y+4*k, 0, 0, code)
	left := 52 * k
	room := wide - left - 100*k
	head, y := s.prose(left, y, room, said.head, 17*k, true, kit.Ink)
	c.say(t, head, known)
	if said.rest != "" {
		_, y = s.prose(left, y+2*k, room, said.rest, 15*k, false, kit.Ink)
	}
	if said.other != "" {
		_, y = s.prose(left, y+2*k, room, said.other, 13*k, false, kit.Ink2)
	}
	if t.Detail != "" {
		_, y = s.prose(left, y+4*k, room, t.Detail, 13*k, true, kit.Ink2)
	}
	return y + 14*k
}
