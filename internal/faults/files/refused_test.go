package files_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/faults/child"
	"onewindow/internal/faults/disk"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// TestWhatAFailingDiskRefusesNeverHappens writes into a vault on a disk that fails at one place after another. What was refused
// is not seen, now or after a restart; what was confirmed is; and the vault goes on once the disk is well. (The vault is in
// a process of its own: the one that serves a disk must not map its files.)
func TestWhatAFailingDiskRefusesNeverHappens(t *testing.T) {
	for _, kind := range disk.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			d, err := disk.Mount(filepath.Join(dir, "real"), filepath.Join(dir, "at"))
			if err != nil {
				t.Skip(err)
			}
			defer func() { _ = d.Close() }()
			c, err := child.Start("refused", filepath.Join(dir, "at"))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Kill()
			n := 0
			some := []int64{0}
			if kind == disk.Full || kind == disk.WriteFails { // the others ask for no number of bytes
				some = append(some, 5000)
			}
			for after := range 9 {
				for _, bytes := range some {
					step(t, c, fmt.Sprintf("ready %d", n), func() { d.Arm(disk.Fault{Kind: kind, After: after, Bytes: bytes}) })
					step(t, c, fmt.Sprintf("written %d", n), func() { d.Heal() })
					n++
				}
			}
			wrong, refused := 0, 0
			for _, line := range c.Kill() {
				if text, ok := strings.CutPrefix(line, "wrong "); ok && wrong < 5 {
					wrong++
					t.Error(text)
				}
				if strings.HasPrefix(line, "refused") {
					refused++
				}
			}
			if refused == 0 && kind != disk.NameFails { // an update renames nothing
				t.Error("nothing was ever refused")
			}
		})
	}
}

// step waits for a word of the child, does something, and lets it go on.
func step(t *testing.T, c *child.Process, word string, do func()) {
	t.Helper()
	if err := c.Said(20*time.Second, func(line string) bool { return line == word }); err != nil {
		t.Fatalf("waiting for %q: %v", word, err)
	}
	do()
	if err := c.Tell("on"); err != nil {
		t.Fatal(err)
	}
}

// refusedProgram opens one vault after another below a folder and lets the test spoil the disk between two steps of each.
func refusedProgram(ctx context.Context, params json.RawMessage, out io.Writer) error {
	var dir string
	if err := json.Unmarshal(params, &dir); err != nil {
		return err
	}
	keys, err := seal.NewKeys([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	for n := 0; ctx.Err() == nil; n++ {
		r := &refused{ctx, out, vault.Params{Dir: filepath.Join(dir, fmt.Sprint(n)), Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler)}, nil, n, map[string]bool{}, false}
		if err := r.play(in); err != nil {
			return err
		}
		if err := os.RemoveAll(r.p.Dir); err != nil {
			return err
		}
	}
	return nil
}

type refused struct {
	ctx    context.Context
	out    io.Writer
	p      vault.Params
	v      *vault.Vault
	n      int
	said   map[string]bool // key → whether it was confirmed; what is not known is left out
	broken bool
}

func (r *refused) play(in *bufio.Scanner) (err error) {
	if r.v, err = vault.Open(r.ctx, r.p); err != nil {
		return err
	}
	for i := range 3 {
		if err := r.update(fmt.Sprintf("before-%d", i)); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprintf(r.out, "ready %d\n", r.n)
	in.Scan()
	for i := range 10 {
		if err := r.update(fmt.Sprintf("during-%d", i)); err != nil {
			_, _ = fmt.Fprintln(r.out, "refused", err)
			if !r.broken && !errors.Is(err, &vault.Error{Code: vault.CodeIO}) {
				r.wrong("refused without a word: %v", err)
			}
		}
	}
	_, _ = fmt.Fprintf(r.out, "written %d\n", r.n)
	in.Scan()
	if err := r.update("after"); err != nil && !r.broken {
		r.wrong("the disk is well, but %v", err)
	}
	if !r.broken {
		r.look("before the restart")
	}
	_ = r.v.Close()
	if r.v, err = vault.Open(r.ctx, r.p); err != nil {
		r.wrong("it does not open again: %v", err)
		return nil
	}
	r.look("after the restart")
	return r.v.Close()
}

func (r *refused) wrong(format string, args ...any) {
	_, _ = fmt.Fprintf(r.out, "wrong turn %d: %s\n", r.n, fmt.Sprintf(format, args...))
}

func (r *refused) update(key string) error {
	err := r.v.Update(r.ctx, func(tx *vault.Tx) error { return tx.Put("b", key, make([]byte, 3000)) })
	if halfway := errors.Is(err, &vault.Error{Code: vault.CodeHalfway}); halfway {
		r.broken = true
	} else {
		r.said[key] = err == nil
	}
	return err
}

func (r *refused) look(when string) {
	for key, want := range r.said {
		err := r.v.View(func(tx *vault.Tx) error {
			value, err := tx.Get("b", key)
			if err == nil && (value != nil) != want {
				r.wrong("%s %s is there: %t, was confirmed: %t", when, key, value != nil, want)
			}
			return err
		})
		if err != nil {
			r.wrong("%s: %v", when, err)
		}
	}
}
