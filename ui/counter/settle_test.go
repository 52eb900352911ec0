package counter_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// inOutbox opens the drawer over an outbox with one entry in each state.
func inOutbox(t *testing.T) *stage {
	t.Helper()
	from := serving()
	from.Outbox = verdicts()
	s := start(t, from)
	s.desk.dispute = dispute()
	s.chord(fyne.KeyU)
	return s
}

// tap taps the middle of a control that the map names.
func (s *stage) tap(name string) {
	s.t.Helper()
	spot, ok := s.places.Look().Tags[name]
	if !ok {
		s.t.Fatalf("%s is not on the screen", name)
	}
	test.TapCanvas(s.w.Canvas(), fyne.NewPos(float32(spot.X+spot.W/2), float32(spot.Y+spot.H/2)))
	s.settle()
}

func TestTheOutboxIsWorkedOffWithKeysAlone(t *testing.T) {
	for name, c := range map[string]struct {
		keys []fyne.KeyName
		did  string
	}{
		"correct what came back":        {[]fyne.KeyName{fyne.Key1}, "Correct 3"},
		"look at both versions":         {[]fyne.KeyName{fyne.KeyDown, fyne.Key2}, "Dispute 4"},
		"send a conflict as it is":      {[]fyne.KeyName{fyne.KeyDown, fyne.Key3}, "RetryOutbox"},
		"hand over and confirm":         {[]fyne.KeyName{fyne.Key3, fyne.KeyReturn}, "HandOver 3"},
		"hand over and leave":           {[]fyne.KeyName{fyne.Key3, fyne.KeyEscape}, ""},
		"take back":                     {[]fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.Key1}, "TakeBack 7"},
		"a correction that is not open": {[]fyne.KeyName{fyne.KeyDown, fyne.Key1}, ""},
		"redo from both versions":       {[]fyne.KeyName{fyne.Key2, fyne.Key1}, "Dispute 3; Correct 4"},
		"settled things have no acts":   {[]fyne.KeyName{fyne.KeyLeft, fyne.Key1}, ""},
		"by clerk, the second":          {[]fyne.KeyName{fyne.KeyRight, fyne.KeyEnd, fyne.KeyDown, fyne.Key2}, "Dispute 4"},
	} {
		t.Run(name, func(t *testing.T) {
			s := inOutbox(t)
			if name == "redo from both versions" {
				s.desk.dispute.Entry.Ways = halted
			}
			for _, k := range c.keys {
				s.press(k)
			}
			if got := s.desk.done(); got != c.did {
				t.Errorf("did %q, want %q", got, c.did)
			}
		})
	}
}

func TestThePlatformsVersionStandsOnlyWithAReason(t *testing.T) {
	s := inOutbox(t)
	s.press(fyne.KeyDown)
	s.press(fyne.Key2)
	s.press(fyne.KeyReturn)
	if got := s.desk.done(); got != "Dispute 4" {
		t.Fatalf("without a reason: %s", got)
	}
	for _, r := range "另一窗口已出件" {
		s.w.Canvas().Focused().TypedRune(r)
	}
	s.press(fyne.KeyReturn)
	s.expect("Dispute 4; KeepPlatform 4 另一窗口已出件")
}

func TestTheOutboxOpensAtTheStepOfTheCaseInFront(t *testing.T) {
	from := cameBack()
	e := from.Outbox.Entries
	e[len(e)-2].CaseID, from.Current.Stuck = "c1", &e[len(e)-2] // the parked one, not the first
	s := start(t, from)
	s.tap("counter.outcome.outbox")
	s.press(fyne.Key2)
	s.expect("Dispute 5")
}

func TestAHandOutThatCameBackOpensItsPanelAnew(t *testing.T) {
	s := inOutbox(t)
	s.desk.turn(func(d *desk.Snapshot) {
		c := *result().Current
		e := conflict()
		c.Stuck, c.Correcting = &e, true
		d.Current = &c
		for i := range d.Outbox.Entries {
			d.Outbox.Entries[i].Ways = halted
		}
	})
	s.m.Redraw()
	s.press(fyne.KeyDown)
	s.press(fyne.Key1)
	if on := s.places.Look().Screens["counter"]; on != "handout" {
		t.Errorf("%s stands", on)
	}
}

func TestWhatCameBackIsNowhereCalledAccepted(t *testing.T) {
	for _, l := range []kit.Lang{kit.Chinese, kit.English} {
		s := open(t, newFake(cameBack()), l, 1920, 1080)
		all := strings.Join(texts(s.w.Content()), "\n")
		for _, wrong := range []string{"已受理", "最迟办结", "Accepted, decided", "decided by"} {
			if strings.Contains(all, wrong) {
				t.Errorf("%q stands on the screen of what came back", wrong)
			}
		}
	}
}

func TestBothVersionsSayWhatTheyMean(t *testing.T) {
	w := words(t, kit.English)
	d := dispute()
	unknown, lacks := d, d
	unknown.Known, lacks.Lacks = false, true
	for name, v := range map[string]desk.Dispute{"known": d, "unknown": unknown, "lacking": lacks} {
		got := present.NewDispute(v, now, w)
		if got.Ours.Means == "" || got.Other.Means == "" || strings.Contains(got.Ours.Means+got.Other.Means+got.Other.Mark.Text, "dispute.") || len(got.Other.Facts) == 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for _, k := range []cases.ActKind{cases.ActAccept, cases.ActSupplement, cases.ActRefuse, cases.ActHandOut, cases.ActRate, cases.ActCheck} {
		d.Act.Kind = k
		if m := present.NewDispute(d, now, w).Ours.Means; strings.Contains(m, "dispute.") {
			t.Errorf("%s: %q", k, m)
		}
	}
}
