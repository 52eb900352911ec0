package runner

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"onewindow/internal/api"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
	"onewindow/sync/upload"
)

// Line is the way to the platform; *transport.Client is one.
type Line interface {
	Do(ctx context.Context, r transport.Request) (*transport.Response, error)
	JSON(ctx context.Context, method, path string, in, out any) error
}

// Feed is the change feed; *feed.Feed is one.
type Feed interface {
	Ask(ctx context.Context, wait time.Duration) (api.ChangesResponse, error)
	Take(ctx context.Context, page api.ChangesResponse) (again bool, err error)
	Fetch(ctx context.Context) error
	// PutBy counts the changes that came and cannot be read: they need a newer program, or cannot be read at all.
	PutBy() (newerProgram, unreadable int)
}

// Files gives the bytes of a file to send.
type Files interface {
	// ReadFile opens a kept file; the caller closes it.
	ReadFile(digest string) (File, error)
}

// File is an opened file, to be read at any offset.
type File interface {
	io.ReaderAt
	io.Closer
}

// Desk is what the terminal wants of the platform beside the exchange.
type Desk interface {
	// NeedBlock reports whether the terminal has no block of case numbers.
	NeedBlock() bool
	SetBlock(ctx context.Context, block string) error
	// Measure learns the platform's time from an answer: asked and heard are this machine's times.
	Measure(server, asked, heard time.Time)
	// Doubt says how far off a time is that was heard lately and not believed, in both languages; "" when there is none.
	Doubt() (zh, en string)
}

// Params is what a Runner needs.
type Params struct {
	Terminal string
	Outbox   *outbox.Outbox
	Feed     Feed
	Files    Files
	Desk     Desk
	Line     Line
	Now      func() time.Time
	Log      *slog.Logger // technical events only

	Settings   engine.Settings // Random is required
	ProbeEvery time.Duration   // how often to look for an absent platform, on average; default 3 s
	TrimEvery  time.Duration   // default 1 h
	Schemas    api.Schemas     // what this program reads; zero = what this build does
	Limits     engine.Limits   // of bulk, by the clock of Zone
	Zone       *time.Location  // the hall's; nil = this machine's
}

// Limits of single requests.
const (
	opsLimit   = 45 * time.Second
	pollWait   = 25 * time.Second
	pollLimit  = pollWait + 15*time.Second
	shortLimit = 5 * time.Second
	// A time heard over a slow exchange says little.
	maxMeasure = 5 * time.Second
)

// Runner is the exchange with the platform. Make it with New, run it with Serve.
type Runner struct {
	p Params

	mu       sync.Mutex
	state    engine.State
	loaded   bool          // the machine knows what is on disk
	seen     uint64        // order of the newest operation the machine was told of
	kick     chan struct{} // closed and renewed whenever the state changed
	look     time.Time     // when the platform is looked for next; zero while it is there
	why      outbox.Why    // see Status
	sender   *upload.Sender
	writings []*writing // changes on their way to the disk, oldest first
	// bucket is what bulk may still take of this hour's limit.
	bucket engine.Bucket
	heard  map[chan<- struct{}]struct{}
	now    chan struct{} // a person does not want to wait for the next look
}

// New makes a runner; nothing happens before Serve.
func New(p Params) *Runner {
	if p.ProbeEvery <= 0 {
		p.ProbeEvery = 3 * time.Second
	}
	p.Schemas = p.Schemas.Or(api.Reads())
	if p.TrimEvery <= 0 {
		p.TrimEvery = time.Hour
	}
	return &Runner{p: p, sender: upload.New(p.Now), kick: make(chan struct{}), now: make(chan struct{}, 1), state: engine.Begin(nil, nil, outbox.Line{}, p.Now()), heard: map[chan<- struct{}]struct{}{}}
}

// Tell puts a value into c, without waiting, whenever Status changed, until stop is called. Give c room for one.
func (r *Runner) Tell(c chan<- struct{}) (stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heard[c] = struct{}{}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.heard, c)
	}
}

// RetryNow asks to try at once.
func (r *Runner) RetryNow() {
	if err := r.step(context.Background(), engine.RetryNow{}); err != nil {
		r.p.Log.Error("retry", "err", err)
	}
	select {
	case r.now <- struct{}{}:
	default:
	}
}

