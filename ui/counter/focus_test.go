package counter_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

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
