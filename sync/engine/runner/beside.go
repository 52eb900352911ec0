package runner

import (
	"context"
	"errors"
	"net/http"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/pki"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// feedPause is how long the feed rests between two pages while a long outbox is sent: the platform tells a terminal of its
// own acts, too, and one page after several answers says the same as one after each.
const feedPause = time.Second

// feed follows the changes while the platform is there.
func (r *Runner) feed(ctx context.Context) error {
	var last time.Time
	for {
		kick, err := r.await(ctx, engine.State.Feed)
		if err != nil {
			return err
		}
		if until := last.Add(feedPause); r.backlog() && until.After(r.p.Now()) {
			if err := r.rest(ctx, kick, until); err != nil {
				return err
			}
			continue
		}
		if err := r.turn(ctx); err != nil {
			return err
		}
		last = r.p.Now()
	}
}

// turn asks for one page and takes it.
func (r *Runner) turn(ctx context.Context) error {
	poll, cancel := context.WithTimeout(ctx, pollLimit)
	defer cancel()
	asked := r.p.Now()
	page, err := r.p.Feed.Ask(poll, pollWait)
	r.judge(err)
	var t *transport.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &t):
		r.p.Log.Warn("feed", "err", err)
		return r.step(ctx, engine.Silent{Failure: failure(err)})
	case err != nil: // the vault
		return err
	}
	r.measure(page.ServerTime, asked)
	if err := r.step(ctx, engine.Heard{Epoch: page.Epoch, Durable: page.DurableThrough, Schemas: page.Schemas}); err != nil {
		return err
	}
	if r.reoffers() { // a new epoch: offer again first, ask anew later
		return nil
	}
	_, err = r.p.Feed.Take(ctx, page)
	return err
}

// probe looks for the platform while it is away, at random times so that a whole city does not come back at once.
func (r *Runner) probe(ctx context.Context) error {
	for first := true; ; first = false {
		if online, kick := r.online(); online {
			if err := r.rest(ctx, kick, time.Time{}); err != nil {
				return err
			}
			continue
		}
		if !first {
			if err := r.patience(ctx, time.Duration((0.5+r.p.Settings.Random())*float64(r.p.ProbeEvery))); err != nil {
				return err
			}
		}
		if err := r.ask(ctx); err != nil {
			return err
		}
	}
}

func (r *Runner) reoffers() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Reoffer
}

func (r *Runner) online() (bool, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Online, r.kick
}

// patience waits for the next look, unless a person asks to try now.
func (r *Runner) patience(ctx context.Context, d time.Duration) error {
	r.nextLook(r.p.Now().Add(d))
	defer r.nextLook(time.Time{})
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.now:
	case <-ctx.Done():
	}
	return ctx.Err()
}

func (r *Runner) nextLook(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.look = at
}

// ask asks the platform how it is.
func (r *Runner) ask(ctx context.Context) error {
	asked := r.p.Now()
	var h api.HealthResponse
	if err := r.call(ctx, shortLimit, http.MethodGet, api.PathHealth, nil, &h); err != nil {
		return r.step(ctx, engine.Silent{Failure: failure(err)})
	}
	r.measure(h.ServerTime, asked)
	return r.step(ctx, engine.Heard{Epoch: h.Epoch, Durable: h.DurableThrough, Schemas: h.Schemas})
}

// blocks fetches a block of case numbers when the desk has none.
func (r *Runner) blocks(ctx context.Context) error {
	for {
		kick, err := r.await(ctx, engine.State.Spare)
		if err != nil {
			return err
		}
		if !r.p.Desk.NeedBlock() {
			if err := r.rest(ctx, kick, time.Time{}); err != nil {
				return err
			}
			continue
		}
		asked := r.p.Now()
		var b api.BlockResponse
		if err := r.call(ctx, shortLimit, http.MethodPost, api.PathBlocks, struct{}{}, &b); err != nil {
			r.p.Log.Warn("block", "err", err)
			if err := sleep(ctx, r.p.ProbeEvery); err != nil {
				return err
			}
			continue
		}
		r.measure(b.ServerTime, asked)
		if err := r.p.Desk.SetBlock(ctx, b.Block); err != nil {
			return err
		}
	}
}

// fetches brings result documents after every change while the platform is there.
func (r *Runner) fetches(ctx context.Context) error {
	changed := make(chan struct{}, 1)
	defer r.p.Outbox.Tell(changed)()
	for {
		if _, err := r.await(ctx, engine.State.Spare); err != nil {
			return err
		}
		var retry <-chan time.Time
		if err := r.p.Feed.Fetch(ctx); err != nil && ctx.Err() == nil {
			r.p.Log.Warn("result document", "err", err)
			retry = time.After(r.p.ProbeEvery)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		case <-retry:
		}
	}
}

// trims lets the journal go as far as nothing in it is owed.
func (r *Runner) trims(ctx context.Context) error {
	for {
		if err := sleep(ctx, r.p.TrimEvery); err != nil {
			return err
		}
		if err := r.p.Outbox.Trim(ctx); err != nil {
			return err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// failure says what a failed request means. Only a refusal in the platform's own words concerns what was sent; everything
// else (a proxy's page, a certificate, a server in trouble) concerns the line.
func failure(err error) engine.Failure {
	var t *transport.Error
	if !errors.As(err, &t) {
		return engine.Failure{}
	}
	f := engine.Failure{RetryAfter: t.RetryAfter, Sick: t.Kind == transport.Status}
	switch t.Status {
	case http.StatusBadGateway, http.StatusGatewayTimeout: // somebody on the way says that the platform is not there
		f.Sick = false
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusUnsupportedMediaType:
		f.Refused, f.TooLarge = true, t.Status == http.StatusRequestEntityTooLarge
		f.Why = why("SYNC-103")
	}
	var p *api.Problem
	if errors.As(err, &p) {
		f.Why = outbox.Why{Code: p.Code, Sentence: p.Sentence, SentenceEN: p.SentenceEN}
	}
	return f
}

// judge keeps in mind whose certificate it is that keeps the platform away.
func (r *Runner) judge(err error) {
	var w outbox.Why
	if code := pki.Judge(err).Code(pki.Platform); code != "" {
		w = why(code)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.why = w
}

func unreadable() engine.Failure {
	return engine.Failure{Refused: true, Why: why("SYNC-105")}
}

func broken() engine.Failure {
	return engine.Failure{Ours: true, Why: why("SYNC-104")}
}
