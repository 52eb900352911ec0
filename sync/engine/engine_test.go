package engine_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

var start = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func op(lane string, seq, order uint64, blobs ...string) outbox.Op {
	return outbox.Op{Order: order, ID: fmt.Sprintf("%s-%d", lane, seq), Lane: lane, Seq: seq, State: outbox.Waiting, Size: 100, Blobs: blobs}
}

func settings() engine.Settings { return engine.Settings{Random: func() float64 { return 0.999 }} }

// desk plays one machine by hand.
type desk struct {
	t     testing.TB
	state engine.State
	now   time.Time
}

func newDesk(t testing.TB, ops ...outbox.Op) *desk {
	return &desk{t: t, state: engine.Begin(ops, nil, outbox.Line{Epoch: "e1"}, start), now: start}
}

func (d *desk) step(in engine.Input) (change outbox.Change) {
	if len(d.state.Ops) > 200 { // a long backlog takes the same steps, and long to compare
		d.state, change = engine.Step(d.state, in, d.now, settings())
	} else {
		d.state, change = purely(d.t, d.state, in, d.now, settings())
	}
	return change
}

// purely is engine.Step, which leaves the state it was given as it was.
func purely(t interface{ Fatalf(string, ...any) }, s engine.State, in engine.Input, now time.Time, set engine.Settings) (engine.State, outbox.Change) {
	before, err := json.Marshal(s)
	next, change := engine.Step(s, in, now, set)
	if after, err2 := json.Marshal(s); !bytes.Equal(before, after) || errors.Join(err, err2) != nil {
		t.Fatalf("%T changed the state it was given: %s, was %s", in, after, before)
	}
	return next, change
}

// send offers what the machine wants offered and gives the ids.
func (d *desk) send() []string {
	var ids []string
	for _, o := range d.state.Next(d.now).Ops {
		ids = append(ids, o.ID)
	}
	d.step(engine.Sent{IDs: ids})
	return ids
}

func (d *desk) answer(durable uint64, verdicts ...api.Verdict) outbox.Change {
	return d.step(engine.Answered{Response: api.OpsResponse{Epoch: "e1", DurableThrough: durable, Verdicts: verdicts}})
}

func (d *desk) offered(want ...string) {
	d.t.Helper()
	if got := d.send(); !slices.Equal(got, want) {
		d.t.Errorf("offered %v, want %v", got, want)
	}
}

func TestLanesGoInOrderAndAHaltedOneStandsAlone(t *testing.T) {
	for _, o := range []api.Outcome{api.Rejected, api.Conflict, api.Parked} {
		d := newDesk(t, op("a", 1, 1), op("b", 1, 2), op("a", 2, 3), op("c", 1, 4))
		d.offered("a-1", "a-2", "b-1", "c-1")
		d.answer(0, api.Verdict{ID: "a-1", Outcome: o, Code: "X", Sentence: "不行"}, api.Verdict{ID: "a-2", Outcome: api.Retry},
			api.Verdict{ID: "b-1", Outcome: api.Accepted, Position: 1}, api.Verdict{ID: "c-1", Outcome: api.Duplicate, Position: 2})
		d.offered()
		d.step(engine.Appended{Ops: []outbox.Op{op("a", 3, 5), op("b", 2, 6)}})
		d.offered("b-2")
		if first := d.state.Ops[0]; string(first.State) != string(o) || first.Why.Sentence != "不行" {
			t.Errorf("%s: %+v", o, first)
		}
	}
}

func TestACorrectionTakesThePlaceAndTheLaneGoesOn(t *testing.T) {
	d := newDesk(t, op("a", 1, 1), op("a", 2, 2))
	d.send()
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Rejected})
	fix := op("a", 1, 3)
	fix.ID = "fix"
	d.step(engine.Appended{Ops: []outbox.Op{fix}})
	d.offered("fix", "a-2")
}

