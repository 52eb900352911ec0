package tour

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/seal"
)

// fetch waits for a file at the platform: files follow the operation that speaks of them.
func (s *story) fetch(ctx context.Context, digest string) (raw []byte, err error) {
	return raw, s.until(ctx, "a file did not arrive at the platform", func() bool {
		var err error
		raw, err = s.witness.File(ctx, digest)
		return err == nil
	})
}

// files compares every file of a case at the platform with the digest the terminal took when the page came in.
func (s *story) files(ctx context.Context, c cases.Case) (n int, bytes int64, err error) {
	check := func(p cases.Page) error {
		raw, err := s.fetch(ctx, p.Digest)
		if err != nil {
			return err
		}
		if seal.Digest(raw) != p.Digest || int64(len(raw)) != p.Size {
			return errors.New("a file at the platform is not the one that was scanned")
		}
		n, bytes = n+1, bytes+p.Size
		return nil
	}
	for _, m := range c.Materials {
		for _, p := range m.Pages {
			if err := check(p); err != nil {
				return n, bytes, err
			}
		}
	}
	for _, p := range c.Papers {
		if err := check(p.Page); err != nil {
			return n, bytes, err
		}
	}
	return n, bytes, nil
}

// paper fetches a case's paper from the platform, keeps it as PDF and PNG, and reads words in it.
func (s *story) paper(ctx context.Context, c cases.Case, kind cases.PaperKind, words ...string) ([]string, error) {
	var page cases.Page
	for _, p := range c.Papers {
		if p.Kind == kind {
			page = p.Page
		}
	}
	if kind == cases.ResultDocument && c.Decision != nil && c.Decision.Result != nil {
		page = c.Decision.Result.Page
	}
	if page.Digest == "" {
		return nil, fmt.Errorf("the case has no %s paper", kind)
	}
	raw, err := s.fetch(ctx, page.Digest)
	if err != nil {
		return nil, err
	}
	name := c.Ticket + "-" + string(kind)
	base := filepath.Join(s.p.Out, "papers", name)
	if err := os.WriteFile(base+".pdf", raw, 0o644); err != nil {
		return nil, err
	}
	if err := exec.CommandContext(ctx, "pdftoppm", "-r", "110", "-png", "-singlefile", base+".pdf", base).Run(); err != nil {
		return nil, fmt.Errorf("pdftoppm: %w", err)
	}
	text, err := exec.CommandContext(ctx, "pdftotext", "-layout", base+".pdf", "-").Output()
	if err != nil {
		return nil, fmt.Errorf("pdftotext: %w", err)
	}
	flat := strings.Join(strings.Fields(string(text)), "")
	for _, w := range words {
		if !strings.Contains(flat, w) {
			return nil, fmt.Errorf("the %s paper does not say %q", kind, w)
		}
	}
	return []string{fmt.Sprintf("![%s](papers/%s.png) says %s", name, name, strings.Join(words, ", "))}, nil
}
