package station

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"onewindow/internal/faults"
	"onewindow/internal/faults/child"
)

const startLimit = 30 * time.Second

// Seat is a station as the proof sees it from outside: the process that is started and killed, and everything its screen
// ever showed, oldest first.
type Seat struct {
	Params Params
	Shown  []Said
	Traces []string // first lines of stack traces its lives left
	Opened Said     // the newest life's first word
	Met    string   // the upkeep that the end of the last life met; "" for none
	Failed []Said   // the upkeep that was not done
	now    *child.Process
}

// Ended closes when the life that was begun last ended by itself.
func (s *Seat) Ended() <-chan struct{} { return s.now.Done() }

// Begin begins the station's next life.
func (s *Seat) Begin() error {
	s.Params.Life++
	err := os.MkdirAll(s.Params.Dir, 0o700)
	if err == nil {
		s.now, err = child.Start("station", s.Params)
	}
	if err != nil {
		return fmt.Errorf("%s does not start: %w", s.Params.Terminal, err)
	}
	return nil
}

// Start begins the station's next life and waits for its first word.
func (s *Seat) Start() error {
	if err := s.Begin(); err != nil {
		return err
	}
	opens := func(line string) (ok bool) {
		s.Opened, ok = read(line)
		return ok && s.Opened.Kind == "open"
	}
	if err := s.now.Said(startLimit, opens); err != nil {
		s.Kill()
		return fmt.Errorf("%s does not start: %w", s.Params.Terminal, err)
	}
	return nil
}

// Kill ends the life without a word, if there is one.
func (s *Seat) Kill() {
	if s.now != nil {
		s.over(s.now.Kill())
	}
}

// Alive reports whether a life is under way.
func (s *Seat) Alive() bool {
	if s.now == nil {
		return false
	}
	select {
	case <-s.now.Done():
		return false
	default:
		return true
	}
}

// stop asks the life to end.
func (s *Seat) stop() {
	if s.now != nil {
		s.over(s.now.Stop())
	}
}

// over takes note of what an ended life said.
func (s *Seat) over(lines []string) {
	if trace := s.now.Crash(); trace != "" {
		s.Traces = append(s.Traces, trace)
	}
	s.now, s.Met = nil, ""
	for _, line := range lines {
		said, ok := read(line)
		switch {
		case !ok:
		case said.Kind == "upkeep":
			s.Met = said.Work
		case said.Kind == "failed":
			s.Failed = append(s.Failed, said)
		default:
			s.Shown = append(s.Shown, said)
		}
	}
}

// Halted is what waited for a person when the screen was last seen.
func (s *Seat) Halted() []string {
	for _, said := range slices.Backward(s.Shown) {
		if said.Kind == "owes" {
			return said.Halted
		}
	}
	return nil
}

// AwaitUpkeep waits until the life under way is at a work of its upkeep, but not for long: it may have nothing to do.
func (s *Seat) AwaitUpkeep(work string, limit time.Duration) {
	_ = s.now.Said(limit, func(line string) bool {
		said, ok := read(line)
		return ok && said.Kind == "upkeep" && said.Work == work
	})
}

func read(line string) (said Said, ok bool) {
	return said, json.Unmarshal([]byte(line), &said) == nil
}

// Drain lets stations bring what they owe, without making more, and stops them once all have. What is still owed after
// limit is a breach.
func Drain(seats []*Seat, limit time.Duration, r *faults.Report) error {
	for _, s := range seats {
		s.stop()
		s.Params.Work = false
		if err := s.Start(); err != nil {
			return err
		}
	}
	for _, s := range seats {
		quiet := 0
		err := s.now.Said(limit, func(line string) bool {
			if said, ok := read(line); ok && said.Kind == "owes" {
				if quiet++; said.Waiting > 0 {
					quiet = 0
				}
			}
			return quiet >= calm
		})
		if err != nil {
			r.Breach(&r.Lost, "%s still owes something: %v", s.Params.Terminal, err)
		}
	}
	for _, s := range seats {
		s.stop()
	}
	return nil
}

// Screens gives what each terminal's screen ever showed.
func Screens(seats []*Seat) map[string][]Said {
	all := map[string][]Said{}
	for _, s := range seats {
		all[s.Params.Terminal] = s.Shown
	}
	return all
}
