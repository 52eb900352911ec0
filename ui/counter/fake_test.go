package counter_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"strconv"
	"strings"
	"sync"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
	"onewindow/ui/counter"
)

// fakeDesk shows what a test puts on it and remembers what it was asked to do.
type fakeDesk struct {
	mu      sync.Mutex
	snap    desk.Snapshot
	did     []string
	fail    map[string]error
	items   []catalogue.Item
	pdf     []byte // of the paper an act gives
	dispute desk.Dispute
	changed chan struct{}
	hold    chan struct{} // not nil: acts wait for it
}

func newFake(s desk.Snapshot) *fakeDesk {
	return &fakeDesk{snap: s, fail: map[string]error{}, changed: make(chan struct{}, 1)}
}

func (f *fakeDesk) note(parts ...string) error {
	f.mu.Lock()
	hold := f.hold
	f.mu.Unlock()
	if hold != nil {
		<-hold
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, strings.TrimSpace(strings.Join(parts, " ")))
	return f.fail[parts[0]]
}

// done gives what was asked so far.
func (f *fakeDesk) done() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Join(f.did, "; ")
}

// turn changes what the desk shows.
func (f *fakeDesk) turn(change func(s *desk.Snapshot)) {
	f.mu.Lock()
	change(&f.snap)
	f.mu.Unlock()
}

func (f *fakeDesk) Snapshot() desk.Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.snap
}

func (f *fakeDesk) Changed() <-chan struct{} { return f.changed }

func (f *fakeDesk) SignIn(_ context.Context, op, pin string) error { return f.note("SignIn", op, pin) }
func (f *fakeDesk) SignOut(context.Context) error                  { return f.note("SignOut") }
func (f *fakeDesk) CallNext(context.Context) error                 { return f.note("CallNext") }
func (f *fakeDesk) Recall(context.Context) error                   { return f.note("Recall") }
func (f *fakeDesk) NoShow(context.Context) error                   { return f.note("NoShow") }
func (f *fakeDesk) Start(context.Context) error                    { return f.note("Start") }
func (f *fakeDesk) Finish(context.Context) error                   { return f.note("Finish") }
func (f *fakeDesk) CallBack(_ context.Context, id string) error    { return f.note("CallBack", id) }
func (f *fakeDesk) Pause(_ context.Context, why string) error      { return f.note("Pause", why) }
func (f *fakeDesk) Resume(context.Context) error                   { return f.note("Resume") }
func (f *fakeDesk) NewCase(context.Context) error                  { return f.note("NewCase") }
func (f *fakeDesk) OpenCase(_ context.Context, id string) error    { return f.note("OpenCase", id) }
func (f *fakeDesk) ParkCase(context.Context) error                 { return f.note("ParkCase") }
func (f *fakeDesk) DropCase(context.Context) error                 { return f.note("DropCase") }
func (f *fakeDesk) FullView(context.Context) error                 { return f.note("FullView") }
func (f *fakeDesk) CancelScan()                                    { _ = f.note("CancelScan") }
func (f *fakeDesk) SkipRating()                                    { _ = f.note("SkipRating") }
func (f *fakeDesk) RetryOutbox()                                   { _ = f.note("RetryOutbox") }
func (f *fakeDesk) CancelStick()                                   { _ = f.note("CancelStick") }
func (f *fakeDesk) WriteStick(_ context.Context, p string) error   { return f.note("WriteStick", p) }
func (f *fakeDesk) ReadStick(_ context.Context, p string) error    { return f.note("ReadStick", p) }
func (f *fakeDesk) DismissNotice()                                 { _ = f.note("DismissNotice") }

func (f *fakeDesk) Search(q string) []catalogue.Item {
	var out []catalogue.Item
	for _, it := range f.items {
		if q == "" || strings.Contains(it.Name+it.BasicCode, q) || q == "spjy" && strings.HasPrefix(it.Name, "食品经营") {
			out = append(out, it)
		}
	}
	return out
}

func (f *fakeDesk) ChooseItem(_ context.Context, id string) error { return f.note("ChooseItem", id) }

