package doorway_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"onewindow/ui/doorway"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

var (
	second  = doorway.Trouble{Code: "VAULT-001", Zh: "另一个窗口程序正开着本机资料，请先关掉它。", En: "Another window of this program holds the data; close it first.", Detail: "/var/lib/onewindow/vault"}
	expired = doorway.Trouble{Code: "CERT-001", Zh: "本机证书已到期，大厅系统和平台不再认这台机器。请联系技术人员换证书；已存的内容都在。",
		En: "This machine's certificate has expired, so hall and platform no longer accept it. Call a technician to renew it; what was saved is kept."}
	settings = []doorway.Trouble{
		{Code: "CONF-002", Zh: "设置文件里有程序不认识的项。请改正拼写，或删去它。", En: "The settings hold a key the program does not know. Correct its spelling or delete it.", Detail: "counter.toml, line 14: [reader] prot"},
		{Code: "CONF-003", Zh: "窗口号必须在 1 到 999 之间。请改正。", En: "The window number must be from 1 to 999. Correct it.", Detail: "counter.toml, line 6: [window] no = 0"},
		{Code: "CONF-003", Zh: "平台地址要以 https:// 开头。请改正。", En: "The platform's address must begin with https://. Correct it.", Detail: "counter.toml, line 31: [platform] url = \"platform.example\""},
	}
)

// opened is a doorway in a window.
type opened struct {
	door        *doorway.Door
	win         fyne.Window
	words       *kit.Words
	places      *kit.Map
	tried, quit int
}

func open(t *testing.T, role string, w, h float32, lang kit.Lang, troubles ...doorway.Trouble) *opened {
	t.Helper()
	words, err := kit.NewWords(lang, "kit", "doorway")
	if err != nil {
		t.Fatal(err)
	}
	o := &opened{words: words, places: kit.NewMap(t.TempDir() + "/map.json")}
	o.door = doorway.New(doorway.Params{Role: role, Words: words, Troubles: troubles, Map: o.places,
		Retry: func() { o.tried++ }, Quit: func() { o.quit++ }})
	t.Cleanup(o.door.Close)
	o.win = kittest.Window(t, o.door.Content(), w, h)
	o.door.Attach(o.win)
	return o
}

// press types a key where the focus is.
func (o *opened) press(k fyne.KeyName) {
	if f := o.win.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: k})
		return
	}
	o.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k})
}

func rules(role string) kittest.Rules {
	r := kittest.CounterRules()
	if role != "counter" {
		r = kittest.KioskRules()
	}
	return r
}

func TestTheDoorwayLooksAsItShould(t *testing.T) {
	kittest.App(t)
	many := append(append([]doorway.Trouble{}, settings...), settings...)
	for _, c := range []struct {
		name, role string
		w, h       float32
		troubles   []doorway.Trouble
	}{
		{"second", "counter", 1280, 800, []doorway.Trouble{second}},
		{"expired", "counter", 1920, 1080, []doorway.Trouble{expired}},
		{"settings", "counter", 1280, 800, settings},
		{"many", "counter", 1280, 800, many},
		{"unknown", "counter", 1280, 800, nil},
		{"kiosk", "kiosk", 1080, 1920, []doorway.Trouble{expired}},
		{"display", "display", 1920, 1080, settings},
		{"small-kiosk", "kiosk", 1280, 800, []doorway.Trouble{second}},
		{"strip", "display", 1280, 400, []doorway.Trouble{expired}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, lang := range []kit.Lang{kit.Chinese, kit.English} {
				o := open(t, c.role, c.w, c.h, lang, c.troubles...)
				r := rules(c.role).In(lang, nil)
				r.English = false // the other language stands below
				kittest.Audit(t, o.win, r)
				kittest.GoldenHalf(t, o.win, c.name+"-"+string(lang))
			}
		})
	}
}

func TestTheKeysTryAgainAndLeave(t *testing.T) {
	kittest.App(t)
	o := open(t, "counter", 1280, 800, kit.Chinese, second)
	o.press(fyne.KeyReturn)
	o.press(fyne.KeyReturn)
	if o.tried != 1 {
		t.Fatalf("tried %d times, want once until there is an answer", o.tried)
	}
	o.door.Set([]doorway.Trouble{expired})
	if tags := o.places.Look().Tags; tags["doorway.trouble.CERT-001"].W == 0 || tags["doorway.trouble.VAULT-001"].W != 0 {
		t.Errorf("after another try the tags are %v", tags)
	}
	o.win.Canvas().Unfocus()
	o.press(fyne.KeyEnter)
	o.press(fyne.KeyEscape)
	if o.tried != 2 || o.quit != 1 {
		t.Errorf("tried %d times, left %d times", o.tried, o.quit)
	}
}

func TestTabGoesFromTheLanguageOverLeavingToTryingAgain(t *testing.T) {
	kittest.App(t)
	o := open(t, "counter", 1280, 800, kit.Chinese, second)
	var order []string
	o.win.Canvas().Unfocus()
	for range 3 {
		o.win.Canvas().FocusNext()
		order = append(order, o.win.Canvas().Focused().(*kit.Button).Text())
	}
	if want := [3]string{"English", "退出", "再试"}; [3]string(order) != want {
		t.Errorf("the focus goes %v, want %v", order, want)
	}
}

func TestTheLanguageIsSwitchedWithATap(t *testing.T) {
	kittest.App(t)
	o := open(t, "kiosk", 1080, 1920, kit.Chinese, second)
	before := kittest.Glance(t, o.win)
	spot := o.places.Look().Tags["doorway.lang"]
	test.TapCanvas(o.win.Canvas(), fyne.NewPos(float32(spot.X+spot.W/2), float32(spot.Y+spot.H/2)))
	if o.words.Lang() != kit.English || kittest.Same(before, kittest.Glance(t, o.win)) {
		t.Error("the screen did not change its language")
	}
}

func TestAKioskCannotBeEndedWithAFinger(t *testing.T) {
	kittest.App(t)
	o := open(t, "kiosk", 1080, 1920, kit.Chinese, second)
	for y := float32(20); y < 1920; y += 40 {
		for x := float32(20); x < 1080; x += 40 {
			test.TapCanvas(o.win.Canvas(), fyne.NewPos(x, y))
		}
	}
	if o.quit != 0 {
		t.Error("a finger ended the kiosk")
	}
	o.press(fyne.KeyEscape)
	if o.quit != 1 {
		t.Error("the key of the technician did nothing")
	}
}

func TestALongListScrollsWithTheKeys(t *testing.T) {
	kittest.App(t)
	many := append(append([]doorway.Trouble{}, settings...), settings...)
	o := open(t, "counter", 1280, 800, kit.Chinese, many...)
	before := kittest.Glance(t, o.win)
	o.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if kittest.Same(before, kittest.Glance(t, o.win)) {
		t.Error("the list stands still")
	}
	o.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	if !kittest.Same(before, kittest.Glance(t, o.win)) {
		t.Error("the list does not come back")
	}
}
