package counter

import (
	"image/color"
	"reflect"

	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// region is a part of the window that is drawn again only when what it shows has changed.
type region[T any] struct {
	pic   *kit.Drawing
	model T
	shown bool
}

func newRegion[T any](draw func(model T, size fyne.Size) []kit.Placed) *region[T] {
	r := &region[T]{}
	r.pic = kit.NewDrawing(10, 10, func(s fyne.Size) []kit.Placed {
		if !r.shown || s.Width == 0 {
			return nil
		}
		return draw(r.model, s)
	})
	return r
}

// show draws a model unless it is the one on the screen.
func (r *region[T]) show(model T) {
	if r.shown && reflect.DeepEqual(r.model, model) {
		return
	}
	r.model, r.shown = model, true
	r.pic.Refresh()
}

// again draws the same model once more, after a change of language or of what lies inside.
func (r *region[T]) again() {
	if r.shown {
		r.pic.Refresh()
	}
}

// meaning is a tone in the kit's words.
func meaning(t present.Tone) kit.Meaning {
	switch t {
	case present.Done:
		return kit.Good
	case present.Data:
		return kit.Shared
	case present.Careful:
		return kit.Careful
	case present.Wrong:
		return kit.Bad
	}
	return kit.Unknown
}

// ink is the colour of a tone on a light plane.
func ink(t present.Tone) color.NRGBA {
	c, _, _ := meaning(t).Colours()
	return c
}

func pill(m present.Mark) *kit.Drawing {
	return kit.NewPill(kit.PillParams{Meaning: meaning(m.Tone), Text: m.Text, Icon: m.Icon})
}

func buttonRole(r present.Role) kit.Role {
	switch r {
	case present.Primary:
		return kit.Primary
	case present.Secondary:
		return kit.Secondary
	case present.Danger:
		return kit.Danger
	}
	return kit.Quiet
}

// line is one line of text at x, y, shortened to w (0 = as long as it is).
func line(x, y, w float32, s string, px float32, bold bool, c color.Color) kit.Placed {
	if w > 0 {
		s = kit.Fit(s, px, bold, w)
	}
	return kit.At(x, y, 0, 0, kit.Text(s, px, bold, c))
}

// lineRight is one line of text that ends at right, shortened to w.
func lineRight(right, y, w float32, s string, px float32, bold bool, c color.Color) kit.Placed {
	if w > 0 {
		s = kit.Fit(s, px, bold, w)
	}
	t := kit.Text(s, px, bold, c)
	return kit.At(right-t.MinSize().Width, y, 0, 0, t)
}

// para is text that wraps to w; it gives its height too.
func para(x, y, w float32, s string, px float32, bold bool, c color.Color) (kit.Placed, float32) {
	p := kit.NewProse(s, px, bold, c, w)
	h := p.MinSize().Height
	return kit.At(x, y, w, h, p), h
}

func rule(x, y, w float32) kit.Placed { return kit.At(x, y, w, 1, kit.Box(kit.Line, 0)) }

func plane(s fyne.Size, c color.Color) kit.Placed {
	return kit.At(0, 0, s.Width, s.Height, kit.Box(c, 0))
}

// mark is icon and word on a light plane; it gives its width too.
func mark(x, y float32, m present.Mark, px float32, bold bool) ([]kit.Placed, float32) {
	c := ink(m.Tone)
	side := px + 3
	t := kit.Text(m.Text, px, bold, c)
	th := t.MinSize()
	items := []kit.Placed{kit.At(x+side+6, y, 0, 0, t)}
	if m.Icon != "" {
		items = append(items, kit.At(x, y+(th.Height-side)/2, side, side, kit.Icon(m.Icon, side, c)))
	}
	return items, side + 6 + th.Width
}

// arrange is a layout made of one function.
type arrange func(objects []fyne.CanvasObject, size fyne.Size)

// Layout implements fyne.Layout.
func (a arrange) Layout(o []fyne.CanvasObject, s fyne.Size) { a(o, s) }

// MinSize implements fyne.Layout: a window of the counter may be any size.
func (arrange) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(10, 10) }

func set(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

func textWidth(s string, px float32, bold bool) float32 { return kit.Width(s, px, bold) }
