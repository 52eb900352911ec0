package kiosk_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"onewindow/assets"
	"onewindow/devices"
	"onewindow/internal/api"
	"onewindow/internal/catalogue"
	kiosk "onewindow/internal/kiosk"
	"onewindow/internal/pinyin"
	"onewindow/internal/queue"
	ui "onewindow/ui/kiosk"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

var fuzhou = time.FixedZone("CST", 8*3600)

// table and loaded are made once: they take longer than a screen.
var (
	table  = sync.OnceValue(pinyin.NewTable)
	loaded = sync.OnceValues(load)
)

// stage is a machine whose snapshot the test sets and whose acts it counts.
type stage struct {
	s       kiosk.Snapshot
	did     []string
	looks   int // snapshots taken
	changed chan struct{}
}

func (m *stage) do(what string) { m.did = append(m.did, what) }

func (m *stage) Snapshot() kiosk.Snapshot        { m.looks++; return m.s }
func (m *stage) Changed() <-chan struct{}        { return m.changed }
func (m *stage) Touch()                          { m.do("touch") }
func (m *stage) Home()                           { m.do("home") }
func (m *stage) Back()                           { m.do("back") }
func (m *stage) SetElder(on bool)                { m.do("elder") }
func (m *stage) SetLow(on bool)                  { m.do("low") }
func (m *stage) TakeNumber()                     { m.do("take") }
func (m *stage) OpenGuide()                      { m.do("guide") }
func (m *stage) ChooseCategory(code string) bool { m.do("category " + code); return false }
func (m *stage) ChooseItem(id string) bool       { m.do("item " + id); return false }
func (m *stage) TakeForItem() bool               { m.do("for item"); return false }
func (m *stage) Find()                           { m.do("find") }
func (m *stage) SetQuery(q string)               { m.do("query " + q) }
func (m *stage) TypeNumber()                     { m.do("type") }
func (m *stage) SubmitNumber(n string) bool      { m.do("number " + n); return false }
func (m *stage) WithoutCard()                    { m.do("without") }
func (m *stage) Issue(context.Context)           {}
func (m *stage) PrintAgain(context.Context)      {}
func (m *stage) Noted(context.Context)           {}
func (m *stage) Another(context.Context)         {}

func list(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	c, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func load() (*catalogue.Catalogue, error) {
	items, err := assets.Files.ReadFile("catalogue/catalogue.json")
	if err != nil {
		return nil, err
	}
	forms, err := assets.Files.ReadFile("catalogue/forms.json")
	if err != nil {
		return nil, err
	}
	return catalogue.Load(items, forms, pinyin.Index)
}

// morning is the hall of the drawings, a little after ten.
func morning(t testing.TB) kiosk.Snapshot {
	c := list(t)
	now := time.Date(2026, 11, 23, 10, 5, 0, 0, fuzhou)
	category := func(code, name, en string, waiting, low, high int, windows ...int) queue.BoardCategory {
		return queue.BoardCategory{Code: code, Name: name, NameEN: en, Windows: windows, OpenNow: len(windows), Waiting: waiting, LowMin: low, HighMin: high}
	}
	s := kiosk.Snapshot{
		Screen: kiosk.Home, Now: now, Left: 58 * time.Second, Idle: 90 * time.Second, Priority: 65,
		Reader: devices.Status{State: devices.Ready}, Printer: devices.Status{State: devices.Ready},
		Hall: api.HallView{Connected: true, Heard: now, Board: queue.Board{
			Hall: "福州市政务服务大厅", HallEN: "Fuzhou Government Service Hall", Day: "2026-11-23", Open: true, Waiting: 57, PassedMinutes: 30,
			Categories: []queue.BoardCategory{
				category("A", "企业设立", "Company set-up", 7, 12, 20, 1, 2, 3, 4, 5, 6),
				category("B", "经营管理", "Business permits", 12, 14, 22, 7, 8),
				category("C", "社会事务", "Social affairs", 31, 20, 32, 9, 10),
				category("D", "投资建设", "Construction", 4, 6, 12, 11),
				category("E", "通关外贸", "Customs and trade", 3, 5, 10, 12),
			},
		}},
		Examples: map[string][]catalogue.Item{},
	}
	for _, it := range c.Items() {
		if of := s.Examples[it.Category]; len(of) < 6 {
			s.Examples[it.Category] = append(of, it)
		}
	}
	for _, id := range []string{"FZ018", "FZ023", "FZ005", "FZ021"} {
		it, _ := c.Find(id)
		s.Common = append(s.Common, it)
	}
	return s
}

func ticket(word kiosk.PaperWord) *kiosk.TicketView {
	v := &kiosk.TicketView{
		CategoryName: "企业设立", CategoryEN: "Company set-up", Windows: "1–6", Paper: word,
		Slip: queue.Slip{Hall: "福州市政务服务大厅", CategoryName: "企业设立", Number: "A018", ItemName: "食品经营许可(新办)", Ahead: 6, LowMin: 11, HighMin: 18,
			Windows: "1–6 号", IssuedAt: "11月23日 10:06", Holder: "*𬭎", Class: "普通号", URL: "https://hall.example/p/Zm9vYmFyYmF6cXV4eHl6eg", Kiosk: "取号机 K1", Foot: "1123-A018-5C"},
	}
	switch word {
	case kiosk.Failed:
		v.Why = &kiosk.Problem{Code: "PRN-002", Sentence: "打印机缺纸，号票没有打出。您的号是 A018，请记下或扫码。", SentenceEN: "The printer is out of paper. Your number is A018; note it or scan the code."}
	case kiosk.Unsure:
		v.Why = &kiosk.Problem{Code: "PRN-011", Sentence: "打印中断，不能确定号票是否打出。您的号是 A018，请看出纸口，没有就记下或扫码。", SentenceEN: "Printing stopped; the ticket may or may not be out. Your number is A018: look at the slot, or note it or scan the code."}
	}
	return v
}

// show puts a scene on a window of the drawing's size.
func show(t testing.TB, m *stage, tags *kit.Map) (*ui.Window, fyne.Window, *kit.Pump) {
	t.Helper()
	return showIn(t, m, tags, kit.Chinese)
}

func showIn(t testing.TB, m *stage, tags *kit.Map, lang kit.Lang) (*ui.Window, fyne.Window, *kit.Pump) {
	t.Helper()
	pump := kit.NewPump()
	m.changed = make(chan struct{}, 1)
	w, err := ui.New(t.Context(), ui.Params{Machine: m, UI: pump, Lang: lang, Map: tags, Characters: ui.Pinyin(table())})
	if err != nil {
		t.Fatal(err)
	}
	win := kittest.Window(t, w.Content(), 1080, 1920)
	win.SetTitle("kiosk")
	t.Cleanup(w.Close)
	return w, win, pump
}
