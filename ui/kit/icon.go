package kit

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/assets"
)

// iconInk is the stroke every icon file is drawn with.
const iconInk = "#14211F"

// IconResource is an icon of assets/icons in one colour. Its name carries the colour, so that Fyne's cache of
// drawn pictures keeps one per icon, colour and size.
func IconResource(name string, c color.Color) fyne.Resource {
	return tinted("icons/"+name+".svg", c, iconStroke)
}

// iconStroke is the stroke of every icon file on its grid of 24. Fyne's SVG reader scales shapes but not strokes, so
// a stroke is set for the size an icon is drawn at.
const iconStroke = 1.75

// tinted recolours a drawing and gives it a stroke in pixels.
func tinted(path string, c color.Color, stroke float32) fyne.Resource {
	raw, err := assets.Files.ReadFile(path)
	if err != nil {
		raw, _ = assets.Files.ReadFile("icons/help.svg")
	}
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	ink := fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
	raw = bytes.ReplaceAll(raw, []byte(iconInk), []byte(ink))
	wide := fmt.Sprintf("%.2f", stroke)
	raw = bytes.ReplaceAll(raw, []byte(`stroke-width="1.75"`), []byte(`stroke-width="`+wide+`"`))
	return fyne.NewStaticResource(ink[1:]+"-"+wide+"-"+path, raw)
}

// Icon is an icon of assets/icons, px by px, in one colour. Small icons (up to 16 px) get a heavier stroke.
// An unknown name shows the question mark: a missing picture must be seen, not guessed.
func Icon(name string, px float32, c color.Color) *canvas.Image {
	stroke := float32(iconStroke)
	if px <= 16 {
		stroke = 2.2
	}
	img := canvas.NewImageFromResource(tinted("icons/"+name+".svg", c, stroke*px/24))
	img.FillMode = canvas.ImageFillContain
	img.SetMinSize(fyne.NewSize(px, px))
	img.Resize(fyne.NewSize(px, px))
	return img
}

// mark is assets/icon.svg without its tile, in shapes Fyne's SVG reader draws rightly: a window, its sill as the
// character 一, one person.
const mark = `<svg xmlns="http://www.w3.org/2000/svg" width="384" height="292" viewBox="0 0 384 292">` +
	`<rect x="28" y="0" width="328" height="40" fill="#F6F3EA"/><rect x="28" y="0" width="40" height="250" fill="#F6F3EA"/>` +
	`<rect x="316" y="0" width="40" height="250" fill="#F6F3EA"/><circle cx="192" cy="122" r="50" fill="#F2BC57"/>` +
	`<path d="M102 244C102 206 142 186 192 186C242 186 282 206 282 244Z" fill="#F2BC57"/>` +
	`<rect x="0" y="244" width="384" height="48" fill="#F6F3EA"/></svg>`

// Mark is the product's mark for the lintel, w wide.
func Mark(w float32) *canvas.Image {
	img := canvas.NewImageFromResource(fyne.NewStaticResource("mark.svg", []byte(mark)))
	img.FillMode = canvas.ImageFillContain
	img.SetMinSize(fyne.NewSize(w, w*292/384))
	return img
}
