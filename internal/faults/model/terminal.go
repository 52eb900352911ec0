package model

import (
	"maps"
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// disk is what a terminal keeps through a kill.
type disk struct {
	ops      map[string]outbox.Op
	lanes    map[string][]string // lane → ids of its operations still kept
	payloads map[string]api.Operation
	bytes    map[string][]byte
	files    map[string]outbox.File
	line     outbox.Line
	last     map[string]uint64 // lane → newest place taken
	order    uint64
	serial   int
	cases    map[string]*cases.Case // nobody changes one
	known    []string               // ids of cases, oldest first
	epoch    string                 // of the place in the feed
	since    uint64
}

// terminal is one counter.
type terminal struct {
	w    *world
	name string
	disk disk

	up      bool
	life    int // what an earlier life began is nobody's any more
	state   engine.State
	asking  bool // for the feed, or for the platform's health
	alarm   time.Duration
	skew    time.Duration // of its wall clock
	frozen  time.Time
	settled map[string]bool // halted operations a clerk looked at

	confirmed []*act // what its screen called done
}

func newTerminal(w *world, name string) *terminal {
	t := &terminal{w: w, name: name, settled: map[string]bool{}, disk: disk{ops: map[string]outbox.Op{}, lanes: map[string][]string{}, payloads: map[string]api.Operation{}, bytes: map[string][]byte{},
		files: map[string]outbox.File{}, last: map[string]uint64{}, cases: map[string]*cases.Case{}}}
	t.start()
	w.after(w.upTo(time.Minute), t.work)
	w.sometimes(30*time.Minute, t.kill)
	w.sometimes(time.Hour, t.turnClock)
	w.sometimes(2*time.Hour, t.sendByHand)
	w.every(10*time.Minute, t.look)
	return t
}

// wall is what its clock shows: evidence, never order.
func (t *terminal) wall() time.Time {
	if !t.frozen.IsZero() {
		return t.frozen
	}
	return t.w.time().Add(t.skew)
}

func (t *terminal) turnClock() {
	t.frozen, t.skew = time.Time{}, 0
	switch t.w.rnd.IntN(4) {
	case 0:
		t.w.report.Fault("clock a day ahead")
		t.skew = 24 * time.Hour
	case 1:
		t.w.report.Fault("clock a day behind")
		t.skew = -24 * time.Hour
	case 2:
		t.w.report.Fault("clock frozen")
		t.frozen = t.w.time()
	}
}

// kill ends the program at any moment; it is started again later.
func (t *terminal) kill() {
	if !t.up {
		return
	}
	t.w.report.Fault("counter killed")
	t.up = false
	t.life++
	t.w.after(t.w.upTo(5*time.Minute), t.start)
}

func (t *terminal) start() {
	if t.up {
		return
	}
	t.w.report.Recoveries += min(t.life, 1)
	t.up, t.asking, t.alarm = true, false, 0
	t.life++
	var files []outbox.File
	for _, d := range slices.Sorted(maps.Keys(t.disk.files)) { // those of one operation have one order
		files = append(files, t.disk.files[d])
	}
	t.state = engine.Begin(slices.Collect(maps.Values(t.disk.ops)), files, t.disk.line, t.w.time())
	t.pump()
}

// step gives the engine an input; its change is on disk before anything is done on it. A kill may come before or after.
func (t *terminal) step(in engine.Input) {
	next, change := engine.Step(t.state, in, t.w.time(), engine.Settings{Random: t.w.rnd.Float64})
	if !change.Empty() && !t.w.healed && t.w.one(400) {
		if t.w.one(2) {
			t.record(change)
		}
		t.kill()
		return
	}
	t.record(change)
	t.state = next
}

func (t *terminal) record(c outbox.Change) {
	for _, op := range c.Ops {
		t.disk.ops[op.ID] = op
	}
	for _, f := range c.Files {
		t.disk.files[f.Digest] = f
	}
	for _, op := range c.DropOps {
		t.drop(op)
	}
	for _, d := range c.DropFiles {
		if !t.w.platform.book.Saved(d) {
			t.w.report.Breach(&t.w.report.Lost, "%s let a scan go that the platform's backup does not hold", t.name)
		}
		delete(t.disk.files, d)
	}
	if c.Line != nil {
		t.disk.line = *c.Line
	}
}

func (t *terminal) drop(op outbox.Op) {
	d := &t.disk
	delete(d.ops, op.ID)
	delete(d.payloads, op.ID)
	delete(d.bytes, op.ID)
	d.lanes[op.Lane] = slices.DeleteFunc(d.lanes[op.Lane], func(id string) bool { return id == op.ID })
}

// pump does what the engine says, until it says nothing more.
func (t *terminal) pump() {
	if !t.up {
		return
	}
	plan := t.state.Next(t.w.time())
	if len(plan.Ops) > 0 {
		t.offer(plan.Ops)
	}
	if t.up && plan.File != nil {
		t.upload(*plan.File)
	}
	if t.up && !t.asking {
		t.ask(plan.Feed && t.state.Online)
	}
	if wake := plan.Wake; t.up && !wake.IsZero() {
		t.wake(wake.Sub(begin))
	}
}

// wake sets the alarm, unless an earlier one is set.
func (t *terminal) wake(at time.Duration) {
	if t.alarm > t.w.now && t.alarm <= at {
		return
	}
	t.alarm = at
	life := t.life
	t.w.after(max(at-t.w.now, time.Millisecond), func() {
		if t.life == life {
			t.pump()
		}
	})
}

// mine wraps what must not outlive this life of the program.
func (t *terminal) mine(do func()) func() {
	life := t.life
	return func() {
		if t.life == life && t.up {
			do()
			t.pump()
		}
	}
}

func (t *terminal) offer(ops []outbox.Op) {
	var ids []string
	var offers []api.Offer
	for _, op := range ops {
		t.watch(op)
		ids = append(ids, op.ID)
		offers = append(offers, api.Offer{ID: op.ID, Digest: op.Digest, Payload: t.disk.bytes[op.ID]})
	}
	t.step(engine.Sent{IDs: ids})
	life := t.life
	var resp api.OpsResponse
	t.w.exchange(func() (ok bool) {
		r, ok := t.w.platform.ops(t.name, offers)
		if resp.Epoch == "" {
			resp = t.w.halved(r)
		}
		return ok
	}, func(fail *engine.Failure) {
		if t.life != life || !t.up {
			return
		}
		if fail != nil {
			t.step(engine.OpsFailed{Failure: *fail})
		} else {
			t.step(engine.Answered{Response: resp})
		}
		t.pump()
	})
}

// halved is a platform that loses its thread: an answer with only half of its verdicts, now and then.
func (w *world) halved(r api.OpsResponse) api.OpsResponse {
	if !w.healed && len(r.Verdicts) > 0 && w.one(30) {
		w.report.Fault("answer with half of its verdicts")
		r.Verdicts = r.Verdicts[:len(r.Verdicts)/2]
	}
	return r
}

// watch looks at what goes out: nothing behind an operation that halted.
func (t *terminal) watch(op outbox.Op) {
	for _, id := range t.disk.lanes[op.Lane] {
		if o := t.disk.ops[id]; o.Seq < op.Seq && o.State.Halts() {
			t.w.report.Breach(&t.w.report.Disordered, "%s offered place %d of %s behind place %d, which halted", t.name, op.Seq, op.Lane, o.Seq)
		}
	}
}

func (t *terminal) upload(f outbox.File) {
	t.step(engine.UploadBegun{Digest: f.Digest})
	var at engine.Uploaded
	life := t.life
	t.w.exchange(func() bool {
		n, ok := t.w.platform.upload(f.Digest)
		if at.Position == 0 {
			at = engine.Uploaded{Digest: f.Digest, Position: n, Epoch: t.w.platform.name()}
		}
		return ok
	}, func(fail *engine.Failure) {
		if t.life != life || !t.up {
			return
		}
		if fail != nil {
			t.step(engine.UploadFailed{Digest: f.Digest, Failure: *fail})
		} else {
			t.step(at)
		}
		t.pump()
	})
}

// ask asks for the feed, or while the platform is away how it is.
func (t *terminal) ask(feed bool) {
	t.asking = true
	var got page
	life := t.life
	t.w.exchange(func() bool {
		p, ok := t.w.platform.changes(t.disk.epoch, t.disk.since)
		if got.epoch == "" {
			got = p
		}
		return ok
	}, func(fail *engine.Failure) {
		if t.life != life || !t.up {
			return
		}
		if fail != nil {
			t.step(engine.Silent{})
		} else {
			t.step(engine.Heard{Epoch: got.epoch, Durable: got.durable})
			if may, _ := t.state.Feed(t.w.time()); may && feed && t.up {
				t.take(got)
			}
		}
		t.w.after(t.w.upTo(20*time.Second), t.mine(func() { t.asking = false }))
		t.pump()
	})
}

// look lets a clerk look at what halted: try again, or correct.
func (t *terminal) look() {
	if !t.up {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(t.disk.ops)) {
		if op, ok := t.disk.ops[id]; ok && op.State == outbox.Rejected && !t.settled[id] {
			t.settled[id] = true
			t.correct(op)
		}
	}
	if t.up && !t.w.rested {
		t.step(engine.RetryNow{})
		t.pump()
	}
}
