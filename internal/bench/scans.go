package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/rig"
)

const lineBits = 20_000_000 // of the shaped line, a second: a neighbourhood station's

// Scans measures 2 MB scans brought to the platform, resumable and checked chunk by chunk, on loopback and over a line of
// 20 Mbit/s, against a plain PUT of the same bytes, synced and renamed, over the same line.
func Scans() Measure {
	return Measure{Name: "scans", Run: func(ctx context.Context, l *Lab) ([]Row, error) {
		s, err := newScans(ctx, l)
		if err != nil {
			return nil, err
		}
		defer s.close()
		const against = "plain PUT of the same bytes over the same mutual TLS, synced, renamed"
		near, err := Duel(ctx, l.Size(5, 1), s.subject(s.world.addrs.APIAddr, l.Size(20, 2)), s.bare(s.near, l.Size(20, 2)))
		if err != nil {
			return nil, err
		}
		far, err := Duel(ctx, l.Size(2, 1), s.subject(s.lines[0].Addr(), l.Size(8, 1)), s.bare(s.far, l.Size(8, 1)))
		if err != nil {
			return nil, err
		}
		const line = float64(lineBits) / 8 / 1e6
		share := Pair{Subject: far.Subject, Bare: Samples{line}}
		return []Row{
			near.Row("2 MB scans on loopback", "MB/s", against).Aimed(Aim{Ratio: true, AtLeast: 0.4}),
			far.Row("2 MB scans over 20 Mbit/s", "MB/s", against),
			share.Row("2 MB scans over 20 Mbit/s, share of the line", "MB/s", "what the line carries").Aimed(Aim{Ratio: true, AtLeast: 0.95}),
		}, nil
	}}
}

type scans struct {
	lab       *Lab
	world     *world
	platform  *rig.Process
	near, far *plainServer
	lines     []*rig.Line // shaped: to the platform, to the plain server
	desk      desk
	dice      *rand.Rand
	next      int // case
	size      int // bytes of a scan
}

func newScans(ctx context.Context, l *Lab) (*scans, error) {
	s := &scans{lab: l, size: l.Size(2<<20, 300<<10), dice: rand.New(rand.NewPCG(1, 2))}
	var err error
	if s.desk, err = newDesk(); err != nil {
		return nil, err
	}
	if s.world, err = newWorld(l); err != nil {
		return nil, err
	}
	if s.near, err = s.world.plainServer(nil); err != nil {
		return nil, err
	}
	if _, err = s.line(s.world.addrs.APIAddr); err != nil {
		return nil, err
	}
	if s.far, err = s.world.plainServer(s.line); err != nil {
		return nil, err
	}
	s.platform, err = s.world.start(ctx, rig.Platform)
	return s, err
}

// line lays a shaped line to addr and gives its near end.
func (s *scans) line(addr string) (string, error) {
	line, err := rig.NewLine(addr)
	if err != nil {
		return "", err
	}
	line.Shape(lineBits)
	s.lines = append(s.lines, line)
	return line.Addr(), nil
}

func (s *scans) close() {
	for _, line := range s.lines {
		line.Close()
	}
	s.platform.Stop()
	_, _ = s.near.close(), s.far.close()
}

// noise is a scan's bytes: nothing that could be packed, and never twice the same.
func (s *scans) noise() []byte {
	b := make([]byte, s.size)
	for i := 0; i+8 <= len(b); i += 8 {
		n := s.dice.Uint64()
		for j := range 8 {
			b[i+j] = byte(n >> (8 * j))
		}
	}
	return b
}

// subject files a case with so many scans and lets the draining program bring them.
func (s *scans) subject(platform string, count int) func(context.Context, *Samples) error {
	return func(ctx context.Context, rate *Samples) error {
		s.next++
		dir := filepath.Join(s.lab.Dir, fmt.Sprintf("vault-%d", s.next))
		if err := s.file(ctx, dir, count); err != nil {
			return err
		}
		d, err := s.world.drain(ctx, dir, platform)
		if err != nil {
			return err
		}
		if d.Files != count || d.FileMS == 0 {
			return fmt.Errorf("bench: %d scans were brought, not %d", d.Files, count)
		}
		rate.Add(float64(d.Bytes) / 1e3 / d.FileMS)
		return os.RemoveAll(dir)
	}
}

// file accepts one case whose first material is so many scans.
func (s *scans) file(ctx context.Context, dir string, count int) error {
	safe, err := openSafe(ctx, dir)
	if err != nil {
		return err
	}
	safe.ids = s.next * 1000
	var pages []cases.Page
	for range count {
		p, err := safe.store.PutFile(ctx, "image/jpeg", bytes.NewReader(s.noise()))
		if err != nil {
			return errors.Join(err, safe.close())
		}
		pages = append(pages, p)
	}
	after, act, err := s.desk.accept(s.desk.draft(s.next), pages...)
	if err == nil {
		_, err = safe.store.Commit(ctx, after, act)
	}
	return errors.Join(err, safe.close())
}

// bare puts as many bytes under as many names.
func (s *scans) bare(to *plainServer, count int) func(context.Context, *Samples) error {
	return func(ctx context.Context, rate *Samples) error {
		var bodies [][]byte
		for range count {
			bodies = append(bodies, s.noise())
		}
		began := time.Now()
		for i, b := range bodies {
			if err := to.send(ctx, "PUT", fmt.Sprintf("/files/%d", i), bytes.NewReader(b)); err != nil {
				return err
			}
		}
		rate.Add(float64(count*s.size) / 1e6 / time.Since(began).Seconds())
		return nil
	}
}
