package display

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/ui/kit"
)

// Strip is the screen over one window.
type Strip struct {
	p      Params
	no     int
	stage  *stage
	motion *motion
	call   string

	side *panel[sideRows]
	slip *panel[StripRows]
	foot *panel[stripFoot]
	said fyne.CanvasObject // the bottom line's first sentence

	background *kit.Background
	unlisten   func()
}

type sideRows struct {
	window, label string
	categories    []string
}

type stripFoot struct {
	foot  FootRow
	clock string
}

// NewStrip makes the strip of window no and begins to follow its model. Call on the UI goroutine; Close ends it.
func NewStrip(ctx context.Context, no int, p Params) *Strip {
	v := &Strip{p: p, no: no}
	v.stage = newStage(1280, 400, v.Draw)
	v.side = newPanel(v.stage, drawSide)
	v.foot = newPanel(v.stage, func(s *sheet, r stripFoot) { v.said = drawStripFoot(s, r) })
	v.slip = newPanel(v.stage, func(s *sheet, r StripRows) { v.motion.band = drawStripSlip(s, r) })
	v.motion = &motion{off: p.ReduceMotion, stage: v.stage, slip: v.slip.box}
	p.Map.Screen("strip", "window")
	p.Map.Tag("strip.slip", v.slip.box)
	v.unlisten = p.Words.Listen(v.Draw)
	v.background = kit.NewBackground(ctx, p.Dispatcher)
	v.Draw()
	v.background.Follow(p.Model.Changed(), v.Draw)
	return v
}

// Content is what goes into the window; it scales to the window's size.
func (v *Strip) Content() fyne.CanvasObject { return v.stage.root }

// Draw shows what the model says now. UI goroutine only; it is called by itself at every change.
func (v *Strip) Draw() {
	rows := PresentStrip(v.p.Model.Snapshot(), v.no, v.p.Words)
	v.foot.show(stripFoot{rows.Foot, rows.Clock})
	v.p.Map.Forget("strip.trouble.")
	if rows.Foot.Code != "" {
		v.p.Map.Tag("strip.trouble."+rows.Foot.Code, v.said)
	}
	v.side.show(sideRows{rows.Window, rows.Label, rows.Categories})
	rows.Foot, rows.Clock = FootRow{}, ""
	first := !v.slip.drawn
	v.slip.show(rows)
	switch {
	case rows.Call != v.call && rows.Call != "" && !first:
		v.motion.start()
	case !rows.Gold:
		v.motion.stop()
	}
	v.call = rows.Call
}

// Close stops following the model.
func (v *Strip) Close() {
	v.unlisten()
	v.background.Close()
}

func drawSide(s *sheet, r sideRows) {
	s.box(298, 0, 2, 400, kit.Lintel2, 0)
	s.centre(143, 126, s.shrink(r.window, 176, true, 250), true, kit.OnLintel, r.window)
	s.text(40, 237, 36, true, kit.OnLintel, r.label)
	lines := s.wrapped(r.categories, 240)
	y, pitch := float32(285), float32(39)
	if len(lines) > 2 {
		y, pitch = 276, 33
	}
	for i, line := range lines[:min(len(lines), 4)] {
		s.text(40, y+float32(i)*pitch, least, false, kit.OnLintel2, line)
	}
}

// least is the smallest type of the strip.
const least = 28

// wrapped breaks lines that are wider than width.
func (s *sheet) wrapped(lines []string, width float32) []string {
	var out []string
	for _, line := range lines {
		out = append(out, kit.Wrap(line, least*s.k, false, width*s.k)...)
	}
	return out
}

// The slip of the strip.
const (
	stripLeft  = 332
	stripRight = 1248
	stripTop   = 24
	stripEnd   = 312
	stripBand  = 72
)

func drawStripSlip(s *sheet, r StripRows) *canvas.Rectangle {
	s.box(stripLeft, stripTop, stripRight-stripLeft, stripEnd-stripTop, kit.SlipPaper, 8)
	band := s.band(stripLeft, stripTop, stripRight-stripLeft, stripBand, r.Gold)
	const y = stripTop + stripBand/2
	s.icon(r.Icon, 365, y, 42, kit.Ink)
	s.text(421, y+2, 36, true, kit.Ink, r.Band)
	s.right(1215, y+2, 28, true, kit.Ink, r.Remark)
	const body = (stripTop + stripBand + stripEnd) / 2
	if r.Number == "" {
		s.centre((stripLeft+stripRight)/2, body-26, s.shrink(r.Title, 84, true, 840), true, kit.Ink, r.Title)
		s.centre((stripLeft+stripRight)/2, body+62, s.shrink(r.Text, 32, false, 840), false, kit.Ink2, r.Text)
		return nil
	}
	if r.Please != "" {
		s.text(368, body+7, 96, true, kit.Ink, r.Please)
	}
	side := float32(1212)
	words := s.wrapped(r.Side, 200)
	for i, line := range words {
		side = min(side, s.right(1212, body+4+(float32(i)-float32(len(words)-1)/2)*39, least, false, kit.Ink2, line))
	}
	left := float32(368)
	if r.Please != "" {
		left = 474
	}
	px := s.shrink(r.Number, 228, true, side-left-24)
	s.centre((left+side)/2-22, body+4, px, true, kit.Ink, r.Number)
	if !r.Gold {
		return nil
	}
	return band
}

// drawStripFoot gives the sentence that says how old the screen is.
func drawStripFoot(s *sheet, r stripFoot) fyne.CanvasObject {
	const y = 358
	left := s.right(stripRight, y, 36, true, kit.OnLintel, r.clock)
	if r.foot.Code != "" {
		return drawStripTrouble(s, r.foot, y, left-24)
	}
	parts := r.foot.Parts
	age := r.foot
	age.Parts = parts[:min(1, len(parts))]
	x := s.stamp(age, 332, y, fresh)
	said := s.items[len(s.items)-1].Object
	if len(parts) > 1 {
		x += 18
		s.box(x, y-14, 2, 32, kit.Lintel3, 0)
		x += 18
		for _, p := range parts[1:] {
			colour := kit.OnLintel2
			if p.Strong {
				colour = kit.OnLintel
			}
			x = s.text(x, y, least, p.Strong, colour, p.Text) + 8
		}
	}
	return said
}

// drawStripTrouble writes the trouble in gold, in two lines if one is too short, and its code at the right end.
func drawStripTrouble(s *sheet, r FootRow, y, end float32) fyne.CanvasObject {
	s.icon(r.Icon, 332, y, 30, kit.Gold)
	end = s.right(end, y, least, false, kit.OnLintel2, r.Code) - 24
	const left = 380
	prose := kit.NewProse(r.Parts[0].Text, least*s.k, true, kit.Gold, (end-left)*s.k)
	h := prose.MinSize().Height / s.k
	s.add(left, y-h/2-2, end-left, h, prose)
	return prose
}
