package kittest_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// faults of a small screen, 400×300, on which the items stand.
func faults(t *testing.T, r kittest.Rules, items ...kit.Placed) []kittest.Fault {
	t.Helper()
	w := kittest.Window(t, kit.Place(400, 300, items...), 400, 300)
	return kittest.Faults(w.Canvas(), r)
}

func button(text string) *kit.Button { return kit.NewButton(kit.ButtonParams{Text: text}) }

func blocked(text string) *kit.Button {
	b := button(text)
	b.Blocked("还差 1 份必要材料")
	return b
}

func pale() color.Color { return color.NRGBA{R: 0x14, G: 0x21, B: 0x1F, A: 0x50} }

func TestAuditFindsEveryKindOfFault(t *testing.T) {
	kittest.App(t)
	counter, english := kittest.CounterRules(), kittest.CounterRules()
	english.English = true
	data := english
	data.Data = kittest.Data("张𬭎", "食品经营许可")
	text := func(x, y float32, s string, px float32, c color.Color) kit.Placed {
		return kit.At(x, y, 0, 0, kit.Text(s, px, false, c))
	}
	picture := canvas.NewImageFromResource(kit.IconResource("check", kit.Green))
	picture.FillMode = canvas.ImageFillStretch
	scroll := container.NewVScroll(kit.Place(200, 400, text(0, 90, "half of me can be seen", 15, kit.Ink), text(150, 20, "runs out of the list", 15, kit.Ink)))
	for _, c := range []struct {
		name  string
		rules kittest.Rules
		items []kit.Placed
		want  []kittest.Kind
	}{
		{"a whole screen", counter, []kit.Placed{text(10, 10, "已收 3 份", 15, kit.Ink), kit.At(10, 60, 0, 0, button("受理")), kit.At(10, 130, 0, 0, blocked("打印"))}, nil},
		{"grey on the wall", counter, []kit.Placed{text(10, 10, "未收", 15, kit.Edge)}, []kittest.Kind{kittest.Faint}},
		{"grey of a blocked button that is not blocked", counter, []kit.Placed{kit.At(0, 0, 200, 50, kit.Box(kit.Blocked, 0)), text(10, 10, "未收", 15, kit.Ink3)}, []kittest.Kind{kittest.Faint}},
		{"ink that shines through", counter, []kit.Placed{text(10, 10, "未收", 15, pale())}, []kittest.Kind{kittest.Faint}},
		{"green on the lintel", counter, []kit.Placed{kit.At(0, 0, 200, 50, kit.Box(kit.Lintel, 0)), text(10, 10, "可用", 15, kit.Green)}, []kittest.Kind{kittest.Faint}},
		{"a tint over the lintel", counter, []kit.Placed{kit.At(0, 0, 200, 50, kit.Box(kit.Lintel, 0)), kit.At(0, 0, 200, 50, kit.Box(color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0x80}, 0)), text(10, 10, "可用", 15, kit.OnLintel)}, []kittest.Kind{kittest.Faint}},
		{"white that runs off its green", counter, []kit.Placed{kit.At(0, 0, 60, 50, kit.Box(kit.Green, 0)), text(10, 10, "受理这一件吧", 15, kit.Paper)}, []kittest.Kind{kittest.Cut, kittest.Faint}},
		{"text on a picture of its colour", counter, []kit.Placed{kit.At(0, 0, 300, 300, picture), text(100, 210, "可用可用", 15, kit.Green)}, []kittest.Kind{kittest.Faint}},
		{"a number that is read from afar", kittest.HallRules(), []kit.Placed{kit.At(0, 0, 400, 300, kit.Box(kit.Lintel2, 0)), text(10, 10, "A018", 84, kit.Jade)}, []kittest.Kind{kittest.Faint}},
		{"type too small", counter, []kit.Placed{text(10, 10, "未收", 11, kit.Ink)}, []kittest.Kind{kittest.Small}},
		{"less room than the text needs", counter, []kit.Placed{kit.At(10, 10, 40, 0, kit.Centred("受理通知书", 15, false, kit.Ink))}, []kittest.Kind{kittest.Cut}},
		{"shortened by the program", counter, []kit.Placed{text(10, 10, kit.Fit("请检查连线，或改为输入号码", 15, false, 100), 15, kit.Ink)}, []kittest.Kind{kittest.Cut}},
		{"a catalogue's name, shortened", data, []kit.Placed{text(10, 10, kit.Fit("食品经营许可", 15, false, 60), 15, kit.Ink)}, nil},
		{"out of the window", counter, []kit.Placed{text(350, 10, "受理通知书", 15, kit.Ink)}, []kittest.Kind{kittest.Cut}},
		{"wholly out of the window", counter, []kit.Placed{text(450, 10, "受理通知书", 15, kit.Ink)}, []kittest.Kind{kittest.Cut}},
		{"out of what holds it", counter, []kit.Placed{kit.At(10, 10, 50, 30, kit.Place(50, 30, text(0, 0, "受理通知书", 15, kit.Ink)))}, []kittest.Kind{kittest.Cut}},
		{"a box lies over its end", counter, []kit.Placed{text(10, 10, "受理通知书", 15, kit.Ink), kit.At(60, 0, 100, 50, kit.Box(kit.Paper, 0))}, []kittest.Kind{kittest.Cut}},
		{"a lifted box may lie over its end", counter, []kit.Placed{text(10, 10, "受理通知书", 15, kit.Ink), kit.At(60, 0, 100, 50, kit.Lift(kit.Box(kit.Paper, 0)))}, nil},
		{"scrolled half away, and out at the side", counter, []kit.Placed{kit.At(0, 0, 200, 100, scroll)}, []kittest.Kind{kittest.Cut}},
		{"two texts over each other", counter, []kit.Placed{text(10, 10, "受理通知书", 15, kit.Ink), text(60, 12, "已收", 15, kit.Ink)}, []kittest.Kind{kittest.Overlap}},
		{"two texts that touch", counter, []kit.Placed{text(10, 10, "受理", 15, kit.Ink), text(40, 10, "已收", 15, kit.Ink)}, nil},
		{"Chinese on an English screen", english, []kit.Placed{text(10, 10, "受理", 15, kit.Ink)}, []kittest.Kind{kittest.Foreign}},
		{"a person's name on an English screen", data, []kit.Placed{text(10, 10, "Clerk 张𬭎", 15, kit.Ink)}, nil},
		{"a person's name and more", data, []kit.Placed{text(10, 10, "科员 张𬭎", 15, kit.Ink)}, []kittest.Kind{kittest.Foreign}},
		{"a target too low", counter, []kit.Placed{kit.At(10, 10, 100, 28, button("受理"))}, []kittest.Kind{kittest.Cramped}},
		{"a counter's button on a kiosk", kittest.KioskRules(), []kit.Placed{kit.At(10, 10, 100, 48, kit.NewArea(kit.Box(kit.Green, 0), 0, nil))}, []kittest.Kind{kittest.Cramped}},
		{"parts too small", counter, []kit.Placed{kit.At(10, 10, 0, 0, parts{part("是", 0, 20), part("否", 50, 40)}.widget())}, []kittest.Kind{kittest.Cramped}},
		{"parts over each other", counter, []kit.Placed{kit.At(10, 10, 0, 0, parts{part("是", 0, 40), part("否", 30, 40)}.widget())}, []kittest.Kind{kittest.Entangled}},
		{"targets over each other", counter, []kit.Placed{kit.At(10, 10, 100, 48, kit.NewArea(kit.Box(kit.None, 0), 0, nil)), kit.At(90, 10, 100, 48, kit.NewArea(kit.Box(kit.None, 0), 0, nil))}, []kittest.Kind{kittest.Entangled}},
		{"a target under something opaque", counter, []kit.Placed{kit.At(10, 10, 20, 20, kit.NewArea(kit.Box(kit.Green, 0), 0, nil)), kit.At(0, 0, 100, 100, kit.Box(kit.Paper, 0))}, nil},
		{"a border nobody sees", counter, []kit.Placed{kit.At(10, 10, 100, 48, kit.NewArea(kit.Frame(kit.Paper, kit.Line, 1, 4), 4, nil))}, []kittest.Kind{kittest.Borderless}},
		{"one target in another", counter, []kit.Placed{kit.At(10, 10, 200, 100, kit.NewArea(kit.Place(200, 100, kit.At(10, 10, 0, 0, button("受理"))), 0, nil))}, nil},
		{"a disabled box", counter, []kit.Placed{kit.At(10, 10, 10, 10, disabled())}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := faults(t, c.rules, c.items...)
			if len(got) != len(c.want) {
				t.Fatalf("found %v, want %v", got, c.want)
			}
			for i, f := range got {
				if f.Kind != c.want[i] {
					t.Errorf("found %v, want %s", f, c.want[i])
				}
			}
		})
	}
}

