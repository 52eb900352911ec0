package tour

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// browserWindow is where the department's browser stands on the virtual screen, in the size of the drawing.
var browserWindow = &Window{Title: "console", Rect: image.Rect(1300, 1510, 2740, 2410)}

// Browser is the reviewer's own browser on the virtual screen, where one is installed: it shows what a person sees.
type Browser struct {
	stage *Stage
	dir   string
	main  *exec.Cmd
}

// browserName is Debian's Chromium; the tour goes on without its pictures where it is not installed.
const browserName = "chromium"

func browserInstalled() bool {
	_, err := exec.LookPath(browserName)
	return err == nil
}

// flags keep the browser to the one page it is given.
func (b *Browser) flags(url string) []string {
	at := browserWindow.Rect
	return []string{"--app=" + url, "--user-data-dir=" + b.dir, fmt.Sprintf("--window-position=%d,%d", at.Min.X, at.Min.Y), fmt.Sprintf("--window-size=%d,%d", at.Dx(), at.Dy()),
		"--ignore-certificate-errors", "--no-sandbox", "--test-type", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-quic", "--lang=zh-CN"}
}

// signIn opens the console's first page and signs in with the keyboard.
func (b *Browser) signIn(ctx context.Context, base, login, password string) error {
	// It would offer to translate the page, over the page.
	profile := filepath.Join(b.dir, "Default")
	if err := errors.Join(os.MkdirAll(profile, 0o700), os.WriteFile(filepath.Join(profile, "Preferences"), []byte(`{"translate":{"enabled":false}}`), 0o600)); err != nil {
		return fmt.Errorf("tour: browser: %w", err)
	}
	b.main = exec.Command(browserName, b.flags(base+"/login")...)
	b.main.Env = append(os.Environ(), b.stage.screen.Env()...)
	if err := b.main.Start(); err != nil {
		return fmt.Errorf("tour: browser: %w", err)
	}
	id, err := b.window(ctx)
	if err != nil {
		return err
	}
	return all(
		func() error { return b.drawn(ctx) },
		func() error { return b.stage.screen.Focus(ctx, id) },
		func() error { return b.stage.screen.Type(ctx, login) },
		func() error { return b.stage.screen.Key(ctx, "Tab") },
		func() error { return b.stage.screen.Type(ctx, password) },
		func() error { return b.stage.screen.Key(ctx, "Return") },
		func() error { return b.stage.changes(ctx, browserWindow, image.Rect(0, 0, 1440, 900)) },
		func() error { return b.drawn(ctx) },
	)
}

// open shows another page in a window of the same browser, over the first.
func (b *Browser) open(ctx context.Context, url string) error {
	next := exec.CommandContext(ctx, browserName, b.flags(url)...)
	next.Env = append(os.Environ(), b.stage.screen.Env()...)
	if err := next.Run(); err != nil { // it only tells the running browser, and ends
		return fmt.Errorf("tour: browser: %w", err)
	}
	return all(func() error { _, err := b.window(ctx); return err }, func() error { return b.drawn(ctx) })
}

// window puts the newest window of the browser into its place.
func (b *Browser) window(ctx context.Context) (string, error) {
	var id string
	err := b.stage.until(ctx, "the browser opens no window", func() bool {
		out, err := b.stage.screen.run(ctx, "xdotool", "search", "--onlyvisible", "--class", browserName)
		ids := strings.Fields(out)
		if err != nil || len(ids) == 0 {
			return false
		}
		id = ids[len(ids)-1]
		at := browserWindow.Rect
		_, err = b.stage.screen.run(ctx, "xdotool", "windowmove", id, fmt.Sprint(at.Min.X), fmt.Sprint(at.Min.Y), "windowsize", id, fmt.Sprint(at.Dx()), fmt.Sprint(at.Dy()))
		return err == nil
	})
	return id, err
}

// drawn waits until the page is drawn and has stood still for a moment; a blinking caret does not count.
func (b *Browser) drawn(ctx context.Context) error {
	const caret = 400 // points
	var last *image.RGBA
	still := 0
	return b.stage.until(ctx, "the browser draws no page", func() bool {
		img, err := b.stage.screen.Look(ctx, browserWindow.Rect)
		if err != nil || even(img) {
			return false
		}
		if last != nil && differing(last, img) <= caret {
			still++
		} else {
			still = 0
		}
		last = img
		return still >= 2 || pause(ctx, 300*time.Millisecond) != nil
	})
}

// differing counts the points in which two pictures of one size differ.
func differing(a, b *image.RGBA) (n int) {
	for i := 0; i+3 < len(a.Pix); i += 4 {
		if a.Pix[i] != b.Pix[i] || a.Pix[i+1] != b.Pix[i+1] || a.Pix[i+2] != b.Pix[i+2] {
			n++
		}
	}
	return n
}

// Close ends the browser.
func (b *Browser) Close() {
	if b.main != nil && b.main.Process != nil {
		_ = b.main.Process.Kill()
		_ = b.main.Wait()
	}
}

// console keeps pictures of the department's console as its browser shows it.
func (s *story) console(ctx context.Context, caseID string) (seen []string, err error) {
	if !browserInstalled() {
		return []string{"no pictures of the console: package " + browserName + " is not installed"}, nil
	}
	b := &Browser{stage: s.Stage, dir: filepath.Join(s.p.Out, "log", "browser")}
	defer b.Close()
	base := "https://" + s.p.Addresses.WebAddr
	if err := b.signIn(ctx, base, "1001", s.p.ReviewerPIN); err != nil {
		return nil, err
	}
	if err := b.open(ctx, base+"/console/cases/"+caseID); err != nil {
		return nil, err
	}
	seen, err = s.shots(ctx, browserWindow, "console")
	return seen, errors.Join(err, os.RemoveAll(b.dir))
}
