package platform

import (
	"net/http"
	"reflect"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/platform/intake"
	"onewindow/internal/seal"
)

func TestAnAcceptedCaseComesBackThroughTheFeed(t *testing.T) {
	w := newWorld(t)
	c := scanned(w.draft(1), []byte("page"))
	v := w.offer(offerOf(operation("op-1", c.ID, 1, accept(c))))[0]
	if v.Outcome != api.Accepted || v.Revision != 1 || v.Position == 0 {
		t.Fatalf("verdict %+v", v)
	}
	want := append(intake.Pages(c), notice(cases.AcceptanceNotice).Page.Digest)
	if !reflect.DeepEqual(v.Wanted, want) {
		t.Errorf("wanted %v, want scan and paper %v", v.Wanted, want)
	}
	got := w.caseNow(c.ID)
	if got.State != cases.Accepted || got.Applicant.Name != "张𬭎" || got.Number != c.Number {
		t.Errorf("the feed brought %+v", got)
	}
}

func TestASecondArrivalChangesNothingAndGetsTheFirstAnswer(t *testing.T) {
	w := newWorld(t)
	c := w.draft(1)
	o := offerOf(operation("op-1", c.ID, 1, accept(c)))
	first := w.offer(o)[0]
	w.restart() // the answer was lost and the platform was started again
	token := w.changes("", "").Token
	second := w.offer(o, o)
	for _, v := range second {
		if v.Outcome != api.Duplicate || v.Position != first.Position || v.Revision != first.Revision {
			t.Errorf("second arrival: %+v, first %+v", v, first)
		}
	}
	if again := w.changes(token, ""); len(again.Changes) != 0 {
		t.Errorf("a duplicate changed %d cases", len(again.Changes))
	}
}

func TestTheSameIDWithOtherBytesIsRefused(t *testing.T) {
	w := newWorld(t)
	c := w.draft(1)
	w.offer(offerOf(operation("op-1", c.ID, 1, accept(c))))
	other := w.draft(2)
	v := w.offer(offerOf(operation("op-1", other.ID, 1, accept(other))))[0]
	if v.Outcome != api.Conflict || v.Code != "OPS-001" || v.Sentence == "" {
		t.Errorf("verdict %+v", v)
	}
	if n := len(w.changes("", "").Changes); n != 1 {
		t.Errorf("%d cases, want 1", n)
	}
}

func TestVerdicts(t *testing.T) {
	w := newWorld(t)
	known := w.accepted(1)
	rate := func(lane string, seq uint64, grade int) api.Operation {
		return operation("op-x", lane, seq, cases.Act{Kind: cases.ActRate, At: stamp(noon), By: clerk, Rating: &cases.Rating{Grade: grade, Count: 1, Device: "W03"}})
	}
	grant := cases.Act{Kind: cases.ActDecide, At: stamp(noon), By: clerk, Decision: &cases.Decision{Granted: true}}
	for _, tc := range []struct {
		name    string
		op      api.Operation
		spoil   func(*api.Offer)
		outcome api.Outcome
		code    string
	}{
		{"bytes that do not fit the digest are parked", rate(known.ID, 2, 1), func(o *api.Offer) { o.Payload = append(o.Payload, ' ') }, api.Parked, "OPS-002"},
		{"a newer schema is parked", func() api.Operation { o := rate(known.ID, 2, 1); o.Schema = 99; return o }(), nil, api.Parked, "OPS-003"},
		{"what is no operation is parked", api.Operation{}, func(o *api.Offer) { o.ID, o.Payload = "op-x", []byte("[]"); o.Digest = seal.Digest(o.Payload) }, api.Parked, "OPS-004"},
		{"an id that is not the payload's is parked", rate(known.ID, 2, 1), func(o *api.Offer) { o.ID = "op-y" }, api.Parked, "OPS-004"},
		{"another terminal's operation is parked", func() api.Operation { o := rate(known.ID, 2, 1); o.Terminal = "W04"; return o }(), nil, api.Parked, "OPS-005"},
		{"another operator's act is parked", func() api.Operation { o := rate(known.ID, 2, 1); o.Operator = "0999"; return o }(), nil, api.Parked, "OPS-005"},
		{"a gap in the lane is asked for again", rate(known.ID, 3, 1), nil, api.Retry, "OPS-006"},
		{"a place already taken is a conflict", rate(known.ID, 1, 1), nil, api.Conflict, "OPS-008"},
		{"a window cannot decide", operation("op-x", known.ID, 2, grant), nil, api.Rejected, "OPS-009"},
		{"a case nobody filed is rejected", rate("case-none", 1, 1), nil, api.Rejected, "OPS-010"},
		{"the case machine's refusal keeps its sentence", rate(known.ID, 2, 7), nil, api.Rejected, "CASE-040"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			w.accepted(1)
			o := offerOf(tc.op)
			if tc.spoil != nil {
				tc.spoil(&o)
			}
			v := w.offer(o)[0]
			if v.Outcome != tc.outcome || v.Code != tc.code || v.Sentence == "" || v.SentenceEN == "" {
				t.Errorf("verdict %+v", v)
			}
			if got := w.caseNow(known.ID); got.Revision != 1 {
				t.Errorf("the case moved to revision %d", got.Revision)
			}
		})
	}
}

func TestACaseNumberSeenUnderAnotherCaseIsAConflict(t *testing.T) {
	w := newWorld(t)
	w.accepted(1)
	c := w.draft(2)
	c.Number = w.draft(1).Number
	if v := w.offer(offerOf(operation("op-2-1", c.ID, 1, accept(c))))[0]; v.Outcome != api.Conflict || v.Code != "OPS-011" {
		t.Errorf("verdict %+v", v)
	}
}

