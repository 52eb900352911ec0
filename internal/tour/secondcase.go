package tour

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"onewindow/devices/serialport"
	"onewindow/internal/cases"
	"onewindow/internal/rig"
)

// secondCase: the next citizen, with the platform there, and nearly everything that can go wrong at a counter.
func (s *story) secondCase() chapter {
	return chapter{title: "办结并叫下一号 The next citizen, and what may go wrong", steps: []step{
		{"F2 ends the first service and calls C001; the citizen's window asks for a grade and takes 先不评 for an answer", s.by(func(h *hand) {
			h.do(func(ctx context.Context) error { return s.call(ctx, "C001") })
			h.find(s.counter, "citizen.grade.1")
			h.shot(s.citizenWindow(), "citizen-rate")
			h.tap(s.counter, "citizen.skip")
		})},
		{"the form is begun; the reader is gone, then in another program's hands, then the card lies askew", s.by(s.readerTroubles)},
		{"the feeder jams; a scan is stopped; the hall node is killed: each is said in words, and the form stands as it was typed", s.by(s.scanTroubles)},
		{"陈㛃's case is accepted, with every word as it was typed", s.by(func(h *hand) {
			h.do(s.accept)
			s.onPaper(h, socialCard(), cases.Accepted, cases.AcceptanceNotice, "受理通知书", "陈㛃")
		})},
	}, troubles: []string{"CARD-001", "CARD-003", "CARD-012", "SCAN-004", "SCAN-011", "HALL-101"}}
}

// readerTroubles begins the form before the card is there, and keeps its picture.
func (s *story) readerTroubles(h *hand) {
	f := socialCard()
	h.keys("F5")
	h.shows(s.counter, "fill")
	h.do(func(ctx context.Context) error { return s.form(ctx, f) })
	h.do(func(ctx context.Context) (err error) { s.typed, err = s.asItStands(ctx, f); return err })
	h.do(func(ctx context.Context) error { return s.control.Plug(ctx, "counter", false) })
	h.scene(s.counter, "counter", "CARD-001")
	s.readerTaken(h)
	h.do(func(ctx context.Context) error { return s.control.Misread(ctx, "counter", true) })
	h.do(func(ctx context.Context) error { return s.control.Put(ctx, "counter", f.card) })
	h.scene(s.counter, "counter", "CARD-012")
	h.do(func(ctx context.Context) error { return s.control.Lift(ctx, "counter") })
	h.do(func(ctx context.Context) error { return s.control.Misread(ctx, "counter", false) })
	h.do(func(ctx context.Context) error { return s.applicant(ctx, f) })
	h.content(s.counter, "counter", "CARD-")
	h.do(func(ctx context.Context) error { return s.stillStands(ctx, f) })
	h.note("what was typed before stands as it was, point for point")
}

// readerTaken is another program that has the reader's port open when the reader is plugged in again. It must be quicker
// than the counter, which looks once a second.
func (s *story) readerTaken(h *hand) {
	var other *serialport.Port
	take := func(ctx context.Context) (err error) {
		for until := time.Now().Add(800 * time.Millisecond); time.Now().Before(until); {
			if other, err = serialport.Open(ctx, serialport.Params{Name: filepath.Join(s.p.Hall, "dev/reader")}); err == nil {
				return nil
			}
			if err := pause(ctx, 2*time.Millisecond); err != nil {
				return err
			}
		}
		return err
	}
	h.do(func(ctx context.Context) error {
		return s.until(ctx, "the counter is always quicker", func() bool {
			if s.control.Plug(ctx, "counter", false) != nil || s.control.Plug(ctx, "counter", true) != nil {
				return false
			}
			return take(ctx) == nil
		})
	})
	h.scene(s.counter, "counter", "CARD-003")
	h.do(func(context.Context) error { return other.Close() })
	h.content(s.counter, "counter", "CARD-003")
}

// scanTroubles: four pages lie in the feeder.
func (s *story) scanTroubles(h *hand) {
	f := socialCard()
	h.do(func(ctx context.Context) error { return s.materials(ctx, file{papers: f.papers, shared: f.shared}) })
	h.do(func(ctx context.Context) error { return s.control.Feed(ctx, 4, 1, 0) })
	h.do(func(ctx context.Context) error { return s.pressMaterial(ctx, f.scans[0], "scan") })
	h.scene(s.counter, "counter", "SCAN-004")
	h.do(func(ctx context.Context) error { return s.control.Jam(ctx, false) })
	h.do(func(ctx context.Context) error { return s.control.Feed(ctx, 8, 0, 1500*time.Millisecond) })
	h.do(func(ctx context.Context) error { return s.scan(ctx, f.scans[0]) })
	h.do(func(ctx context.Context) error { // the first page is in when the second is drawn
		before, err := s.control.Scanned(ctx)
		return errors.Join(err, s.scanned(ctx, before))
	})
	h.keys("Escape")
	h.scene(s.counter, "counter", "SCAN-011")
	h.do(func(ctx context.Context) error { return s.control.Feed(ctx, 0, 0, 0) })
	h.do(func(context.Context) error { s.kill(rig.Hall); return nil })
	h.scene(s.counter, "counter", "HALL-101")
	h.do(func(ctx context.Context) error { return s.server(ctx, rig.Hall) })
	h.content(s.counter, "counter", "HALL-")
	h.do(func(ctx context.Context) error { return s.stillStands(ctx, f) })
}

// asItStands keeps the points of everything that was typed or picked, as it is seen.
func (s *story) asItStands(ctx context.Context, f file) (map[string][]byte, error) {
	seen := map[string][]byte{}
	for _, tag := range f.controls() {
		if err := s.bring(ctx, tag); err != nil {
			return nil, err
		}
		at, err := s.Find(ctx, s.counter, tag)
		if err != nil {
			return nil, err
		}
		img, err := s.screen.Look(ctx, at.Inset(6)) // without the frame of the focus
		if err != nil {
			return nil, err
		}
		seen[tag] = img.Pix
	}
	return seen, nil
}

// stillStands tells whether everything that was typed or picked looks as it did, once the window has come to rest: a
// caret that blinks or a page that still scrolls is no loss.
func (s *story) stillStands(ctx context.Context, f file) error {
	var err error
	var other string
	waited := s.until(ctx, "what was typed to stand as it did", func() bool {
		var now map[string][]byte
		now, err = s.asItStands(ctx, f)
		other = otherwise(s.typed, now)
		return err != nil || other == ""
	})
	if err == nil && other != "" {
		err = fmt.Errorf("what was typed into %s no longer stands there as it did", other)
	}
	return cmp.Or(err, waited)
}

// otherwise names one that is not the same in both, "" when there is none.
func otherwise(before, now map[string][]byte) string {
	for tag, pix := range before {
		if !bytes.Equal(pix, now[tag]) {
			return tag
		}
	}
	return ""
}
