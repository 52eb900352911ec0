package vault

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/durable"
	"onewindow/internal/trouble"
)

// A program that holds a vault makes a technician's copy itself: the command leaves a note beside the vault, where only this
// user can write, and Tend answers with another.
const (
	askName   = "vault.ask"
	toldName  = "vault.told"
	askAgain  = 200 * time.Millisecond
	askLeaves = 2 * tendEvery // a note that nobody took up for so long stands before a program that does not tend its vault
)

type ask struct {
	ID string `json:"id"`
	To string `json:"to"` // absolute
}

type told struct {
	ID   string        `json:"id"`
	Busy bool          `json:"busy,omitempty"` // taken up, not done yet
	Copy Copy          `json:"copy"`
	Code string        `json:"code,omitempty"`
	Says trouble.Words `json:"says"`
}

// AskBackup has the program that holds the vault in dir copy it to a folder, and waits for it. after is time.After.
func AskBackup(ctx context.Context, dir, to string, after func(time.Duration) <-chan time.Time) (Copy, error) {
	to, err := filepath.Abs(to)
	if err != nil {
		return Copy{}, ioError(err)
	}
	want := ask{ID: rand.Text(), To: to}
	text, err := json.Marshal(want)
	if err == nil {
		err = durable.Replace(filepath.Join(dir, askName), text, 0o600)
	}
	if err != nil {
		return Copy{}, ioError(err)
	}
	defer func() { _ = os.Remove(filepath.Join(dir, toldName)) }()
	for waited := time.Duration(0); ; waited += askAgain {
		select {
		case <-ctx.Done():
			return Copy{}, errors.Join(ctx.Err(), os.Remove(filepath.Join(dir, askName)))
		case <-after(askAgain):
		}
		t, ok := readTold(dir, want.ID)
		switch {
		case ok && t.Code != "":
			return Copy{}, &Error{Code: t.Code, Sentence: t.Says.Zh, SentenceEN: t.Says.En}
		case ok && !t.Busy:
			return t.Copy, nil
		case !ok && waited > askLeaves:
			_ = os.Remove(filepath.Join(dir, askName))
			return Copy{}, inUse()
		}
	}
}

func readTold(dir, id string) (t told, ok bool) {
	text, err := os.ReadFile(filepath.Join(dir, toldName))
	return t, err == nil && json.Unmarshal(text, &t) == nil && t.ID == id
}

// answer does what a technician's note asks for, if there is one.
func (v *Vault) answer(ctx context.Context) {
	text, err := os.ReadFile(v.path(askName))
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	var a ask
	if err = errors.Join(err, os.Remove(v.path(askName))); err == nil {
		err = json.Unmarshal(text, &a)
	}
	if err != nil || !filepath.IsAbs(a.To) {
		v.p.Log.Error("a technician's note cannot be read", "err", err)
		return
	}
	v.tellAsked(told{ID: a.ID, Busy: true})
	c, err := v.Backup(ctx, a.To)
	t := told{ID: a.ID, Copy: c}
	if code, w, ok := trouble.Told(err); ok {
		t.Code, t.Says = code, w
		v.p.Log.Error("a technician's copy", "err", err)
	}
	v.tellAsked(t)
}

func (v *Vault) tellAsked(t told) {
	text, err := json.Marshal(t)
	if err == nil {
		err = durable.Replace(v.path(toldName), text, 0o600)
	}
	if err != nil {
		v.p.Log.Error("a technician cannot be answered", "err", err)
	}
}