func TestRetryHoldsTheLaneOnly(t *testing.T) {
	d := newDesk(t, op("a", 1, 1), op("b", 1, 2))
	d.send()
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Retry}, api.Verdict{ID: "b-1", Outcome: api.Accepted, Position: 1})
	d.offered()
	d.now = d.now.Add(time.Second)
	d.offered("a-1")
}

func TestNothingIsForgottenBeforeTheBackupHoldsItAndItsFiles(t *testing.T) {
	d := newDesk(t, op("a", 1, 1, "scan"))
	d.step(engine.Appended{Files: []outbox.File{{Order: 1, Digest: "scan", Op: "a-1", State: outbox.Waiting}}})
	if f := d.state.Next(d.now).File; f != nil {
		t.Error("a file goes before its operation")
	}
	d.send()
	d.answer(5, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 4})
	if len(d.state.Ops) != 1 || d.state.Next(d.now).File == nil {
		t.Fatalf("after the operation: %+v", d.state)
	}
	d.step(engine.UploadBegun{Digest: "scan"})
	d.step(engine.Uploaded{Digest: "scan", Position: 7})
	if len(d.state.Ops) != 1 {
		t.Fatal("forgotten before the backup held the scan")
	}
	c := d.step(engine.Heard{Epoch: "e1", Durable: 7})
	if len(d.state.Ops)+len(d.state.Files) != 0 || len(c.DropOps) != 1 || len(c.DropFiles) != 1 {
		t.Errorf("kept after the backup held everything: %+v", d.state)
	}
}

func TestAScanAnsweredOutOfTheLostBookIsBroughtAgain(t *testing.T) {
	d := newDesk(t, op("a", 1, 1, "scan"))
	d.step(engine.Appended{Files: []outbox.File{{Order: 1, Digest: "scan", Op: "a-1", State: outbox.Waiting}}})
	d.send()
	d.answer(3, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 4})
	d.step(engine.UploadBegun{Digest: "scan"})
	d.step(engine.Heard{Epoch: "e2", Durable: 3}) // restored, while the old book's answer is under way
	d.step(engine.Uploaded{Digest: "scan", Position: 7, Epoch: "e1"})
	c := d.step(engine.Heard{Epoch: "e2", Durable: 9})
	if len(c.DropFiles) != 0 || len(d.state.Files) != 1 || d.state.Files[0].State != outbox.Waiting {
		t.Errorf("position 7 of the lost book was taken for one of the new: %+v", d.state.Files)
	}
}

func TestARestoredPlatformIsOfferedEverythingAgainBeforeTheFeed(t *testing.T) {
	d := newDesk(t, op("a", 1, 1), op("b", 1, 2))
	d.send()
	d.answer(1, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 1}, api.Verdict{ID: "b-1", Outcome: api.Accepted, Position: 2})
	d.step(engine.Heard{Epoch: "e2", Durable: 1})
	if d.state.Next(d.now).Feed {
		t.Error("the feed goes before the offers")
	}
	d.offered("b-1") // a-1 was in the backup
	d.step(engine.Answered{Response: api.OpsResponse{Epoch: "e2", DurableThrough: 1, Verdicts: []api.Verdict{{ID: "b-1", Outcome: api.Accepted, Position: 2}}}})
	if !d.state.Next(d.now).Feed {
		t.Error("the feed does not go on")
	}
}

func TestPatienceGrowsToItsCapAndEndsWhenThePlatformIsHeard(t *testing.T) {
	d := newDesk(t, op("a", 1, 1))
	var waits []time.Duration
	for range 12 {
		d.send()
		d.step(engine.OpsFailed{})
		at := d.state.Next(d.now).Wake
		waits = append(waits, at.Sub(d.now).Round(time.Second))
		d.now = at
	}
	want := []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300}
	for i := range want {
		if waits[i] != want[i]*time.Second {
			t.Fatalf("waits %v", waits)
		}
	}
	d.send()
	d.step(engine.OpsFailed{})
	d.offered()
	d.step(engine.Heard{Epoch: "e1"})
	d.offered("a-1")
	d.step(engine.OpsFailed{Failure: engine.Failure{Sick: true, RetryAfter: 30 * time.Second}})
	d.step(engine.Heard{Epoch: "e1"})
	d.step(engine.RetryNow{})
	d.offered()
	d.now = d.now.Add(30 * time.Second)
	d.offered("a-1")
}

