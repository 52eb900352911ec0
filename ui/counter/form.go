package counter

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/internal/catalogue"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// formView is the form of the case in hand. Its widgets live as long as case and item stay the same; a redraw only
// tells them their state.
type formView struct {
	m      *Main
	id     string // case and item the widgets were made for
	shown  present.Form
	fields map[string]*kit.Field
	chips  map[string]*kit.Chips
	why    map[string]*kit.Field // reasons of answers a check warns of, by the field's key
	way    *kit.Chips
	head   *region[[2]string]
	hint   *region[string]
	body   *fyne.Container
	scroll *container.Scroll
	errors map[string]error // what the desk said to the last commit of a field

	underway map[string]int // commits of a field the desk has not answered yet
}

func newFormView(m *Main) *formView {
	f := &formView{m: m, fields: map[string]*kit.Field{}, chips: map[string]*kit.Chips{}, why: map[string]*kit.Field{}, errors: map[string]error{}, underway: map[string]int{}}
	f.head = newRegion(func(t [2]string, s fyne.Size) []kit.Placed {
		return []kit.Placed{line(0, 0, 0, t[0], 15, true, kit.Ink), lineRight(s.Width, 2, s.Width-80, t[1], 13, false, kit.Ink2)}
	})
	f.hint = newRegion(func(t string, s fyne.Size) []kit.Placed {
		return []kit.Placed{kit.At(0, 2, 16, 16, kit.Icon("keyboard", 16, kit.Ink2)), line(24, 0, s.Width-24, t, 13, false, kit.Ink2)}
	})
	f.body = container.New(&formLayout{f: f})
	f.scroll = container.NewVScroll(f.body)
	return f
}

func (f *formView) show(model present.Form) {
	if id := model.CaseID + "/" + model.Item; id != f.id {
		f.id = id
		f.rebuild(model)
	}
	f.shown = model
	f.head.show([2]string{f.m.w.T("form.title"), model.Count})
	f.hint.show(model.Hint)
	before := f.body.MinSize().Height
	for _, field := range model.Fields {
		f.showField(field)
	}
	f.way.Relabel(model.Way.Label, labelsOf(model.Way.Options))
	f.way.Set(f.picked(model.Way), "", model.Way.ReadOnly)
	if f.body.MinSize().Height != before {
		f.body.Refresh()
		f.scroll.Refresh()
	}
}

func (f *formView) showField(field present.Field) {
	wrong := field.Error
	if wrong == "" {
		wrong = present.Sentence(f.m.w, f.errors[field.Key])
	}
	if c := f.chips[field.Key]; c != nil {
		c.Relabel(field.Label, field.Options)
		if f.underway[field.Key] > 0 {
			return // what was picked stays until the desk has answered
		}
		c.Set(present.Split(field.Text), wrong, field.ReadOnly)
		return
	}
	if w := f.fields[field.Key]; w != nil {
		w.Relabel(field.Label, "")
		w.Set(kit.FieldState{
			Text: field.Text, Tag: field.Tag.Text, Meaning: meaning(field.Tag.Tone), Auto: field.Auto, ReadOnly: field.ReadOnly,
			Error: wrong, Warn: field.Warning && wrong == field.Error,
		})
	}
	if w := f.why[field.Key]; w != nil {
		show(w, field.Warning || field.Reason != "")
		w.Relabel(f.m.w.T("form.reason"), f.m.w.T("form.reasonHint"))
		w.Set(kit.FieldState{Text: field.Reason, ReadOnly: field.ReadOnly})
	}
}

// say names the fields that say what is wrong with them.
func (f *formView) say(t *troubles) {
	for _, field := range f.shown.Fields {
		code := field.Code
		if field.Error == "" {
			code = present.Code(f.errors[field.Key])
		}
		if w := f.fields[field.Key]; w != nil {
			t.say(code, whole(w))
		} else if c := f.chips[field.Key]; c != nil {
			t.say(code, whole(c))
		}
	}
}