func (f *fakeDesk) SetField(_ context.Context, key, text string) error {
	return f.note("SetField", key, text)
}

func (f *fakeDesk) ExplainField(_ context.Context, key, reason string) error {
	return f.note("ExplainField", key, reason)
}

func (f *fakeDesk) TypeApplicant(_ context.Context, name, number string) error {
	return f.note("TypeApplicant", name, number)
}

func (f *fakeDesk) UseCard(_ context.Context, u desk.CardUse) error {
	return f.note("UseCard", string(u))
}

func (f *fakeDesk) SetDelivery(_ context.Context, way string) error {
	return f.note("SetDelivery", way)
}

func (f *fakeDesk) MarkMaterial(_ context.Context, i int, s cases.MaterialState) error {
	return f.note("MarkMaterial", strconv.Itoa(i), string(s))
}

func (f *fakeDesk) ScanMaterial(_ context.Context, i int, _ desk.ScanSettings) error {
	return f.note("ScanMaterial", strconv.Itoa(i))
}

func (f *fakeDesk) RemovePage(_ context.Context, i, p int) error {
	return f.note("RemovePage", strconv.Itoa(i), strconv.Itoa(p))
}

func (f *fakeDesk) PageBytes(_ context.Context, digest string) ([]byte, error) {
	if digest == "pdf" {
		return nil, errors.New("no picture")
	}
	return scanPage(len(digest)), nil
}

func (f *fakeDesk) Accept(context.Context) (counter.Outcome, error) {
	return counter.Outcome{}, f.note("Accept")
}

func (f *fakeDesk) AskSupplement(_ context.Context, l []cases.Lack) (counter.Outcome, error) {
	return counter.Outcome{}, f.note("AskSupplement", strconv.Itoa(len(l)), l[0].Material, l[0].Problem)
}

func (f *fakeDesk) Lacks() []cases.Lack {
	return []cases.Lack{{Material: "授权委托书", Problem: "缺少", Right: "现场填写，申请人签名；空白书可在窗口打印"}}
}

func (f *fakeDesk) Refuse(_ context.Context, reason string) (counter.Outcome, error) {
	return counter.Outcome{PDF: f.pdf}, f.note("Refuse", reason)
}

func (f *fakeDesk) HandOut(_ context.Context, id, who, way string) (counter.Outcome, error) {
	return counter.Outcome{}, f.note("HandOut", id, who, way)
}

func (f *fakeDesk) ShowCitizen(m desk.CitizenMode) { _ = f.note("ShowCitizen", string(m)) }

func (f *fakeDesk) Rate(_ context.Context, g int, why []string) error {
	return f.note("Rate", strconv.Itoa(g), strings.Join(why, ","))
}

func (f *fakeDesk) CheckTwins(context.Context) error { return f.note("CheckTwins") }
func (f *fakeDesk) Dispute(_ context.Context, id string) (desk.Dispute, error) {
	return f.dispute, f.note("Dispute", id)
}

func (f *fakeDesk) Correct(_ context.Context, id string) error  { return f.note("Correct", id) }
func (f *fakeDesk) HandOver(_ context.Context, id string) error { return f.note("HandOver", id) }
func (f *fakeDesk) TakeBack(_ context.Context, id string) error { return f.note("TakeBack", id) }

func (f *fakeDesk) KeepPlatform(_ context.Context, id, why string) error {
	return f.note("KeepPlatform", id, why)
}

func (f *fakeDesk) ConfirmTime(context.Context, time.Time) error { return f.note("ConfirmTime") }

// scanPage is a page of grey lines, as a scanner would give it.
func scanPage(seed int) []byte {
	img := image.NewGray(image.Rect(0, 0, 210, 297))
	for i := range img.Pix {
		img.Pix[i] = 0xF8
	}
	for row := range 16 {
		for x := 24; x < 186-(row*seed*7)%70; x++ {
			for y := range 4 {
				img.SetGray(x, 40+row*14+y, color.Gray{Y: 0x60})
			}
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	return b.Bytes()
}
