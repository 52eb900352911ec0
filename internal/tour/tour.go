package tour

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/glyph"
	"onewindow/internal/pki"
	"onewindow/internal/rig"
)

// Params says where the story is played and what plays it.
type Params struct {
	Out         string // folder for pictures, papers, tickets, transcript; emptied first
	Bin         string // folder of the four programs
	Addresses   rig.Addresses
	Hall        string // folder of the small hall's files
	ClerkPIN    string
	ReviewerPIN string
	Live        io.Writer // the transcript as it is written
	Stop        []string  // programs to stop and start again before every step; see Stoppable
}

// Result is how it went.
type Result struct {
	OK, Failed int
	Line       string // "tour: N steps ok, 0 failed"
}

// step is one step of the story. It gives what was seen.
type step struct {
	what string
	play func(ctx context.Context) (seen []string, err error)
}

// chapter is a part of the story.
type chapter struct {
	title    string
	steps    []step
	troubles []string // codes of the troubles that its steps bring about and picture
}

// Play plays the whole story. The error is for what kept it from being played at all; a step that fails ends the
// story and is counted in the Result.
func Play(ctx context.Context, p Params) (Result, error) {
	for _, d := range []string{"papers", "tickets", "log"} {
		if err := os.MkdirAll(filepath.Join(p.Out, d), 0o755); err != nil {
			return Result{}, fmt.Errorf("tour: %w", err)
		}
	}
	t, err := newTranscript(filepath.Join(p.Out, "transcript.md"), p.Live)
	if err != nil {
		return Result{}, err
	}
	s, err := newStory(ctx, p)
	if err != nil {
		t.end()
		return Result{}, err
	}
	defer s.close()
	s.playAll(ctx, t)
	s.showAlbum(t)
	if err := s.account(t); err != nil {
		return Result{}, err
	}
	return Result{t.ok, t.failed, t.end()}, nil
}

// account ends a story with interruptions: the table, and those that were told too late.
func (s *story) account(t *Transcript) error {
	if len(s.p.Stop) == 0 {
		return nil
	}
	t.chapter("打断 What the windows did when programs were stopped")
	rows, err := s.interruptions.report(s.p.Out)
	t.table("| killed | window | times | worst until in words | worst until gone |", rows)
	for _, o := range s.interruptions.late() {
		t.step(fmt.Sprintf("%s told %s late, before “%s”", o.role, o.program, o.at), nil, fmt.Errorf("tour: %.1f s", o.said.Seconds()))
	}
	return err
}

func (s *story) playAll(ctx context.Context, t *Transcript) {
	for _, c := range s.chapters() {
		t.chapter(c.title)
		for _, st := range c.steps {
			seen, err := s.playStep(ctx, st)
			t.step(st.what, seen, err)
			if err != nil {
				s.keepEvidence(ctx)
				return
			}
		}
	}
}

// chapters are the whole story.
func (s *story) chapters() []chapter {
	return []chapter{s.morning(), s.numbers(), s.firstCase(), s.secondCase(), s.lineCut(), s.startup(), s.lineBack(), s.decision(), s.otherOutcomes(), s.silence()}
}

func (s *story) playStep(ctx context.Context, st step) ([]string, error) {
	limit := 3 * time.Minute
	if len(s.p.Stop) > 0 {
		limit = 20 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := s.moment(ctx, st.what); err != nil {
		return nil, err
	}
	return st.play(ctx)
}

// keepEvidence keeps the whole screen as it was when a step failed.
func (s *story) keepEvidence(ctx context.Context) {
	if img, err := s.screen.Look(ctx, wholeScreen); err == nil {
		_ = writePNG(filepath.Join(s.p.Out, "failed.png"), img)
	}
}

func newStory(ctx context.Context, p Params) (*story, error) {
	fonts, err := glyph.Load()
	if err != nil {
		return nil, err
	}
	screen, err := NewScreen(ctx, filepath.Join(p.Out, "log"))
	if err != nil {
		return nil, err
	}
	s := &story{Stage: &Stage{screen: screen, eyes: Eyes{fonts}, out: p.Out}, p: p, control: rig.NewControl(p.Addresses.ControlAddr), processes: map[string]*rig.Process{}}
	files := pki.Files{CA: filepath.Join(p.Hall, "pki/ca.pem"), Cert: filepath.Join(p.Hall, "pki/W03.pem"), Key: filepath.Join(p.Hall, "pki/W03.key")}
	identity, err := pki.Load(files)
	if err == nil {
		s.witness, err = newWitness(files, "https://"+p.Addresses.APIAddr, "https://"+p.Addresses.HallAddr)
	}
	if err == nil {
		s.reviewer, err = newReviewer("https://"+p.Addresses.WebAddr, identity)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	s.roles()
	return s, nil
}
