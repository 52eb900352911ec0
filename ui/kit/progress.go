package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Progress is a bar with its count and a way to stop. With an unknown length it has no bar, only the count.
type Progress struct {
	widget.BaseWidget
	share  float32 // 0…1; negative = unknown length
	count  string
	cancel *Button
	pic    *Drawing
}

// NewProgress makes a progress; onCancel nil means the act cannot be stopped.
func NewProgress(cancel string, onCancel func()) *Progress {
	p := &Progress{share: -1}
	if onCancel != nil {
		p.cancel = NewButton(ButtonParams{Text: cancel, Role: Quiet, Px: 13, Height: 32, OnTap: onCancel})
	}
	p.pic = NewDrawing(200, 44, p.draw)
	p.ExtendBaseWidget(p)
	return p
}

// Set tells how far the act is: share 0…1, or negative when nobody knows, and the count in words.
func (p *Progress) Set(share float32, count string) {
	p.share, p.count = min(share, 1), count
	p.Refresh()
}

// Cancel is the button that stops the act, nil if there is none.
func (p *Progress) Cancel() *Button { return p.cancel }

func (p *Progress) draw(s fyne.Size) []Placed {
	width := s.Width
	var items []Placed
	if p.cancel != nil {
		least := p.cancel.MinSize()
		width -= least.Width + 8
		items = append(items, At(width+8, (s.Height-least.Height)/2, least.Width, least.Height, p.cancel))
	}
	items = append(items, At(0, 4, 0, 0, Text(p.count, 13, false, Ink2)))
	if p.share >= 0 {
		items = append(items, At(0, 30, width, 6, Box(Line, 3)), At(0, 30, width*p.share, 6, Box(Green, 3)))
	}
	return items
}

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.pic) }
