package counter

import (
	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
)

// TypedShortcut lets a test press a Ctrl combination; the test canvas keeps them to itself.
func (m *Main) TypedShortcut(s fyne.Shortcut) { m.typedShortcut(s) }

// Quiet tells whether nothing this window asked for is on its way any more.
func (m *Main) Quiet() bool { return m.mats.loads == 0 && m.carries == 0 && m.lane.idle() }

// Quiet tells whether nothing this window asked for is on its way any more.
func (z *Citizen) Quiet() bool { return z.lane.idle() }

func (l *lane) idle() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.running
}

// Field is what takes the focus of a form's field.
func (m *Main) Field(key string) fyne.Focusable { return m.form.fields[key].Focusable() }

// FieldText is what stands in a form's field.
func (m *Main) FieldText(key string) string { return m.form.fields[key].Text() }

// FieldError is what the desk said to the last commit of a field.
func (m *Main) FieldError(key string) string { return present.Sentence(m.w, m.form.errors[key]) }

// SignInError is what the sign-in says.
func (m *Main) SignInError() string { return present.Sentence(m.w, m.signIn.wrong) }

// PIN is what stands in the PIN's field.
func (m *Main) PIN() string { return m.signIn.pin.Text() }

// Stand puts an object into the middle without painting it, and gives it the focus.
func (m *Main) Stand(o fyne.CanvasObject, f fyne.Focusable) {
	m.middle.Objects = append(m.middle.Objects, o)
	m.focus(f)
}

// Redraw takes a look at the desk now.
func (m *Main) Redraw() { m.refresh() }

// Button is a button of the clerk's window that was drawn.
func (m *Main) Button(name string) fyne.Tappable { return m.c.buttons[name].Button }

// Control is a control of the citizen's window by its name, nil if it was never drawn.
func (z *Citizen) Control(name string) fyne.Tappable {
	if b := z.c.buttons[name]; b != nil {
		return b.Button
	}
	if a := z.c.areas[name]; a != nil {
		return a
	}
	return nil
}

// Redraw takes a look at the desk now.
func (z *Citizen) Redraw() { z.refresh() }

// Answer gives a form's answer as its widget would: chips by their word, fields by typing.
func (m *Main) Answer(key, text string) {
	if c := m.form.chips[key]; c != nil {
		m.form.commit(key, text, func(error) {})
		return
	}
	m.form.fields[key].SetText(text)
	m.form.fields[key].Commit()
}

// Failed is what the last act came to, if it failed.
func (m *Main) Failed() string { return present.Sentence(m.w, m.failed) }
