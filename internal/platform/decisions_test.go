package platform

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

var officer = cases.Who{Operator: "1001", Name: "王岚", Terminal: "dept"}

func grant() cases.Act {
	return cases.Act{Kind: cases.ActDecide, At: stamp(noon), By: officer, Decision: &cases.Decision{Granted: true, Officer: "王岚", Dept: "市场监督管理局", At: noon}}
}

// decide sends a department's act and gives the verdict.
func (w *world) decide(id string, c cases.Case, a cases.Act) api.Verdict {
	w.t.Helper()
	var v api.Verdict
	w.ask("POST", api.PathDecisions, api.DecisionRequest{ID: id, CaseID: c.ID, Act: a}, &v, http.StatusOK)
	return v
}

func TestADecisionBringsItsDocumentToTheWindow(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	if v := w.decide("d-1", c, grant()); v.Outcome != api.Accepted || v.Revision != 2 {
		t.Fatalf("verdict %+v", v)
	}
	got := w.caseNow(c.ID)
	if got.State != cases.Granted || got.Decision == nil || got.Decision.Result == nil || !strings.HasPrefix(got.Decision.Number, "一窗准字〔2026〕第") {
		t.Fatalf("decided case: %+v", got.Decision)
	}
	status, h, pdf := w.do("GET", w.api+api.PathBlobs+got.Decision.Result.Page.Digest, nil)
	if status != http.StatusOK || h.Get("Content-Type") != "application/pdf" || !bytes.Contains(pdf, []byte(got.Decision.Number)) {
		t.Errorf("document: %d %s", status, pdf)
	}
	if last := got.Papers[len(got.Papers)-1]; last.Kind != cases.ResultDocument {
		t.Errorf("the last paper is %s", last.Kind)
	}
}

func TestADecisionSentTwiceIsOneDecision(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	first := w.decide("d-1", c, grant())
	w.restart()
	if v := w.decide("d-1", c, grant()); v.Outcome != api.Duplicate || v.Position != first.Position {
		t.Errorf("second arrival %+v", v)
	}
	deny := grant()
	deny.Decision.Granted, deny.Decision.Reason = false, "面积不符"
	if v := w.decide("d-1", c, deny); v.Outcome != api.Conflict {
		t.Errorf("other bytes under the same id %+v", v)
	}
	if v := w.decide("d-2", c, deny); v.Outcome != api.Rejected || v.Code != "CASE-002" {
		t.Errorf("a second decision %+v", v)
	}
	if got := w.caseNow(c.ID); got.Revision != 2 || got.State != cases.Granted {
		t.Errorf("case %s at %d", got.State, got.Revision)
	}
}

func TestWhatIsNoDecisionIsRefused(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	noReason := grant()
	noReason.Decision.Granted = false
	for _, tc := range []struct {
		name string
		id   string
		act  cases.Act
		code string
	}{
		{"a window's act", c.ID, accept(c), "OPS-014"},
		{"an unknown case", "case-none", grant(), "OPS-013"},
		{"a denial without its reason", c.ID, noReason, "CASE-021"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var v api.Verdict
			w.ask("POST", api.PathDecisions, api.DecisionRequest{ID: "d-" + tc.name, CaseID: tc.id, Act: tc.act}, &v, http.StatusOK)
			if v.Outcome != api.Rejected || v.Code != tc.code || v.Sentence == "" {
				t.Errorf("verdict %+v", v)
			}
		})
	}
}

func TestADocumentThatCannotBeDrawnDecidesNothing(t *testing.T) {
	broken := errors.New("no ink")
	w := newWorld(t, func(p *Params) {
		p.ResultPaper = func(context.Context, cases.Case, cases.Decision) ([]byte, error) { return nil, broken }
	})
	c := w.accepted(1)
	var p api.Problem
	w.ask("POST", api.PathDecisions, api.DecisionRequest{ID: "d-1", CaseID: c.ID, Act: grant()}, &p, http.StatusInternalServerError)
	if got := w.caseNow(c.ID); got.State != cases.Accepted || p.Code != "PLAT-005" {
		t.Errorf("case %s, problem %+v", got.State, p)
	}
}