func TestABatchThatIsRefusedWholeCostsOnlyTheBadOne(t *testing.T) {
	d := newDesk(t, op("a", 1, 1), op("b", 1, 2))
	d.send()
	no := engine.OpsFailed{Failure: engine.Failure{Refused: true, Why: outbox.Why{Sentence: "看不懂"}}}
	d.step(no)
	d.offered("a-1")
	d.step(no)
	d.offered("b-1")
	d.answer(0, api.Verdict{ID: "b-1", Outcome: api.Accepted, Position: 1})
	if d.state.Ops[0].State != outbox.Parked || d.state.Ops[1].State != outbox.Accepted {
		t.Errorf("%+v", d.state.Ops)
	}
	d.step(engine.RetryNow{})
	d.offered("a-1")
}

func TestStepLeavesTheStateItWasGivenAlone(t *testing.T) {
	before := engine.Begin([]outbox.Op{op("a", 1, 1)}, nil, outbox.Line{Epoch: "e1"}, start)
	sent, _ := engine.Step(before, engine.Sent{IDs: []string{"a-1"}}, start, settings())
	_, _ = engine.Step(sent, engine.Answered{Response: api.OpsResponse{Epoch: "e1", Verdicts: []api.Verdict{{ID: "a-1", Outcome: api.Accepted, Position: 1}}}}, start, settings())
	if sent.Ops[0].State != outbox.Waiting || len(sent.Sending) != 1 || len(before.Sending) != 0 {
		t.Error("Step changed what it was given")
	}
}

// model is a platform that keeps its word: ids for good, lanes without gaps, a backup now and then.
type model struct {
	epoch    int
	position uint64
	durable  uint64
	backup   map[string]uint64
	taken    map[string]uint64 // id → position
	lanes    map[string]uint64
	applied  map[string]int // in this epoch's life, including what its backup brought
}

func (p *model) answer(ids []string, ops map[string]outbox.Op, refuse func(id string) api.Outcome) api.OpsResponse {
	r := api.OpsResponse{Epoch: fmt.Sprint(p.epoch), DurableThrough: p.durable}
	for _, id := range ids {
		o := ops[id]
		v := api.Verdict{ID: id}
		switch out := refuse(id); {
		case p.taken[id] > 0:
			v.Outcome, v.Position = api.Duplicate, p.taken[id]
		case o.Seq != p.lanes[o.Lane]+1 || out == api.Retry:
			v.Outcome = api.Retry
		default:
			p.position++
			p.taken[id], p.lanes[o.Lane] = p.position, o.Seq
			p.applied[id]++
			v.Outcome, v.Position = api.Accepted, p.position
		}
		r.Verdicts = append(r.Verdicts, v)
	}
	return r
}

func (p *model) save() { p.backup, p.durable = maps.Clone(p.taken), p.position }

func (p *model) restore(ops map[string]outbox.Op) {
	p.epoch++
	p.taken, p.position, p.lanes, p.applied = maps.Clone(p.backup), p.durable, map[string]uint64{}, map[string]int{}
	for id := range p.taken {
		o := ops[id]
		p.lanes[o.Lane] = max(p.lanes[o.Lane], o.Seq)
		p.applied[id]++
	}
}

