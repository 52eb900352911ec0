package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/internal/citizen"
	"onewindow/ui/kit"
)

// cardDrawing shows where the card goes: polygons only, words are laid over it.
const cardDrawing = `<svg xmlns="http://www.w3.org/2000/svg" width="984" height="600" viewBox="0 0 984 600">
<rect x="0" y="0" width="984" height="600" fill="#E2EEEA"/><rect x="0" y="0" width="984" height="92" fill="#14211F"/>
<rect x="0" y="92" width="984" height="26" fill="#2C5B53"/><rect x="0" y="118" width="984" height="18" fill="#A9BFB8"/>
<rect x="0" y="592" width="984" height="8" fill="#C9D8D2"/>
<path d="M262 300L722 300L766 536L218 536Z" fill="#0F2E2A"/>
<path d="M278 311L706 311L749 525L236 525Z" fill="#8FE3C6"/><path d="M288 321L697 321L737 515L248 515Z" fill="#0F2E2A"/>
<path d="M333 176L661 176L671 186L671 372L661 382L345 382L333 370Z" fill="#0A211E"/>
<path d="M334 161L650 161L663 174L663 354L650 367L334 367L321 354L321 174Z" fill="#46534F"/>
<path d="M335 164L649 164L660 175L660 353L649 364L335 364L324 353L324 175Z" fill="#FFFDF6"/>
<rect x="350" y="213" width="70" height="10" fill="#BDB6A6"/><rect x="350" y="243" width="150" height="10" fill="#BDB6A6"/>
<rect x="350" y="273" width="180" height="10" fill="#BDB6A6"/>
<rect x="560" y="204" width="76" height="99" fill="#DCE4E0"/><circle cx="598" cy="242" r="19" fill="#8FA39B"/>
<path d="M568 303C568 276 580 266 598 266C616 266 628 276 628 303Z" fill="#8FA39B"/>
<path d="M88 204L192 204L198 210L198 270L192 276L88 276L82 270L82 210Z" fill="#46534F"/>
<path d="M89 207L191 207L195 211L195 269L191 273L89 273L85 269L85 211Z" fill="#DCE4E0"/>
<path d="M68 238L172 238L178 244L178 305L172 311L68 311L62 305L62 244Z" fill="#46534F"/>
<path d="M69 241L171 241L175 245L175 304L171 308L69 308L65 304L65 245Z" fill="#FFFDF6"/>
<rect x="80" y="258" width="42" height="6" fill="#BDB6A6"/><rect x="80" y="277" width="52" height="6" fill="#BDB6A6"/>
<rect x="144" y="254" width="22" height="32" fill="#8FA39B"/>
<rect x="843" y="196" width="16" height="146" fill="#C26A00"/><path d="M806 315L818 303L851 336L884 303L896 315L851 361Z" fill="#C26A00"/>
DOTS</svg>`

func cardPicture() fyne.CanvasObject {
	var dots strings.Builder
	for i := range 16 {
		x := 350 + i*18
		dots.WriteString(`<rect x="` + itoa(x) + `" y="328" width="12" height="12" fill="#3A4F4A"/>`)
	}
	svg := strings.Replace(cardDrawing, "DOTS", dots.String(), 1)
	img := canvas.NewImageFromResource(fyne.NewStaticResource("card-drawing.svg", []byte(svg)))
	img.FillMode = canvas.ImageFillStretch
	return img
}

func (w *Window) cardPage() page {
	s := w.sheet()
	s.text(margin, 285, w.cardTitle(), 64, true, kit.Ink, content)
	w.what(&s, 348, 28)
	s.put(margin, 399, content, 600, cardPicture())
	s.mid(margin, 446, w.p.t("card.where"), 32, true, kit.OnLintel, content)
	s.mid(margin+60, 802, w.p.t("card.noslot"), 32, true, kit.Ink, 145)
	s.mid(margin+50, 847, w.p.t("card.sides"), 28, false, kit.Ink, 165)
	s.mid(margin+765, 802, w.p.t("card.still"), 32, true, kit.Ink, 175)
	s.mid(margin+765, 847, w.p.t("card.seconds"), 28, false, kit.Ink, 175)
	s.mid(margin+250, 887, w.p.t("card.reader"), 30, true, kit.OnLintel, 484)
	strip := w.cardWait(content, 92)
	s.put(margin, 1031, content, 92, w.tap("card.wait", strip, 8, w.p.m.Touch))
	s.text(margin, 1180, w.p.t("card.without.title"), 32, true, kit.Ink, content)
	s.put(margin, 1216, content, 124, w.way("card.number", "keyboard", w.p.m.TypeNumber))
	s.put(margin, 1354, content, 124, w.way("card.without", "person", w.p.without))
	s.put(margin, 1510, content, 116, kit.Frame(kit.Paper2, kit.Line, 1, 8))
	s.icon(96, 1568, 40, "lock", kit.Green)
	s.text(140, 1551, w.readsWhat(), 26, false, kit.Ink, 860)
	s.text(140, 1590, w.p.t("card.keeps", "mask", citizen.MaskIDPublic("350199198506150035")), 26, false, kit.Ink, 860)
	if w.p.slipDoubt() {
		w.foot(&s, "printer", w.p.t("card.noprinter"))
	} else {
		w.foot(&s, "id-card", w.p.t("card.take"))
	}
	return page{s.done(width, height), w.cardNews(strip)}
}

