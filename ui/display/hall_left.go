package display

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/ui/kit"
)

// The left part: from 48 to 1216.
const (
	leftEdge  = 48
	leftEnd   = 1216
	leftWidth = leftEnd - leftEdge
)

func drawHead(s *sheet, r HeadRow) {
	s.add(55, 34, 42, 32, kit.Mark(42*s.k))
	s.text(124, 53, 44, true, kit.OnLintel, s.fit(r.Hall, 44, true, 1000))
	s.right(1871, 55, 76, true, kit.OnLintel, r.Clock)
	s.right(1639, 35, 28, false, kit.OnLintel2, r.Date)
	s.right(1639, 70, 28, false, kit.OnLintel2, r.Weekday)
	s.rule(0, 103, 1920, kit.Lintel2)
}

// drawBanner gives the band that says the trouble; nil when there is none.
func drawBanner(s *sheet, r *BannerRow) fyne.CanvasObject {
	if r == nil {
		return nil
	}
	frame := kit.Frame(kit.StaleBand, kit.StaleEdge, 2*s.k, 8*s.k)
	s.add(leftEdge, 132, leftWidth, 112, frame)
	s.icon("warning", 82, 189, 54, kit.Gold)
	const room = leftEnd - 158 - 24
	s.text(158, 170, s.shrink(r.Title, 36, true, room), true, kit.Gold, r.Title)
	code := s.right(leftEnd-24, 216, 25, false, kit.OnLintel, r.Code)
	s.text(158, 214, s.shrink(r.Text, 30, false, code-24-158), false, kit.OnLintel, r.Text)
	return frame
}

// slipPlace is where the slip stands, with and without a banner over it.
type slipPlace struct{ top, bottom, number float32 }

func placeOf(short bool) slipPlace {
	if short {
		return slipPlace{268, 624, 232}
	}
	return slipPlace{132, 526, 268}
}

const bandHeight = 84

// drawSlip draws the call on top and gives its band if it is gold.
func drawSlip(s *sheet, r SlipRow, w *kit.Words) *canvas.Rectangle {
	at := placeOf(r.Short)
	s.box(leftEdge, at.top, leftWidth, at.bottom-at.top, kit.SlipPaper, 8)
	band := s.band(leftEdge, at.top, leftWidth, bandHeight, r.Gold)
	y := at.top + bandHeight/2
	s.icon(r.Icon, 96, y, 42, kit.Ink)
	end := float32(leftEnd - 45)
	if r.Remark != "" {
		end = s.right(end, y, 30, true, kit.Ink, r.Remark) - 24
	}
	spoken := float32(36)
	if r.Gold {
		spoken = 40
	}
	s.text(156, y, s.shrink(r.Band, spoken, true, end-156), true, kit.Ink, r.Band)
	if r.Number == "" {
		body := (at.top + bandHeight + at.bottom) / 2
		s.centre(leftEdge+leftWidth/2, body-38, s.shrink(r.Title, 84, true, leftWidth-96), true, kit.Ink, r.Title)
		text := kit.NewProse(r.Text, 32*s.k, false, kit.Ink2, (leftWidth-120)*s.k).Centre()
		s.add(leftEdge+60, body+30, leftWidth-120, text.MinSize().Height/s.k, text)
		return nil
	}
	drawCall(s, r, at, w)
	if !r.Gold {
		return nil
	}
	return band
}

// band is a slip's upper part: gold for now, grey for what is past.
func (s *sheet) band(x, y, w, h float32, gold bool) *canvas.Rectangle {
	var fill color.Color = kit.StaleSlip
	if gold {
		fill = kit.Gold
	}
	band := s.box(x, y, w, h, fill, 0)
	band.TopLeftCornerRadius, band.TopRightCornerRadius = 8*s.k, 8*s.k
	return band
}

// tear is where the slip's number ends and its window begins.
const tear = 770