func TestALaneHaltsAtARejectionUntilACorrectionTakesItsPlace(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	rate := func(id string, seq uint64, grade, count int) api.Operation {
		return operation(id, c.ID, seq, cases.Act{Kind: cases.ActRate, At: stamp(noon), By: clerk, Rating: &cases.Rating{Grade: grade, Count: count, Device: "W03"}})
	}
	bad := rate("op-bad", 2, 9, 1)
	next := rate("op-next", 3, 1, 1)
	vs := w.offer(offerOf(bad), offerOf(next))
	if vs[0].Outcome != api.Rejected || vs[1].Outcome != api.Retry || vs[1].Code != "OPS-007" {
		t.Fatalf("verdicts %+v", vs)
	}
	if other := w.accepted(2); other.State != cases.Accepted {
		t.Errorf("another lane waits: %s", other.State)
	}
	if v := w.offer(offerOf(bad))[0]; v.Outcome != api.Rejected || v.Code != "CASE-040" {
		t.Errorf("a rejected operation offered again is not good: %+v", v)
	}
	again := rate("op-again", 2, 1, 1)
	if v := w.offer(offerOf(again))[0]; v.Outcome != api.Retry {
		t.Errorf("an operation that replaces nothing passed the halt: %+v", v)
	}
	good := rate("op-good", 2, 2, 1)
	good.Replaces = "op-bad"
	if v := w.offer(offerOf(good))[0]; v.Outcome != api.Accepted {
		t.Fatalf("the correction: %+v", v)
	}
	if v := w.offer(offerOf(next))[0]; v.Outcome != api.Rejected || v.Code != "CASE-042" { // the moment is rated now
		t.Errorf("the step behind the correction was not looked at: %+v", v)
	}
}

func TestBoundsOfOps(t *testing.T) {
	w := newWorld(t)
	for _, tc := range []struct {
		name string
		body any
		want int
	}{
		{"no terminal", api.OpsRequest{}, http.StatusBadRequest},
		{"too many", api.OpsRequest{Terminal: "W03", Offers: make([]api.Offer, api.MaxOps+1)}, http.StatusBadRequest},
		{"no id", api.OpsRequest{Terminal: "W03", Offers: make([]api.Offer, 1)}, http.StatusBadRequest},
		{"not an object", "x", http.StatusBadRequest},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var p api.Problem
			w.ask("POST", api.PathOps, tc.body, &p, tc.want)
			if p.Code == "" || p.Sentence == "" {
				t.Errorf("problem %+v", p)
			}
		})
	}
}

// Wherever a row of operations is cut into requests, the verdicts and the cases are the same: what a request reads of the
// book before it judges is never older than what it wrote itself.
func TestOneRequestIsJudgedLikeManyOfOneOperation(t *testing.T) {
	offers := func(w *world) []api.Offer {
		first, same, taken := w.draft(1), w.draft(2), w.draft(3)
		same.Applicant, taken.Number = first.Applicant, first.Number
		rating := func(grade int) cases.Act {
			return cases.Act{Kind: cases.ActRate, At: stamp(noon), By: clerk, Rating: &cases.Rating{Grade: grade, Count: 1, Device: "W03"}}
		}
		rate := rating(1)
		put := operation("op-8", same.ID, 2, rate)
		put.Replaces = "op-7"
		file := offerOf(operation("op-1", first.ID, 1, accept(first)))
		return []api.Offer{file, offerOf(operation("op-2", first.ID, 2, rate)), file,
			offerOf(operation("op-3", same.ID, 1, accept(same))), offerOf(operation("op-4", taken.ID, 1, accept(taken))),
			offerOf(operation("op-5", taken.ID, 2, rate)), offerOf(operation("op-2", first.ID, 2, rating(2))),
			offerOf(operation("op-6", first.ID, 2, rate)), offerOf(operation("op-7", same.ID, 2, rating(9))), offerOf(put),
			offerOf(operation("op-9", first.ID, 3, cases.Act{Kind: cases.ActCheck, At: stamp(noon), By: clerk, Twins: []string{same.ID}}))}
	}
	want := []api.Outcome{api.Accepted, api.Accepted, api.Duplicate, api.Accepted, api.Conflict, api.Retry, api.Conflict, api.Conflict,
		api.Rejected, api.Accepted, api.Accepted}
	many := newWorld(t)
	var apart []api.Verdict
	for i, o := range offers(many) {
		v := many.offer(o)[0]
		if v.Outcome != want[i] {
			t.Errorf("operation %d: %+v, want %s", i, v, want[i])
		}
		apart = append(apart, v)
	}
	for cut := range want {
		one := newWorld(t)
		all := offers(one)
		var together []api.Verdict
		for _, part := range [][]api.Offer{all[:cut], all[cut:]} {
			if len(part) > 0 {
				together = append(together, one.offer(part...)...)
			}
		}
		if !reflect.DeepEqual(together, apart) {
			t.Errorf("cut at %d\n%+v\napart\n%+v", cut, together, apart)
		}
		for _, id := range []string{"case-1", "case-2"} {
			if a, b := one.caseNow(id), many.caseNow(id); !reflect.DeepEqual(a, b) || len(a.Twins) != 1 || a.Twins[0].Checked == nil {
				t.Errorf("cut at %d: %s differs, or does not know its twin: %+v and %+v", cut, id, a.Twins, b.Twins)
			}
		}
	}
}
