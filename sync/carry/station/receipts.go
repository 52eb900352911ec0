package station

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"onewindow/internal/api"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// Taken is what receipts said.
type Taken struct {
	Verdicts map[api.Outcome]int
	Stored   int // scans and papers that are whole at the platform
	Left     Load
}

// maxReceipts is the largest file of receipts that is read: some hundred thousand verdicts.
const maxReceipts = 256 << 20

// Import reads a file of receipts and does what it says, as far as it is news. A file that is refused changes nothing.
func (s *Station) Import(ctx context.Context, path string) (t Taken, err error) {
	s.busy.Lock()
	defer s.busy.Unlock()
	file, err := readWhole(path)
	if err != nil {
		return t, err
	}
	in, err := carry.Open(bytes.NewReader(file), carry.Receipts, s.p.Paper, s.p.Now())
	if err != nil {
		return t, err
	}
	head := engine.Carried{Known: in.Header.Known, Response: api.OpsResponse{Epoch: in.Header.Epoch, DurableThrough: in.Header.Durable}}
	_, _, line, err := s.outbox.Load()
	if err != nil {
		return t, err
	}
	if !head.Speaks(line) {
		return t, trouble.New(carry.CodeOldEpoch, nil)
	}
	t.Verdicts = map[api.Outcome]int{}
	for {
		rec, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, err
		}
		now := head
		now.Response.Verdicts, now.Files = rec.Verdicts, t.files(rec.Stored)
		for _, v := range rec.Verdicts {
			t.Verdicts[v.Outcome]++
		}
		if err := s.p.Take(ctx, now); err != nil {
			return t, err
		}
	}
	if err := s.p.Take(ctx, head); err != nil { // receipts for nothing still say how far the backup reaches
		return t, err
	}
	if err := s.noteReceipts(ctx, in.Header); err != nil {
		return t, err
	}
	t.Left, err = s.Load()
	return t, err
}

func (t *Taken) files(stored []carry.Stored) (all []engine.CarriedFile) {
	for _, f := range stored {
		c := engine.CarriedFile{Digest: f.Digest, Position: f.Position}
		if f.Position > 0 {
			t.Stored++
		}
		if p := f.Problem; p != nil {
			c.Why = outbox.Why{Code: p.Code, Sentence: p.Sentence, SentenceEN: p.SentenceEN}
		}
		all = append(all, c)
	}
	return all
}

// readWhole reads a file into memory, so that what is looked through is what is then taken.
func readWhole(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, maxReceipts+1))
	if err == nil && len(b) > maxReceipts {
		err = trouble.New(carry.CodeNoFile, nil)
	}
	return b, err
}