func drawCall(s *sheet, r SlipRow, at slipPlace, w *kit.Words) {
	top := at.top + bandHeight
	y := (top+at.bottom)/2 + at.number*0.01
	px := s.shrink(r.Number, at.number, true, tear-leftEdge-48)
	s.centre((leftEdge+tear)/2, y, px, true, kit.Ink, r.Number)
	for dash := top + 24; dash+6 <= at.bottom-32; dash += 10 {
		s.box(tear-1.5, dash, 3, 6, kit.Line, 0)
	}
	const notch = 22
	s.add(tear-notch, at.bottom-notch, 2*notch, 2*notch, canvas.NewCircle(kit.Lintel))
	if w.Lang() == kit.English {
		s.centre((tear+leftEnd)/2, top+44, 34, true, kit.Ink, w.T("slip.window"))
		s.centre((tear+leftEnd)/2, y+20, s.shrink(r.Window, at.number*0.85, true, leftEnd-tear-48), true, kit.Ink, r.Window)
		return
	}
	px = s.shrink(r.Window, at.number, true, 330)
	wide := s.width(r.Window, px, true)
	x := (tear+leftEnd)/2 - (wide+54)/2 + 10
	s.text(x, y, px, true, kit.Ink, r.Window)
	for i, c := range []rune(w.T("slip.window")) {
		s.centre(x+wide+32, y-17+px*0.11+float32(i-1)*46+17, 36, true, kit.Ink, string(c))
	}
}

func drawList(s *sheet, r ListRows, w *kit.Words) {
	title, first := float32(581), float32(608)
	if r.Short {
		title, first = 672, 696
	}
	s.text(leftEdge, title, 34, true, kit.OnLintel, r.Title)
	s.right(leftEnd, title, 28, false, kit.OnLintel2, r.Remark)
	s.rule(leftEdge, first, leftEnd, kit.Lintel2)
	if len(r.Calls) == 0 {
		s.text(leftEdge, first+50, 32, false, kit.OnLintel2, w.T("list.none"))
		drawHow(s, r.How, first+92)
	}
	const height = 92
	for i, c := range r.Calls {
		y := first + float32(i)*height
		drawRow(s, c, y+height/2, w)
		if i < len(r.Calls)-1 {
			s.rule(leftEdge, y+height, leftEnd, kit.Lintel2)
		}
	}
}

// drawHow tells in steps how one gets to a window, below y.
func drawHow(s *sheet, steps []string, y float32) {
	for i, step := range steps {
		mid := y + 48 + float32(i)*72
		s.box(leftEdge, mid-26, 52, 52, kit.Lintel2, 8)
		s.centre(leftEdge+26, mid, 32, true, kit.OnLintel, strconv.Itoa(i+1))
		s.text(leftEdge+76, mid, s.shrink(step, 34, false, leftWidth-76), false, kit.OnLintel, step)
	}
}

// drawRow draws an earlier call around the line y: number → window, category, state, time.
func drawRow(s *sheet, c CallRow, y float32, w *kit.Words) {
	const px = 84
	s.text(leftEdge, y, s.shrink(c.Number, px, true, 240), true, kit.OnLintel, c.Number)
	s.icon("arrow-right", 304, y, 44, kit.Jade)
	s.right(494, y, s.shrink(c.Window, px, true, 124), true, kit.OnLintel, c.Window)
	x := s.text(514, y, 30, false, kit.OnLintel2, w.T("row.window")) + 34
	time := s.right(leftEnd, y, 34, false, kit.OnLintel2, c.Time)
	colour, bold := kit.OnLintel2, false
	if c.Again {
		colour, bold = kit.Gold, true
	}
	state := s.fit(c.State, 28, bold, 300)
	size := s.shrink(c.Category, 32, false, time-24-x-34-s.width(state, 28, bold))
	x = s.text(x, y, size, false, kit.OnLintel, c.Category) + 34
	s.text(x, y, 28, bold, colour, state)
}
