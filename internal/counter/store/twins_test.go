package store_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
)

// window is a clerk's desk over a terminal's real store.
type window struct {
	*desk
	use *counter.Desk
}

// newWindow opens a window of a clerk over a terminal; its hall, reader and paper are a test's.
func newWindow(t *testing.T, base, name string, no int) *window {
	t.Helper()
	d := newTerminal(t, base, name)
	var ids atomic.Int64
	next := func(kind string) func() string {
		return func() string { return fmt.Sprintf("%s-%s-%d", kind, name, ids.Add(1)) }
	}
	use := counter.NewDesk(counter.Params{
		Terminal: name, WindowNo: no, HallName: "福州市政务服务大厅", Hall: countertest.NewHall(countertest.NewClock()), Store: d.store, Clock: d.store,
		Users:  &counter.LocalUsers{Now: time.Now, Verify: func(hash, pin string) bool { return hash == pin }, Accounts: []counter.Account{{User: counter.User{Operator: "0312", Name: "陈晓"}, Hash: "1"}}},
		Papers: &countertest.Papers{}, Catalogue: countertest.Catalogue(t), Calendar: countertest.Calendar(t), NewID: next("case"), NewToken: next("token"),
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = use.Serve(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	w := &window{d, use}
	w.sees("a block of numbers", func(counter.Snapshot) bool { return !d.store.NeedBlock() })
	w.must(use.SignIn(ctx, "0312", "1"))
	return w
}

func (w *window) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// sees waits until the window's screen is as wanted.
func (w *window) sees(what string, ok func(counter.Snapshot) bool) counter.Snapshot {
	w.t.Helper()
	changed, deadline := w.use.Changed(), time.After(20*time.Second)
	for {
		s := w.use.Snapshot()
		if ok(s) {
			return s
		}
		select {
		case <-changed:
		case <-time.After(20 * time.Millisecond): // what the store knows need not change the screen
		case <-deadline:
			w.t.Fatalf("%s never saw: %s", w.name, what)
		}
	}
}

// accept takes in the social-security card of the one person, and leaves the filed case in front.
func (w *window) accept() cases.Case {
	w.t.Helper()
	ctx := w.t.Context()
	w.must(w.use.NewCase(ctx))
	w.must(w.use.ChooseItem(ctx, "FZ023"))
	w.must(w.use.TypeApplicant(ctx, "张𬭎", "350199198506150035"))
	for key, text := range map[string]string{"applicant.phone": "13800001234", "applicant.address": "福州市鼓楼区示例巷 12 号", "card.reason": "首次申领", "card.bank": "中国银行", "card.form": "实体卡"} {
		w.must(w.use.SetField(ctx, key, text))
	}
	for i := range w.use.Snapshot().Current.Case.Materials {
		w.must(w.use.MarkMaterial(ctx, i, cases.Paper))
	}
	for _, f := range w.use.Snapshot().Current.Form.Fields {
		if f.Required && w.use.Snapshot().Current.Case.Text(f.Key) == "" {
			w.t.Fatalf("%s is not answered", f.Key)
		}
	}
	out, err := w.use.Accept(ctx)
	w.must(err)
	return out.Case
}

// beside gives the case that stands beside the one in front.
func beside(s counter.Snapshot) string {
	if s.Current == nil || len(s.Current.Twins) != 1 {
		return ""
	}
	return s.Current.Twins[0].CaseID
}

// console gives a page of the departments' console.
func (c *city) console(path string) string {
	c.t.Helper()
	jar, _ := cookiejar.New(nil)
	browser := http.Client{Jar: jar}
	_, err := browser.PostForm("http://"+c.params.WebAddr+"/login", url.Values{"login": {"1001"}, "password": {"secret"}})
	if err != nil {
		c.t.Fatal(err)
	}
	resp, err := browser.Get("http://" + c.params.WebAddr + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	page, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: %d, %v", path, resp.StatusCode, err)
	}
	return string(page)
}

func TestOnePersonAtTwoWindowsOffTheLineIsNoticedOnAllScreensAndMergedByNobody(t *testing.T) {
	town := newCity(t)
	base := "http://" + town.params.APIAddr
	three, four := newWindow(t, base, "C03", 3), newWindow(t, base, "C04", 4)
	away := func(s counter.Snapshot) bool { return !s.Outbox.Online }
	town.stop()
	three.sees("the platform's silence", away)
	four.sees("the platform's silence", away)

	first, second := three.accept(), four.accept()
	if !first.Offline || !second.Offline || beside(three.use.Snapshot()) != "" || beside(four.use.Snapshot()) != "" {
		t.Error("off the line the windows know of each other, or do not know that they are off it")
	}

	town.start()
	three.sees("the other's case", func(s counter.Snapshot) bool { return beside(s) == second.ID })
	s := four.sees("the other's case", func(s counter.Snapshot) bool { return beside(s) == first.ID })
	if twin := s.Current.Twins[0]; twin.Number != first.Number || twin.Terminal != "C03" || twin.Window != 3 {
		t.Errorf("window 4 shows %+v", twin)
	}
	three.until("everything sent", three.sent)
	four.until("everything sent", four.sent)

	known := town.cases()
	if len(known) != 2 {
		t.Fatalf("the platform holds %d cases", len(known))
	}
	for id, other := range map[string]string{first.ID: second.ID, second.ID: first.ID} {
		c := known[id]
		if c.State != cases.Accepted || c.Revision != 1 || len(cases.LiveTwins(c)) != 1 || cases.LiveTwins(c)[0].Case != other {
			t.Errorf("%s at the platform: %s at %d beside %+v", id, c.State, c.Revision, c.Twins)
		}
		if page := town.console("/console/cases/" + id); !strings.Contains(page, "系统不会自动合并") || !strings.Contains(page, `href="/console/cases/`+other+`"`) {
			t.Errorf("the console's page of %s does not show %s", id, other)
		}
	}
	if n := strings.Count(town.console("/console"), "疑似重复"); n != 2 {
		t.Errorf("the console's list marks %d cases", n)
	}

	four.must(four.use.CheckTwins(t.Context()))
	ended := func(s counter.Snapshot) bool { return s.Current != nil && len(s.Current.Twins) == 0 }
	four.sees("its own word", ended)
	three.sees("the word of window 4", ended)
	for id, c := range town.cases() {
		if len(cases.LiveTwins(c)) != 0 || c.Twins[0].Checked.By.Terminal != "C04" || c.State != cases.Accepted {
			t.Errorf("%s after the check: %s, %+v", id, c.State, c.Twins)
		}
	}
}

func TestASecondRequestIsSaidBeforeItIsFiled(t *testing.T) {
	town := newCity(t)
	base := "http://" + town.params.APIAddr
	three, four := newWindow(t, base, "C03", 3), newWindow(t, base, "C04", 4)
	first := three.accept()
	four.sees("the case of window 3", func(s counter.Snapshot) bool { return len(s.Work) == 1 })
	ctx := t.Context()
	four.must(four.use.NewCase(ctx))
	four.must(four.use.ChooseItem(ctx, "FZ023"))
	four.must(four.use.TypeApplicant(ctx, "林㛃", "350199200112120044"))
	if got := beside(four.use.Snapshot()); got != "" {
		t.Errorf("another person's case stands beside %s", got)
	}
	four.must(four.use.TypeApplicant(ctx, "张𬭎", "350199198506150035"))
	if got := beside(four.use.Snapshot()); got != first.ID {
		t.Errorf("before filing it stands beside %q", got)
	}
}
