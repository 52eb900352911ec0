package glyph

import (
	"image"
	"image/color"
	"image/draw"
	"slices"
	"strings"
	"sync"
	"testing"
)

func fonts(t testing.TB) *Fonts {
	t.Helper()
	f, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// ink counts the dark pixels of an image.
func ink(img *image.Gray) int {
	n := 0
	for _, v := range img.Pix {
		if v < 128 {
			n++
		}
	}
	return n
}

const private = '\U000F0123' // a private character no font of ours draws

func TestTheFontHasTheNamesOfRarePeople(t *testing.T) {
	f := fonts(t)
	for _, r := range "张𬭎㛃䶮Aa0，（）〔〕…—→" {
		if !f.Has(r) {
			t.Errorf("the bundled font lacks %c (U+%04X)", r, r)
		}
	}
}

func TestMissingNamesEachUnknownCharacterOnce(t *testing.T) {
	f := fonts(t)
	got := f.Missing("张" + string(private) + "𬭎" + string(private))
	if !slices.Equal(got, []rune{private}) {
		t.Errorf("Missing = %U, want only %U", got, private)
	}
}

func TestACharacterBeyondTheBMPIsDrawnWithItsOwnShape(t *testing.T) {
	f := fonts(t)
	if o := f.Outline('𬭎', false); len(o.Segments) < 20 || o.Advance != 1 {
		t.Errorf("the outline of 𬭎 has %d segments and advance %v", len(o.Segments), o.Advance)
	}
	if slices.Equal(f.Raster("𬭎", 32, false).Pix, f.Raster("铱", 32, false).Pix) {
		t.Error("two characters look the same")
	}
}

func TestAMissingCharacterIsABoxWithItsCodePointNeverAGap(t *testing.T) {
	f := fonts(t)
	box := f.Raster(string(private), 64, false)
	if ink(box) < 400 {
		t.Errorf("a missing character leaves %d dark pixels", ink(box))
	}
	other := f.Raster("\U000F0124", 64, false)
	if slices.Equal(box.Pix, other.Pix) {
		t.Error("two different missing characters look the same")
	}
}

func TestMeasureAgreesWithWhatIsDrawn(t *testing.T) {
	f := fonts(t)
	const left = 20
	for _, s := range []string{"A018", "请到 03 号窗口", "张𬭎", "i"} {
		face := f.Face(true, 40)
		img := image.NewGray(image.Rect(0, 0, face.Measure(s)+2*left, face.Height()))
		draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
		face.Draw(img, left, face.Ascent(), s, color.Black)
		first, last := img.Rect.Dx(), -1
		for i, v := range img.Pix {
			if v < 128 {
				first, last = min(first, i%img.Stride), max(last, i%img.Stride)
			}
		}
		if first < left-2 || last > left+face.Measure(s)+2 || last < left+face.Measure(s)/2 {
			t.Errorf("%q, measured %d wide from %d, has its ink from %d to %d", s, face.Measure(s), left, first, last)
		}
	}
}

func TestALineIsBrokenWhereAReaderWouldBreakIt(t *testing.T) {
	face := fonts(t).Face(false, 10)
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"食品经营许可", 30, []string{"食品经", "营许可"}},
		{"食品经，营", 30, []string{"食品", "经，营"}},
		{"（食品）经营", 40, []string{"（食品）", "经营"}},
		{"号 A018 窗口", 30, []string{"号", "A018", "窗口"}},
		{"一二\n三", 90, []string{"一二", "三"}},
		{"", 30, []string{""}},
	} {
		got := face.Wrap(c.text, c.width)
		if !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestAWordWiderThanTheLineIsCut(t *testing.T) {
	face := fonts(t).Face(false, 10)
	lines := face.Wrap("350199ABCDEFGHIJKLMN", 30)
	for _, l := range lines {
		if face.Measure(l) > 30 {
			t.Errorf("%q is wider than its line", l)
		}
	}
	if strings.Join(lines, "") != "350199ABCDEFGHIJKLMN" {
		t.Errorf("cutting lost something: %q", lines)
	}
}

func TestRasterIsOneBitAndALineHigh(t *testing.T) {
	f := fonts(t)
	img := f.Raster("号票", 28, true)
	if img.Rect.Dy() != f.Face(true, 28).Height() || img.Rect.Dx() != 56 {
		t.Errorf("a line of two characters at 28 px is %v", img.Rect)
	}
	for _, v := range img.Pix {
		if v != 0 && v != 255 {
			t.Fatalf("a printer's dot cannot be %d", v)
		}
	}
}

func TestBlanksTakeRoomAndLeaveNoInk(t *testing.T) {
	img := fonts(t).Raster("  　", 28, false)
	if ink(img) != 0 || img.Rect.Dx() < 28 {
		t.Errorf("blanks: %v, %d dark pixels", img.Rect, ink(img))
	}
}

func TestManyMayDrawAtOnce(t *testing.T) {
	f := fonts(t)
	want := f.Raster("张𬭎取号 A018", 28, false)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if !slices.Equal(f.Raster("张𬭎取号 A018", 28, false).Pix, want.Pix) {
				t.Error("drawn at the same time, it looks different")
			}
		})
	}
	wg.Wait()
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		fonts(b)
	}
}
