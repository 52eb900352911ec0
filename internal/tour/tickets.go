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

	"onewindow/internal/rig"
)

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