func (f *formView) picked(d present.Delivery) []string {
	if d.Picked < 0 {
		return nil
	}
	return []string{d.Options[d.Picked].Label}
}

// rebuild makes the widgets of another case or item.
func (f *formView) rebuild(model present.Form) {
	f.m.c.untag("field.")
	f.m.c.untag("delivery.")
	clear(f.fields)
	clear(f.chips)
	clear(f.why)
	clear(f.errors)
	clear(f.underway)
	objects := []fyne.CanvasObject{}
	for _, field := range model.Fields {
		objects = append(objects, f.newWidget(field))
		if field.Kind == catalogue.FieldCredit {
			objects = append(objects, f.newReason(field.Key))
		}
	}
	f.way = f.newWay(model.Way)
	f.body.Objects = append(objects, f.way, f.hint.pic)
	f.shown = model
	f.body.Refresh()
	f.scroll.ScrollToTop()
}

func (f *formView) newWidget(field present.Field) fyne.CanvasObject {
	key := field.Key
	if field.Kind == catalogue.FieldChoice || field.Kind == catalogue.FieldChoices {
		var c *kit.Chips
		c = kit.NewChips(kit.ChipsParams{
			Label: field.Label, Required: field.Required, Options: field.Options, Several: field.Kind == catalogue.FieldChoices,
			OnPick:  func(picked []string) { f.commit(key, present.Join(picked), func(error) {}) },
			OnFocus: func() { f.reveal(c) }, Keys: f.m.typedKey,
		})
		f.chips[key] = c
		for i := range field.Options {
			f.m.c.tagPart("field."+key+"."+itoa(i+1), c, func() (fyne.Position, fyne.Size) { return c.Part(i) })
		}
		return c
	}
	var w *kit.Field
	w = kit.NewField(kit.FieldParams{
		Label: field.Label, Required: field.Required, MaxRunes: field.MaxRunes,
		OnCommit: func(text string, done func(error)) { f.commit(key, text, done) },
		OnSubmit: f.m.focusNext, OnFocus: func() { f.reveal(w) }, Keys: f.m.typedKey, Shortcut: f.m.typedShortcut,
	})
	f.fields[key] = w
	f.m.c.tag("field."+key, w)
	return w
}

// newReason is the field that asks why an answer stands; it is out of sight until a check warns.
func (f *formView) newReason(key string) *kit.Field {
	var w *kit.Field
	w = kit.NewField(kit.FieldParams{
		Label: f.m.w.T("form.reason"), Hint: f.m.w.T("form.reasonHint"), Required: true, MaxRunes: 120,
		OnCommit: func(text string, done func(error)) {
			f.m.lane.do(func(ctx context.Context) error { return f.m.p.Desk.ExplainField(ctx, key, text) }, func(err error) {
				done(err)
				f.m.after(err)
			})
		},
		OnSubmit: f.m.focusNext, OnFocus: func() { f.reveal(w) }, Keys: f.m.typedKey, Shortcut: f.m.typedShortcut,
	})
	w.Hide()
	f.why[key] = w
	f.m.c.tag("field."+key+".reason", w)
	return w
}

func (f *formView) newWay(d present.Delivery) *kit.Chips {
	var c *kit.Chips
	c = kit.NewChips(kit.ChipsParams{
		Label: d.Label, Required: true, Options: labelsOf(d.Options), OnFocus: func() { f.reveal(c) }, Keys: f.m.typedKey,
		OnPick: func(picked []string) {
			for _, o := range f.shown.Way.Options { // in the language of the moment
				if len(picked) == 1 && o.Label == picked[0] {
					f.m.run(func(ctx context.Context) error { return f.m.p.Desk.SetDelivery(ctx, o.Value) })
				}
			}
		},
	})
	for i, o := range d.Options {
		f.m.c.tagPart("delivery."+o.Value, c, func() (fyne.Position, fyne.Size) { return c.Part(i) })
	}
	return c
}

