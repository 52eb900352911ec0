package qr

import (
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const progress = "https://example.invalid/p/AAECAwQFBgcICQoLDA0ODw"

func TestACodeIsReadBackByAReaderThatIsNotOurs(t *testing.T) {
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed")
	}
	for _, level := range []Level{Low, Medium, Quartile, High} {
		code, err := Encode(progress, level)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "code.png")
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, Image(code, 4, Quiet)); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(zbar, "-q", "--raw", name).Output()
		if err != nil || strings.TrimSpace(string(out)) != progress {
			t.Errorf("level %d was read as %q (%v)", level, out, err)
		}
	}
}

func TestACodeHasItsThreeFindersAndNoMargin(t *testing.T) {
	code, err := Encode(progress, Medium)
	if err != nil {
		t.Fatal(err)
	}
	for _, corner := range [][2]int{{0, 0}, {code.Size - 7, 0}, {0, code.Size - 7}} {
		for i := range 7 {
			if !code.At(corner[0]+i, corner[1]) || !code.At(corner[0], corner[1]+i) {
				t.Errorf("the finder at %v is broken", corner)
			}
		}
	}
	if code.At(-1, 0) || code.At(0, code.Size) {
		t.Error("outside the code must be light")
	}
}

func TestImageIsAsLargeAsModulesAndMarginSay(t *testing.T) {
	code, err := Encode("A018", Low)
	if err != nil {
		t.Fatal(err)
	}
	img := Image(code, 3, Quiet)
	if want := (code.Size + 8) * 3; img.Rect.Dx() != want || img.Rect.Dy() != want {
		t.Errorf("image is %v, want %d square", img.Rect, want)
	}
	if img.GrayAt(11, 11).Y != 255 || img.GrayAt(12, 12).Y != 0 {
		t.Error("the code must begin right after its margin")
	}
}

func TestWhatCannotBeACodeIsRefused(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("字", 4000)} {
		if _, err := Encode(text, Medium); err == nil {
			t.Errorf("%d bytes became a code", len(text))
		}
	}
	if _, err := Encode("A018", Level(9)); err == nil {
		t.Error("a level that does not exist was taken")
	}
}
