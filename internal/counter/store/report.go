package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/durable"
	"onewindow/internal/vault"
	"onewindow/sync/outbox"
)

// report is what an engineer gets of an entry: ids, codes, digests and versions. Nothing in it names a person or says what
// a case is about.
type report struct {
	Entry    string    `json:"entry"` // operation id or digest
	Kind     string    `json:"kind"`
	Lane     string    `json:"lane"`
	Seq      uint64    `json:"seq,omitempty"`
	Replaces string    `json:"replaces,omitempty"`
	Digest   string    `json:"digest"`
	Size     int64     `json:"size"`
	Blobs    []string  `json:"blobs,omitempty"`
	State    string    `json:"state"`
	Code     string    `json:"code,omitempty"`
	Attempts int       `json:"attempts"`
	Since    time.Time `json:"since"`
	Base     int       `json:"base"`     // revision the step was made upon
	Platform int       `json:"platform"` // revision the platform named
	Behind   []string  `json:"behind,omitempty"`

	Written  time.Time `json:"written"`
	Terminal string    `json:"terminal"`
	Program  string    `json:"program"`
	Schema   int       `json:"schema"` // newest this program writes
	Online   bool      `json:"online"`
	Epoch    string    `json:"epoch"`
	Durable  uint64    `json:"durable"`
	Offset   string    `json:"offset"` // of this machine's clock to its peers'
}

// report writes an entry's report and gives its name, "" where none are written. A second one of the same entry takes the
// first one's place.
func (s *Store) report(id string) (name string, err error) {
	r, err := s.reportOf(id)
	if errors.Is(err, outbox.ErrGone) {
		return "", told("SYNC-120")
	}
	if err != nil || s.p.Reports == "" {
		return "", spoken(err)
	}
	b, err := json.MarshalIndent(r, "", "  ")
	name = "outbox-" + strings.NewReplacer(":", "-", "/", "-", `\`, "-").Replace(id) + ".json"
	if err = errors.Join(err, os.MkdirAll(s.p.Reports, 0o700)); err == nil {
		err = durable.Replace(filepath.Join(s.p.Reports, name), append(b, '\n'), 0o600)
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w", told("SYNC-126"), err)
	}
	return name, nil
}

func (s *Store) reportOf(id string) (r report, err error) {
	_, _, line, err := s.outbox.Load()
	if err != nil {
		return r, err
	}
	err = s.p.Vault.View(func(tx *vault.Tx) error {
		st, err := outbox.Find(tx, id)
		if errors.Is(err, outbox.ErrGone) {
			f, err := outbox.FindFile(tx, id)
			r = report{Entry: f.Digest, Kind: f.Type, Lane: f.Label.CaseID, Digest: f.Digest, Size: f.Size, State: string(f.State),
				Code: f.Why.Code, Attempts: f.Attempts, Since: f.Label.Since}
			return err
		}
		op := st.Op
		r = report{Entry: op.ID, Kind: string(op.Kind), Lane: op.Lane, Seq: op.Seq, Replaces: op.Replaces, Digest: op.Digest, Size: int64(op.Size),
			Blobs: op.Blobs, State: string(op.State), Code: op.Why.Code, Attempts: op.Attempts, Since: op.Label.Since, Base: st.Operation.Base, Platform: op.Revision}
		if err != nil {
			return err
		}
		steps, err := outbox.Steps(tx, op.Lane)
		for _, next := range steps {
			if next.Op.Seq > op.Seq {
				r.Behind = append(r.Behind, next.Op.ID)
			}
		}
		return err
	})
	r.Written, r.Terminal, r.Program, r.Schema = s.Now(), s.p.Terminal, s.p.Version, api.SchemaVersion
	r.Online, r.Epoch, r.Durable, r.Offset = s.status().Online, line.Epoch, line.Durable, s.Off().String()
	return r, err
}
