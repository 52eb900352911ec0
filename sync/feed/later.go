package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// A change this program cannot read is put by as it came, and the feed goes on. What a newer program wrote is read after
// this one's update; what nobody can read waits for an engineer, or for the case's next change.

// reason is why a change is put by.
type reason string

const (
	readable reason = ""
	newer    reason = "newer"  // of a schema or a kind of which this program does not know
	broken   reason = "broken" // it claims to be readable and is not
)

const laterPrefix = "later/"

// putBy is a change that is put by; the zero putBy is none.
type putBy struct {
	Reason reason     `json:"reason"`
	Change api.Change `json:"change"`
}

// longestKey is longer than any kind with any case's id; a longer one has a name of its own.
const longestKey = 200

func laterKey(c api.Change) string {
	name := string(c.Kind) + "/" + c.Key
	if len(name) > longestKey {
		name = seal.Digest([]byte(name))
	}
	return laterPrefix + name
}

// read reads what a change says.
func (f *Feed) read(c api.Change) (body api.CaseChange, why reason) {
	if f.p.Schemas.Older(c.Schema) || c.Kind != api.ChangeCase {
		return body, newer
	}
	if c.Key == "" || len(c.Key) > longestKey {
		return body, broken
	}
	if c.Tombstone {
		return body, readable
	}
	err := json.Unmarshal(c.Body, &body)
	if err != nil || body.Case.ID != c.Key || !sound(body.Case) {
		return body, broken
	}
	return body, readable
}

// sound reports whether the document a case speaks of can be asked for.
func sound(c cases.Case) bool {
	return c.Decision == nil || c.Decision.Result == nil || seal.ValidDigest(c.Decision.Result.Page.Digest)
}

// putBy keeps a change as it came, in the place of an older one of the same thing.
func (f *Feed) putBy(tx *vault.Tx, c api.Change, why reason, news map[string]putBy) error {
	p := putBy{why, c}
	b, err := json.Marshal(p)
	if err != nil { // what came is no JSON at all
		p.Change.Body, _ = json.Marshal(string(c.Body))
		if b, err = json.Marshal(p); err != nil {
			return fmt.Errorf("feed: encode: %w", err)
		}
	}
	news[laterKey(c)] = p
	return tx.Put(bucket, laterKey(c), b)
}

// takeUp forgets what was put by of a thing that can be read again.
func (f *Feed) takeUp(tx *vault.Tx, c api.Change, news map[string]putBy) error {
	key := laterKey(c)
	f.mu.Lock()
	_, known := f.later[key]
	f.mu.Unlock()
	if _, fresh := news[key]; !known && !fresh {
		return nil
	}
	news[key] = putBy{}
	return tx.Delete(bucket, key)
}

// forget drops everything that is put by: the feed starts from nothing and brings it again.
func (f *Feed) forget(tx *vault.Tx) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var errs []error
	for key := range f.later {
		errs = append(errs, tx.Delete(bucket, key))
	}
	return errors.Join(errs...)
}

// settle remembers what a commit put by.
func (f *Feed) settle(news map[string]putBy, anew bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if anew {
		clear(f.later)
	}
	maps.Copy(f.later, news)
	maps.DeleteFunc(f.later, func(_ string, p putBy) bool { return p.Reason == readable })
}

// lookAgain reads once in a run what an earlier one put by: this may be a newer program.
func (f *Feed) lookAgain(ctx context.Context) error {
	if f.looked {
		return nil
	}
	found := map[string]putBy{}
	err := f.p.Vault.View(func(tx *vault.Tx) error {
		return tx.Each(bucket, laterPrefix, func(key string, b []byte) error {
			var p putBy
			err := json.Unmarshal(b, &p)
			found[key] = p
			return err
		})
	})
	if err != nil {
		return fmt.Errorf("feed: what was put by: %w", err)
	}
	f.settle(found, true)
	var news map[string]putBy
	if len(found) > 0 {
		err = f.p.Vault.Update(ctx, func(tx *vault.Tx) error {
			news = map[string]putBy{}
			for _, p := range found {
				if err := f.change(tx, p.Change, news); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err == nil {
		f.settle(news, false)
		f.looked = true
	}
	return err
}

// PutBy counts the changes that are put by: those that need a newer program, and those that cannot be read at all. Safe
// from any goroutine.
func (f *Feed) PutBy() (newerProgram, unreadable int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.later {
		if p.Reason == newer {
			newerProgram++
		} else {
			unreadable++
		}
	}
	return newerProgram, unreadable
}
