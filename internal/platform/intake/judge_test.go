package intake_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/platform/intake"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func digest(b []byte) string {
	h := fnv.New64a()
	_, _ = h.Write(b)
	return fmt.Sprintf("%x", h.Sum64())
}

// rated is a case the book holds, accepted at revision 1.
func rated(id string) cases.Case {
	return cases.Case{ID: id, State: cases.Accepted, Revision: 1, Steps: []cases.Step{{Kind: string(cases.ActAccept)}}}
}

func rate(id, lane string, seq uint64, base int) api.Operation {
	by := cases.Who{Operator: "0312", Terminal: "W03"}
	return api.Operation{ID: id, Schema: 1, Kind: cases.ActRate, Terminal: "W03", Operator: "0312", Lane: lane, Seq: seq, Base: base,
		Act: cases.Act{Kind: cases.ActRate, At: cases.Stamp{Time: noon}, By: by, Rating: &cases.Rating{Grade: 1, Count: 1}}}
}

func offer(op api.Operation) api.Offer {
	b, _ := json.Marshal(op)
	return api.Offer{ID: op.ID, Digest: digest(b), Payload: b}
}

func judge(t *testing.T, b intake.Book, op api.Operation) api.Verdict {
	t.Helper()
	v, err := intake.Judge(b, digest, "W03", offer(op))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAStepUponWhatARestoredPlatformForgotIsAConflictAndMayComeAgain(t *testing.T) {
	b := intake.NewMemory()
	_ = b.PutCase(rated("c"), 0)
	if v := judge(t, b, rate("op", "c", 1, 3)); v.Outcome != api.Conflict || v.Code != "OPS-016" {
		t.Fatalf("a step upon revision 3 where 1 is known: %+v", v)
	}
	if len(b.Accepts) != 0 || b.Notes != 1 {
		t.Fatal("the conflict was made an answer for good")
	}
	c := rated("c")
	c.Revision = 3
	_ = b.PutCase(c, 0)
	if v := judge(t, b, rate("op", "c", 1, 3)); v.Outcome != api.Accepted {
		t.Fatalf("after the missing steps came: %+v", v)
	}
}

// A platform one version behind, and one two versions ahead.
func TestAnOperationOfAnotherVersionIsParkedWithItsReasonAndMayComeAgain(t *testing.T) {
	for name, c := range map[string]struct {
		reads  api.Schemas
		schema int
		code   string
	}{
		"newer than the platform":   {api.Schemas{Min: 1, Max: 1}, 2, api.CodeNewerSchema},
		"one version behind it":     {api.Schemas{Min: 1, Max: 2}, 1, ""},
		"as new as it":              {api.Schemas{Min: 1, Max: 2}, 2, ""},
		"two versions behind":       {api.Schemas{Min: 2, Max: 3}, 1, "OPS-021"},
		"without a version of form": {api.Schemas{Min: 1, Max: 2}, 0, "OPS-004"},
	} {
		b := intake.NewMemory()
		_ = b.PutCase(rated("c"), 0)
		op := rate("op", "c", 1, 1)
		op.Schema = c.schema
		v, err := intake.JudgeOpened(b, "W03", intake.Reader{Schemas: c.reads}.Open(digest, offer(op)))
		switch {
		case err != nil || v.Code != c.code:
			t.Errorf("an operation %s: %+v, %v", name, v, err)
		case c.code != "" && (v.Outcome != api.Parked || len(b.Accepts) != 0 || v.Sentence == "" || v.SentenceEN == ""):
			t.Errorf("an operation %s is answered for good: %+v", name, v)
		}
	}
	b := intake.NewMemory() // a newer form may look like anything behind its number
	old := intake.Reader{Schemas: api.Schemas{Min: 1, Max: 1}}
	payload := []byte(`{"schema":2,"act":["something","else"],"seq":"one"}`)
	o := api.Offer{ID: "op", Digest: digest(payload), Payload: payload}
	if v, err := intake.JudgeOpened(b, "W03", old.Open(digest, o)); err != nil || v.Code != api.CodeNewerSchema {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestAHandOutWhoseDecisionIsGoneIsNotErasedButShown(t *testing.T) {
	b := intake.NewMemory()
	_ = b.PutCase(rated("c"), 0)
	op := rate("op", "c", 1, 2)
	op.Kind, op.Act.Kind, op.Act.Rating = cases.ActHandOut, cases.ActHandOut, nil
	op.Act.HandOut = &cases.Delivery{Receiver: "*𬭎", Way: cases.WayHand}
	if v := judge(t, b, op); v.Outcome != api.Conflict || v.Sentence == "" {
		t.Errorf("%+v", v)
	}
}

// TestEveryIDEndsOnceWhateverArrivesInWhichOrder offers operations of lanes in any order, doubled and spoiled.
func TestEveryIDEndsOnceWhateverArrivesInWhichOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := intake.NewMemory()
		for _, lane := range []string{"a", "b"} {
			_ = b.PutCase(rated(lane), 0)
		}
		first := map[string]api.Verdict{}
		for range rapid.IntRange(1, 40).Draw(rt, "offers") {
			lane, seq := rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "lane"), uint64(rapid.IntRange(1, 3).Draw(rt, "seq"))
			o := offer(rate(fmt.Sprintf("%s-%d", lane, seq), lane, seq, 0))
			spoilt := rapid.IntRange(0, 5).Draw(rt, "spoilt") == 0
			if spoilt {
				o.Payload = append(o.Payload, ' ')
			}
			before, positions := b.Cases[lane].Revision, b.Newest
			v, err := intake.Judge(b, digest, "W03", o)
			if err != nil || v.ID != o.ID {
				rt.Fatalf("%+v, %v", v, err)
			}
			was, again := first[o.ID]
			switch {
			case spoilt && v.Outcome != api.Parked:
				rt.Fatalf("spoilt bytes got %+v", v)
			case !spoilt && again && (v.Position != was.Position || b.Newest != positions):
				rt.Fatalf("second arrival got %+v, first %+v", v, was)
			case v.Outcome != api.Accepted && b.Cases[lane].Revision != before:
				rt.Fatalf("%+v moved the case", v)
			}
			if !spoilt && v.Outcome != api.Retry && !again {
				first[o.ID] = v
			}
		}
		for key, l := range b.Lanes {
			for seq := uint64(1); seq <= l.Last; seq++ {
				if _, ok := b.Accepts[fmt.Sprintf("%s-%d", key[1], seq)]; !ok {
					rt.Fatalf("lane %s stands at %d, but %d never came", key[1], l.Last, seq)
				}
			}
		}
	})
}
