package kittest

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

// Rules are what Audit holds a screen to. Take those of a surface (CounterRules, KioskRules, …) and add what the
// scene needs.
type Rules struct {
	Contrast float64 // least contrast of text with what lies behind it
	Numbers  float64 // the same for texts of digits and capitals only: ticket numbers, clocks; 0 = Contrast
	Border   float64 // least contrast of the border of what can be operated
	Least    float32 // smallest type, px
	Target   float32 // smallest width and height of what can be operated, px
	English  bool    // no Han characters but data
	// Data tells whether a text is data (a person's name, a catalogue's item): it may be in Chinese on an English
	// screen and may be shortened. See Data and DataIn. nil = nothing is data.
	Data func(text string) bool
	// Except gives the reason why a fault is none on this screen; "" lets it stand. nil = every fault stands.
	Except func(Fault) string
}

// In gives the rules for a screen in a language, on which the texts that data tells of are data.
func (r Rules) In(l kit.Lang, data func(text string) bool) Rules {
	r.English, r.Data = l == kit.English, data
	return r
}

// The rules of the surfaces: LOOK 3 (type) and 9 (contrast, targets).
func rules(contrast, numbers float64, least, target float32) Rules {
	return Rules{Contrast: contrast, Numbers: numbers, Border: 3, Least: least, Target: target}
}

// CounterRules hold for the clerk's window.
func CounterRules() Rules { return rules(4.5, 0, 12, 32) }

// CitizenRules hold for the citizen's window at the counter.
func CitizenRules() Rules { return rules(4.5, 0, 18, 48) }

// KioskRules hold for the kiosk.
func KioskRules() Rules { return rules(4.5, 0, 24, 60) }

// ElderRules hold for the kiosk's elder mode.
func ElderRules() Rules { return rules(7, 0, 36, 60) }

// HallRules hold for the hall's display at 1920×1080; a smaller window scales Least.
func HallRules() Rules { return rules(4.5, 7, 25, 0) }

// StripRules hold for the display over a window at 1280×400.
func StripRules() Rules { return rules(4.5, 7, 28, 0) }

// Kind is what is wrong.
type Kind string

// The kinds of faults.
const (
	Faint      Kind = "faint"      // too little contrast
	Small      Kind = "small"      // type below the least size
	Cut        Kind = "cut"        // a text has less room than it needs
	Overlap    Kind = "overlap"    // two texts lie over each other
	Cramped    Kind = "cramped"    // a target is too small
	Entangled  Kind = "entangled"  // two targets lie over each other
	Borderless Kind = "borderless" // the border of a target is too faint
	Foreign    Kind = "foreign"    // Han characters on an English screen
)

// Fault is one thing wrong on a screen.
type Fault struct {
	Kind  Kind
	Text  string // the text it is about, or the first text in the target
	Where string // x,y w×h on the window
	Why   string
	// Ink and Behind are the colours of a Faint or Borderless fault.
	Ink, Behind color.NRGBA
}

func (f Fault) String() string {
	return fmt.Sprintf("%s: %q at %s: %s", f.Kind, f.Text, f.Where, f.Why)
}

// Audit walks what a window shows now (nothing is painted) and reports every fault as an error of the test:
//
//	kittest.Audit(t, win, kittest.CounterRules().In(lang, kittest.DataIn(snapshot)))
//
// Call it beside Golden, on every scene, in both languages. Controls that are one widget with several targets give
// them through kit.Parted.
func Audit(t testing.TB, w fyne.Window, r Rules) {
	t.Helper()
	faults := Faults(w.Canvas(), r)
	if len(faults) == 0 {
		return
	}
	lines := make([]string, len(faults))
	for i, f := range faults {
		lines[i] = f.String()
	}
	t.Errorf("%d faults on this screen (%s):\n%s", len(faults), t.Name(), strings.Join(lines, "\n"))
}

// Faults gives what Audit reports, in the order things are drawn.
func Faults(c fyne.Canvas, r Rules) []Fault {
	s := newScene(c)
	var found []Fault
	for _, check := range []func(*scene, Rules) []Fault{textFaults, overlaps, targetFaults} {
		for _, f := range check(s, r) {
			if r.Except == nil || r.Except(f) == "" {
				found = append(found, f)
			}
		}
	}
	return found
}
