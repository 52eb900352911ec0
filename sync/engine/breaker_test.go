package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// fail offers what the machine wants offered and lets it fail, waiting out every patience.
func (d *desk) fail(times int, f engine.Failure) {
	for range times {
		d.now = latest(d.now, d.state.Next(d.now).Wake)
		d.send()
		d.step(engine.OpsFailed{Failure: f})
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (d *desk) breaker(want engine.BreakerState) {
	d.t.Helper()
	if got := d.state.Breaker(d.now); got.State != want {
		d.t.Errorf("the breaker is %+v, want %s", got, want)
	}
}

func TestAPlatformInTroubleIsLeftAloneAndThenTriedWithOneSmallThing(t *testing.T) {
	d := newDesk(t, op("a", 1, 1), op("b", 1, 2, "scan"), op("c", 1, 3))
	d.step(engine.Appended{Files: []outbox.File{{Order: 9, Digest: "free", Op: "gone", State: outbox.Waiting}}})
	sick := engine.Failure{Sick: true}
	d.fail(4, sick)
	d.breaker(engine.Closed)
	d.fail(1, sick)
	d.breaker(engine.Open)
	if p := d.state.Next(d.now); len(p.Ops) > 0 || p.File != nil || p.Feed || p.Wake.IsZero() {
		t.Errorf("while it is open: %+v", p)
	}
	d.step(engine.Heard{Epoch: "e1"}) // that it is there does not make it well
	d.breaker(engine.Open)

	d.now = d.state.Next(d.now).Wake
	d.breaker(engine.HalfOpen)
	if p := d.state.Next(d.now); len(p.Ops) != 1 || p.File != nil || p.Feed {
		t.Errorf("the probe is %+v", p)
	}
	d.offered("a-1")
	if p := d.state.Next(d.now); len(p.Ops) > 0 || p.File != nil || p.Feed {
		t.Errorf("beside the probe goes %+v", p)
	}
	before := d.state.Breaker(d.now).Until
	d.step(engine.OpsFailed{Failure: sick})
	d.breaker(engine.Open)
	if after := d.state.Breaker(d.now).Until; !after.After(before) {
		t.Error("a failed probe opens it for no longer")
	}
	d.now = d.state.Next(d.now).Wake
	d.offered("b-1")
	d.answer(0, api.Verdict{ID: "b-1", Outcome: api.Accepted, Position: 1})
	d.breaker(engine.Closed)
	p := d.state.Next(d.now)
	if len(p.Ops) != 1 || p.File == nil || !p.Feed {
		t.Errorf("after the probe's answer: %+v", p)
	}
	d.now = p.Wake // what failed alone before comes after the others
	d.offered("a-1", "c-1")
}

func TestWithNothingToSendTheFeedIsTheProbe(t *testing.T) {
	d := newDesk(t)
	file := outbox.File{Order: 1, Digest: "scan", Op: "gone", State: outbox.Waiting}
	d.step(engine.Appended{Files: []outbox.File{file}})
	for range 5 {
		d.now = latest(d.now, d.state.Next(d.now).Wake)
		d.step(engine.UploadBegun{Digest: "scan"})
		d.step(engine.UploadFailed{Digest: "scan", Failure: engine.Failure{Sick: true}})
	}
	d.now = d.state.Next(d.now).Wake
	d.step(engine.UploadBegun{Digest: "scan"})
	d.step(engine.UploadFailed{Digest: "scan", Failure: engine.Failure{Ours: true}}) // nothing is left that could go
	d.breaker(engine.HalfOpen)
	if p := d.state.Next(d.now); !p.Feed {
		t.Errorf("nothing is tried: %+v", p)
	}
	d.step(engine.Heard{Epoch: "e1"})
	d.breaker(engine.Closed)
}

func TestWhatThePlatformAskedForIsKeptToWhateverTheSettings(t *testing.T) {
	for _, in := range []engine.Input{
		engine.OpsFailed{Failure: engine.Failure{Sick: true, RetryAfter: 20 * time.Minute}},
		engine.Silent{Failure: engine.Failure{Sick: true, RetryAfter: 20 * time.Minute}},
	} {
		d := newDesk(t, op("a", 1, 1))
		d.step(in)
		d.step(engine.RetryNow{})
		b := d.state.Breaker(d.now)
		if b.State != engine.Open || !b.Asked || b.Until.Sub(d.now) != 20*time.Minute {
			t.Errorf("%T: %+v", in, b)
		}
		d.offered()
		d.now = d.now.Add(20 * time.Minute)
		d.offered("a-1")
	}
}

func TestASickFeedWaitsAloneAndLongerEachTime(t *testing.T) {
	d := newDesk(t, op("a", 1, 1))
	d.step(engine.Heard{Epoch: "e1"})
	last := time.Duration(0)
	for range 5 {
		d.step(engine.Silent{Failure: engine.Failure{Sick: true}})
		p := d.state.Next(d.now)
		if p.Feed || len(p.Ops) != 1 || !d.state.Online || p.Wake.Sub(d.now) <= last {
			t.Fatalf("%+v after a pause of %v", p, last)
		}
		last = p.Wake.Sub(d.now)
		d.now = p.Wake
	}
	d.step(engine.Heard{Epoch: "e1"})
	if !d.state.Next(d.now).Feed {
		t.Error("it answered, and is not asked")
	}
}

// A platform may be well but for one thing it cannot answer, today and tomorrow. It costs the others some time, no more.
func TestWhatThePlatformCannotAnswerHoldsUpNobodyElse(t *testing.T) {
	const lanes = 300
	for _, bad := range []string{"lane007-1", "scan007", "lane007-1 scan250", ""} {
		var ops []outbox.Op
		var files []outbox.File
		for i := range uint64(lanes) {
			o := op(fmt.Sprintf("lane%03d", i), 1, i+1, fmt.Sprintf("scan%03d", i))
			ops = append(ops, o)
			files = append(files, outbox.File{Order: o.Order, Digest: o.Blobs[0], Op: o.ID, State: outbox.Waiting})
		}
		dice := rand.New(rand.NewPCG(1, 2))
		now, s := start, engine.Begin(ops, files, outbox.Line{Epoch: "e1"}, start)
		step := func(in engine.Input) {
			s, _ = engine.Step(s, in, now, engine.Settings{Random: dice.Float64})
			now = now.Add(100 * time.Millisecond)
		}
		requests := 0
		waits := func() (n int) {
			for _, o := range s.Ops {
				if o.State == outbox.Waiting && !strings.Contains(bad, o.ID) {
					n++
				}
			}
			for _, f := range s.Files {
				if f.State == outbox.Waiting && !strings.Contains(bad, f.Digest) && !(strings.Contains(bad, "lane007") && f.Op == "lane007-1") {
					n++
				}
			}
			return n
		}
		for waits() > 0 && now.Before(start.Add(24*time.Hour)) {
			p := s.Next(now)
			switch {
			case len(p.Ops) > 0:
				requests++
				var ids []string
				var r api.OpsResponse
				for _, o := range p.Ops {
					ids = append(ids, o.ID)
					r.Verdicts = append(r.Verdicts, api.Verdict{ID: o.ID, Outcome: api.Accepted})
				}
				step(engine.Sent{IDs: ids})
				if slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(bad, id) }) {
					step(engine.OpsFailed{Failure: engine.Failure{Sick: true}})
				} else {
					step(engine.Answered{Response: r})
				}
			case p.File != nil:
				requests++
				step(engine.UploadBegun{Digest: p.File.Digest})
				if strings.Contains(bad, p.File.Digest) {
					step(engine.UploadFailed{Digest: p.File.Digest, Failure: engine.Failure{Sick: true}})
				} else {
					step(engine.Uploaded{Digest: p.File.Digest, Position: 1, Epoch: "e1"})
				}
			case p.Wake.IsZero():
				t.Fatalf("%q: %d wait, and nothing is planned", bad, waits())
			default:
				now = p.Wake
			}
		}
		t.Logf("%q: %d left, %d requests, %v", bad, waits(), requests, now.Sub(start))
		if waits() > 0 {
			t.Errorf("%q: %d still wait after a day and %d requests", bad, waits(), requests)
		}
	}
}

