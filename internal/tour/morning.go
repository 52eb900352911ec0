package tour

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"onewindow/internal/queue"
	"onewindow/internal/rig"
)

// morning opens the hall.
func (s *story) morning() chapter {
	return chapter{"大厅开门 The hall opens", []step{
		{"platform, hall node and simulated devices start and answer", func(ctx context.Context) ([]string, error) {
			err := all(
				func() error { return s.server(ctx, rig.Platform, "platform: api") },
				func() error { return s.server(ctx, rig.Hall, "hall: listening") },
				func() error { return s.server(ctx, rig.Devsim, "control ") },
			)
			if err != nil {
				return nil, err
			}
			hall, err := s.witness.Hall(ctx)
			if err != nil {
				return nil, err
			}
			if !hall.Board.Open {
				return nil, errors.New("the hall node's day is not open")
			}
			_, err = s.witness.Book(ctx)
			return []string{"hall node: day " + hall.Board.Day + " open, " + fmt.Sprint(len(hall.Board.Windows)) + " windows", "platform: feed answers over mutual TLS"}, err
		}},
		{"kiosk, displays and counter open their windows", func(ctx context.Context) ([]string, error) {
			err := all(
				func() error { return s.open(ctx, s.kiosk, "kiosk") },
				func() error { return s.open(ctx, s.display, "display") },
				func() error { return s.open(ctx, s.strip, "display") },
				func() error { return s.open(ctx, s.counter, "counter") },
				func() error { return s.Shows(ctx, s.kiosk, "kiosk", "home") },
				func() error { return s.Shows(ctx, s.counter, "counter", "signin") },
			)
			if err != nil {
				return nil, err
			}
			return s.shots(ctx, s.kioskWindow(), "kiosk-home", s.displayWindow(), "display-empty", s.citizenWindow(), "citizen-idle")
		}},
		{"a wrong PIN is refused in words, the right one opens window 3", s.signInWithAWrongPINFirst},
	}}
}

func (s *story) signInWithAWrongPINFirst(ctx context.Context) ([]string, error) {
	if err := s.typeSignIn(ctx, "000000"); err != nil {
		return nil, err
	}
	if err := pause(ctx, time.Second); err != nil { // the refusal is slow on purpose: the hash is
		return nil, err
	}
	seen, err := s.shots(ctx, s.counterWindow(), "counter-wrong-pin")
	if err != nil {
		return seen, err
	}
	if c, err := s.counter.controls(); err != nil || c.Screens["counter"] != "signin" {
		return seen, errors.Join(errors.New("a wrong PIN opened the desk"), err)
	}
	if err := s.signIn(ctx); err != nil {
		return seen, err
	}
	err = s.until(ctx, "window 3 is not open at the hall node", func() bool {
		w, err := s.window(ctx)
		return err == nil && w.State == queue.WindowIdle
	})
	if err != nil {
		return seen, err
	}
	more, err := s.shots(ctx, s.counterWindow(), "counter-idle")
	return append(append(seen, more...), "hall node: window 3 is idle"), err
}

func (s *story) typeSignIn(ctx context.Context, pin string) error {
	return all(
		func() error { return s.Tap(ctx, s.counter, "counter.signin.operator") },
		func() error { return s.keys(ctx, "ctrl+a") },
		func() error { return s.screen.Type(ctx, "0312") },
		func() error { return s.Tap(ctx, s.counter, "counter.signin.pin") },
		func() error { return s.keys(ctx, "ctrl+a") },
		func() error { return s.screen.Type(ctx, pin) },
		func() error { return s.screen.Key(ctx, "Return") },
	)
}

// signIn signs the clerk in; on a counter that was killed the open case comes back to the front.
func (s *story) signIn(ctx context.Context) error {
	if err := s.typeSignIn(ctx, s.p.ClerkPIN); err != nil {
		return err
	}
	return s.until(ctx, "the desk does not open", func() bool {
		c, err := s.counter.controls()
		return err == nil && c.Screens["counter"] != "signin"
	})
}

