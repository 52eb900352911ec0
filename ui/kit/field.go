package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// FieldParams describe a field once; what it shows comes with Set.
type FieldParams struct {
	Label    string
	Required bool
	MaxRunes int // 0 = no limit
	Password bool
	Hint     string // shown while empty
	Lines    int    // 0 or 1 = one line of 38 px; more = that many lines, Enter makes a new one
	// OnCommit gets the text when it is submitted or the focus leaves, if it differs from what was shown. It calls
	// done on the UI goroutine when the text was taken (or not: the text then stays as typed).
	OnCommit func(text string, done func(error))
	OnChange func(text string)    // every keystroke; for searches, never for keeping
	OnSubmit func()               // Enter, after the commit
	OnFocus  func()               // the focus came
	Keys     func(*fyne.KeyEvent) // keys a one-line field has no use for: F1…F12, Esc, Up, Down
	Shortcut func(fyne.Shortcut)  // Ctrl combinations a field has no use for
}

// FieldState is what a field shows.
type FieldState struct {
	Text     string
	Tag      string // 身份证: where the text came from; "" = no tag
	Meaning  Meaning
	Auto     bool // came by itself: no one has to look twice
	Error    string
	Warn     bool // the sentence in Error asks for a second look and blocks nothing
	ReadOnly bool
}

// Field is a labelled box for one answer. Text that was typed and not yet taken is never overwritten: not by a
// redraw, not by an error. It is not bound to data, because an input method composes in it.
type Field struct {
	widget.BaseWidget
	p       FieldParams
	state   FieldState
	base    string // what the box held when it was last in step with the state
	pending bool   // a commit is on its way
	entry   *keyEntry
}

const (
	fieldLabel = 23
	fieldBox   = 38
	fieldError = 22
)

// NewField makes an empty field.
func NewField(p FieldParams) *Field {
	f := &Field{p: p}
	f.entry = newKeyEntry(f)
	f.ExtendBaseWidget(f)
	return f
}

// Set shows a state. Text that the person typed and that was not taken yet stays.
func (f *Field) Set(s FieldState) {
	dirty := f.Dirty() || f.pending
	if !dirty && s.Text != f.entry.Text {
		f.entry.quiet = true
		f.entry.SetText(s.Text)
		f.entry.quiet = false
	}
	if !dirty {
		f.base = s.Text
	}
	if s == f.state {
		return
	}
	if s.ReadOnly != f.state.ReadOnly {
		if s.ReadOnly {
			f.entry.Disable()
		} else {
			f.entry.Enable()
		}
	}
	f.state = s
	f.Refresh()
}

// Relabel changes the words around the box, in another language say. What stands in it stays.
func (f *Field) Relabel(label, hint string) {
	if label == f.p.Label && hint == f.p.Hint {
		return
	}
	f.p.Label, f.p.Hint = label, hint
	f.entry.PlaceHolder = hint
	f.entry.Refresh()
	f.Refresh()
}

// SetText puts a text into the box as if it had been typed; it is committed by submit or focus lost.
func (f *Field) SetText(s string) { f.entry.SetText(s) }

// Text is what stands in the box.
func (f *Field) Text() string { return f.entry.Text }

// Dirty tells whether the box holds something that was typed and not taken yet.
func (f *Field) Dirty() bool { return f.entry.Text != f.base }

// Clear empties the box and forgets what was typed.
func (f *Field) Clear() {
	f.base = ""
	f.entry.quiet = true
	f.entry.SetText("")
	f.entry.quiet = false
}

// Error shows a sentence under the field; "" takes it away.
func (f *Field) Error(sentence string) {
	s := f.state
	s.Error = sentence
	f.state = s
	f.Refresh()
}

// Focusable is the object that takes the focus.
func (f *Field) Focusable() fyne.Focusable { return f.entry }

// Commit hands over what was typed, if anything was.
func (f *Field) Commit() {
	if f.p.OnCommit == nil || f.pending || f.state.ReadOnly || !f.Dirty() {
		return
	}
	sent := f.entry.Text
	f.pending = true
	f.p.OnCommit(sent, func(err error) {
		f.pending = false
		if err == nil {
			f.base = sent
			if !f.entry.focused {
				f.Commit() // what was typed while the answer was on its way
			}
		}
		f.Refresh() // the state that came meanwhile may show now
	})
}

