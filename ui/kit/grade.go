package kit

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// mouths are drawn from 非常满意 (1) to 非常不满意 (5).
var mouths = [5]string{
	"M7.5 13.5c.8 3 2.4 4 4.5 4s3.7-1 4.5-4z",
	"M8 14.5c1 1.5 2.4 2.2 4 2.2s3-.7 4-2.2",
	"M8 15.2c2.4.6 5.6.6 8 0",
	"M8 16.5c1-1.3 2.4-1.9 4-1.9s3 .6 4 1.9",
	"M8 17.2c1-2 2.4-2.9 4-2.9s3 .9 4 2.9",
}

// Face is the face of a grade 1…5, px by px.
func Face(grade int, px float32, c color.NRGBA) *canvas.Image {
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="#%02X%02X%02X" stroke-width="%.2f" stroke-linecap="square" stroke-linejoin="miter"><circle cx="12" cy="12" r="9"/><path d="M8.5 9.5v.6M15.5 9.5v.6"/><path d="%s"/></svg>`, c.R, c.G, c.B, iconStroke*px/24, mouths[grade-1])
	img := canvas.NewImageFromResource(fyne.NewStaticResource(fmt.Sprintf("face-%d-%02X%02X%02X-%.0f.svg", grade, c.R, c.G, c.B, px), []byte(svg)))
	img.FillMode = canvas.ImageFillContain
	img.SetMinSize(fyne.NewSize(px, px))
	return img
}

// NewGrade is one of the five equal cells of a rating: face and word, none preselected. height 0 is 132.
func NewGrade(grade int, word string, height float32, onTap func()) *Area {
	if grade < 1 || grade > 5 {
		grade = 3
	}
	if height == 0 {
		height = 132
	}
	side, px := height*52/132, height*18/132
	return NewArea(NewDrawing(100, height, func(s fyne.Size) []Placed {
		return []Placed{
			At(0, 0, s.Width, s.Height, Frame(Paper, Edge, 1.5, 4)),
			At((s.Width-side)/2, s.Height*0.15, side, side, Face(grade, side, Green)),
			At(0, s.Height*0.68, s.Width, 0, Centred(word, px, true, Ink)),
		}
	}), 4, onTap)
}
