package engine_test

import (
	"fmt"
	"testing"

	"onewindow/internal/api"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"

	"pgregory.net/rapid"
)

func TestWhatAnEngineerHasStaysParkedUntilItIsTakenBack(t *testing.T) {
	d := newDesk(t, op("a", 1, 1), op("a", 2, 2))
	d.send()
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Conflict}, api.Verdict{ID: "a-2", Outcome: api.Retry})
	d.step(engine.HandedOver{ID: "a-1", Hand: outbox.Hand{By: "0312", Was: outbox.Waiting}})
	d.step(engine.RetryNow{})
	d.step(engine.Heard{Epoch: "e2", Durable: 0}) // a restored platform moves it no more than a retry
	d.offered()
	if first := d.state.Ops[0]; first.State != outbox.Parked || first.Handed == nil || first.Handed.Was != outbox.Conflict {
		t.Fatalf("%+v", first)
	}
	d.step(engine.TakenBack{ID: "a-1"})
	if first := d.state.Ops[0]; first.State != outbox.Conflict || first.Handed != nil {
		t.Fatalf("taken back: %+v", first)
	}
	d.step(engine.RetryNow{})
	d.offered("a-1", "a-2")
}

func TestAStepWhosePredecessorNobodyHasIsForPeople(t *testing.T) {
	gap := func(id string) api.Verdict {
		return api.Verdict{ID: id, Outcome: api.Retry, Code: "OPS-006", Sentence: "前面少一步"}
	}
	d := newDesk(t, op("a", 1, 1), op("a", 2, 2))
	d.send()
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Rejected}, gap("a-2"))
	if got := d.state.Ops[1].State; got != outbox.Waiting {
		t.Errorf("what waits for a step that is here is %s", got)
	}
	d = newDesk(t, op("b", 3, 1)) // the first two were safe, and are forgotten here
	d.send()
	d.answer(0, gap("b-3"))
	if got := d.state.Ops[0]; got.State != outbox.Conflict || got.Why.Sentence == "" {
		t.Errorf("what waits for a step nobody has: %+v", got)
	}
}

func TestWhatIsUnderWayOrDoneIsNobodysToMove(t *testing.T) {
	d := newDesk(t, op("a", 1, 1, "scan"))
	d.step(engine.Appended{Files: []outbox.File{{Order: 1, Digest: "scan", Op: "a-1", State: outbox.Waiting}}})
	d.send()
	for _, in := range []engine.Input{engine.HandedOver{ID: "a-1"}, engine.SetDown{ID: "a-1"}, engine.TakenBack{ID: "a-1"}, engine.HandedOver{ID: "unknown"}} {
		if c := d.step(in); !c.Empty() {
			t.Errorf("%T moved what is under way: %+v", in, c)
		}
	}
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 1})
	if c := d.step(engine.HandedOver{ID: "a-1"}); !c.Empty() {
		t.Errorf("what the platform has was handed over: %+v", c)
	}
	d.step(engine.UploadBegun{Digest: "scan"})
	if c := d.step(engine.HandedOver{ID: "scan"}); !c.Empty() {
		t.Errorf("a scan under way was handed over: %+v", c)
	}
}

// TestNothingLeavesTheMachineByAPersonsWordUnnamed plays people and a platform over lanes in any order: whatever is gone
// was accepted and dropped as safe, corrected at its place, or stands in what is set down, with those behind it.
func TestNothingLeavesTheMachineByAPersonsWordUnnamed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk(t)
		made, told := map[string]bool{}, map[string]bool{}
		order, seq := uint64(0), map[string]uint64{}
		add := func(o outbox.Op) {
			made[o.ID] = true
			d.step(engine.Appended{Ops: []outbox.Op{o}})
		}
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			lane := rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "lane")
			var some outbox.Op
			if len(d.state.Ops) > 0 {
				some = *d.state.Ops[rapid.IntRange(0, len(d.state.Ops)-1).Draw(rt, "which")]
			}
			switch rapid.SampledFrom([]string{"act", "act", "send", "send", "hand", "back", "down", "correct", "retry"}).Draw(rt, "what") {
			case "act":
				order++
				seq[lane]++
				o := op(lane, seq[lane], order)
				o.ID = fmt.Sprintf("op-%d", order) // a place may be taken twice, an id never
				add(o)
			case "send":
				plan := d.state.Next(d.now)
				if len(plan.Ops) == 0 {
					continue
				}
				d.send()
				var vs []api.Verdict
				halted := map[string]bool{}
				for _, o := range plan.Ops {
					v := api.Verdict{ID: o.ID, Position: 1, Outcome: api.Retry}
					if !halted[o.Lane] {
						v.Outcome = rapid.SampledFrom([]api.Outcome{api.Accepted, api.Accepted, api.Rejected, api.Conflict, api.Parked}).Draw(rt, "verdict")
					}
					halted[o.Lane] = v.Outcome != api.Accepted
					vs = append(vs, v)
				}
				d.answer(0, vs...)
			case "hand":
				d.step(engine.HandedOver{ID: some.ID})
			case "back":
				d.step(engine.TakenBack{ID: some.ID})
			case "retry":
				d.step(engine.RetryNow{})
			case "down":
				c := d.step(engine.SetDown{ID: some.ID, By: "0312", Reason: "r"})
				for _, e := range c.SetDown {
					told[e.Op.ID] = true
					if e.By != "0312" || e.Reason != "r" || e.Op.Lane != some.Lane || e.Op.Seq < some.Seq {
						rt.Fatalf("set down: %+v", e)
					}
				}
				if len(c.SetDown) > 0 {
					seq[some.Lane] = some.Seq - 1
				}
			case "correct":
				if !some.State.Halts() {
					continue
				}
				order++
				fix := op(some.Lane, some.Seq, order)
				fix.ID = some.ID + "+"
				told[some.ID] = true
				add(fix)
			}
		}
		here := map[string]bool{}
		last := map[string]uint64{}
		for _, o := range d.state.Ops {
			here[o.ID] = true
			last[o.Lane] = max(last[o.Lane], o.Seq)
		}
		for id := range made {
			if !here[id] && !told[id] {
				rt.Fatalf("%s is gone and nobody said so", id)
			}
		}
		for lane, n := range last {
			if n != seq[lane] {
				rt.Fatalf("lane %s ends at %d, not at %d", lane, n, seq[lane])
			}
		}
	})
}