// Height is how tall the field stands now.
func (f *Field) Height() float32 { return f.MinSize().Height }

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(newFieldPicture(f))
}

// newFieldPicture lays label, box, tag and error out; the box itself is persistent.
func newFieldPicture(f *Field) *fyne.Container {
	l := &fieldLayout{
		f: f, label: Text("", 13, false, Ink2), star: Text("*", 13, true, Red),
		box: Frame(Paper, Edge, 1, 4), ring: Frame(None, Focus, 2, 6),
		tagBox: Box(Blocked, 3), tag: Text("", 12, false, Ink2), icon: Icon("missing", 15, Red),
	}
	objects := []fyne.CanvasObject{l.label, l.star, l.ring, l.box, f.entry, l.tagBox, l.tag, l.icon}
	for i := range l.wrong {
		l.wrong[i] = Text("", 13, false, Red)
		objects = append(objects, l.wrong[i])
	}
	return container.New(l, objects...)
}

type fieldLayout struct {
	f                 *Field
	label, star, tag  *canvas.Text
	wrong             [saidLines]*canvas.Text
	box, ring, tagBox *canvas.Rectangle
	icon              *canvas.Image
}

func (l *fieldLayout) boxHeight() float32 {
	if n := l.f.p.Lines; n > 1 {
		return 16 + float32(n)*22
	}
	return fieldBox
}

func (l *fieldLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	h := fieldLabel + l.boxHeight()
	if l.f.state.Error != "" {
		h += saidHigh(l.f.state.Error, l.f.Size().Width)
	}
	return fyne.NewSize(120, h)
}

// saidLines is how many lines a sentence under an answer may take: the longest one has room in half a form.
const saidLines = 5

// said breaks a sentence under an answer into lines.
func said(sentence string, width float32) []string {
	room := max(width, 120) - 22
	lines := Wrap(sentence, 13, false, room)
	if len(lines) > saidLines {
		lines = append(lines[:saidLines-1:saidLines-1], Fit(strings.Join(lines[saidLines-1:], " "), 13, false, room))
	}
	return lines
}

// saidHigh is how much room a sentence under an answer takes.
func saidHigh(sentence string, width float32) float32 {
	return fieldError + float32(len(said(sentence, width))-1)*19
}

func (l *fieldLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	f, st := l.f, l.f.state
	l.label.Text = Fit(f.p.Label, 13, false, s.Width-14)
	put(l.label, 0, 0)
	l.star.Hidden = !f.p.Required
	put(l.star, l.label.MinSize().Width+4, 0)
	y, h := float32(fieldLabel), l.boxHeight()
	place(l.box, 0, y, s.Width, h)
	place(l.ring, -2, y-2, s.Width+4, h+4)
	l.box.FillColor, l.box.StrokeColor, l.box.StrokeWidth = l.colours()
	l.ring.Hidden = !f.entry.focused
	right := s.Width
	l.tag.Hidden = st.Tag == "" || f.Dirty()
	l.tagBox.Hidden = l.tag.Hidden
	if room := s.Width - Width(f.entry.Text, 15, false) - Width(st.Tag, 12, false) - 46; room < 0 && f.p.Lines < 2 {
		l.tag.Hidden, l.tagBox.Hidden = true, true // the answer goes before where it came from
	}
	if !l.tag.Hidden {
		ink, tint, _ := st.Meaning.Colours()
		l.tag.Text, l.tag.Color, l.tagBox.FillColor = st.Tag, ink, tint
		w := l.tag.MinSize().Width + 12
		place(l.tagBox, s.Width-w-8, y+(fieldBox-22)/2, w, 22)
		put(l.tag, s.Width-w-2, y+(fieldBox-l.tag.MinSize().Height)/2)
		right = s.Width - w - 10
	}
	least := f.entry.MinSize().Height
	if f.p.Lines > 1 {
		least = h
	}
	place(f.entry, 2, y+(h-least)/2, right-4, least)
	ink, icon := Red, "missing"
	if st.Warn {
		ink, icon = Amber, "warning"
	}
	l.icon.Hidden, l.icon.Resource = st.Error == "", IconResource(icon, ink)
	lines := said(st.Error, s.Width)
	for i, text := range l.wrong {
		text.Hidden = st.Error == "" || i >= len(lines)
		if !text.Hidden {
			text.Text, text.Color = lines[i], ink
		}
		put(text, 20, y+h+3+float32(i)*19)
	}
	place(l.icon, 0, y+h+5, 15, 15)
}

