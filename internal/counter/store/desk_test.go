package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
)

// TestADaysWorkAtTheDeskArrivesAtThePlatform plays supplement, acceptance, rating, refusal and hand-out at a real desk
// over a real vault, sent to a real platform: nothing may be rejected, and both ends must tell the same.
func TestADaysWorkAtTheDeskArrivesAtThePlatform(t *testing.T) {
	ctx := context.Background()
	town := newCity(t)
	line := newDesk(t, "http://"+town.params.APIAddr)
	line.until("a block of numbers", func() bool { return !line.store.NeedBlock() })
	w := countertest.New(t)
	w.Params.Store, w.Params.Clock, w.Params.After = line.store, line.store, nil
	tokens := 0
	w.Params.NewToken = func() string { tokens++; return fmt.Sprintf("%032x", tokens) }
	w.Restart()
	w.Reader.SetStatus(devices.Status{State: devices.Ready})
	w.Serve(t)
	steps := func(errs ...error) {
		t.Helper()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	d := w.Desk
	steps(d.SignIn(ctx, countertest.Operator, countertest.PIN))

	w.Hall.Issue("A", "FZ023")
	steps(d.CallNext(ctx), d.Start(ctx))
	w.Reader.Put(countertest.Zhang())
	w.Until(t, "the applicant", func(s counter.Snapshot) bool { return s.Current != nil && s.Current.Case.Applicant.Name == "张𬭎" })
	asked, err := d.AskSupplement(ctx, d.Lacks())
	steps(err)
	id := asked.Case.ID
	steps(d.Finish(ctx), d.Rate(ctx, 2, nil), d.OpenCase(ctx, id))
	for key, text := range map[string]string{"applicant.phone": "13800001234", "card.reason": "首次申领", "card.bank": "中国银行", "card.form": "实体卡"} {
		steps(d.SetField(ctx, key, text))
	}
	w.Scanner.Load(nil, counter.Page{Type: "image/jpeg", Data: []byte("photo")})
	steps(d.MarkMaterial(ctx, 0, cases.Paper), d.MarkMaterial(ctx, 1, cases.Shared), d.ScanMaterial(ctx, 2, counter.ScanSettings{}))
	_, err = d.Accept(ctx)
	steps(err)

	steps(d.NewCase(ctx), d.ChooseItem(ctx, "FZ023"), d.TypeApplicant(ctx, "林㛃", countertest.Lin().Number))
	refused, err := d.Refuse(ctx, "不属于本机关职权范围")
	steps(err)
	line.until("everything sent", line.sent)

	town.decide(id)
	line.until("the decision", func() bool { c, _ := line.store.Case(ctx, id); return c.State == cases.Granted })
	_, err = d.HandOut(ctx, id, "张𬭎", cases.WayHand)
	steps(err)
	line.until("the hand-out sent", func() bool { c := town.cases()[id]; return c.State == cases.HandedOut && line.sent() })

	held := town.cases()
	here, err := line.store.Case(ctx, id)
	steps(err)
	there := held[id]
	if there.Revision != 5 || here.Revision != 5 || len(there.Ratings) != 1 || !strings.HasSuffix(there.Number, asked.Case.Number[31:]) {
		t.Errorf("revision %d there, %d here, %d ratings", there.Revision, here.Revision, len(there.Ratings))
	}
	if len(there.Steps) != len(here.Steps) || there.Applicant.Name != "张𬭎" || held[refused.Case.ID].State != cases.Refused {
		t.Errorf("%d steps there, %d here; the refused case is %s", len(there.Steps), len(here.Steps), held[refused.Case.ID].State)
	}
}