// window is window 3 as the hall node knows it.
func (s *story) window(ctx context.Context) (queue.BoardWindow, error) {
	hall, err := s.witness.Hall(ctx)
	if err != nil {
		return queue.BoardWindow{}, err
	}
	i := slices.IndexFunc(hall.Board.Windows, func(w queue.BoardWindow) bool { return w.No == rig.WindowNo })
	if i < 0 {
		return queue.BoardWindow{}, errors.New("the hall node has no window 3")
	}
	return hall.Board.Windows[i], nil
}

// numbers: citizens take numbers.
func (s *story) numbers() chapter {
	return chapter{"取号 Citizens take numbers", []step{
		{"张𬭎 chooses 企业设立, puts the ID card down and gets A001 on paper", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") }, func() error { return s.Shows(ctx, s.kiosk, "kiosk", "category") }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.kioskWindow(), "kiosk-category")
			if err != nil {
				return seen, err
			}
			if err := all(func() error { return s.Tap(ctx, s.kiosk, "kiosk.category.A") }, func() error { return s.Shows(ctx, s.kiosk, "kiosk", "card") }); err != nil {
				return seen, err
			}
			more, err := s.shots(ctx, s.kioskWindow(), "kiosk-card")
			seen = append(seen, more...)
			if err != nil {
				return seen, err
			}
			if err := s.control.Put(ctx, "kiosk", "zhang"); err != nil {
				return seen, err
			}
			more, err = s.ticket(ctx, "A001", "*𬭎")
			return append(seen, more...), err
		}},
		{"the printer is out of paper: 陈㛃's number is shown, nothing is pretended, and it prints once there is paper", s.noPaper},
		{"刘䶮 searches the item by pinyin initials", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") }, func() error { return s.Tap(ctx, s.kiosk, "kiosk.find") }); err != nil {
				return nil, err
			}
			for _, key := range []string{"l", "h", "j", "y"} {
				if err := s.Tap(ctx, s.kiosk, "kiosk.key."+key); err != nil {
					return nil, err
				}
			}
			if _, err := s.Find(ctx, s.kiosk, "kiosk.item.FZ022"); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.kioskWindow(), "kiosk-search")
			if err != nil {
				return seen, err
			}
			if err := all(func() error { return s.Tap(ctx, s.kiosk, "kiosk.item.FZ022") }, func() error { return s.control.Put(ctx, "kiosk", "liu") }); err != nil {
				return seen, err
			}
			more, err := s.ticket(ctx, "C002", "*䶮")
			return append(seen, more...), err
		}},
		{"a citizen without a card takes a number for 投资建设", func(ctx context.Context) ([]string, error) { return s.withoutCard(ctx, "D", "D001") }},
		{"the same person gets no second number in the same category", s.secondNumber},
	}}
}

func (s *story) withoutCard(ctx context.Context, category, number string) ([]string, error) {
	err := all(
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.category."+category) },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.card.without") },
	)
	if err != nil {
		return nil, err
	}
	return s.ticket(ctx, number, "")
}

func (s *story) secondNumber(ctx context.Context) ([]string, error) {
	err := all(
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.category.A") },
		func() error { return s.Shows(ctx, s.kiosk, "kiosk", "card") },
		func() error { return s.control.Put(ctx, "kiosk", "zhang") },
		func() error { return s.Shows(ctx, s.kiosk, "kiosk", "told") },
	)
	if err != nil {
		return nil, err
	}
	seen, err := s.shots(ctx, s.kioskWindow(), "kiosk-second-number")
	if err != nil {
		return seen, err
	}
	hall, err := s.witness.Hall(ctx)
	if err != nil {
		return seen, err
	}
	if hall.Board.Waiting != 4 {
		return seen, fmt.Errorf("the hall node counts %d waiting, not 4", hall.Board.Waiting)
	}
	return append(seen, "hall node: still 4 waiting"), all(
		func() error { return s.control.Lift(ctx, "kiosk") },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.home") },
		func() error { return s.Shows(ctx, s.kiosk, "kiosk", "home") },
	)
}