func (l *fieldLayout) colours() (fill, border color.Color, stroke float32) {
	switch st := l.f.state; {
	case st.Error != "" && st.Warn:
		return Paper, AmberS, 2
	case st.Error != "":
		return Paper, Red, 2
	case st.ReadOnly, st.Auto && !l.f.Dirty() && !l.f.entry.focused:
		return Paper2, Line, 1
	}
	return Paper, Edge, 1
}

func put(o fyne.CanvasObject, x, y float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(o.MinSize())
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// keyEntry is Fyne's entry that lets the window's keys through.
type keyEntry struct {
	widget.Entry
	f       *Field
	focused bool
	quiet   bool // the text is being set by the field, not typed
}

func newKeyEntry(f *Field) *keyEntry {
	e := &keyEntry{f: f}
	e.ExtendBaseWidget(e)
	e.Password = f.p.Password
	e.PlaceHolder = f.p.Hint
	e.MultiLine = f.p.Lines > 1
	if e.MultiLine {
		e.Wrapping = fyne.TextWrapBreak
	}
	e.Scroll = fyne.ScrollNone
	if e.MultiLine {
		e.Scroll = fyne.ScrollVerticalOnly
	}
	e.OnChanged = func(text string) {
		e.changed(text)
		e.clip()
	}
	e.OnSubmitted = func(string) {
		f.Commit()
		if f.p.OnSubmit != nil {
			f.p.OnSubmit()
		}
	}
	return e
}

// Resize implements fyne.CanvasObject.
func (e *keyEntry) Resize(s fyne.Size) {
	e.Entry.Resize(s)
	e.clip()
}

// clip keeps a text that is wider than its box inside it. A box that scrolls takes the wheel from the form around it,
// so only those do.
func (e *keyEntry) clip() {
	if e.MultiLine {
		return
	}
	room := e.Size().Width - 2*theme.InnerPadding()
	scroll := fyne.ScrollNone
	if fyne.MeasureText(e.Text, theme.TextSize(), fyne.TextStyle{}).Width > room {
		scroll = fyne.ScrollHorizontalOnly
	}
	if scroll != e.Scroll {
		e.Scroll = scroll
		e.Refresh()
	}
}

func (e *keyEntry) changed(text string) {
	if e.quiet {
		return
	}
	if n := e.f.p.MaxRunes; n > 0 && len([]rune(text)) > n {
		e.quiet = true
		e.SetText(string([]rune(text)[:n]))
		e.quiet = false
		text = e.Text
	}
	if e.f.p.OnChange != nil {
		e.f.p.OnChange(text)
	}
	e.f.Refresh()
}

// FocusGained implements fyne.Focusable.
func (e *keyEntry) FocusGained() {
	e.Entry.FocusGained()
	e.focused = true
	if !e.MultiLine {
		e.CursorColumn = len([]rune(e.Text)) // go on where the text ends
	}
	e.f.Refresh()
	if e.f.p.OnFocus != nil {
		e.f.p.OnFocus()
	}
}

// FocusLost implements fyne.Focusable.
func (e *keyEntry) FocusLost() {
	e.Entry.FocusLost()
	e.focused = false
	e.f.Commit()
	e.f.Refresh()
}

// TypedKey keeps what an entry needs and passes the window's keys on.
func (e *keyEntry) TypedKey(k *fyne.KeyEvent) {
	if e.f.p.Keys != nil && !e.mine(k.Name) {
		e.f.p.Keys(k)
		return
	}
	e.Entry.TypedKey(k)
}

func (e *keyEntry) mine(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12, fyne.KeyPageUp, fyne.KeyPageDown:
		return false
	case fyne.KeyUp, fyne.KeyDown:
		return e.MultiLine
	}
	return true
}

// TypedShortcut passes the window's Ctrl combinations on; copy, paste and undo stay with the entry.
func (e *keyEntry) TypedShortcut(s fyne.Shortcut) {
	if _, custom := s.(*desktop.CustomShortcut); custom && e.f.p.Shortcut != nil {
		e.f.p.Shortcut(s)
		return
	}
	e.Entry.TypedShortcut(s)
}
