//go:build !race

package counter_test

import (
	"strings"
	"testing"

	desk "onewindow/internal/counter"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// Pictures and measures have no second goroutine to race with, and take minutes under the race detector.

// TestEveryScreenIsFitToShow holds every screen, in both languages and sizes, to the numbers of the look and to its
// picture.
func TestEveryScreenIsFitToShow(t *testing.T) {
	for _, c := range scenes() {
		for _, size := range sizes {
			if c.name == "rail" && size.name == "" {
				continue // a wide window has the column
			}
			for _, l := range []kit.Lang{kit.Chinese, kit.English} {
				name := c.name + size.name + "-" + string(l)
				t.Run(name, func(t *testing.T) {
					s := c.open(t, l, size.wide, size.high)
					rules := kittest.CounterRules().In(l, c.data(t))
					if c.name == "rail" {
						rules.Except = under
					}
					kittest.Audit(t, s.w, rules)
					if name == "fill-zh" {
						kittest.Golden(t, s.w, name) // the drawing of the look, whole
					} else {
						kittest.GoldenHalf(t, s.w, name)
					}
				})
			}
		}
	}
}

// under lets what the open column covers be covered.
func under(f kittest.Fault) string {
	if f.Kind == kittest.Cut && strings.Contains(f.Why, "lies over") {
		return "the citizen's column lies over it until it is put away"
	}
	return ""
}

func TestTheCitizensWindowIsFitToShow(t *testing.T) {
	silent, platform := citizen(desk.CitizenIdle), citizen(desk.CitizenCheck)
	silent.Connected, platform.Outbox.Online = false, false
	stopped, offline := citizen(desk.CitizenIdle), platform
	stopped.Citizen.Told, offline.Citizen.Told = toldCitizen("LIMIT-003"), toldCitizen("LIMIT-008")
	for name, from := range map[string]desk.Snapshot{
		"idle": citizen(desk.CitizenIdle), "check": citizen(desk.CitizenCheck), "done": citizen(desk.CitizenDone), "rate": citizen(desk.CitizenRate),
		"thanks": citizen(desk.CitizenThanks), "hall-away": silent, "platform-away": platform, "limit": stopped, "offline": offline,
	} {
		for _, l := range []kit.Lang{kit.Chinese, kit.English} {
			t.Run(name+"-"+string(l), func(t *testing.T) {
				b := openCitizen(t, from, l)
				kittest.Audit(t, b.w, kittest.CitizenRules().In(l, kittest.DataIn(from)))
				kittest.GoldenHalf(t, b.w, "citizen-"+name+"-"+string(l))
			})
		}
	}
}
