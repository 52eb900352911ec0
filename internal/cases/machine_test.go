package cases_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/workday"

	"pgregory.net/rapid"
)

var clerk = cases.Who{Operator: "0312", Name: "陈晓", Terminal: "C03", Window: 3}

func at(minute int) cases.Stamp {
	zone := time.FixedZone("+08", 8*3600)
	return cases.Stamp{Time: time.Date(2026, 11, 23, 10, 0, 0, 0, zone).Add(time.Duration(minute) * time.Minute), Source: cases.FromPeer}
}

func item() catalogue.Item {
	return catalogue.Item{ID: "FZ005", Version: "1", Code: "11350199MB000001993350101001000", Name: "食品经营许可(新办)", Dept: "市场监督管理局",
		Materials: []catalogue.MaterialSpec{
			{Name: "申请书", Necessity: "必要", PaperCopies: 1, OriginalOrCopy: "原件"},
			{Name: "营业执照", Necessity: "必要", FromSharedData: true},
			{Name: "制度目录", Necessity: "容缺后补", Deferrable: true},
			{Name: "说明", Necessity: "非必要"},
		}}
}

// draft is a case that may be accepted.
func draft(t interface{ Fatal(...any) }) cases.Case {
	number, err := cases.Number(item().Code, workday.DateOf(at(0).Time), "0312", 7)
	if err != nil {
		t.Fatal(err)
	}
	c := cases.Case{ID: "case-1", Number: number, Token: "tok", State: cases.Draft, Item: item(), Delivery: "window",
		Applicant: cases.Party{Name: "张𬭎", IDType: "111", Number: "350199198506150035"}, Materials: cases.NewMaterials(item()),
		Promised: workday.Date{Year: 2026, Month: 11, Day: 30}, Legal: workday.Date{Year: 2026, Month: 12, Day: 7},
		SupplyBy: workday.Date{Year: 2026, Month: 12, Day: 14}}
	c.Materials[0].State, c.Materials[1].State, c.Materials[2].State = cases.Paper, cases.Shared, cases.Deferred
	return c
}

func paper(k cases.PaperKind) *cases.IssuedPaper {
	return &cases.IssuedPaper{Kind: k, Number: "n", Page: cases.Page{Digest: "sm3:" + string(k), Size: 1, Type: "application/pdf"}}
}

// act makes a sound act of a kind on a case.
func act(k cases.ActKind, c cases.Case, minute int) cases.Act {
	a := cases.Act{Kind: k, At: at(minute), By: clerk}
	filing := cases.Clone(c)
	switch k {
	case cases.ActAccept:
		a.Filing, a.Paper = &filing, paper(cases.AcceptanceNotice)
	case cases.ActSupplement:
		a.Filing, a.Paper, a.Lacks = &filing, paper(cases.SupplementNotice), []cases.Lack{{Material: "申请书", Problem: "缺少", Right: "原件"}}
	case cases.ActRefuse:
		a.Filing, a.Paper, a.Reason = &filing, paper(cases.RefusalNotice), "不属于本机关职权范围"
	case cases.ActDecide:
		a.Decision = &cases.Decision{Granted: true, Number: "闽榕食许〔2026〕1 号", Officer: "林", Dept: "市场监督管理局", Result: paper(cases.ResultDocument)}
	case cases.ActCorrect:
		a.Lacks = []cases.Lack{{Material: "申请书", Problem: "面积不一致", Right: "改为实际面积"}}
	case cases.ActHandOut:
		a.Paper, a.HandOut = paper(cases.DeliveryRecord), &cases.Delivery{Document: "n", Receiver: "张𬭎", Way: cases.WayHand, Verified: true}
	case cases.ActRate:
		a.Rating = &cases.Rating{Grade: 2, Device: "C03-citizen", Count: cases.Moments(c)}
	}
	return a
}

func apply(t testing.TB, c cases.Case, kinds ...cases.ActKind) cases.Case {
	t.Helper()
	for i, k := range kinds {
		var err error
		if c, err = cases.Apply(c, act(k, c, i)); err != nil {
			t.Fatalf("%s: %v", k, err)
		}
	}
	return c
}

