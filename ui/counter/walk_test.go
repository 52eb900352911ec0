//go:build !race

package counter_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// TestTabWalksEveryScreenInItsOrderAndTheFocusIsSeen goes through every screen with Tab alone. Each stop is drawn with
// the focus frame, and the stops stand in testdata/focus.txt, in the order of reading; -update writes them anew.
func TestTabWalksEveryScreenInItsOrderAndTheFocusIsSeen(t *testing.T) {
	var out bytes.Buffer
	for _, c := range scenes() {
		if strings.Contains(c.name, "-troubles") || c.name == "fill-jam" || c.name == "hall-away" {
			continue // the stops of another screen
		}
		size := sizes[0]
		if c.name == "rail" {
			size = sizes[1]
		}
		s := c.open(t, kit.Chinese, size.wide, size.high)
		fmt.Fprintf(&out, "%s: %s\n", c.name, strings.Join(s.walk(c.name), " "))
	}
	const path = "testdata/focus.txt"
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, out.Bytes()) {
		t.Errorf("the stops are now\n%s\nand were\n%s", out.Bytes(), want)
	}
}

// walk presses Tab until the first stop comes again, and names the stops.
func (s *stage) walk(screen string) []string {
	s.t.Helper()
	c := s.w.Canvas()
	c.Unfocus()
	var stops []string
	var first fyne.Focusable
	for range 80 {
		c.FocusNext()
		f := c.Focused()
		if f == nil {
			s.t.Fatalf("%s: Tab leads nowhere after %v", screen, stops)
		}
		if f == first {
			return stops
		}
		if first == nil {
			first = f
		}
		name := s.stop(f.(fyne.CanvasObject))
		stops = append(stops, name)
		if !kittest.Framed(s.w, f.(fyne.CanvasObject)) {
			s.t.Errorf("%s: the focus on %s is not drawn", screen, name)
		}
	}
	s.t.Fatalf("%s: Tab never comes back: %v", screen, stops)
	return nil
}

// stop names what has the focus as the map does: what stands exactly there, or is a part of it, or holds it.
func (s *stage) stop(o fyne.CanvasObject) string {
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	x, y, w, h := int(at.X), int(at.Y), int(size.Width), int(size.Height)
	best, rank, area := "?", 3, 1<<30
	for name, spot := range s.places.Look().Tags {
		name = strings.TrimPrefix(name, "counter.")
		r := 3
		switch {
		case strings.HasPrefix(name, "trouble."):
		case spot.X == x && spot.Y == y && spot.W == w && spot.H == h:
			r = 0
		case spot.X >= x && spot.Y >= y && spot.X+spot.W <= x+w+1 && spot.Y+spot.H <= y+h+1: // one of several chips
			r, name = 1, name[:strings.LastIndexByte(name, '.')]
		case spot.X <= x+2 && spot.Y <= y+2 && spot.X+spot.W >= x+w-4 && spot.Y+spot.H >= y+h-4: // the box of a field
			r = 2
		}
		if a := spot.W * spot.H; r < rank || r == rank && r < 3 && (a < area || a == area && name < best) {
			best, rank, area = name, r, a
		}
	}
	return best
}