// parts is a control made of parts.
type parts []kit.Part

func part(name string, x, w float32) kit.Part {
	return kit.Part{Name: name, Pos: fyne.NewPos(x, 0), Size: fyne.NewSize(w, 32)}
}

type partedWidget struct {
	widget.BaseWidget
	parts parts
}

func (p parts) widget() *partedWidget {
	w := &partedWidget{parts: p}
	w.ExtendBaseWidget(w)
	return w
}

func (w *partedWidget) Parts() []kit.Part       { return w.parts }
func (w *partedWidget) Tapped(*fyne.PointEvent) {}
func (w *partedWidget) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(kit.Place(100, 40))
}

func disabled() fyne.CanvasObject {
	b := widget.NewButton("", nil)
	b.Disable()
	return b
}

func TestOnlyTheTopmostOverlayIsOperated(t *testing.T) {
	kittest.App(t)
	w := kittest.Window(t, kit.Place(800, 600, kit.At(10, 10, 20, 20, kit.NewArea(kit.Box(kit.Green, 0), 0, nil)), kit.At(10, 50, 0, 0, kit.Text("办件", 9, false, kit.Ink))), 800, 600)
	if got := kittest.Faults(w.Canvas(), kittest.CounterRules()); len(got) != 2 {
		t.Fatalf("found %v, want a cramped target and a small text", got)
	}
	kit.ShowDialog(w.Canvas(), kit.DialogParams{Title: "不予受理这一件？", Text: "这一件不能再改。", Safe: "再想想", Act: "不予受理", Danger: true})
	kittest.Audit(t, w, kittest.CounterRules())
}