func code(err error) string {
	var r *cases.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func TestOneCaseFromDraftToTheEnd(t *testing.T) {
	c := draft(t)
	for i, s := range []struct {
		act   cases.ActKind
		state cases.State
	}{
		{cases.ActSupplement, cases.Supplement}, {cases.ActAccept, cases.Accepted}, {cases.ActRate, cases.Accepted},
		{cases.ActCorrect, cases.Correction}, {cases.ActDecide, cases.Granted}, {cases.ActHandOut, cases.HandedOut},
		{cases.ActRate, cases.HandedOut}, {cases.ActClose, cases.Closed},
	} {
		c = apply(t, c, s.act)
		if c.State != s.state || c.Revision != i+1 || len(c.Steps) != i+1 {
			t.Fatalf("after %s: state %s, revision %d, %d steps", s.act, c.State, c.Revision, len(c.Steps))
		}
	}
	if len(c.Papers) != 4 || len(c.Ratings) != 2 || cases.Moments(c) != 3 || c.HandOut.By != clerk {
		t.Errorf("papers %d, ratings %d, moments %d, handed out by %+v", len(c.Papers), len(c.Ratings), cases.Moments(c), c.HandOut.By)
	}
}

func TestThePlatformMakesTheSameStepFromTheActAlone(t *testing.T) {
	c := draft(t)
	a := act(cases.ActAccept, c, 0)
	here, err1 := cases.Apply(c, a)
	there, err2 := cases.Apply(cases.Case{}, a)
	if err1 != nil || err2 != nil || !reflect.DeepEqual(here, there) {
		t.Errorf("window %v, platform %v: the cases differ:\n%+v\n%+v", err1, err2, here, there)
	}
}

func TestTheReceiptOnPaperIsTheFirstOne(t *testing.T) {
	c := apply(t, draft(t), cases.ActSupplement)
	first := c.ReceivedAt
	a := act(cases.ActAccept, c, 60)
	c, err := cases.Apply(c, a)
	if err != nil || c.ReceivedAt != first || c.AcceptedAt != a.At {
		t.Errorf("received %v, accepted %v (%v)", c.ReceivedAt, c.AcceptedAt, err)
	}
}

func TestRefusals(t *testing.T) {
	base := draft(t)
	accepted := apply(t, base, cases.ActAccept)
	granted := apply(t, accepted, cases.ActDecide)
	for _, v := range []struct {
		what, code string
		c          cases.Case
		kind       cases.ActKind
		spoil      func(*cases.Act)
	}{
		{"an unknown act", "CASE-001", base, "case.lose", nil},
		{"accept twice", "CASE-002", accepted, cases.ActAccept, nil},
		{"decide a draft", "CASE-002", base, cases.ActDecide, nil},
		{"hand out before the decision", "CASE-002", accepted, cases.ActHandOut, nil},
		{"ask for supplements twice", "CASE-003", apply(t, base, cases.ActSupplement), cases.ActSupplement, nil},
		{"no time", "CASE-004", base, cases.ActAccept, func(a *cases.Act) { a.At = cases.Stamp{} }},
		{"a time of no source", "CASE-004", base, cases.ActAccept, func(a *cases.Act) { a.At.Source = "" }},
		{"no operator", "CASE-005", base, cases.ActAccept, func(a *cases.Act) { a.By = cases.Who{} }},
		{"no notice", "CASE-006", base, cases.ActAccept, func(a *cases.Act) { a.Paper = nil }},
		{"another paper", "CASE-006", base, cases.ActAccept, func(a *cases.Act) { a.Paper.Kind = cases.RefusalNotice }},
		{"no filing", "CASE-010", base, cases.ActAccept, func(a *cases.Act) { a.Filing = nil }},
		{"the file of another case", "CASE-011", base, cases.ActAccept, func(a *cases.Act) { a.Filing.ID = "case-2" }},
		{"an old file", "CASE-011", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Revision = 4 }},
		{"another number", "CASE-012", apply(t, base, cases.ActSupplement), cases.ActAccept, func(a *cases.Act) { a.Filing.Number = "x" }},
		{"no item", "CASE-013", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Item.ID = "" }},
		{"no applicant", "CASE-014", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Applicant.Name = " " }},
		{"a made-up number", "CASE-015", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Number = "2026-1" }},
		{"refuse without a reason", "CASE-016", base, cases.ActRefuse, func(a *cases.Act) { a.Reason = " " }},
		{"no dates", "CASE-017", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Promised = workday.Date{} }},
		{"supplement of nothing", "CASE-018", base, cases.ActSupplement, func(a *cases.Act) { a.Lacks = nil }},
		{"no day to supply by", "CASE-019", base, cases.ActSupplement, func(a *cases.Act) { a.Filing.SupplyBy = workday.Date{} }},
		{"a required material missing", "CASE-052", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Materials[0].State = cases.NotYet }},
		{"no commitment", "CASE-053", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Materials[2].State = cases.NotYet }},
		{"deferred although it may not be", "CASE-054", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Materials[0].State = cases.Deferred }},
		{"scanned without pages", "CASE-054", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Materials[0].State = cases.Scanned }},
		{"a shortened list", "CASE-055", base, cases.ActAccept, func(a *cases.Act) { a.Filing.Materials = nil }},
		{"deny without a reason", "CASE-021", accepted, cases.ActDecide, func(a *cases.Act) { a.Decision.Granted = false }},
		{"correct nothing", "CASE-023", accepted, cases.ActCorrect, func(a *cases.Act) { a.Lacks = nil }},
		{"hand out to nobody", "CASE-031", granted, cases.ActHandOut, func(a *cases.Act) { a.HandOut.Receiver = "" }},
		{"hand out in no way", "CASE-032", granted, cases.ActHandOut, func(a *cases.Act) { a.HandOut.Way = "pigeon" }},
		{"close before handing out", "CASE-033", granted, cases.ActClose, nil},
		{"a sixth grade", "CASE-040", accepted, cases.ActRate, func(a *cases.Act) { a.Rating.Grade = 6 }},
		{"rate a service that was not", "CASE-041", accepted, cases.ActRate, func(a *cases.Act) { a.Rating.Count = 2 }},
		{"rate twice", "CASE-042", apply(t, accepted, cases.ActRate), cases.ActRate, nil},
		{"rate a draft", "CASE-002", base, cases.ActRate, nil},
	} {
		a := act(v.kind, v.c, 9)
		if v.spoil != nil {
			v.spoil(&a)
		}
		before := cases.Clone(v.c)
		after, err := cases.Apply(v.c, a)
		var r *cases.Refusal
		if code(err) != v.code || !errors.As(err, &r) || r.Sentence == "" || r.SentenceEN == "" {
			t.Errorf("%s: %v, want %s in both languages", v.what, err, v.code)
		}
		if !reflect.DeepEqual(after, before) {
			t.Errorf("%s: the refusal changed the case", v.what)
		}
	}
}

