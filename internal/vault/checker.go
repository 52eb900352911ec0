package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"onewindow/internal/seal"
)

// bbolt may fault, hang or panic in a goroutine of its own on a damaged file, and takes the process with it. A file that is
// in doubt is therefore read first by somebody whose death is an answer: a child process.

// Checker reads a bbolt file that may be damaged, whole, without writing, and gives the store's word about itself. Any
// error means that the file is not to be opened.
type Checker func(ctx context.Context, o CheckOrder) (CheckWord, error)

// CheckOrder says what to look at.
type CheckOrder struct {
	Path string `json:"path"`
	// Keys open the store's values (seal.Handover); none: a register whose values are not sealed.
	Keys [][]byte `json:"keys,omitempty"`
}

// CheckWord is what a sound store says of itself.
type CheckWord struct {
	State state `json:"state"`
	Pages int   `json:"pages"` // of 4 KiB or what the machine has; all that are in use or free
	Free  int   `json:"free"`  // of these, not in use
	Bytes int64 `json:"bytes"` // size of the file
}

// CheckHere checks in this process: good enough where nothing dies with it but a test.
func CheckHere(_ context.Context, o CheckOrder) (CheckWord, error) { return examine(o, false) }

// childEnv makes a process a checker. The order comes on its standard input: a key is never an argument nor in the environment.
const (
	childEnv   = "ONEWINDOW_VAULT_CHECK"
	childLimit = 2 * time.Minute
)

// ServeCheck runs this process as a checker if it was started as one, and says whether it was. Whoever uses CheckInChild must
// call it first thing.
func ServeCheck() (was bool) {
	if os.Getenv(childEnv) == "" {
		return false
	}
	var o CheckOrder
	err := json.NewDecoder(os.Stdin).Decode(&o)
	if err == nil {
		var w CheckWord
		if w, err = examine(o, true); err == nil {
			err = json.NewEncoder(os.Stdout).Encode(w)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

// CheckInChild checks in a child: this same program, started again. Its death, its complaint and its silence beyond the limit
// (two minutes when 0) all mean damage.
func CheckInChild(limit time.Duration) Checker {
	if limit <= 0 {
		limit = childLimit
	}
	return func(ctx context.Context, o CheckOrder) (w CheckWord, err error) {
		self, err := os.Executable()
		if err != nil {
			return w, err
		}
		return checkWith(ctx, limit, self, o)
	}
}

func checkWith(ctx context.Context, limit time.Duration, program string, o CheckOrder) (w CheckWord, err error) {
	order, err := json.Marshal(o)
	if err != nil {
		return w, err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	child := exec.CommandContext(ctx, program)
	child.Env = append(bare(os.Environ()), childEnv+"=1")
	child.Stdin = strings.NewReader(string(order))
	var complaint strings.Builder
	child.Stderr = &limited{to: &complaint, left: 2000}
	var answer bytes.Buffer
	child.Stdout = &answer
	if err := child.Start(); err != nil { // that no child can be started says nothing of the file
		return examine(o, false)
	}
	err = child.Wait()
	if ctx.Err() != nil {
		return w, damaged(fmt.Errorf("the check did not end: %w", ctx.Err()))
	}
	if err != nil {
		return w, damaged(fmt.Errorf("the check failed: %w: %s", err, firstLine(complaint.String())))
	}
	if err := json.Unmarshal(answer.Bytes(), &w); err != nil {
		return w, damaged(fmt.Errorf("the check gave no answer: %w", err))
	}
	return w, nil
}

// bare is the environment without what makes a program of ours something else than a checker.
func bare(env []string) (out []string) {
	for _, e := range env {
		if !strings.HasPrefix(e, "ONEWINDOW_") {
			out = append(out, e)
		}
	}
	return out
}

// limited keeps the beginning of what is written.
type limited struct {
	to   io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.left -= n
	_, err := l.to.Write(p[:n])
	return len(p), err
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// examine reads a bbolt file whole. toDeath: also the way bbolt does when it opens for writing, which a child may not survive.
func examine(o CheckOrder, toDeath bool) (w CheckWord, err error) {
	var box *seal.Box
	if len(o.Keys) > 0 {
		if box, err = seal.Received(o.Keys); err != nil {
			return w, err
		}
	}
	err = guarded(func() error {
		options := boltOptions(true)
		options.PreLoadFreelist = toDeath
		db, err := bbolt.Open(o.Path, 0o600, options)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		if toDeath {
			w.Free = db.Stats().FreePageN
		}
		return db.View(func(tx *bbolt.Tx) error {
			w.Bytes, w.Pages = tx.Size(), int(tx.Size()/int64(db.Info().PageSize))
			s := &store{db: db, box: box}
			if box == nil {
				return s.checkPlain(tx)
			}
			if err := s.loadState(tx); err != nil {
				return err
			}
			w.State = s.state
			return s.checkBuckets(tx)
		})
	})
	return w, err
}
