package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// ToastTime is how long a toast stays.
const ToastTime = 4 * time.Second

// Toast is a passing sentence over the work, never for errors. It starts hidden; whoever holds the clock hides it
// again by calling Tick.
type Toast struct {
	widget.BaseWidget
	px    float32
	text  string
	m     Meaning
	until time.Time
	pic   *Drawing
}

// NewToast makes a hidden toast; px 0 is the counter's 15.
func NewToast(px float32) *Toast {
	if px == 0 {
		px = 15
	}
	t := &Toast{px: px}
	t.pic = NewDrawing(200, px*3, t.draw)
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

// Say shows a sentence for ToastTime from now.
func (t *Toast) Say(m Meaning, text string, now time.Time) {
	t.m, t.text, t.until = m, text, now.Add(ToastTime)
	t.pic.SetLeast(Width(text, t.px, true)+t.px*5, t.px*3)
	t.Show()
	t.Refresh()
}

// Tick hides the toast when its time is over.
func (t *Toast) Tick(now time.Time) {
	if t.Visible() && !now.Before(t.until) {
		t.Hide()
	}
}

func (t *Toast) draw(s fyne.Size) []Placed {
	ink, _, icon := t.m.Colours()
	side := t.px * 4 / 3
	words := Text(t.text, t.px, true, Ink)
	mid := s.Height / 2
	return []Placed{
		At(0, 0, s.Width, s.Height, Lift(Frame(Paper, Line, 1, 4))),
		At(t.px, mid-side/2, side, side, Icon(icon, side, ink)),
		At(t.px*2+side, mid-words.MinSize().Height/2, 0, 0, words),
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Toast) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.pic) }
