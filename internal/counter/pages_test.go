package counter_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
)

func TestTypedAnswersSurviveAChangeOfItem(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	must(t, w.Desk.SetField(ctx, "business.name", "福州示例餐饮有限公司"))
	must(t, w.Desk.SetField(ctx, "food.area", "86.5"))
	must(t, w.Desk.MarkMaterial(ctx, 0, cases.Paper))
	must(t, w.Desk.ChooseItem(ctx, "FZ011"))
	if got := w.Desk.Snapshot().Current.Case; got.Text("business.name") != "福州示例餐饮有限公司" || got.Materials[0].State != cases.NotYet {
		t.Errorf("after the change: %q, %s", got.Text("business.name"), got.Materials[0].State)
	}
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	if got := w.Desk.Snapshot().Current.Case.Text("food.area"); got != "86.5" {
		t.Errorf("coming back, the area is %q", got)
	}
	w.Scanner.Load(nil, counter.Page{Type: "image/jpeg", Data: []byte("1")})
	must(t, w.Desk.ScanMaterial(ctx, 0, counter.ScanSettings{}))
	if err := w.Desk.ChooseItem(ctx, "FZ011"); code(err) != "DESK-032" {
		t.Errorf("pages were thrown away: %v", err)
	}
}

func TestAScanThatStopsKeepsItsPages(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	page := func(n int) counter.Page {
		return counter.Page{Type: "image/jpeg", Data: fmt.Appendf(nil, "page %d", n)}
	}
	w.Scanner.Load(devices.NewError(devices.KindAttention, "SCAN-004", nil), page(1), page(2))
	if err := w.Desk.ScanMaterial(ctx, 2, counter.ScanSettings{}); code(err) != "SCAN-007" || !strings.HasPrefix(w.Desk.Snapshot().Notice.Sentence, "扫描停在第 3 页，前 2 页已保存。进纸器卡纸") {
		t.Errorf("%v, %+v", err, w.Desk.Snapshot().Notice)
	}
	gate := w.Scanner.Gate()
	w.Scanner.Load(nil, page(3), page(4))
	done := make(chan error)
	go func() { done <- w.Desk.ScanMaterial(ctx, 2, counter.ScanSettings{}) }()
	gate <- struct{}{}
	s := w.Until(t, "the third page", func(s counter.Snapshot) bool { return s.Scan != nil && s.Scan.Pages == 1 })
	if s.Scanner.State != devices.Busy {
		t.Error("a scanner at work is not busy")
	}
	if err := w.Desk.ScanMaterial(ctx, 0, counter.ScanSettings{}); code(err) != "SCAN-012" {
		t.Errorf("two scans at once: %v", err)
	}
	if _, err := w.Desk.Accept(ctx); code(err) != "SCAN-010" {
		t.Errorf("accepted while scanning: %v", err)
	}
	w.Desk.CancelScan()
	must(t, <-done)
	s = w.Desk.Snapshot()
	if m := s.Current.Case.Materials[2]; len(m.Pages) != 3 || m.State != cases.Scanned || s.Scan != nil || s.Notice.Code != "SCAN-011" {
		t.Errorf("%d pages, %s, notice %+v", len(m.Pages), m.State, s.Notice)
	}
	if disk := w.Store.Drafts()[0].Materials[2]; len(disk.Pages) != 3 {
		t.Errorf("%d pages on disk", len(disk.Pages))
	}
	b, err := w.Desk.PageBytes(ctx, s.Current.Case.Materials[2].Pages[0].Digest)
	if err != nil || string(b) != "page 1" {
		t.Errorf("page 1 is %q (%v)", b, err)
	}
	for range 3 {
		must(t, w.Desk.RemovePage(ctx, 2, 0))
	}
	if m := w.Desk.Snapshot().Current.Case.Materials[2]; m.State != cases.NotYet {
		t.Errorf("without pages it is %s", m.State)
	}
}

