package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// BannerParams describe a banner: one sentence over the full width, at most one act.
type BannerParams struct {
	Meaning Meaning
	Text    string
	Code    string // for the engineer, small and last
	Act     string // word of the act; "" = none
	OnAct   func()
	Px      float32 // 0 = the counter's 15
}

// Banner is a tinted strip with icon, sentence and one act.
type Banner struct {
	widget.BaseWidget
	p   BannerParams
	act *Button
}

// NewBanner makes a banner.
func NewBanner(p BannerParams) *Banner {
	if p.Px == 0 {
		p.Px = 15
	}
	b := &Banner{p: p}
	if p.Act != "" {
		b.act = NewButton(ButtonParams{Text: p.Act, Role: Quiet, Px: p.Px, Height: p.Px * 2.2, OnTap: p.OnAct})
	}
	b.ExtendBaseWidget(b)
	return b
}

// Act is the banner's button, nil if it has none.
func (b *Banner) Act() *Button { return b.act }

// CreateRenderer implements fyne.Widget.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(NewDrawing(320, b.p.Px*2.7, b.draw))
}

func (b *Banner) draw(s fyne.Size) []Placed {
	p := b.p
	ink, tint, icon := p.Meaning.Colours()
	side := p.Px * 4 / 3
	mid := s.Height / 2
	right := s.Width - 16
	items := []Placed{
		At(0, 0, s.Width, s.Height, Box(tint, 0)),
		At(0, 0, 4, s.Height, Box(ink, 0)),
		At(16, mid-side/2, side, side, Icon(icon, side, ink)),
	}
	if b.act != nil {
		least := b.act.MinSize()
		right -= least.Width
		items = append(items, At(right, mid-least.Height/2, least.Width, least.Height, b.act))
	}
	if p.Code != "" {
		code := Text(p.Code, p.Px*0.8, false, ink)
		right -= code.MinSize().Width + 12
		items = append(items, At(right, mid-code.MinSize().Height/2, 0, 0, code))
	}
	x := 16 + side + p.Px*0.7
	text := Text(Fit(p.Text, p.Px, true, right-x-8), p.Px, true, ink)
	return append(items, At(x, mid-text.MinSize().Height/2, 0, 0, text))
}