func labelsOf(choices []present.Choice) []string {
	labels := make([]string, len(choices))
	for i, c := range choices {
		labels[i] = c.Label
	}
	return labels
}

// commit hands one answer to the desk. An answer the desk does not take stays in its box with a sentence under it.
func (f *formView) commit(key, text string, done func(error)) {
	id := f.id
	f.underway[key]++
	f.m.lane.do(func(ctx context.Context) error { return f.m.p.Desk.SetField(ctx, key, text) }, func(err error) {
		done(err)
		if f.id == id {
			f.underway[key]--
			if err != nil {
				f.errors[key] = err
			} else {
				delete(f.errors, key)
			}
		}
		f.m.refresh()
	})
}

// commitAll hands over whatever was typed and not handed over yet.
func (f *formView) commitAll() {
	for _, w := range f.fields {
		w.Commit()
	}
	for _, w := range f.why {
		w.Commit()
	}
}

// reveal scrolls so that a widget that got the focus can be seen whole.
func (f *formView) reveal(o fyne.CanvasObject) {
	top, bottom := o.Position().Y, o.Position().Y+o.Size().Height
	switch view := f.scroll.Size().Height; {
	case top-12 < f.scroll.Offset.Y:
		f.scroll.ScrollToOffset(fyne.NewPos(0, max(0, top-12)))
	case bottom+12 > f.scroll.Offset.Y+view:
		f.scroll.ScrollToOffset(fyne.NewPos(0, bottom+12-view))
	}
}

// focusFirst puts the focus on the first empty field, or the first of all.
func (f *formView) focusFirst() {
	for _, field := range f.shown.Fields {
		if w := f.fields[field.Key]; w != nil && w.Text() == "" && !field.ReadOnly {
			f.m.focus(w.Focusable())
			return
		}
	}
	for _, field := range f.shown.Fields {
		if w := f.fields[field.Key]; w != nil && !field.ReadOnly {
			f.m.focus(w.Focusable())
			return
		}
	}
}

const (
	fieldGap = 10
	formSide = 24
)

// formLayout puts fields under each other, two half fields side by side.
type formLayout struct{ f *formView }

func (l *formLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, l.place(max(200, l.f.scroll.Size().Width-2*formSide), nil))
}

func (l *formLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	l.place(s.Width-2*formSide, func(o fyne.CanvasObject, x, y, w, h float32) { set(o, formSide+x, y, w, h) })
}

func (l *formLayout) place(width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	f := l.f
	if put == nil {
		put = func(fyne.CanvasObject, float32, float32, float32, float32) {}
	}
	y := float32(4)
	half := (width - 12) / 2
	var left *kit.Field // a half field that waits for its neighbour
	for i, field := range f.shown.Fields {
		if c := f.chips[field.Key]; c != nil {
			h := c.HeightFor(width)
			put(c, 0, y, width, h)
			y += h + fieldGap
			continue
		}
		w := f.fields[field.Key]
		if w == nil {
			continue
		}
		if left != nil {
			h := max(left.Height(), w.Height())
			put(w, half+12, y, half, w.Height())
			left = nil
			y += h + fieldGap
			continue
		}
		if field.Half && i+1 < len(f.shown.Fields) && f.shown.Fields[i+1].Half && f.fields[f.shown.Fields[i+1].Key] != nil {
			put(w, 0, y, half, w.Height())
			left = w
			continue
		}
		put(w, 0, y, width, w.Height())
		y += w.Height() + fieldGap
		if why := f.why[field.Key]; why != nil && why.Visible() {
			put(why, 24, y, width-24, why.Height())
			y += why.Height() + fieldGap
		}
	}
	if f.way != nil {
		h := f.way.HeightFor(width)
		put(f.way, 0, y, width, h)
		y += h + fieldGap + 4
	}
	put(f.hint.pic, 0, y, width, 22)
	return y + 30
}
