package kittest

import (
	"bytes"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"onewindow/ui/kit"
)

var update = flag.Bool("update", false, "renew golden pictures")

// App starts a test app in the house's theme; it ends with the test.
func App(t testing.TB) fyne.App {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(kit.NewTheme())
	return a
}

// Window shows content in a window of exactly w by h pixels.
func Window(t testing.TB, content fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	win := test.NewTempWindow(t, content)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return win
}

// Capture paints the window.
func Capture(w fyne.Window) image.Image { return w.Canvas().Capture() }

// Save writes a picture, for a person to look at.
func Save(t testing.TB, path string, img image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Glance paints the window at a quarter of its size: enough to tell that something on it changed, and quick.
func Glance(t testing.TB, w fyne.Window) image.Image { return painted(t, w, 0.25) }

// Golden compares the window with testdata/<name>.png, pixel by pixel. With -update it renews the file. What
// differs is left in the temporary folder under kittest/<name>.png.
func Golden(t testing.TB, w fyne.Window, name string) {
	t.Helper()
	compare(t, w, 1, name)
}

// GoldenHalf is Golden with the window painted at half its size: for whole screens, whose painting is what a test
// spends its time on, most of all under the race detector. The layout is that of the full size.
func GoldenHalf(t testing.TB, w fyne.Window, name string) {
	t.Helper()
	compare(t, w, 0.5, name)
}

func painted(t testing.TB, w fyne.Window, scale float32) image.Image {
	t.Helper()
	c, ok := w.Canvas().(software.WindowlessCanvas)
	if !ok {
		t.Fatal("not a window of a test app")
	}
	c.SetScale(scale)
	defer c.SetScale(1)
	return Capture(w)
}

func compare(t testing.TB, w fyne.Window, scale float32, name string) {
	t.Helper()
	if racing && !*update {
		return
	}
	got := painted(t, w, scale)
	path := filepath.Join("testdata", name+".png")
	if *update {
		Save(t, path, got)
		return
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with -update, and look at it)", err)
	}
	want, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if n := differing(got, want); n != 0 {
		out := filepath.Join(os.TempDir(), "kittest", name+".png")
		Save(t, out, got)
		t.Errorf("%s: %d pixels differ; see %s", path, n, out)
	}
}

// Same tells whether two pictures are equal in every pixel.
func Same(a, b image.Image) bool { return differing(a, b) == 0 }

// differing counts pixels; pictures of different size differ everywhere.
func differing(a, b image.Image) int {
	if a.Bounds().Size() != b.Bounds().Size() {
		return max(a.Bounds().Dx()*a.Bounds().Dy(), 1)
	}
	p, q := plain(a), plain(b)
	if bytes.Equal(p.Pix, q.Pix) {
		return 0
	}
	n := 0
	for i := 0; i < len(p.Pix); i += 4 {
		if !bytes.Equal(p.Pix[i:i+4], q.Pix[i:i+4]) {
			n++
		}
	}
	return n
}

// plain gives a picture as rows without gaps, so that its bytes can be compared.
func plain(img image.Image) *image.NRGBA {
	if n, ok := img.(*image.NRGBA); ok && n.Stride == 4*n.Rect.Dx() {
		return n
	}
	out := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out
}
