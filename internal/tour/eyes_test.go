//go:build !race

package tour

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"onewindow/internal/glyph"
)

// Reading a picture has no second goroutine to race with, and takes half a minute under the race detector.

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

func TestTheEyesFindASentenceByItsBeginning(t *testing.T) {
	fonts, err := glyph.Load()
	if err != nil {
		t.Fatal(err)
	}
	eyes := Eyes{fonts}
	for _, look := range []struct {
		ground, ink color.RGBA
		px          float64
		bold        bool
	}{
		{color.RGBA{0xFB, 0xE8, 0xE5, 255}, color.RGBA{0xA3, 0x24, 0x1A, 255}, 15, true},
		{color.RGBA{0xEF, 0xED, 0xE6, 255}, color.RGBA{0x7A, 0x4A, 0, 255}, 13, false},
		{color.RGBA{0x3A, 0x2E, 0x12, 255}, color.RGBA{0xF2, 0xBC, 0x57, 255}, 34, true},
	} {
		for _, words := range []struct{ said, other string }{
			{"没有找到读卡器。请检查连线。", "没有找到扫描仪"}, {"打印机缺纸，号票没有打出。", "打印机卡纸"}, {"一号窗口，三人。", "二号窗口"},
			{"No card reader found. Check its cable.", "No scanner"}, {"The platform cannot be reached.", "The hall"},
		} {
			img := image.NewRGBA(image.Rect(0, 0, 480, 64))
			draw.Draw(img, img.Bounds(), image.NewUniform(look.ground), image.Point{}, draw.Src)
			draw.Draw(img, image.Rect(8, 20, 28, 40), image.NewUniform(look.ink), image.Point{}, draw.Src) // a mark before it
			fonts.Face(look.bold, look.px).Draw(img, 37, 46, words.said, look.ink)
			if err := eyes.Says(img, img.Bounds(), landmarks(words.said)[0]); err != nil {
				t.Errorf("%v px: %v", look.px, err)
			}
			if eyes.Says(img, img.Bounds(), words.other) == nil {
				t.Errorf("%v px: %q was read as %q", look.px, words.said, words.other)
			}
			if eyes.Says(img, image.Rect(0, 0, 480, 8), landmarks(words.said)[0]) == nil {
				t.Errorf("%v px: a sentence was read where nothing stands", look.px)
			}
		}
	}
}
