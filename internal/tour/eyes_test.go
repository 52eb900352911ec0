package tour

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"onewindow/internal/glyph"
)

func TestTheEyesKnowOneNumberFromAnother(t *testing.T) {
	fonts, err := glyph.Load()
	if err != nil {
		t.Fatal(err)
	}
	eyes := Eyes{fonts}
	img := image.NewRGBA(image.Rect(0, 0, 900, 400))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.RGBA{255, 253, 246, 255}), image.Point{}, draw.Src)
	fonts.Face(true, 268).Draw(img, 40, 300, "A018", color.RGBA{20, 33, 31, 255})
	if err := eyes.Reads(img, img.Bounds(), "A018", true); err != nil {
		t.Error(err)
	}
	for _, other := range []string{"A013", "B018", "A019", "A118", "C060", "A0018"} {
		if eyes.Reads(img, img.Bounds(), other, true) == nil {
			t.Errorf("A018 was read as %s", other)
		}
	}
	if eyes.Reads(img, image.Rect(0, 0, 30, 30), "A018", true) == nil {
		t.Error("a number was read where nothing stands")
	}
}
