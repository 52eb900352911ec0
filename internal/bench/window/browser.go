package window

import (
	"context"
	"errors"
	"fmt"
	"html"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// browserName is Debian's Chromium; without it there is nothing to stand beside.
const browserName = "chromium"

func installed() bool {
	_, err := exec.LookPath(browserName)
	return err == nil
}

// browser shows a picture as a page over a whole screen.
type browser struct {
	dir, picture string
	main         *exec.Cmd
}

// page is a web page that is its picture and nothing else.
const page = `<!doctype html><html><head><meta charset="utf-8"><style>html,body{margin:0;background:#000;overflow:hidden}img{display:block}</style></head><body><img src="%s"></body></html>`

// warm opens and closes the browser once, so that its profile is made and the disk's cache is as warm as ours.
func (b *browser) warm(ctx context.Context, s *stage, w window) error {
	html := fmt.Sprintf(page, html.EscapeString(filepath.Base(b.picture)))
	if err := os.WriteFile(b.file(), []byte(html), 0o600); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	mine, err := s.opened(ctx, w.size)
	if err != nil {
		return err
	}
	defer mine.hide()
	_, _, err = b.open(ctx, mine, w)
	b.close()
	return err
}

func (b *browser) file() string { return b.picture + ".html" }

// open starts the browser and waits for its first frame.
func (b *browser) open(ctx context.Context, s *stage, w window) (time.Duration, int, error) {
	path, err := filepath.Abs(b.file())
	if err != nil {
		return 0, 0, fmt.Errorf("bench: %w", err)
	}
	b.main = exec.Command(browserName, "--kiosk", "--app=file://"+path, "--user-data-dir="+filepath.Join(b.dir, "browser"),
		"--window-position=0,0", fmt.Sprintf("--window-size=%d,%d", w.size.X, w.size.Y), "--no-sandbox", "--test-type", "--disable-gpu",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--allow-file-access-from-files")
	b.main.Env = append(os.Environ(), s.screen.Env()...)
	b.main.SysProcAttr = group()
	began := time.Now()
	if err := b.main.Start(); err != nil {
		return 0, 0, fmt.Errorf("bench: browser: %w", err)
	}
	seen, err := s.drawn(ctx, w)
	return seen.Sub(began), b.main.Process.Pid, err
}

// close ends the browser with all its processes.
func (b *browser) close() {
	if b.main != nil && b.main.Process != nil {
		endGroup(b.main.Process)
		_ = b.main.Wait()
	}
	b.main = nil
}

func writePNG(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	return errors.Join(png.Encode(f, img), f.Close())
}
