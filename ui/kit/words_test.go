package kit_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"onewindow/assets"
	"onewindow/ui/kit"
)

func TestWordsSwitchWhileRunningAndTellTheirListeners(t *testing.T) {
	w, err := kit.NewWords(kit.Chinese, "kit")
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	stop := w.Listen(func() { told++ })
	if got := w.T("grade.1"); got != "非常满意" {
		t.Errorf("Chinese: %q", got)
	}
	w.SetLang(kit.English)
	if got := w.T("grade.1"); got != "Very satisfied" {
		t.Errorf("English: %q", got)
	}
	w.SetLang(kit.English)
	stop()
	w.SetLang(kit.Chinese)
	if told != 1 {
		t.Errorf("told %d times, want once: a change that is none and a removed listener are silent", told)
	}
	if w.T("no.such.key") != "no.such.key" {
		t.Error("an unknown key must show itself")
	}
}

func TestEveryTextExistsInBothLanguages(t *testing.T) {
	names, err := fs.Glob(assets.Files, "lang/*.zh.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("%v %v", names, err)
	}
	for _, zh := range names {
		en := strings.TrimSuffix(zh, "zh.json") + "en.json"
		a, b := texts(t, zh), texts(t, en)
		for key := range b {
			if _, ok := a[key]; !ok {
				t.Errorf("%s: %s is missing", zh, key)
			}
		}
		for key := range a {
			if _, ok := b[key]; !ok {
				t.Errorf("%s: %s is missing", en, key)
			}
		}
	}
}

func texts(t *testing.T, name string) map[string]string {
	t.Helper()
	raw, err := assets.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}
