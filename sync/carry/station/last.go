package station

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"onewindow/internal/vault"
	"onewindow/sync/carry"
)

// Last is the newest export of this terminal, and how far its receipts have come back. It says nothing about what the
// platform has: that is the outbox's.
type Last struct {
	Export string    `json:"export"` // its id
	At     time.Time `json:"at"`     // when it was written, by this machine's clock
	Files  []string  `json:"files"`  // its names
	Ops    int       `json:"ops"`
	Scans  int       `json:"scans"`
	Back   []int     `json:"back,omitempty"` // its parts whose receipts were taken in, from 1
}

// Answered reports whether the receipts of every part were taken in.
func (l Last) Answered() bool { return len(l.Back) >= len(l.Files) }

const lastKey = "last"

// Last tells of the newest export; ok is false where there was none yet.
func (s *Station) Last() (l Last, ok bool, err error) {
	err = s.p.Vault.View(func(tx *vault.Tx) error {
		l, ok, err = last(tx)
		return err
	})
	return l, ok, err
}

func last(tx *vault.Tx) (l Last, ok bool, err error) {
	b, err := tx.Get(bucket, lastKey)
	if err != nil || b == nil {
		return l, false, err
	}
	if err := json.Unmarshal(b, &l); err != nil {
		return l, false, fmt.Errorf("station: decode: %w", err)
	}
	return l, true, nil
}

func putLast(tx *vault.Tx, l Last) error {
	b, err := json.Marshal(l)
	return errors.Join(err, tx.Put(bucket, lastKey, b))
}

// noteExport keeps in mind what was written: it is on the stick by now, whether its caller still wants it or not.
func (s *Station) noteExport(ctx context.Context, h carry.Header, w Written) error {
	return s.p.Vault.Update(context.WithoutCancel(ctx), func(tx *vault.Tx) error {
		return putLast(tx, Last{Export: h.Export, At: h.At, Files: w.Files, Ops: w.Ops, Scans: w.Scans})
	})
}

// noteReceipts keeps in mind that receipts were taken in. Those of an earlier export say nothing of the newest.
func (s *Station) noteReceipts(ctx context.Context, h carry.Header) error {
	return s.p.Vault.Update(ctx, func(tx *vault.Tx) error {
		l, ok, err := last(tx)
		if err != nil || !ok || l.Export != h.Export || slices.Contains(l.Back, h.Part) {
			return err
		}
		l.Back = append(l.Back, h.Part)
		return putLast(tx, l)
	})
}
