package kit_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func TestTheMapTellsWhereAVisibleControlIs(t *testing.T) {
	kittest.App(t)
	path := filepath.Join(t.TempDir(), "map.json")
	m := kit.NewMap(path)
	shown := kit.NewButton(kit.ButtonParams{Text: "取号"})
	hidden := kit.NewButton(kit.ButtonParams{Text: "不在"})
	m.Screen("kiosk", "home")
	m.Tag("kiosk.take", shown)
	m.Tag("kiosk.gone", hidden)
	w := kittest.Window(t, kit.Place(400, 300, kit.At(40, 60, 200, 80, shown)), 400, 300)
	w.SetTitle("自助机")
	if err := m.Write(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var f kit.MapFile
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	want := kit.MapSpot{Window: "自助机", X: 40, Y: 60, W: 200, H: 80}
	if f.Tags["kiosk.take"] != want || f.Screens["kiosk"] != "home" {
		t.Errorf("got %+v", f)
	}
	if _, ok := f.Tags["kiosk.gone"]; ok {
		t.Error("a control that is not shown is on the map")
	}
	m.Screen("kiosk", "card")
	if len(m.Look().Tags) != 0 {
		t.Error("the old screen's controls are still on the map")
	}
}

func TestAMapThatIsOffDoesNothing(t *testing.T) {
	m := kit.NewMap("")
	m.Screen("kiosk", "home")
	m.Tag("kiosk.take", nil)
	if err := m.Write(); err != nil {
		t.Error(err)
	}
}

func TestAStampSaysWhenSomethingWasDrawnLast(t *testing.T) {
	kittest.App(t)
	m := kit.NewMap(t.TempDir() + "/map.json")
	if m.Look().Drawn["display.call"] != 0 {
		t.Error("drawn before anything was")
	}
	before := time.Now().UnixNano()
	m.Stamp("display.call")
	if at := m.Look().Drawn["display.call"]; at < before || at > time.Now().UnixNano() {
		t.Errorf("drawn at %d, stamped after %d", at, before)
	}
	var off *kit.Map
	off.Stamp("display.call")
}
