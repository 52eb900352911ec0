package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
)

// Step is one dot of a step rail.
type Step struct {
	Title string // 材料
	Note  string // 4/6
	Done  bool
	Now   bool
}

// NewSteps is the step rail: dots joined by lines; done has a check, the present one a ring with its number.
func NewSteps(steps []Step) *Drawing { return NewDrawing(400, 48, StepsDrawing(steps)) }

// StepsDrawing is the picture of a step rail.
func StepsDrawing(steps []Step) func(fyne.Size) []Placed {
	return func(s fyne.Size) []Placed {
		var items []Placed
		mid := s.Height / 2
		words := float32(0)
		for _, st := range steps {
			words += 24 + 10 + Width(st.Title, 15, st.Now) + 8 + Width(st.Note, 13, false)
		}
		gap := float32(0)
		if n := len(steps) - 1; n > 0 {
			gap = max(24, (s.Width-48-words)/float32(n))
		}
		x := float32(24)
		for i, st := range steps {
			items = append(items, stepDot(x, mid, i, st)...)
			x += 34
			title := Text(st.Title, 15, st.Now, Ink)
			items = append(items, At(x, mid-title.MinSize().Height/2, 0, 0, title))
			x += Width(st.Title, 15, st.Now) + 8
			note := Text(st.Note, 13, false, Ink2)
			items = append(items, At(x, mid-note.MinSize().Height/2, 0, 0, note))
			x += Width(st.Note, 13, false)
			if i < len(steps)-1 {
				c := Line
				if st.Done {
					c = Green
				}
				items = append(items, At(x+12, mid-1, gap-24, 2, Box(c, 0)))
				x += gap
			}
		}
		return items
	}
}

func stepDot(x, mid float32, i int, st Step) []Placed {
	switch number := strconv.Itoa(i + 1); {
	case st.Done:
		return []Placed{At(x, mid-12, 24, 24, Box(Green, 12)), At(x+5, mid-7, 14, 14, Icon("check", 14, Paper))}
	case st.Now:
		return []Placed{At(x, mid-12, 24, 24, Frame(Paper, Green, 3, 12)), At(x, mid-9, 24, 18, Centred(number, 13, true, Green))}
	default:
		return []Placed{At(x, mid-12, 24, 24, Frame(Paper2, Edge, 1, 12)), At(x, mid-9, 24, 18, Centred(number, 13, false, Ink2))}
	}
}
