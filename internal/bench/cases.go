package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"onewindow/internal/vault"
)

// Vault measures the start of a counter that holds twenty thousand cases: its vault opened and checked, against a bbolt
// file of the same plain cases opened and one of them read.
func Vault() Measure {
	return Measure{Name: "vault", Run: func(ctx context.Context, l *Lab) ([]Row, error) {
		c := &manyCases{dir: filepath.Join(l.Dir, "vault"), bare: filepath.Join(l.Dir, "bare.db"), count: l.Size(20_000, 300)}
		if err := c.fill(ctx); err != nil {
			return nil, err
		}
		p, err := Duel(ctx, l.Size(8, 2), c.open, c.openBare)
		if err != nil {
			return nil, err
		}
		row := p.Row(fmt.Sprintf("vault with %d cases opened", c.count), "ms", "a bbolt file of the same plain cases opened, one read")
		return []Row{row.Aimed(Aim{AtMost: 300}).Noted("closed in order before, so its digest stands for it; about %d bytes a case", c.size)}, nil
	}}
}

type manyCases struct {
	dir, bare string
	count     int
	size      int // bytes of a case
}

// fill writes the cases as the feed brings them, a page in one commit, sealed into the vault and plain into the bare file.
func (m *manyCases) fill(ctx context.Context) error {
	const page = 200
	d, err := newDesk()
	if err != nil {
		return err
	}
	s, err := openSafe(ctx, m.dir)
	if err != nil {
		return err
	}
	bare, err := openBare(m.bare)
	if err != nil {
		return errors.Join(err, s.close())
	}
	for from := 0; from < m.count && err == nil; from += page {
		var values []value
		err = s.vault.Update(ctx, func(tx *vault.Tx) error {
			for n := from; n < min(from+page, m.count); n++ {
				c, _, err := d.accept(d.draft(n))
				if err != nil {
					return err
				}
				text, err := json.Marshal(c)
				if err = errors.Join(err, s.store.TakeCase(tx, c)); err != nil {
					return err
				}
				m.size = len(text)
				values = append(values, value{"cases", c.ID, text})
			}
			return nil
		})
		err = errors.Join(err, putAll(bare, values))
	}
	return errors.Join(err, bare.Close(), s.close())
}

func (m *manyCases) open(ctx context.Context, s *Samples) error {
	began := time.Now()
	safe, err := openSafe(ctx, m.dir)
	if err != nil {
		return err
	}
	s.Took(began)
	return safe.close()
}

func (m *manyCases) openBare(_ context.Context, s *Samples) error {
	began := time.Now()
	db, err := openBare(m.bare)
	if err != nil {
		return err
	}
	err = db.View(func(tx *bbolt.Tx) error {
		if tx.Bucket([]byte("cases")).Get([]byte(caseID(m.count/2))) == nil {
			return errors.New("bench: a case is missing")
		}
		return nil
	})
	s.Took(began)
	return errors.Join(err, db.Close())
}
