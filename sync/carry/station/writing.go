package station

import (
	"context"
	"errors"
	"io"

	"onewindow/internal/durable"
	"onewindow/sync/carry"
	"onewindow/sync/outbox"
)

// writing is an export under way. Its files get their names together, at the end.
type writing struct {
	s     *Station
	ctx   context.Context
	e     Export
	all   int64
	done  int64
	files []*durable.File
	w     Written
}

func (w *writing) discard() {
	for _, f := range w.files {
		f.Discard()
	}
}

// part writes one file under no name yet.
func (w *writing) part(h carry.Header, l Load) error {
	f, err := durable.Create(w.e.Dir, 0o600)
	if err != nil {
		return err
	}
	w.files = append(w.files, f)
	h.Ops, h.Files = len(l.Ops), len(l.Files)
	for _, op := range l.Ops {
		h.Bytes += int64(op.Size)
	}
	for _, file := range l.Files {
		h.Bytes += file.Size
	}
	w.w.Files = append(w.w.Files, h.Name())
	out, err := carry.NewWriter(told{f, w}, h, w.s.p.Paper, w.e.To)
	if err != nil {
		return err
	}
	for _, op := range l.Ops {
		if err := w.op(out, op); err != nil {
			return err
		}
	}
	for _, file := range l.Files {
		if err := w.scan(out, file); err != nil {
			return err
		}
	}
	return out.Close()
}

// op writes one operation. One that cannot be read stays, as it does by wire; those behind it in its lane come back with
// the word that one is missing.
func (w *writing) op(out *carry.Writer, op outbox.Op) error {
	offer, err := w.s.outbox.Offer(op)
	if err != nil {
		w.w.Unreadable++
		return w.ctx.Err()
	}
	w.w.Ops++
	return out.Offer(offer)
}

func (w *writing) scan(out *carry.Writer, f outbox.File) error {
	in, err := w.s.p.Vault.OpenFile(f.Digest)
	if err != nil {
		w.w.Unreadable++
		return w.ctx.Err()
	}
	defer func() { _ = in.Close() }()
	var bad *carry.Unreadable
	err = out.File(page(f), in)
	switch {
	case errors.As(err, &bad):
		w.w.Unreadable++
		return nil
	case err == nil:
		w.w.Scans++
	}
	return err
}

// commit gives the files their names. The last word before that is the caller's wish to stop.
func (w *writing) commit() (Written, error) {
	if err := w.ctx.Err(); err != nil {
		return Written{}, err
	}
	for i, f := range w.files {
		size, err := f.Seek(0, io.SeekEnd)
		if err != nil {
			return Written{}, err
		}
		if err := f.Commit(w.w.Files[i]); err != nil {
			return Written{}, err
		}
		w.w.Bytes += size
	}
	if w.e.Progress != nil {
		w.e.Progress(w.w.Bytes, w.w.Bytes)
	}
	return w.w, nil
}
