package window

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// dump writes a screen's file as Xvfb does: 100×80, black, with a white square of 10 at 70,40.
func dump(t *testing.T) *pixels {
	t.Helper()
	const w, h, table = 100, 80, 2
	head := [40]uint32{headerSize: 160, pictureWidth: w, pictureHeight: h, bitsPerPixel: 32, bytesPerLine: w * 4, colours: table}
	var b bytes.Buffer
	if err := binary.Write(&b, binary.BigEndian, head); err != nil {
		t.Fatal(err)
	}
	b.Write(make([]byte, table*colourSize))
	for y := range h {
		for x := range w {
			white := x >= 70 && x < 80 && y >= 40 && y < 50
			b.Write(map[bool][]byte{false: {0, 0, 0, 0}, true: {0xFF, 0xFE, 0xFD, 0}}[white])
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "Xvfb_screen0"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := openPixels(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.close() })
	return p
}

func TestAScreensPixelsAreReadFromItsFile(t *testing.T) {
	p := dump(t)
	if p.size != image.Pt(100, 80) {
		t.Fatalf("the screen is %v", p.size)
	}
	img, err := p.picture(image.Rect(69, 39, 81, 51))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := img.At(1, 1).RGBA(); r>>8 != 0xFD || g>>8 != 0xFE || b>>8 != 0xFF {
		t.Errorf("the square is %d %d %d", r>>8, g>>8, b>>8)
	}
	if r, _, _, _ := img.At(0, 0).RGBA(); r != 0 {
		t.Error("beside the square it is not black")
	}
}

func TestTheSquareThatChangesMostIsFound(t *testing.T) {
	p := dump(t)
	whole := image.Rectangle{Max: p.size}
	after, err := p.look(whole)
	if err != nil {
		t.Fatal(err)
	}
	before := string(make([]byte, len(after)))
	if !even(before) || even(after) {
		t.Error("one colour is not told from two")
	}
	if at := busiest(whole, before, after); !image.Rect(70, 40, 80, 50).In(at) || at.Dx() != side {
		t.Errorf("most changes in %v", at)
	}
	if at := busiest(whole, after, after); !at.Empty() {
		t.Errorf("nothing changes, and yet it does in %v", at)
	}
}

func TestWaitingForPixelsEnds(t *testing.T) {
	p := dump(t)
	ctx, cancel := context.WithCancel(t.Context())
	looks := 0
	_, err := p.until(ctx, image.Rect(0, 0, 8, 8), "nothing happens", func(string) bool {
		if looks++; looks == 3 {
			cancel()
		}
		return false
	})
	if err == nil || looks != 3 {
		t.Errorf("it ended after %d looks with %v", looks, err)
	}
}

func TestAProgramsNameDoesNotConfuseItsFigures(t *testing.T) {
	const rest = " S 41 42 42 0 -1 4194560 100 0 0 0 250 50 7 9 20 0 3 0 1000 0 0"
	for text, want := range map[string]process{
		"42 (onewindow)" + rest:       {42, 41, 300},
		"43 (a) b (1 2 3) c)" + rest:  {43, 41, 300},
		"44 (short) S 1":              {},
		"no number (x)" + rest:        {},
		"":                            {},
		"45 (x) S one 42 42 0 -1 4 0": {},
	} {
		if got, ok := parseStat(text); got != want && (ok || want != process{}) {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
}

func TestAProgramIsItsOwnFamily(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("Linux counts programs in /proc")
	}
	all := family(os.Getpid())
	bytes, err := all.memory()
	if len(all) == 0 || err != nil || bytes < 1<<20 {
		t.Fatalf("%d programs hold %d bytes: %v", len(all), bytes, err)
	}
	before, end := all.work(), time.Now().Add(5*time.Second)
	for family(os.Getpid()).work() <= before {
		if time.Now().After(end) {
			t.Fatal("five seconds of work are not counted")
		}
	}
}
