package engine_test

import (
	"fmt"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// backlog is n operations of a size, each in a lane of its own.
func backlog(n, size int) (ops []outbox.Op) {
	for i := range n {
		o := op(fmt.Sprintf("lane-%05d", i), 1, uint64(i+1))
		o.Size = size
		ops = append(ops, o)
	}
	return ops
}

// line is a way that carries so many bytes a second and hangs on a request that is larger than most.
type line struct {
	rate, most int
	desk       *desk
	position   uint64
}

// exchange plays one request and gives its size; 0 = nothing was left to send.
func (l *line) exchange() (ops, bytes int) {
	d := l.desk
	d.now = latest(d.now, d.state.Next(d.now).Wake)
	plan := d.state.Next(d.now)
	for _, o := range plan.Ops {
		bytes += o.Size
	}
	if len(plan.Ops) == 0 {
		return 0, 0
	}
	d.send()
	if bytes > l.most {
		d.now = d.now.Add(45 * time.Second)
		d.step(engine.OpsFailed{})
		return len(plan.Ops), bytes
	}
	d.now = d.now.Add(time.Duration(float64(bytes) / float64(l.rate) * float64(time.Second)))
	var good []api.Verdict
	for _, o := range plan.Ops {
		l.position++
		good = append(good, api.Verdict{ID: o.ID, Outcome: api.Accepted, Position: l.position})
	}
	d.answer(0, good...)
	return len(plan.Ops), bytes
}

func TestAGoodLineTakesMuchAtOnce(t *testing.T) {
	l := &line{rate: 10 << 20, most: 1 << 30, desk: newDesk(t, backlog(3000, 20<<10)...)}
	requests, largest := 0, 0
	for {
		n, bytes := l.exchange()
		if n == 0 {
			break
		}
		requests, largest = requests+1, max(largest, bytes)
	}
	if requests > 22 || largest < 3<<20 { // 60 MB: at most 4 MiB at once
		t.Errorf("%d requests, the largest of %d bytes", requests, largest)
	}
}

func TestAPoorLineTakesLittleAndOften(t *testing.T) {
	l := &line{rate: 16 << 10, most: 1 << 30, desk: newDesk(t, backlog(400, 8<<10)...)}
	var longest time.Duration
	for n := 0; ; n++ {
		before := l.desk.now
		if ops, _ := l.exchange(); ops == 0 {
			break
		}
		if n > 4 {
			longest = max(longest, l.desk.now.Sub(before))
		}
	}
	if longest > 10*time.Second {
		t.Errorf("once the line was known, a request took %v", longest)
	}
}

// A line on which anything large hangs (a broken path for big packets): little is lost to trying more.
func TestWhatHangsIsNotTriedAgainAndAgain(t *testing.T) {
	l := &line{rate: 1 << 20, most: 40 << 10, desk: newDesk(t, backlog(1500, 4<<10)...)}
	requests, hung := 0, 0
	for {
		n, bytes := l.exchange()
		if n == 0 {
			break
		}
		requests++
		if bytes > l.most {
			hung++
		}
	}
	if hung > requests/6 {
		t.Errorf("%d of %d requests hung", hung, requests)
	}
}

func TestABatchThatIsTooLargeIsHalvedNotParked(t *testing.T) {
	d := newDesk(t, backlog(8, 10<<10)...)
	large := engine.OpsFailed{Failure: engine.Failure{Refused: true, TooLarge: true, Why: outbox.Why{Sentence: "太大"}}}
	for _, want := range []int{8, 4, 2, 1} {
		if got := len(d.send()); got != want {
			t.Fatalf("%d operations, want %d", got, want)
		}
		d.step(large)
	}
	if d.state.Ops[0].State != outbox.Parked || d.state.Waiting() != 7 {
		t.Errorf("what is too large alone is %s; %d wait", d.state.Ops[0].State, d.state.Waiting())
	}
}

func TestTheBadOneOfAManyIsFoundSoon(t *testing.T) {
	const bad = "lane-00777-1"
	d := newDesk(t, backlog(1000, 100)...)
	for n := 1; ; n++ {
		ids := d.send()
		if len(ids) == 0 {
			if n > 30 || d.state.Ops[777].State != outbox.Parked {
				t.Errorf("after %d requests: %+v", n, d.state.Ops[777])
			}
			return
		}
		var good []api.Verdict
		holds := false
		for i, id := range ids {
			holds = holds || id == bad
			good = append(good, api.Verdict{ID: id, Outcome: api.Accepted, Position: uint64(n*1000 + i)})
		}
		if holds {
			d.step(engine.OpsFailed{Failure: engine.Failure{Refused: true}})
		} else {
			d.answer(0, good...)
		}
	}
}