// Serve runs until ctx ends; only the vault's failure ends it earlier.
func (r *Runner) Serve(ctx context.Context) error {
	changed := make(chan struct{}, 1)
	defer r.p.Outbox.Tell(changed)()
	if err := r.load(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	for _, loop := range []func(context.Context) error{
		func(ctx context.Context) error { return r.follow(ctx, changed) },
		r.offers, r.uploads, r.feed, r.probe, r.blocks, r.fetches, r.trims,
	} {
		wg.Go(func() {
			if err := loop(ctx); err != nil && ctx.Err() == nil {
				cancel(err)
			}
		})
	}
	wg.Wait()
	if err := r.land(); err != nil {
		return err
	}
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return ctx.Err()
}

// load begins from what is on disk, keeping nothing of an earlier run but the view of the line.
func (r *Runner) load() error {
	ops, files, line, err := r.p.Outbox.Load()
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state, r.writings, r.loaded = engine.Begin(ops, files, line, r.p.Now()), nil, true
	for _, op := range ops {
		r.seen = max(r.seen, op.Order)
	}
	r.rouse()
	return nil
}

// step feeds the machine, remembers what it says, and only then lets it be acted upon.
func (r *Runner) step(ctx context.Context, in engine.Input) error {
	_, err := r.did(ctx, in)
	return err
}

// did is step; done tells whether there was something to remember.
func (r *Runner) did(ctx context.Context, in engine.Input) (done bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	next, change := engine.Step(r.state, in, r.p.Now(), r.p.Settings)
	if done = !change.Empty(); done {
		if err := r.write(ctx, change).wait(); err != nil {
			return false, err
		}
	}
	r.state = next
	r.rouse()
	return done, nil
}

func (r *Runner) rouse() {
	close(r.kick)
	r.kick = make(chan struct{})
	for c := range r.heard {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// plan gives what to do now, and a channel that closes when that may be outdated.
func (r *Runner) plan() (engine.Plan, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Next(r.p.Now()), r.kick
}

// bulk is plan where a file waits; where none does, a day's operations are not walked for it.
func (r *Runner) bulk() (engine.Plan, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.ContainsFunc(r.state.Files, func(f *outbox.File) bool { return f.State == outbox.Waiting }) {
		return engine.Plan{}, r.kick
	}
	return r.state.Next(r.p.Now()), r.kick
}

// gate tells whether something may go now besides operations and files, and when to look again: zero, only when plan's
// channel closes. It costs nothing.
func (r *Runner) gate(may func(engine.State, time.Time) (bool, time.Time)) (open bool, wake time.Time, kick <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.state.Online {
		return false, time.Time{}, r.kick
	}
	open, wake = may(r.state, r.p.Now())
	return open, wake, r.kick
}

// await waits until the gate is open.
func (r *Runner) await(ctx context.Context, may func(engine.State, time.Time) (bool, time.Time)) (kick <-chan struct{}, err error) {
	for {
		open, wake, kick := r.gate(may)
		if open {
			return kick, nil
		}
		if err := r.rest(ctx, kick, wake); err != nil {
			return nil, err
		}
	}
}

// backlog reports whether more waits than goes in one request.
func (r *Runner) backlog() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Waiting() > api.MaxOps
}

// rest waits until the state changed, the time came (zero: no time), or ctx ended.
func (r *Runner) rest(ctx context.Context, kick <-chan struct{}, until time.Time) error {
	var alarm <-chan time.Time
	if !until.IsZero() {
		t := time.NewTimer(until.Sub(r.p.Now()))
		defer t.Stop()
		alarm = t.C
	}
	select {
	case <-kick:
	case <-alarm:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// follow takes up what was appended to the outbox.
func (r *Runner) follow(ctx context.Context, changed <-chan struct{}) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
		if err := r.takeUp(); err != nil {
			return err
		}
	}
}

// takeUp tells the machine what was appended since it was last told. The order only grows: what was dropped meanwhile
// does not come back.
func (r *Runner) takeUp() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	ops, files, err := r.p.Outbox.Since(r.seen)
	if err != nil || len(ops) == 0 {
		return err
	}
	r.seen = ops[len(ops)-1].Order
	r.state, _ = engine.Step(r.state, engine.Appended{Ops: ops, Files: files}, r.p.Now(), r.p.Settings)
	r.rouse()
	return nil
}

// offers sends operations, one request at a time, and reads the next meanwhile.
func (r *Runner) offers(ctx context.Context) error {
	var next ahead
	for {
		plan, kick := r.plan()
		if len(plan.Ops) == 0 {
			if err := r.land(); err != nil {
				return err
			}
			if err := r.rest(ctx, kick, plan.Wake); err != nil {
				return err
			}
			continue
		}
		var err error
		if next, err = r.offer(ctx, plan.Ops, next); err != nil {
			return err
		}
	}
}

// offer sends operations and gives what was read meanwhile of those that follow.
func (r *Runner) offer(ctx context.Context, ops []outbox.Op, read ahead) (next ahead, err error) {
	req := api.OpsRequest{Terminal: r.p.Terminal, Schemas: r.p.Schemas}
	var ids []string
	for _, op := range ops {
		o, err := read.read(r.p.Outbox, op)
		if err != nil {
			r.p.Log.Error("operation cannot be read", "id", op.ID, "err", err)
			return nil, errors.Join(r.step(ctx, engine.Sent{IDs: []string{op.ID}}), r.step(ctx, engine.OpsFailed{Failure: unreadable()}))
		}
		req.Offers = append(req.Offers, o)
		ids = append(ids, op.ID)
	}
	if err := r.step(ctx, engine.Sent{IDs: ids}); err != nil {
		return nil, err
	}
	following := r.readAhead()
	defer func() { next = following() }()
	var resp api.OpsResponse
	asked := r.p.Now()
	err = r.call(ctx, opsLimit, http.MethodPost, api.PathOps, req, &resp)
	if err != nil {
		return nil, r.step(ctx, engine.OpsFailed{Failure: failure(err)})
	}
	r.measure(resp.ServerTime, asked)
	return nil, r.answered(ctx, engine.Answered{Response: resp})
}

func (r *Runner) call(ctx context.Context, limit time.Duration, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := r.p.Line.JSON(ctx, method, path, in, out)
	r.judge(err)
	return err
}

func (r *Runner) measure(server, asked time.Time) {
	if heard := r.p.Now(); !server.IsZero() && heard.Sub(asked) <= maxMeasure {
		r.p.Desk.Measure(server, asked, heard)
	}
}