func (s *story) noPaper(ctx context.Context) ([]string, error) {
	err := all(
		func() error { return s.control.Paper(ctx, 0) },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.item.FZ023") },
		func() error { return s.control.Put(ctx, "kiosk", "chen") },
		func() error { _, err := s.Find(ctx, s.kiosk, "kiosk.reprint"); return err },
	)
	if err != nil {
		return nil, err
	}
	seen, err := s.shots(ctx, s.kioskWindow(), "kiosk-ticket-failed")
	if err != nil {
		return seen, err
	}
	if err := all(func() error { return s.control.Paper(ctx, -1) }, func() error { return s.Tap(ctx, s.kiosk, "kiosk.reprint") }); err != nil {
		return seen, err
	}
	more, err := s.ticket(ctx, "C001", "*㛃")
	return append(seen, more...), err
}

// ticket waits for the paper of a number, reads it back from the printer's side, keeps it, and ends the session.
func (s *story) ticket(ctx context.Context, number, holder string) ([]string, error) {
	job, err := s.nextJob(ctx)
	if err != nil {
		return nil, err
	}
	paper, url, err := s.keepTicket(ctx, job, number)
	if err != nil {
		return nil, err
	}
	seen := []string{fmt.Sprintf("printer: %d bytes, cut, the number reads %s", job.Bytes, number), "zbarimg reads the QR: " + shortToken(url), fmt.Sprintf("![%s](tickets/%s.png)", number, number)}
	if holder != "" {
		if err := s.eyes.stands(paper, holder); err != nil {
			return seen, err
		}
		seen = append(seen, "the paper names "+holder+", drawn where the printer's font lacks it")
	}
	if err := s.Shows(ctx, s.kiosk, "kiosk", "ticket"); err != nil {
		return seen, err
	}
	more, err := s.shots(ctx, s.kioskWindow(), "kiosk-ticket-"+number)
	if err != nil {
		return append(seen, more...), err
	}
	return append(seen, more...), all(
		func() error { return s.control.Lift(ctx, "kiosk") },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.noted") },
		func() error { return s.Shows(ctx, s.kiosk, "kiosk", "home") },
	)
}

// nextJob waits for the next ticket that came out whole.
func (s *story) nextJob(ctx context.Context) (rig.Job, error) {
	var job rig.Job
	err := s.until(ctx, "no ticket came out of the printer", func() bool {
		jobs, err := s.control.Jobs(ctx)
		if err != nil || len(jobs) <= s.jobs || !jobs[len(jobs)-1].Cut {
			return false
		}
		job, s.jobs = jobs[len(jobs)-1], len(jobs)
		return true
	})
	return job, err
}

// keepTicket keeps a ticket as picture and bytes, reads its number by eye and its code with zbarimg.
func (s *story) keepTicket(ctx context.Context, job rig.Job, number string) (*image.RGBA, string, error) {
	raw, err := s.control.JobFile(ctx, job.N, "bin")
	if err != nil {
		return nil, "", err
	}
	picture, err := s.control.JobFile(ctx, job.N, "png")
	if err != nil {
		return nil, "", err
	}
	base := filepath.Join(s.p.Out, "tickets", number)
	if err := errors.Join(os.WriteFile(base+".escpos", raw, 0o644), os.WriteFile(base+".png", picture, 0o644)); err != nil {
		return nil, "", err
	}
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, "", err
	}
	paper := image.NewRGBA(img.Bounds())
	draw.Draw(paper, paper.Bounds(), img, img.Bounds().Min, draw.Src)
	if err := s.eyes.Reads(paper, image.Rect(10, 125, 570, 345), number, true); err != nil {
		return nil, "", err
	}
	out, err := exec.CommandContext(ctx, "zbarimg", "-q", "--raw", base+".png").Output()
	url := strings.TrimSpace(string(out))
	if err != nil || !slices.Contains(job.Codes, url) {
		return nil, "", errors.Join(fmt.Errorf("the QR on the ticket reads %q", url), err)
	}
	return paper, url, nil
}

// shortToken hides the greater part of a progress page's token: it opens a citizen's page.
func shortToken(url string) string {
	i := strings.LastIndex(url, "/")
	return url[:min(len(url), i+5)] + "…"
}
