package counter_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	desk "onewindow/internal/counter"
	"onewindow/ui/kit"
)

// tap puts a finger on a control of the citizen's window.
func (b *booth) tap(t *testing.T, name string) {
	t.Helper()
	o := b.z.Control(name)
	if o == nil {
		t.Fatalf("there is no %s", name)
	}
	test.Tap(o)
	settle(t, b.pump, b.z.Quiet)
}

func TestNoGradeIsPreselectedAndNothingIsSentWithoutOne(t *testing.T) {
	b := openCitizen(t, citizen(desk.CitizenRate), kit.Chinese)
	b.tap(t, "submit")
	if got := b.desk.done(); got != "" {
		t.Errorf("the desk was told %q", got)
	}
}

func TestAGoodGradeAsksForNoReasons(t *testing.T) {
	b := openCitizen(t, citizen(desk.CitizenRate), kit.Chinese)
	b.tap(t, "grade.2")
	b.tap(t, "submit")
	if got := b.desk.done(); got != "Rate 2" {
		t.Errorf("the desk was told %q", got)
	}
}

func TestABadGradeMayGiveReasons(t *testing.T) {
	b := openCitizen(t, citizen(desk.CitizenRate), kit.Chinese)
	b.tap(t, "grade.5")
	b.tap(t, "reason.1")
	b.tap(t, "reason.3")
	b.tap(t, "reason.1")
	b.tap(t, "submit")
	if got := b.desk.done(); got != "Rate 5 twice" {
		t.Errorf("the desk was told %q", got)
	}
}

func TestReasonsOfABadGradeThatWasTakenBackAreNotSent(t *testing.T) {
	b := openCitizen(t, citizen(desk.CitizenRate), kit.Chinese)
	b.tap(t, "grade.4")
	b.tap(t, "reason.1")
	b.tap(t, "grade.1")
	b.tap(t, "submit")
	if got := b.desk.done(); got != "Rate 1" {
		t.Errorf("the desk was told %q", got)
	}
}

func TestTheCitizenMayAlwaysSkip(t *testing.T) {
	b := openCitizen(t, citizen(desk.CitizenRate), kit.Chinese)
	b.tap(t, "grade.5")
	b.tap(t, "skip")
	if got := b.desk.done(); got != "SkipRating" {
		t.Errorf("the desk was told %q", got)
	}
}

func TestAGradeThatCouldNotBeKeptIsSaidSoAndMayBeSentAgain(t *testing.T) {
	b := openCitizen(t, citizen(desk.CitizenRate), kit.Chinese)
	b.desk.fail["Rate"] = errors.New("disk full")
	b.tap(t, "grade.3")
	b.tap(t, "submit")
	delete(b.desk.fail, "Rate")
	b.tap(t, "submit")
	if got := strings.Count(b.desk.done(), "Rate 3"); got != 2 {
		t.Errorf("the desk was told %q", b.desk.done())
	}
}

func TestWhatOnePersonPickedNeverMeetsTheNext(t *testing.T) {
	b := openCitizen(t, citizen(desk.CitizenRate), kit.Chinese)
	b.tap(t, "grade.5")
	for _, next := range []desk.CitizenMode{desk.CitizenIdle, desk.CitizenRate} {
		b.desk.turn(func(s *desk.Snapshot) { s.Citizen.Mode = next })
		b.z.Redraw()
	}
	b.tap(t, "submit")
	if got := b.desk.done(); got != "" {
		t.Errorf("the desk was told %q", got)
	}
}

func TestTheCitizensControlsAreOnTheMap(t *testing.T) {
	b := openCitizen(t, citizen(desk.CitizenRate), kit.Chinese)
	tags := b.m.Look().Tags
	for _, name := range []string{"citizen.grade.1", "citizen.grade.5", "citizen.skip", "citizen.submit"} {
		if spot := tags[name]; spot.W < 60 || spot.H < 60 {
			t.Errorf("%s is at %+v", name, spot)
		}
	}
}
