package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"time"

	"go.etcd.io/bbolt"

	"onewindow/internal/cases"
	"onewindow/internal/counter/store"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// Acceptance measures the press of 受理 until it is on disk: the counter's store over its sealed vault, journal first,
// against one bbolt commit of the same plain values.
func Acceptance() Measure {
	return Measure{Name: "acceptance", Run: func(ctx context.Context, l *Lab) ([]Row, error) {
		a, err := newAcceptance(ctx, l)
		if err != nil {
			return nil, err
		}
		p, err := Duel(ctx, l.Size(600, 10), a.subject, a.commitBare)
		if err = errors.Join(err, a.close()); err != nil {
			return nil, err
		}
		row := p.Row("acceptance to disk", "ms", "one bbolt commit of the same plain values")
		return []Row{row.Aimed(Aim{Ratio: true, AtMost: 2}).Noted("%d bytes in %d values; sealed with SM4-GCM, written to the journal and to the store, both synced", a.bytes, a.values)}, nil
	}}
}

type acceptance struct {
	desk          desk
	safe          *safe
	bare          *bbolt.DB
	n, bareN      int
	bytes, values int
}

func newAcceptance(ctx context.Context, l *Lab) (*acceptance, error) {
	d, err := newDesk()
	if err != nil {
		return nil, err
	}
	s, err := openSafe(ctx, filepath.Join(l.Dir, "vault"))
	if err != nil {
		return nil, err
	}
	bare, err := openBare(filepath.Join(l.Dir, "bare.db"))
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return &acceptance{desk: d, safe: s, bare: bare}, nil
}

func (a *acceptance) close() error { return errors.Join(a.safe.close(), a.bare.Close()) }

// subject accepts one case.
func (a *acceptance) subject(ctx context.Context, s *Samples) error {
	a.n++
	after, act, err := a.desk.accept(a.desk.draft(a.n))
	if err != nil {
		return err
	}
	began := time.Now()
	_, err = a.safe.store.Commit(ctx, after, act)
	s.Took(began)
	return err
}

// commitBare writes what an acceptance writes, plain, in one bbolt commit.
func (a *acceptance) commitBare(_ context.Context, s *Samples) error {
	a.bareN++
	after, act, err := a.desk.accept(a.desk.draft(a.bareN))
	if err != nil {
		return err
	}
	values, err := a.safe.values(after, act, uint64(a.bareN))
	if err != nil {
		return err
	}
	a.values, a.bytes = len(values), 0
	for _, v := range values {
		a.bytes += len(v.key) + len(v.value)
	}
	began := time.Now()
	err = putAll(a.bare, values)
	s.Took(began)
	return err
}

// safe is a counter's store over its vault, without a window and without a line.
type safe struct {
	vault *vault.Vault
	store *store.Store
	ids   int
}

func openSafe(ctx context.Context, dir string) (*safe, error) {
	keys, err := seal.NewKeys([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		return nil, err
	}
	v, err := vault.Open(ctx, vault.Params{Dir: dir, Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	s := &safe{vault: v}
	s.store, err = store.New(store.Params{Vault: v, Terminal: clerk.Terminal, Now: time.Now, Zone: fuzhou, NewID: s.newID})
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return s, nil
}

func (s *safe) newID() string {
	s.ids++
	return operationID(uint64(s.ids))
}

func operationID(n uint64) string { return fmt.Sprintf("0199c000-0000-7000-8000-%012d", n) }

func (s *safe) close() error {
	s.store.Close()
	return s.vault.Close()
}

// value is one key of a bucket.
type value struct {
	bucket, key string
	value       []byte
}

// values are those of one acceptance: case, operation, its entry in the outbox, its places, the clock's newest stamp.
func (s *safe) values(after cases.Case, act cases.Act, n uint64) ([]value, error) {
	op := operation(after, act, n)
	payload, err1 := json.Marshal(op)
	whole, err2 := json.Marshal(after)
	entry, err3 := json.Marshal(outboxEntry(op, payload, after, n))
	order := fmt.Sprintf("%016x", n)
	return []value{
		{"cases", after.ID, whole},
		{"payloads", op.ID, payload},
		{"operations", order, entry},
		{"places", op.ID, []byte(order)},
		{"lanes", after.ID, []byte("1")},
		{"own", "order", []byte(strconv.FormatUint(n, 10))},
		{"own", "clock", []byte(`{"measured":false,"offset":0,"newest":"` + act.At.Time.Format(time.RFC3339Nano) + `"}`)},
	}, errors.Join(err1, err2, err3)
}

// openBare opens a bbolt file with the options the vault uses.
func openBare(path string) (*bbolt.DB, error) {
	return bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true, InitialMmapSize: 64 << 20})
}

func putAll(db *bbolt.DB, values []value) error {
	return db.Update(func(tx *bbolt.Tx) error {
		for _, v := range values {
			b, err := tx.CreateBucketIfNotExists([]byte(v.bucket))
			if err != nil {
				return err
			}
			if err := b.Put([]byte(v.key), v.value); err != nil {
				return err
			}
		}
		return nil
	})
}
