package window

import (
	"context"
	"image"
	"image/draw"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// drawn is a screen of 100×80, black, with a white square of 10 at 70,40.
func drawn() *pixels {
	img := image.NewRGBA(image.Rect(0, 0, 100, 80))
	draw.Draw(img, img.Bounds(), image.Black, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(70, 40, 80, 50), image.White, image.Point{}, draw.Src)
	return &pixels{image.Pt(100, 80), func(_ context.Context, r image.Rectangle) (*image.RGBA, error) {
		part := image.NewRGBA(image.Rectangle{Max: r.Size()})
		draw.Draw(part, part.Bounds(), img, r.Min, draw.Src)
		return part, nil
	}}
}

func TestTheSquareThatChangesMostIsFound(t *testing.T) {
	p := drawn()
	whole := image.Rectangle{Max: p.size}
	after, err := p.look(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Repeat(string([]byte{0, 0, 0, 0xFF}), len(after)/4)
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
	p := drawn()
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