func TestAResultMustHaveComeBeforeItIsHandedOut(t *testing.T) {
	c := apply(t, draft(t), cases.ActAccept)
	a := act(cases.ActDecide, c, 1)
	a.Decision.Result = nil
	c, err := cases.Apply(c, a)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = cases.Apply(c, act(cases.ActHandOut, c, 2)); code(err) != "CASE-030" {
		t.Errorf("handed out what never came: %v", err)
	}
	if c = apply(t, c, cases.ActClose); c.State != cases.Closed {
		t.Error("a case without a result on paper cannot be closed")
	}
}

var everyAct = []cases.ActKind{cases.ActAccept, cases.ActSupplement, cases.ActRefuse, cases.ActHandOut, cases.ActRate,
	cases.ActDecide, cases.ActCorrect, cases.ActClose}

var everyState = []cases.State{cases.Draft, cases.Supplement, cases.Refused, cases.Accepted, cases.Correction, cases.Granted,
	cases.Denied, cases.HandedOut, cases.Closed}

func TestAnyActsLeaveAKnownStateAndAppendOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, applied := draft(t), 0
		for i, k := range rapid.SliceOfN(rapid.SampledFrom(everyAct), 1, 14).Draw(t, "acts") {
			a := act(k, c, i)
			if a.Rating != nil {
				a.Rating.Count = rapid.IntRange(0, 4).Draw(t, "moment")
			}
			if a.Decision != nil {
				a.Decision.Granted = rapid.Bool().Draw(t, "granted")
				a.Decision.Reason = "理由"
			}
			before, actBefore := cases.Clone(c), a
			after, err := cases.Apply(c, a)
			switch {
			case !reflect.DeepEqual(c, before) || !reflect.DeepEqual(a, actBefore):
				t.Fatalf("%s changed what was handed in", k)
			case err != nil && !reflect.DeepEqual(after, before):
				t.Fatalf("%s was refused and changed the case", k)
			case err == nil:
				applied++
			}
			if after.Revision != applied || len(after.Steps) != applied || !slices.Contains(everyState, after.State) {
				t.Fatalf("after %s: state %q, revision %d, %d steps, %d applied", k, after.State, after.Revision, len(after.Steps), applied)
			}
			if !reflect.DeepEqual(after.Steps[:len(before.Steps)], before.Steps) && len(before.Steps) > 0 || after.Number != before.Number {
				t.Fatalf("%s rewrote history", k)
			}
			c = after
		}
	})
}

