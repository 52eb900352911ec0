package engine_test

import (
	"slices"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

func TestAnActSomebodyWaitsForPassesTheBacklogAndScansWait(t *testing.T) {
	d := newDesk(t, append(backlog(900, 1000), op("old", 1, 901))...)
	d.step(engine.Appended{Files: []outbox.File{{Order: 950, Digest: "scan", Op: "gone", State: outbox.Waiting}}})
	if len(d.send()) < 100 {
		t.Fatal("the backlog does not go")
	}
	d.step(engine.Appended{Ops: []outbox.Op{op("old", 2, 951), op("new", 1, 952)}})
	if d.state.Next(d.now).File != nil {
		t.Error("a scan goes before the act somebody waits for")
	}
	d.step(engine.OpsFailed{Failure: engine.Failure{Refused: true}})
	d.step(engine.Appended{})
	d.offered("old-1", "old-2", "new-1") // a lane's earlier acts go before, in order
	d.answer(0, api.Verdict{ID: "old-1", Outcome: api.Accepted, Position: 1}, api.Verdict{ID: "old-2", Outcome: api.Retry}, api.Verdict{ID: "new-1", Outcome: api.Accepted, Position: 2})
	if p := d.state.Next(d.now); len(p.Ops) == 0 || p.File == nil {
		t.Errorf("a lane that must come again holds up the rest: %+v", p)
	}
	d.now = d.now.Add(time.Second)
	d.offered("old-2")
	d.answer(0, api.Verdict{ID: "old-2", Outcome: api.Rejected})
	if d.state.Interactive(d.now) || d.state.Next(d.now).File == nil {
		t.Error("nobody waits any more, and scans still do")
	}
}

func TestAnActThatCannotGoHoldsNothingUp(t *testing.T) {
	halted := op("a", 1, 1)
	halted.State = outbox.Rejected
	d := newDesk(t, halted, op("b", 1, 2))
	d.step(engine.Heard{Epoch: "e1", Schemas: first})
	d.step(engine.Appended{Ops: []outbox.Op{op("a", 2, 3), written(op("c", 1, 4), 2)}, Files: []outbox.File{{Order: 9, Digest: "scan", Op: "gone", State: outbox.Waiting}}})
	if p := d.state.Next(d.now); len(p.Ops) != 1 || p.File == nil {
		t.Errorf("behind a halted act, or one that waits for an update: %+v", p)
	}
}

func TestNobodyWaitsAtAWindowForHours(t *testing.T) {
	d := newDesk(t, backlog(300, 100)...)
	d.step(engine.Appended{Ops: []outbox.Op{op("new", 1, 301)}})
	d.now = d.now.Add(3 * time.Minute)
	if ids := d.send(); slices.Contains(ids, "new-1") || len(ids) < 100 {
		t.Errorf("an act of three minutes ago goes before the rest: %d", len(ids))
	}
}
