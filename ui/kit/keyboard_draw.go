package kit

import "fyne.io/fyne/v2"

// arrange lays out the keys for what is written now.
func (k *Keyboard) arrange() {
	k.keys = k.keys[:0]
	if k.p.Layout == Digits {
		k.arrangeDigits()
		return
	}
	k.arrangeCandidates()
	y := float32(2 + soundBar + candidateBar + 14)
	k.row("1234567890", capMargin, y)
	k.row("qwertyuiop", capMargin, y+capH+capGap)
	k.row("asdfghjkl", capMargin+(capW+capGap)/2, y+2*(capH+capGap))
	y3, y4 := y+3*(capH+capGap), y+4*(capH+capGap)
	k.cap(keyCap{id: "shift", icon: "shift", x: capMargin, y: y3, w: wideCap, h: capH, kind: capControl})
	k.row("zxcvbnm", capMargin+wideCap+capGap+1, y3)
	k.cap(keyCap{id: "back", icon: "backspace", x: 1080 - capMargin - wideCap, y: y3, w: wideCap, h: capH, kind: capControl})
	k.arrangeBottom(y4)
}

func (k *Keyboard) arrangeBottom(y float32) {
	left, right := float32(capMargin), float32(1080-capMargin)
	if k.p.Characters != nil {
		k.cap(keyCap{id: "lang", label: k.word("keyboard.lang"), x: left, y: y, w: wideCap, h: capH, kind: capControl})
		left += wideCap + capGap
	}
	k.cap(keyCap{id: "clear", label: k.word("keyboard.clear"), x: left, y: y, w: wideCap, h: capH, kind: capControl})
	left += wideCap + capGap
	if k.p.OnHide != nil {
		k.cap(keyCap{id: "hide", label: k.word("keyboard.hide"), x: right - wideCap, y: y, w: wideCap, h: capH, kind: capControl})
		right -= wideCap + capGap
	}
	label := k.word("keyboard.space")
	if k.composing != "" {
		label = k.word("keyboard.first")
	}
	k.cap(keyCap{id: "space", label: label, x: left, y: y, w: right - left, h: capH})
}

func (k *Keyboard) arrangeDigits() {
	const w, h = (1080 - 2*capMargin - 2*capGap) / 3, 116
	for i, id := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0", "back"} {
		c := keyCap{id: id, label: id, x: capMargin + float32(i%3)*(w+capGap), y: 16 + float32(i/3)*(h+capGap), w: w, h: h}
		if id == "back" {
			c.label, c.icon, c.kind = "", "backspace", capControl
		}
		k.cap(c)
	}
}

func (k *Keyboard) arrangeCandidates() {
	_, chars := k.candidates()
	x := float32(0)
	for i, r := range chars {
		w := Width(string(r), 46, false) + 56
		kind := capCandidate
		if i == 0 {
			kind = capFirst
		}
		if x+w > 1080-150 {
			break
		}
		k.cap(keyCap{id: candidateID(i), label: string(r), x: x, y: 2 + soundBar, w: w, h: candidateBar, kind: kind})
		x += w
	}
	if len(chars) > 0 {
		k.cap(keyCap{id: "more", label: k.word("keyboard.more"), x: 1080 - 150, y: 2 + soundBar, w: 150, h: candidateBar, kind: capMore})
	}
}

func (k *Keyboard) row(letters string, x, y float32) {
	for _, r := range letters {
		k.cap(keyCap{id: string(r), label: string(r), x: x, y: y, w: capW, h: capH})
		x += capW + capGap
	}
}

func (k *Keyboard) cap(c keyCap) {
	if len(c.label) == 1 && c.label >= "a" && c.label <= "z" && k.upper {
		c.label = string(c.label[0] - 'a' + 'A')
	}
	k.keys = append(k.keys, c)
}

func (k *Keyboard) word(key string) string {
	if k.p.Words == nil {
		return key
	}
	return k.p.Words.T(key)
}

// picture is everything the keyboard shows.
func (k *Keyboard) picture() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	put := func(x, y, w, h float32, o fyne.CanvasObject) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
		out = append(out, o)
	}
	put(0, 0, 1080, k.Height(), Box(Strip, 0))
	put(0, 0, 1080, 2, Box(Ink, 0))
	if k.p.Layout == Letters {
		k.pictureSound(put)
	}
	for _, c := range k.keys {
		if c.id == k.under {
			c.kind = capPressed
		}
		c.draw(put, k.least())
	}
	return out
}

// pictureSound is the bar with the letters being composed.
func (k *Keyboard) pictureSound(put func(x, y, w, h float32, o fyne.CanvasObject)) {
	put(0, 2+soundBar, 1080, candidateBar, Box(Paper, 0))
	if k.composing != "" {
		put(28, 2, 700, soundBar, Text(k.composing, 42, true, Ink))
	} else {
		ink := Ink2
		if k.p.Large {
			ink = Ink
		}
		put(28, 2, 1024, soundBar, Text(k.word("keyboard.hint"), k.least()-2, false, ink))
	}
}

// least is the type of words on keys.
func (k *Keyboard) least() float32 {
	if k.p.Large {
		return 38
	}
	return 28
}

func (c keyCap) draw(put func(x, y, w, h float32, o fyne.CanvasObject), least float32) {
	fill, border, ink := c.colours()
	radius, px, bold := float32(8), float32(40), false
	switch c.kind {
	case capFirst, capCandidate:
		radius, px, bold = 0, 46, c.kind == capFirst
	case capControl, capMore:
		px, bold = least, true
	}
	if c.kind == capMore {
		radius = 0
	}
	if len([]rune(c.label)) > 2 {
		px = min(px, least)
	}
	stroke := float32(1)
	if border == None {
		stroke = 0
	}
	put(c.x, c.y, c.w, c.h, Frame(fill, border, stroke, radius))
	if c.icon != "" {
		put(c.x+(c.w-44)/2, c.y+(c.h-44)/2, 44, 44, Icon(c.icon, 44, ink))
		return
	}
	put(c.x, c.y, c.w, c.h, Centred(c.label, px, bold, ink))
}