// TestEveryOperationEndsAcceptedOnceInOrder: whatever is lost, doubled, killed or restored on the way.
func TestEveryOperationEndsAcceptedOnceInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		disk := map[string]outbox.Op{} // the outbox
		all := map[string]outbox.Op{}
		line := outbox.Line{}
		seqs := map[string]uint64{}
		p := &model{epoch: 1, backup: map[string]uint64{}, taken: map[string]uint64{}, lanes: map[string]uint64{}, applied: map[string]int{}}
		now := start
		set := engine.Settings{Random: func() float64 { return float64(now.UnixNano()%97) / 97 }}
		load := func() engine.State { return engine.Begin(slices.Collect(maps.Values(disk)), nil, line, now) }
		state := load()
		step := func(in engine.Input) {
			next, c := purely(t, state, in, now, set)
			for _, o := range c.Ops {
				disk[o.ID] = o
			}
			for _, o := range c.DropOps {
				if p.backup[o.ID] == 0 {
					t.Fatalf("%s was forgotten before the platform's backup held it", o.ID)
				}
				delete(disk, o.ID)
			}
			if c.Line != nil {
				line = *c.Line
			}
			state = next
		}
		plan := func() (ids []string) {
			seen := map[string]uint64{}
			for _, o := range state.Next(now).Ops {
				if seen[o.Lane] >= o.Seq {
					t.Fatalf("lane %s is offered out of order", o.Lane)
				}
				seen[o.Lane] = o.Seq
				ids = append(ids, o.ID)
			}
			return ids
		}
		never := func(string) api.Outcome { return "" }
		t.Repeat(map[string]func(*rapid.T){
			"act": func(t *rapid.T) {
				lane := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "lane")
				seqs[lane]++
				o := op(lane, seqs[lane], uint64(len(all)+1))
				all[o.ID], disk[o.ID] = o, o
				step(engine.Appended{Ops: []outbox.Op{o}})
			},
			"exchange": func(t *rapid.T) {
				ids := plan()
				if len(ids) == 0 {
					now = now.Add(time.Minute)
					return
				}
				step(engine.Sent{IDs: ids})
				busy := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "busy lane")
				r := p.answer(ids, all, func(id string) api.Outcome {
					if busy != "" && all[id].Lane == busy {
						return api.Retry
					}
					return ""
				})
				switch rapid.SampledFrom([]string{"ok", "ok", "reply lost", "killed", "doubled", "cut", "request lost"}).Draw(t, "line") {
				case "ok":
					step(engine.Answered{Response: r})
				case "reply lost":
					step(engine.OpsFailed{})
				case "killed":
					state = load()
				case "doubled": // the request arrives twice; the second answer counts
					step(engine.Answered{Response: p.answer(ids, all, never)})
				case "cut":
					r.Verdicts = r.Verdicts[:len(r.Verdicts)/2]
					step(engine.Answered{Response: r})
				case "request lost":
					step(engine.OpsFailed{Failure: engine.Failure{Sick: true, RetryAfter: time.Second}})
				}
			},
			"backup":  func(*rapid.T) { p.save() },
			"restore": func(*rapid.T) { p.restore(all) },
			"heard":   func(*rapid.T) { step(engine.Heard{Epoch: fmt.Sprint(p.epoch), Durable: p.durable}) },
			"wait":    func(*rapid.T) { now = now.Add(10 * time.Second) },
			"": func(t *rapid.T) {
				for id, n := range p.applied {
					if n != 1 {
						t.Fatalf("%s was applied %d times", id, n)
					}
				}
			},
		})
		for range 200 { // the line stays good
			step(engine.Heard{Epoch: fmt.Sprint(p.epoch), Durable: p.durable})
			if ids := plan(); len(ids) > 0 {
				step(engine.Sent{IDs: ids})
				step(engine.Answered{Response: p.answer(ids, all, never)})
			}
			now = now.Add(time.Minute)
		}
		for id := range all {
			if p.applied[id] != 1 {
				t.Fatalf("%s is at the platform %d times", id, p.applied[id])
			}
		}
		p.save()
		step(engine.Heard{Epoch: fmt.Sprint(p.epoch), Durable: p.durable})
		if len(disk) != 0 {
			t.Fatalf("still kept though the backup holds all: %v", disk)
		}
	})
}