func TestMaterialsComeOnlyInWaysTheListAllows(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	for _, v := range []struct {
		index int
		state cases.MaterialState
		code  string
	}{
		{0, cases.Shared, "DESK-050"}, {0, cases.Deferred, "DESK-051"}, {0, cases.Scanned, "DESK-052"}, {0, "eaten", "DESK-054"},
		{9, cases.Paper, "DESK-055"}, {1, cases.Shared, ""}, {3, cases.Deferred, ""}, {0, cases.Paper, ""}, {0, cases.NotYet, ""},
	} {
		if err := w.Desk.MarkMaterial(ctx, v.index, v.state); code(err) != v.code {
			t.Errorf("material %d as %s: %v, want %q", v.index, v.state, err, v.code)
		}
	}
}

func TestAfterACrashEverythingIsWhereItWas(t *testing.T) {
	ctx := context.Background()
	w := countertest.New(t)
	stop := w.Serve(t)
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	must(t, w.Desk.ParkCase(ctx))
	w.Hall.Issue("A", "FZ023")
	receive(t, w)
	putCard(t, w)
	id := w.Desk.Snapshot().Current.Case.ID
	stop()

	w.Restart()
	w.Serve(t)
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	s := w.Desk.Snapshot()
	if s.Current == nil || s.Current.Case.ID != id || s.Current.Case.Applicant.Name != "张𬭎" || len(s.Tabs) != 2 || !s.Tabs[0].Parked {
		t.Fatalf("after the crash: tabs %+v", s.Tabs)
	}
	complete(t, w)
	_, err := w.Desk.Accept(ctx)
	must(t, err)
	must(t, w.Desk.Finish(ctx))
	if got := w.Desk.Snapshot().Citizen.Mode; got != counter.CitizenRate {
		t.Errorf("the service that went on after the crash is not rated: %s", got)
	}
}

func TestATypedAnswerStaysOnTheScreenWhenItCannotBeSaved(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	w.Store.Fail(countertest.OpSaveDraft, errors.New("disk full"))
	if err := w.Desk.SetField(ctx, "applicant.phone", "13800001234"); code(err) != "DESK-007" {
		t.Errorf("%v", err)
	}
	if got := w.Desk.Snapshot().Current.Case.Text("applicant.phone"); got != "13800001234" {
		t.Errorf("the phone number is %q", got)
	}
}

func TestTabsAreParkedOpenedAndDropped(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	first := w.Desk.Snapshot().Current.Case.ID
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	must(t, w.Desk.NewCase(ctx))
	second := w.Desk.Snapshot().Current.Case.ID
	must(t, w.Desk.ParkCase(ctx))
	s := w.Desk.Snapshot()
	if s.Current.Case.ID != first || len(s.Tabs) != 2 || !s.Tabs[1].Parked || s.Tabs[1].Title != "" {
		t.Errorf("tabs %+v", s.Tabs)
	}
	must(t, w.Desk.OpenCase(ctx, second))
	must(t, w.Desk.DropCase(ctx))
	if s = w.Desk.Snapshot(); len(s.Tabs) != 1 || s.Current.Case.ID != first || len(w.Store.Drafts()) != 1 {
		t.Errorf("tabs %+v, %d drafts", s.Tabs, len(w.Store.Drafts()))
	}
	must(t, w.Desk.DropCase(ctx))
	if s = w.Desk.Snapshot(); s.Current != nil || len(w.Store.Drafts()) != 0 {
		t.Error("the dropped draft is still there")
	}
}

func TestAnEmptyDraftGoesWithItsTicketAndAFullOneIsParked(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	w.Hall.Issue("A", "")
	w.Hall.Issue("A", "")
	receive(t, w)
	must(t, w.Desk.Finish(ctx))
	if len(w.Store.Drafts()) != 0 || w.Desk.Snapshot().Citizen.Mode != counter.CitizenIdle {
		t.Error("an empty draft stayed, or an empty service is to be rated")
	}
	receive(t, w)
	putCard(t, w)
	must(t, w.Desk.Finish(ctx))
	if s := w.Desk.Snapshot(); len(s.Tabs) != 1 || !s.Tabs[0].Parked || len(w.Store.Drafts()) != 1 {
		t.Errorf("tabs %+v", s.Tabs)
	}
}
