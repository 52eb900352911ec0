package runner

import (
	"context"
	"time"

	"onewindow/internal/api"
	"onewindow/sync/transport"
)

// Bulk is what nobody at the window waits for: scans and papers. It is paced where it is read, chunk by chunk, so that no
// request under way ever waits with its own time limit running.

// bulkFile is a file on its way.
type bulkFile struct {
	File
	ctx context.Context
	r   *Runner
}

// ReadAt waits until the bytes may go, and reads them.
func (f bulkFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.r.letPass(f.ctx); err != nil {
		return 0, err
	}
	if err := f.r.pace(f.ctx, len(p)); err != nil {
		return 0, err
	}
	return f.File.ReadAt(p, off)
}

// longestPass is how long one chunk lets acts somebody waits for go before it.
const longestPass = 10 * time.Second

// letPass lets acts somebody waits for go first.
func (r *Runner) letPass(ctx context.Context) error {
	for until := r.p.Now().Add(longestPass); ; {
		r.mu.Lock()
		now := r.p.Now()
		first, kick := r.state.Online && r.state.Interactive(now), r.kick
		r.mu.Unlock()
		if !first || !now.Before(until) {
			return ctx.Err()
		}
		if err := r.rest(ctx, kick, until); err != nil {
			return err
		}
	}
}

// pace takes n bytes from what this hour allows, and waits until they may go.
func (r *Runner) pace(ctx context.Context, n int) error {
	now := r.p.Now()
	rate := r.p.Limits.At(now.In(r.zone()))
	r.mu.Lock()
	var wait time.Duration
	r.bucket, wait = r.bucket.Take(n, rate, now)
	r.mu.Unlock()
	if wait <= 0 {
		return nil
	}
	return sleep(ctx, wait)
}

func (r *Runner) zone() *time.Location {
	if r.p.Zone != nil {
		return r.p.Zone
	}
	return time.Local
}

// timed is the line, learning the platform's time from the answers to files.
type timed struct {
	Line
	r *Runner
}

// Do is the line's.
func (t timed) Do(ctx context.Context, req transport.Request) (*transport.Response, error) {
	asked := t.r.p.Now()
	resp, err := t.Line.Do(ctx, req)
	if err == nil {
		if at, bad := time.Parse(api.TimeForm, resp.Header.Get(api.HeaderTime)); bad == nil {
			t.r.measure(at, asked)
		}
	}
	return resp, err
}
