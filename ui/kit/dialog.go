package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// DialogParams describe a question before an act that cannot be undone.
type DialogParams struct {
	Title   string
	Text    string
	Safe    string // the answer that changes nothing; focused first
	Act     string // the answer that acts
	Danger  bool   // the act loses something
	OnAct   func()
	OnClose func()            // after either answer, and after Esc
	Extra   fyne.CanvasObject // between text and answers: a field for a reason, say
}

// Dialog is a question over the work, 520 wide.
type Dialog struct {
	popup *widget.PopUp
	Safe  *Button
	Act   *Button
	done  func()
}

// ShowDialog asks and puts the focus on the safe answer.
func ShowDialog(c fyne.Canvas, p DialogParams) *Dialog {
	const width, in = 520, 520 - 48
	d := &Dialog{done: p.OnClose}
	d.Safe = NewButton(ButtonParams{Text: p.Safe, Role: Secondary, OnTap: d.Close})
	role := Primary
	if p.Danger {
		role = Danger
	}
	d.Act = NewButton(ButtonParams{Text: p.Act, Role: role, OnTap: func() {
		d.Close()
		if p.OnAct != nil {
			p.OnAct()
		}
	}})
	text := NewProse(p.Text, 15, false, Ink, in)
	y := float32(72)
	items := []Placed{
		At(24, 20, 0, 0, Text(p.Title, 22, true, Ink)),
		At(24, y, in, 0, text),
	}
	y += text.MinSize().Height + 20
	if p.Extra != nil {
		items = append(items, At(24, y, in, 0, p.Extra))
		y += p.Extra.MinSize().Height + 20
	}
	act, safe := d.Act.MinSize().Width, d.Safe.MinSize().Width
	items = append(items,
		At(24+in-act-12-safe, y, safe, 48, d.Safe),
		At(24+in-act, y, act, 48, d.Act))
	d.popup = widget.NewModalPopUp(Place(width, y+48+20, items...), c)
	d.popup.Show()
	c.Focus(d.Safe)
	return d
}

// Close takes the question away without acting.
func (d *Dialog) Close() {
	if d.popup.Visible() {
		d.popup.Hide()
		if d.done != nil {
			d.done()
		}
	}
}
