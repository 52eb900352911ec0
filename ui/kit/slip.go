package kit

import "fyne.io/fyne/v2"

// SlipParams are what stands on a slip: a ticket as a piece of paper.
type SlipParams struct {
	Title, Time string  // top line: 当前 · 企业设立, 10:06 取号
	Number      string  // A018
	Label, Fact string  // right of the number: 已办理, 06:42
	Foot, Class string  // under the rule: 等候 11 分 · 呼叫 1 次, 普通号
	Px          float32 // of the number; 0 = the counter's 74
	Stale       bool    // grey: what it says may be old
}

// NewSlip draws a slip; Redraw it with SlipDrawing for other content.
func NewSlip(p SlipParams) *Drawing {
	return NewDrawing(220, slipHeight(p), SlipDrawing(p))
}

func slipHeight(p SlipParams) float32 {
	px := p.Px
	if px == 0 {
		px = 74
	}
	return px*1.13 + 78
}

// SlipDrawing is the picture of a slip.
func SlipDrawing(p SlipParams) func(fyne.Size) []Placed {
	px := p.Px
	if px == 0 {
		px = 74
	}
	paper := SlipPaper
	if p.Stale {
		paper = StaleSlip
	}
	return func(s fyne.Size) []Placed {
		in := s.Width - 32
		foot := s.Height - 32
		items := []Placed{
			At(0, 0, s.Width, s.Height, Box(paper, 4)),
			At(16, 10, in, 0, Text(Fit(p.Title, 13, false, in*0.65), 13, false, Ink2)),
			At(16, 10, in, 0, Trailing(p.Time, 13, false, Ink2)),
			At(16, 24, 0, 0, Text(p.Number, px, true, Ink)),
			At(16, foot-7, in, 1, Box(Line, 0)),
			At(16, foot, in, 0, Text(p.Foot, 13, false, Ink2)),
			At(16, foot, in, 0, Trailing(p.Class, 13, false, Ink2)),
		}
		if p.Fact != "" {
			base := 24 + px*1.45/2
			items = append(items,
				At(16, base-26, in, 0, Trailing(p.Label, 13, false, Ink2)),
				At(16, base-8, in, 0, Trailing(p.Fact, 24, true, Ink)))
		}
		return items
	}
}
