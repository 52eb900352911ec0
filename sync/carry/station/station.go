package station

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"onewindow/internal/durable"
	"onewindow/internal/pki"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
	"onewindow/sync/carry"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// Params is what a Station needs; all of it is required.
type Params struct {
	Vault *vault.Vault
	Paper *pki.Paper // this terminal's
	Now   func() time.Time
	NewID func() string // UUIDv7
	// Take gives receipts to the machine that decides what they mean: the running exchange's, or Offline.
	Take func(ctx context.Context, in engine.Carried) error
}

// Station is the terminal's side of carrying by hand.
type Station struct {
	p      Params
	outbox *outbox.Outbox
	busy   sync.Mutex // one export or import at a time, whoever asks
}

// New makes a station over an open vault.
func New(p Params) *Station { return &Station{p: p, outbox: outbox.New(p.Vault)} }

// Offline takes receipts while no exchange runs.
func Offline(v *vault.Vault, now func() time.Time) func(ctx context.Context, in engine.Carried) error {
	o := outbox.New(v)
	return func(ctx context.Context, in engine.Carried) error {
		ops, files, line, err := o.Load()
		if err != nil {
			return err
		}
		_, change := engine.Step(engine.Begin(ops, files, line, now()), in, now(), engine.Settings{Random: func() float64 { return 0 }})
		if change.Empty() {
			return nil
		}
		return o.Record(ctx, change)
	}
}

// Load tells what there is to carry.
func (s *Station) Load() (Load, error) {
	o, err := s.Owed()
	return o.Load, err
}

// Owed tells everything that is in the outbox.
func (s *Station) Owed() (o Owed, err error) {
	o.Ops, o.Files, o.Line, err = s.outbox.Load()
	o.Load = loadOf(o.Ops, o.Files, o.Line)
	return o, err
}

// Export says where a file goes.
type Export struct {
	Dir      string           // of the stick
	To       *ecdsa.PublicKey // the platform's
	MostSize int64            // bytes of one file; 0 = as large as need be
	Progress func(done, all int64)
}

// Written is what an export came to.
type Written struct {
	Files      []string // names in the folder
	Ops, Scans int
	Bytes      int64
	Unreadable int // records or scans this machine could not read; they stay
}

// Export writes what there is to carry, whole or not at all. It marks nothing as sent.
func (s *Station) Export(ctx context.Context, e Export) (w Written, err error) {
	s.busy.Lock()
	defer s.busy.Unlock()
	load, err := s.Load()
	if err != nil {
		return w, err
	}
	if load.Empty() {
		return w, trouble.New(carry.CodeNothing, nil)
	}
	if err := durable.Sweep(e.Dir); err != nil { // what a killed export left on the stick
		return w, err
	}
	if err := room(e.Dir, load.Bytes()); err != nil {
		return w, err
	}
	number, err := s.nextNumber(ctx)
	if err != nil {
		return w, err
	}
	parts := load.parts(e.MostSize)
	h := carry.Header{Kind: carry.Outbox, Terminal: s.p.Paper.Peer.Name, Export: s.p.NewID(), Number: number, Parts: len(parts), At: s.p.Now(),
		Epoch: load.line.Epoch, Durable: load.line.Durable}
	out := &writing{s: s, ctx: ctx, e: e, all: load.Bytes()}
	defer out.discard()
	for i, part := range parts {
		h.Part = i + 1
		if err := out.part(h, part); err != nil {
			return w, err
		}
	}
	if w, err = out.commit(); err != nil {
		return w, err
	}
	return w, s.noteExport(ctx, h, w)
}

// room refuses what does not fit before a byte is written.
func room(dir string, need int64) error {
	free, err := durable.Free(dir)
	if err != nil {
		return trouble.New(carry.CodePath, err, "file", dir)
	}
	if free < need {
		return trouble.New(carry.CodeNoRoom, nil, "size", Size(need), "free", Size(free))
	}
	return nil
}

// Size words a number of bytes.
func Size(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", (n+1<<10-1)>>10)
}

// The series of this terminal's exports: its own bucket of the vault. A number that was taken for a file never finished
// stays out.
const (
	bucket    = "carry"
	numberKey = "number"
)

func (s *Station) nextNumber(ctx context.Context) (n uint64, err error) {
	err = s.p.Vault.Update(ctx, func(tx *vault.Tx) error {
		b, err := tx.Get(bucket, numberKey)
		if err == nil && b != nil {
			err = json.Unmarshal(b, &n)
		}
		if err != nil {
			return err
		}
		n++
		b, err = json.Marshal(n)
		return errors.Join(err, tx.Put(bucket, numberKey, b))
	})
	return n, err
}

// told counts bytes, tells of them, and stops when nobody wants them any more.
type told struct {
	io.Writer
	w *writing
}

func (t told) Write(b []byte) (int, error) {
	if err := t.w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := t.Writer.Write(b)
	t.w.done += int64(n)
	if t.w.e.Progress != nil {
		t.w.e.Progress(t.w.done, max(t.w.all, t.w.done))
	}
	return n, err
}
