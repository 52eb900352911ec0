package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/pki"
	"onewindow/internal/rig"
	"onewindow/internal/seal"
)

// Outbox measures a day's work brought to the platform after the line was down: ten thousand filings, then ten thousand
// ratings of them (small operations). Both ends are real programs and sync; the bare cost sends the same bodies to a
// server that appends and syncs, and appends and syncs each answer here.
func Outbox() Measure {
	return Measure{Name: "outbox", Run: func(ctx context.Context, l *Lab) ([]Row, error) {
		o, err := newOutboxBench(ctx, l)
		if err != nil {
			return nil, err
		}
		defer o.close()
		var filings, ratings, memory Pair
		for range l.Size(3, 1) {
			if err := o.round(ctx, &filings, &ratings, &memory); err != nil {
				return nil, err
			}
		}
		const against = "the same bodies POSTed, appended and synced at both ends"
		return []Row{
			ratings.Row("outbox drained, small operations", "ops/s", against).Aimed(Aim{AtLeast: 3000}).Noted("%d ratings of about %d bytes a round", o.count, o.small),
			filings.Row("outbox drained, filings", "ops/s", against).Noted("%d filings of about %d bytes a round", o.count, o.large),
			memory.Row("memory while draining", "MB", "the same program with nothing to send").Aimed(Aim{AtMost: 100}).
				Noted("the program's own; with pages of the mapped store, which the system may take back, up to %.0f MB", o.mapped),
		}, nil
	}}
}

type outboxBench struct {
	lab          *Lab
	world        *world
	platform     *rig.Process
	plain        *plainServer
	here         *syncedFile
	desk         desk
	count        int
	next         int // case
	ids          int
	small, large int // bytes of an operation
	mapped       float64
}

func newOutboxBench(ctx context.Context, l *Lab) (*outboxBench, error) {
	o := &outboxBench{lab: l, count: l.Size(10_000, 30)}
	var err error
	if o.desk, err = newDesk(); err != nil {
		return nil, err
	}
	if o.world, err = newWorld(l); err != nil {
		return nil, err
	}
	if o.plain, err = o.world.plainServer(nil); err != nil {
		return nil, err
	}
	if o.here, err = openSynced(filepath.Join(l.Dir, "answers.log")); err != nil {
		return nil, err
	}
	o.platform, err = o.world.start(ctx, rig.Platform)
	return o, err
}

func (o *outboxBench) close() {
	o.platform.Stop()
	_, _ = o.plain.close(), o.here.close()
}

// round drains a vault of filings, then the same vault with a rating of each; the bare cost takes its turn after each.
func (o *outboxBench) round(ctx context.Context, filings, ratings, memory *Pair) error {
	dir := filepath.Join(o.lab.Dir, fmt.Sprintf("vault-%d", o.next))
	idle, err := o.world.drain(ctx, dir, o.world.addrs.APIAddr)
	if err != nil {
		return err
	}
	memory.Bare.Add(idle.PeakMB)
	from := o.next
	o.next += o.count
	for _, kind := range []struct {
		pair *Pair
		act  func(n int) (cases.Case, cases.Act, error)
		size *int
	}{{filings, o.filing, &o.large}, {ratings, o.rating, &o.small}} {
		bodies, err := o.fill(ctx, dir, from, kind.act, kind.size)
		if err != nil {
			return err
		}
		d, err := o.world.drain(ctx, dir, o.world.addrs.APIAddr)
		if err != nil {
			return err
		}
		if d.Ops != o.count {
			return fmt.Errorf("bench: %d operations were drained, not %d", d.Ops, o.count)
		}
		kind.pair.Subject.Add(float64(d.Ops) / d.AllMS * 1000)
		memory.Subject.Add(d.PeakMB)
		o.mapped = max(o.mapped, d.AllMB)
		took, err := o.sendBare(ctx, bodies)
		if err != nil {
			return err
		}
		kind.pair.Bare.Add(float64(o.count) / took.Seconds())
		o.lab.Say("%d operations in %.0f ms, bare %.0f ms", d.Ops, d.AllMS, Milliseconds(took))
	}
	return os.RemoveAll(dir)
}

// drain runs the draining program over a vault.
func (w *world) drain(ctx context.Context, dir, platform string) (d Drained, err error) {
	files, err := w.identity(clerk.Terminal, pki.Counter)
	if err != nil {
		return d, err
	}
	args := append(append([]string{}, w.lab.drain[1:]...), "-vault", dir, "-platform", "https://"+platform, "-ca", files.CA, "-cert", files.Cert, "-key", files.Key)
	cmd := exec.CommandContext(ctx, w.lab.drain[0], args...)
	var wrong strings.Builder
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if err != nil {
		return d, fmt.Errorf("bench: the draining program: %w: %s", err, &wrong)
	}
	return d, json.Unmarshal(out, &d)
}

func (o *outboxBench) filing(n int) (cases.Case, cases.Act, error) {
	return o.desk.accept(o.desk.draft(n))
}

func (o *outboxBench) rating(n int) (cases.Case, cases.Act, error) {
	c, _, err := o.filing(n)
	if err != nil {
		return c, cases.Act{}, err
	}
	act := cases.Act{Kind: cases.ActRate, At: cases.Stamp{Time: o.desk.at.Add(time.Minute), Source: cases.FromPeer}, By: clerk,
		Rating: &cases.Rating{Grade: 1, Count: 1, Device: clerk.Terminal}}
	c, err = cases.Apply(c, act)
	return c, act, err
}

// fill puts one act of each case into the vault, as the counter does, and gives the bodies that a plain sender sends.
func (o *outboxBench) fill(ctx context.Context, dir string, from int, act func(int) (cases.Case, cases.Act, error), size *int) (bodies [][]byte, err error) {
	s, err := openSafe(ctx, dir)
	if err != nil {
		return nil, err
	}
	s.ids = o.ids
	defer func() { o.ids = s.ids; err = errors.Join(err, s.close()) }()
	req := api.OpsRequest{Terminal: clerk.Terminal}
	for n := from; n < from+o.count; n++ {
		after, a, err := act(n)
		if err != nil {
			return nil, err
		}
		if _, err := s.store.Commit(ctx, after, a); err != nil {
			return nil, err
		}
		payload, err := json.Marshal(operation(after, a, uint64(s.ids)))
		if err != nil {
			return nil, err
		}
		*size = len(payload)
		req.Offers = append(req.Offers, api.Offer{ID: operationID(uint64(s.ids)), Digest: seal.Digest(payload), Payload: payload})
		if len(req.Offers) == api.MaxOps || n == from+o.count-1 {
			body, err := json.Marshal(req)
			if err != nil {
				return nil, err
			}
			bodies, req.Offers = append(bodies, body), nil
		}
	}
	return bodies, nil
}

// sendBare sends the bodies one after the other, and writes down that each was answered.
func (o *outboxBench) sendBare(ctx context.Context, bodies [][]byte) (time.Duration, error) {
	const entry = 700 // bytes of one operation's entry in the outbox
	answer := make([]byte, api.MaxOps*entry)
	began := time.Now()
	for _, body := range bodies {
		if err := o.plain.send(ctx, "POST", "/append", bytes.NewReader(body)); err != nil {
			return 0, err
		}
		if err := o.here.append(answer); err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}