func TestTheSameActTwiceIsRefusedTheSecondTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := draft(t)
		for i, k := range rapid.SliceOfN(rapid.SampledFrom(everyAct), 1, 8).Draw(t, "acts") {
			a := act(k, c, i)
			next, err := cases.Apply(c, a)
			if err != nil {
				continue
			}
			if _, err := cases.Apply(next, a); err == nil {
				t.Fatalf("%s was applied twice", k)
			}
			c = next
		}
	})
}

func TestWorkOnAWorkingCopyJoinsTheHistoryBehindWhatHappenedMeanwhile(t *testing.T) {
	received, asked, graded := cases.Step{Kind: "material", Text: "收取 申请书"}, cases.Step{Kind: string(cases.ActSupplement)}, cases.Step{Kind: string(cases.ActRate)}
	work := cases.Case{ID: "1", Revision: 1, Reason: "typed", Steps: []cases.Step{received, asked, received, {Kind: string(cases.ActDecide)}, graded}}
	filed := cases.Case{ID: "1", Revision: 2, Steps: []cases.Step{received, asked, graded}, Ratings: []cases.Rating{{Grade: 1}}}
	got := cases.Rebase(work, filed)
	if got.Reason != "typed" || got.Revision != 2 || len(got.Ratings) != 1 {
		t.Errorf("rebased: %+v", got)
	}
	if want := []cases.Step{received, asked, graded, received}; !reflect.DeepEqual(got.Steps, want) { // an act is never smuggled in
		t.Errorf("history %v", got.Steps)
	}
}

func TestACheckKeepsBothCasesAndItsName(t *testing.T) {
	c := apply(t, draft(t), cases.ActAccept)
	other := apply(t, draft(t), cases.ActAccept)
	other.ID, other.By.Terminal = "case-2", "C04"
	c = cases.Noting(c, other)
	if again := cases.Noting(c, other); len(again.Twins) != 1 || len(cases.LiveTwins(c)) != 1 || c.Twins[0].Terminal != "C04" {
		t.Fatalf("%+v", again.Twins)
	}
	a := cases.Act{Kind: cases.ActCheck, At: at(9), By: clerk, Twins: []string{"case-2"}}
	after, err := cases.Apply(c, a)
	if err != nil || len(cases.LiveTwins(after)) != 0 || after.Twins[0].Checked.By != clerk || after.State != c.State || after.Revision != 2 {
		t.Fatalf("%v: %+v", err, after.Twins)
	}
	if c.Twins[0].Checked != nil {
		t.Error("the case that was handed in has changed")
	}
	late := a
	late.By.Name = "林岚"
	if again, err := cases.Apply(after, late); err != nil || again.Twins[0].Checked.By.Name != clerk.Name {
		t.Errorf("the first word does not stand: %v, %+v", err, again.Twins)
	}
	a.Twins = nil
	if _, err := cases.Apply(c, a); code(err) != "CASE-060" {
		t.Errorf("a check of nothing: %v", err)
	}
	if _, err := cases.Apply(draft(t), late); code(err) != "CASE-002" {
		t.Errorf("a check of a draft: %v", err)
	}
}

func TestNoWindowBringsATwin(t *testing.T) {
	c := draft(t)
	c.Twins = []cases.Twin{{Case: "x"}}
	after, err := cases.Apply(cases.Case{}, act(cases.ActAccept, c, 0))
	if err != nil || len(after.Twins) != 0 {
		t.Errorf("%v, %+v", err, after.Twins)
	}
}

func TestAMatterIsPersonAndItemAndBusiness(t *testing.T) {
	c := draft(t)
	same, business, empty := c, cases.Clone(c), c
	same.Applicant.Number = " 350199198506150035 "
	business.Form = append(business.Form, cases.Value{Key: "business.credit", Text: "91350199MA0000015J"})
	empty.Applicant.Number = " "
	if cases.Matter(same) != cases.Matter(c) || cases.Matter(business) == cases.Matter(c) || cases.Matter(empty) != "" {
		t.Error("matters are told apart wrongly")
	}
}
