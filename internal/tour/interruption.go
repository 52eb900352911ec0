package tour

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"onewindow/internal/rig"
)

// promptly is how soon a window must say in words that what it depends on is gone.
const promptly = 5 * time.Second

// Stoppable gives the programs whose absence every window must tell and survive.
func Stoppable() []string { return []string{rig.Hall, rig.Platform, rig.Devsim} }

// dependant is a window that depends on a program, and the codes of which it must complain of one.
type dependant struct {
	program *Role
	role    string
	codes   []string
}

// dependants gives the open windows that depend on a program.
func (s *story) dependants(name string) []dependant {
	all := map[string][]dependant{
		rig.Hall: {
			{s.counter, "counter", []string{"HALL-"}}, {s.kiosk, "kiosk", []string{"HALL-"}},
			{s.display, "display", []string{"HALL-"}}, {s.strip, "strip", []string{"HALL-"}},
		},
		rig.Platform: {{s.counter, "counter", []string{"SYNC-101"}}},
		rig.Devsim: {
			{s.counter, "counter", []string{"CARD-001"}}, {s.counter, "counter", []string{"SCAN-001"}},
			{s.kiosk, "kiosk", []string{"PRN-", "CARD-"}},
		},
	}
	return slices.DeleteFunc(all[name], func(d dependant) bool { return s.processes[d.program.name] == nil })
}

// interruption is what one window did when one program was stopped for a while.
type interruption struct {
	at, program, role, code string
	said                    time.Duration // from the stop to the words
	back                    time.Duration // from the start's end to the words being gone
}

// interruptions is the record of all of them.
type interruptions struct {
	mu      sync.Mutex
	seen    []interruption
	skipped []string
}

func (i *interruptions) add(one interruption) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.seen = append(i.seen, one)
}

// late gives those that took longer than a window may take.
func (i *interruptions) late() (late []interruption) {
	for _, one := range i.seen {
		if one.said > promptly {
			late = append(late, one)
		}
	}
	return late
}

// moment is a point of the story at which nothing is under way. When the tour is asked to interrupt, each program it
// names is killed here as by a power cut, every window that depends on it must say so, and it is started again.
func (s *story) moment(ctx context.Context, at string) error {
	for _, name := range s.p.Stop {
		if s.processes[name] == nil {
			s.interruptions.skipped = append(s.interruptions.skipped, fmt.Sprintf("%s: %s is not running then", at, name))
			continue
		}
		if err := s.interrupt(ctx, at, name); err != nil {
			return fmt.Errorf("%s was stopped before “%s”: %w", name, at, err)
		}
	}
	return nil
}

func (s *story) interrupt(ctx context.Context, at, name string) error {
	windows := s.dependants(name)
	records := make([]interruption, len(windows))
	began := time.Now()
	s.kill(name)
	err := each(windows, func(i int, d dependant) error {
		seen, err := s.complains(ctx, d.program, d.role, d.codes...)
		records[i] = interruption{at: at, program: name, role: d.role, code: seen.code, said: since(began)}
		return err
	})
	if err != nil {
		return err
	}
	if err := s.restart(ctx, name); err != nil {
		return err
	}
	began = time.Now()
	return each(windows, func(i int, d dependant) error {
		err := s.content(ctx, d.program, d.role, d.codes...)
		records[i].back = since(began)
		s.interruptions.add(records[i])
		return err
	})
}

// each does something for all windows at once and gives the first failure.
func each(windows []dependant, do func(i int, d dependant) error) error {
	errs := make([]error, len(windows))
	var all sync.WaitGroup
	for i, d := range windows {
		all.Go(func() { errs[i] = do(i, d) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// restart starts a program without a window that was stopped.
func (s *story) restart(ctx context.Context, name string) error {
	if name == rig.Devsim {
		s.jobs = 0 // a new printer has printed nothing
	}
	return s.server(ctx, name)
}

// report writes the table of interruptions beside the transcript and gives its summary.
func (i *interruptions) report(dir string) (lines []string, err error) {
	var t strings.Builder
	t.WriteString("# Interruptions\n\nEach program was killed at each moment of the story and started again. Times are from the kill until\nthe words stood on the screen and could be read there, and from its being ready again until they were gone.\n\n")
	t.WriteString("| moment | killed | window | code | in words after | gone after |\n|---|---|---|---|---|---|\n")
	for _, o := range i.seen {
		fmt.Fprintf(&t, "| %s | %s | %s | %s | %.2f s | %.2f s |\n", o.at, o.program, o.role, o.code, o.said.Seconds(), o.back.Seconds())
	}
	t.WriteString("\n| killed | window | times | worst until in words | worst until gone |\n|---|---|---|---|---|\n")
	for _, line := range i.worst() {
		lines = append(lines, line)
		t.WriteString(line + "\n")
	}
	for _, s := range i.skipped {
		t.WriteString("\nLeft out: " + s + ".")
	}
	return lines, os.WriteFile(filepath.Join(dir, "interruptions.md"), []byte(t.String()+"\n"), 0o644)
}

// worst sums up by program and window.
func (i *interruptions) worst() (rows []string) {
	type sum struct {
		n          int
		said, back time.Duration
	}
	sums, order := map[string]*sum{}, []string{}
	for _, o := range i.seen {
		key := "| " + o.program + " | " + o.role + " |"
		if sums[key] == nil {
			sums[key] = &sum{}
			order = append(order, key)
		}
		s := sums[key]
		s.n, s.said, s.back = s.n+1, max(s.said, o.said), max(s.back, o.back)
	}
	slices.Sort(order)
	for _, key := range order {
		s := sums[key]
		rows = append(rows, fmt.Sprintf("%s %d | %.2f s | %.2f s |", key, s.n, s.said.Seconds(), s.back.Seconds()))
	}
	return rows
}