// TestTheBreakerKeepsItsWord: open lets nothing go before its time, half-open lets one thing go at a time, an answer
// closes it, and whatever happens there is a moment at which something is tried again.
func TestTheBreakerKeepsItsWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(nil)
		var ops []outbox.Op
		for i := range 8 {
			ops = append(ops, op(fmt.Sprint("lane", i), 1, uint64(i+1), fmt.Sprint("scan", i)))
		}
		var files []outbox.File
		for i := range 6 {
			files = append(files, outbox.File{Order: uint64(20 + i), Digest: fmt.Sprint("old", i), Op: "gone", State: outbox.Waiting})
		}
		d.state = engine.Begin(ops, files, outbox.Line{Epoch: "e1"}, start)
		draw := engine.Settings{Random: func() float64 { return rapid.Float64Range(0, 1).Draw(t, "dice") }}
		step := func(in engine.Input) { d.state, _ = purely(t, d.state, in, d.now, draw) }
		kinds := []engine.Failure{{}, {Sick: true}, {Sick: true, RetryAfter: time.Minute}, {Refused: true}, {TooLarge: true, Refused: true}}
		t.Repeat(map[string]func(*rapid.T){
			"act": func(t *rapid.T) {
				p := d.state.Next(d.now)
				b := d.state.Breaker(d.now)
				flying := len(d.state.Sending) > 0 || len(d.state.Uploading) > 0
				switch {
				case b.State == engine.Open && (len(p.Ops) > 0 || p.File != nil || p.Feed || !p.Wake.After(d.now)):
					t.Fatalf("open until %v, and yet %+v", b.Until, p)
				case b.State == engine.HalfOpen && flying && (len(p.Ops) > 0 || p.File != nil || p.Feed):
					t.Fatalf("half-open, a probe is out, and yet %+v", p)
				case b.State == engine.HalfOpen && (len(p.Ops) > 1 || len(p.Ops) == 1 && (p.File != nil || p.Feed) || p.File != nil && p.Feed):
					t.Fatalf("half-open, and more than one probe: %+v", p)
				}
				if len(p.Ops) > 0 {
					d.send()
				}
				if p.File != nil {
					step(engine.UploadBegun{Digest: p.File.Digest})
				}
			},
			"ops fail": func(t *rapid.T) {
				if len(d.state.Sending) > 0 {
					step(engine.OpsFailed{Failure: rapid.SampledFrom(kinds).Draw(t, "kind")})
				}
			},
			"ops answered": func(t *rapid.T) {
				if len(d.state.Sending) == 0 {
					return
				}
				step(engine.Answered{Response: api.OpsResponse{Epoch: "e1"}}) // a word on none of them: they come again
				if d.state.Fails > 0 {
					t.Fatal("an answer leaves failures counted")
				}
			},
			"file fails": func(t *rapid.T) {
				if len(d.state.Uploading) > 0 {
					which := rapid.SampledFrom(d.state.Uploading).Draw(t, "file")
					step(engine.UploadFailed{Digest: which, Failure: rapid.SampledFrom(append(kinds[:3:3], engine.Failure{Stuck: true})).Draw(t, "kind")})
				}
			},
			"heard":  func(*rapid.T) { step(engine.Heard{Epoch: "e1"}) },
			"silent": func(t *rapid.T) { step(engine.Silent{Failure: rapid.SampledFrom(kinds[:3]).Draw(t, "kind")}) },
			"retry":  func(*rapid.T) { step(engine.RetryNow{}) },
			"wait":   func(t *rapid.T) { d.now = d.now.Add(time.Duration(rapid.IntRange(1, 400).Draw(t, "s")) * time.Second) },
		})
		// What is out ends somehow; then, at the latest after the longest patience, something is tried.
		if len(d.state.Sending) > 0 {
			step(engine.OpsFailed{})
		}
		for len(d.state.Uploading) > 0 {
			step(engine.UploadFailed{Digest: d.state.Uploading[0]})
		}
		if len(d.state.Struck) > 0 {
			t.Fatalf("struck, and not in flight: %v", d.state.Struck)
		}
		d.now = d.now.Add(time.Hour)
		if p := d.state.Next(d.now); len(p.Ops) == 0 && slices.ContainsFunc(d.state.Ops, func(o *outbox.Op) bool { return o.State == outbox.Waiting }) {
			t.Fatalf("something waits for ever: %+v, %+v", p, d.state)
		}
	})
}