func TestAnExceptionLetsAFaultPass(t *testing.T) {
	kittest.App(t)
	r := kittest.CounterRules()
	r.Except = func(f kittest.Fault) string {
		if f.Kind == kittest.Small {
			return "a watermark"
		}
		return ""
	}
	if got := faults(t, r, kit.At(10, 10, 0, 0, kit.Text("样张", 9, false, kit.Edge))); len(got) != 1 || got[0].Kind != kittest.Faint {
		t.Errorf("found %v, want the faint text only", got)
	}
}

func TestDataInAValueIsWhatHasNoTranslation(t *testing.T) {
	type reason struct{ Sentence, SentenceEN string }
	type view struct {
		Name  string
		Why   reason
		Items []struct{ Title, TitleEN string }
	}
	is := kittest.DataIn(&view{Name: "张𬭎", Why: reason{"没有找到读卡器。", "No card reader found."}, Items: []struct{ Title, TitleEN string }{{"食品经营许可", ""}}})
	for text, want := range map[string]bool{"张𬭎": true, "食品经…": true, "没有找到读卡器。": false, "A018 食品…": true, "科员 食品…": false, "样张…": false, "No card…": false, "No card": true, "中文": true} {
		if is(text) != want {
			t.Errorf("%q is data: %v, want %v", text, !want, want)
		}
	}
}
