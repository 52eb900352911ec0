package counter_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
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

func TestEveryKeyOfTheTableDoesSomethingAndEveryKeyShownIsInIt(t *testing.T) {
	plain, ctrl := present.Bound(true)
	if len(plain) < 12 || len(ctrl) < 18 {
		t.Fatalf("%d keys and %d with Ctrl are bound", len(plain), len(ctrl))
	}
	w := words(t, kit.Chinese)
	shown := map[string]bool{"Ctrl 1": true, "Ctrl 2": true, "Ctrl 3": true, "Ctrl 4": true}
	for _, column := range present.Keys(w) {
		for _, row := range column.Rows {
			if row.What == "" || strings.Contains(row.What, "keys.") || strings.Contains(row.What, "act.") {
				t.Errorf("%s has no words: %q", row.Key, row.What)
			}
			shown[row.Key] = true
		}
	}
	for key := range plain {
		if !shown[key] {
			t.Errorf("%s is bound and not shown", key)
		}
	}
	for key := range ctrl {
		if !shown["Ctrl "+key] {
			t.Errorf("Ctrl %s is bound and not shown", key)
		}
	}
	for _, c := range scenes() { // every cap on the fullest screens
		if c.name != "fill" && c.name != "result" && c.name != "worklist-outbox" && c.name != "called" && c.name != "pick" {
			continue
		}
		s := c.open(t, kit.Chinese, 1920, 1080)
		for _, text := range texts(s.w.Content()) {
			if cap := strings.TrimSpace(text); (strings.HasPrefix(cap, "Ctrl ") || len(cap) > 1 && len(cap) < 4 && cap[0] == 'F' && cap[1] >= '0' && cap[1] <= '9') && !shown[firstKey(cap)] {
				t.Errorf("%s: %q is no key of the table", c.name, cap)
			}
		}
	}
}

// firstKey is the key at the beginning of a cap: "Ctrl U" of "Ctrl U 展开".
func firstKey(cap string) string {
	words := strings.Fields(cap)
	if words[0] == "Ctrl" && len(words) > 1 {
		return "Ctrl " + words[1]
	}
	return words[0]
}

func TestTheLanguageChangesWhileTheWindowRunsAndNothingTypedIsLost(t *testing.T) {
	s := start(t, ready())
	f := s.into("business.safety", "陈")
	s.desk.turn(func(d *desk.Snapshot) { // what is typed is handed over first, and taken
		c := *d.Current
		c.Case.Form = slices.Clone(c.Case.Form)
		c.Case.Form[9].Text = "林晓芸陈"
		d.Current = &c
	})
	s.chord(fyne.KeyT)
	s.expect("SetField business.safety 林晓芸陈")
	if got := s.m.FieldText("business.safety"); got != "林晓芸陈" {
		t.Errorf("the field holds %q", got)
	}
	if s.w.Canvas().Focused() != f {
		t.Error("the focus was lost")
	}
	all := texts(s.w.Content())
	for _, want := range []string{"Form", "Materials", "Accept", "Food safety officer", "Finish and call next", "Applicant's card read"} {
		if !slices.Contains(all, want) {
			t.Errorf("%q is not on the English screen", want)
		}
	}
	s.chord(fyne.KeyT)
	if all := texts(s.w.Content()); !slices.Contains(all, "食品安全管理员") || slices.Contains(all, "Accept") {
		t.Error("it did not change back")
	}
}