func (w *Window) cardTitle() string {
	if w.p.readerOut() {
		return w.p.t("card.title.absent")
	}
	return w.p.t("card.title")
}

// what says what the number will be for, in a line whose middle is at y.
func (w *Window) what(s *sheet, y, px float32) {
	s.icon(margin+18, y-1, px*1.2, "ticket", w.look().green)
	s.text(margin+px*1.2+16, y, w.p.t("card.for", "what", w.p.chosen()), px, false, w.look().quiet, content-px*1.2-16)
}

// cardWait is the strip that says what the reader waits for.
func (w *Window) cardWait(wd, ht float32) *kit.Drawing {
	strip := kit.NewDrawing(wd, ht, nil)
	strip.Redraw(func(fyne.Size) []kit.Placed { return w.cardStrip(ht) })
	return strip
}

// cardNews keeps the strip as it is now, and tags what it says of a card.
func (w *Window) cardNews(strip *kit.Drawing) func() {
	drawn := ""
	return func() {
		if pr := w.p.s.Problem; pr != nil {
			w.troubled(pr.Code, strip)
		}
		if key := w.p.seconds() + w.p.said(w.p.s.Problem) + w.p.s.Reader.State.String(); key != drawn {
			drawn = key
			strip.Refresh()
		}
	}
}

func (w *Window) readsWhat() string {
	if n := w.p.s.Priority; n > 0 {
		return w.p.t("card.reads.age", "age", itoa(n))
	}
	return w.p.t("card.reads")
}

// cardStrip says what the reader waits for, or what is wrong; at its right end how long it waits.
func (w *Window) cardStrip(h float32) []kit.Placed {
	s := w.sheet()
	fill, ink, mark, icon := kit.Green, kit.Paper, kit.Gold, "id-card"
	word := w.p.t("card.waiting")
	switch {
	case w.p.s.Problem != nil:
		word = w.p.said(w.p.s.Problem) + w.p.coded(w.p.s.Problem.Code)
		fill, ink, mark, icon = kit.AmberT, kit.Ink, kit.Amber, "warning"
	case w.p.readerOut():
		word = w.p.t("card.absent")
		fill, ink, mark, icon = kit.AmberT, kit.Ink, kit.Amber, "warning"
	}
	s.box(0, 0, content, h, fill, 8)
	s.icon(58, h/2, 48, icon, mark)
	px := w.look().second
	left, more := w.p.t("card.left.seconds", "n", w.p.seconds()), w.p.t("card.left.more")
	tail := max(kit.Width(left, px, false), kit.Width(more, px, false))
	s.trail(content-32, h*0.31, left, px, false, ink, tail+1)
	s.trail(content-32, h*0.70, more, px, false, ink, tail+1)
	s.lines(104, h/2+1, word, w.look().body+4, true, ink, content-104-32-24-tail, 2)
	return s.items
}

// way is another way than the card.
func (w *Window) way(tag, icon string, f func()) *kit.Area {
	s := w.sheet()
	l := w.look()
	h, title := float32(124), float32(36)
	if w.p.s.Elder {
		h, title = 156, 50
	}
	s.put(0, 0, content, h, kit.Frame(kit.Paper, kit.Edge, l.stroke, 8))
	s.box(27, h/2-40, 80, 80, kit.GreenT, 6)
	s.icon(67, h/2, 46, icon, l.green)
	s.text(133, h*0.36, w.p.t(tag), title, true, kit.Ink, 740)
	s.text(133, h*0.72, w.p.t(tag+".sub"), l.second, false, l.quiet, 770)
	s.icon(936, h/2, 44, "right", l.quiet)
	return w.tap(tag, s.done(content, h), 8, f)
}
