package engine_test

import (
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

func (d *desk) carried(durable uint64, files []engine.CarriedFile, verdicts ...api.Verdict) outbox.Change {
	return d.step(engine.Carried{Response: api.OpsResponse{Epoch: "e1", DurableThrough: durable, Verdicts: verdicts}, Files: files})
}

func TestReceiptsThatCameByHandCountLikeAnAnswer(t *testing.T) {
	d := newDesk(t, op("a", 1, 1, "scan"), op("b", 1, 2), op("a", 2, 3))
	d.step(engine.Appended{Files: []outbox.File{{Order: 1, Digest: "scan", Op: "a-1", State: outbox.Waiting}}})
	was := d.state
	c := d.carried(5, []engine.CarriedFile{{Digest: "scan", Position: 4}}, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 3},
		api.Verdict{ID: "b-1", Outcome: api.Rejected, Sentence: "不行"}, api.Verdict{ID: "a-2", Outcome: api.Retry})
	if d.state.Online != was.Online || d.state.Since != was.Since {
		t.Error("a line that is away counts as there because of a stick")
	}
	if len(c.DropOps) != 1 || len(c.DropFiles) != 1 || len(d.state.Ops) != 2 || d.state.Ops[0].State != outbox.Rejected || d.state.Ops[1].State != outbox.Waiting {
		t.Errorf("%+v", d.state)
	}
	if again := d.carried(5, nil, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 3}, api.Verdict{ID: "b-1", Outcome: api.Rejected}); !again.Empty() {
		t.Errorf("the same receipts again change %+v", again)
	}
}

func TestReceiptsLeaveWhatIsOnItsWayByWire(t *testing.T) {
	d := newDesk(t, op("a", 1, 1), op("b", 1, 2))
	d.send()
	d.carried(0, nil, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 3})
	if len(d.state.Sending) != 2 {
		t.Fatalf("on its way is %v", d.state.Sending)
	}
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Duplicate, Position: 3}, api.Verdict{ID: "b-1", Outcome: api.Accepted, Position: 4})
	for _, o := range d.state.Ops {
		if o.State != outbox.Accepted {
			t.Errorf("%+v", o)
		}
	}
}

func TestOldReceiptsTakeNothingBack(t *testing.T) {
	d := newDesk(t, op("a", 1, 1))
	d.send()
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 3})
	for _, o := range []api.Outcome{api.Retry, api.Parked, api.Rejected, api.Conflict} {
		if c := d.carried(0, nil, api.Verdict{ID: "a-1", Outcome: o}); !c.Empty() || d.state.Ops[0].State != outbox.Accepted {
			t.Errorf("%s: %+v", o, d.state.Ops[0])
		}
	}
}

func TestReceiptsOfARestoredPlatformOfferTheRestAgain(t *testing.T) {
	d := newDesk(t, op("a", 1, 1), op("b", 1, 2))
	d.send()
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 1}, api.Verdict{ID: "b-1", Outcome: api.Accepted, Position: 2})
	d.step(engine.Carried{Known: "e1", Response: api.OpsResponse{Epoch: "e2", Verdicts: []api.Verdict{{ID: "b-1", Outcome: api.Accepted, Position: 1}}}})
	d.offered("a-1")
	if d.state.Ops[1].State != outbox.Accepted || d.state.Line.Epoch != "e2" {
		t.Errorf("%+v", d.state)
	}
}

func TestReceiptsOfBeforeARestoreChangeNothing(t *testing.T) {
	d := newDesk(t, op("a", 1, 1))
	d.step(engine.Heard{Epoch: "e2"})
	for _, known := range []string{"", "e0", "e1"} {
		old := engine.Carried{Known: known, Response: api.OpsResponse{Epoch: "e1", DurableThrough: 9, Verdicts: []api.Verdict{{ID: "a-1", Outcome: api.Accepted, Position: 1}}}}
		if c := d.step(old); !c.Empty() || d.state.Line.Epoch != "e2" {
			t.Errorf("%+v", c)
		}
	}
}

func TestAnOperationThatHaltsGoesOnWhenAStickGotItTaken(t *testing.T) {
	d := newDesk(t, op("a", 1, 1), op("a", 2, 2))
	d.send()
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Parked, Sentence: "看不懂"})
	d.carried(0, nil, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 3})
	if first := d.state.Ops[0]; first.State != outbox.Accepted || first.Why != (outbox.Why{}) {
		t.Errorf("%+v", first)
	}
	d.now = d.now.Add(time.Minute)
	d.offered("a-2")
}
