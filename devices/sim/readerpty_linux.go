package sim

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// servePTY is the reader on a serial line: the link leads to a pty while the reader is plugged in.
func (r *Reader) servePTY(ctx context.Context) error {
	for {
		if err := r.wait(ctx, func() bool { return r.plugged }); err != nil {
			return err
		}
		if err := r.ptyWhilePlugged(ctx); err != nil {
			return err
		}
	}
}

func (r *Reader) ptyWhilePlugged(ctx context.Context) error {
	master, slave, err := pty.Open()
	if err != nil {
		return fmt.Errorf("sim: open pty: %w", err)
	}
	defer slave.Close() // held open so that the line survives clients coming and going
	defer master.Close()
	if err := raw(slave); err != nil {
		return fmt.Errorf("sim: raw mode: %w", err)
	}
	if err := relink(slave.Name(), r.p.Link); err != nil {
		return err
	}
	stop := r.onUnplug(ctx, func() { os.Remove(r.p.Link); slave.Close(); master.Close() })
	defer stop()
	r.log.Debug("reader line closed", "reader", r.p.Name, "err", r.talk(master))
	return nil
}

// relink makes link lead to target in one step.
func relink(target, link string) error {
	if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
		return fmt.Errorf("sim: folder of %s: %w", link, err)
	}
	fresh := link + ".new"
	os.Remove(fresh)
	if err := os.Symlink(target, fresh); err != nil {
		return fmt.Errorf("sim: link: %w", err)
	}
	return os.Rename(fresh, link)
}

// raw turns echo and CR/LF translation off, which would spoil binary frames.
func raw(f *os.File) error {
	t, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		return err
	}
	t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
	t.Cflag = t.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8
	return unix.IoctlSetTermios(int(f.Fd()), unix.TCSETS, t)
}
