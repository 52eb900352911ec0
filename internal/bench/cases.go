package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"onewindow/internal/cases"
	"onewindow/internal/vault"
)

// Vault measures a counter that holds twenty thousand cases: its vault opened and closed, its case list read at the start, kept
// up after one change, and a person found in it, each against the same done with a bbolt file of the same plain cases.
func Vault() Measure {
	return Measure{Name: "vault", Run: func(ctx context.Context, l *Lab) ([]Row, error) {
		m := &manyCases{dir: filepath.Join(l.Dir, "vault"), bare: filepath.Join(l.Dir, "bare.db"), count: l.Size(20_000, 300)}
		if err := m.fill(ctx); err != nil {
			return nil, err
		}
		open, err := Duel(ctx, l.Size(8, 2), m.open, m.openBare)
		if err != nil {
			return nil, err
		}
		rows := []Row{open.Row(fmt.Sprintf("vault with %d cases opened", m.count), "ms", "a bbolt file of the same plain cases opened, one read").
			Aimed(Aim{AtMost: 300}).Noted("closed in order before, so its digest stands for it; about %d bytes a case", m.size)}
		more, err := m.opened(ctx, l)
		return append(rows, more...), err
	}}
}

type manyCases struct {
	dir, bare string
	count     int
	size      int // bytes of a case

	desk  desk
	safe  *safe // while open
	plain *bbolt.DB
	round int
}

// opened measures what is done with the open vault.
func (m *manyCases) opened(ctx context.Context, l *Lab) (rows []Row, err error) {
	if m.plain, err = openBare(m.bare); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, m.plain.Close()) }()
	list, err := Duel(ctx, l.Size(3, 1), m.readList, m.readPlain)
	if err != nil {
		return nil, err
	}
	shut, err := Duel(ctx, l.Size(5, 1), m.closeChanged, m.readPlain)
	if err != nil {
		return nil, err
	}
	if m.safe, err = openSafe(ctx, m.dir); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, m.safe.close()) }()
	if _, err := m.safe.store.Cases(ctx); err != nil {
		return nil, err
	}
	change, err1 := Duel(ctx, l.Size(40, 3), m.changeOne, m.findPlain)
	person, err2 := Duel(ctx, l.Size(200, 3), m.findPerson, m.findPlain)
	return []Row{
		list.Row(fmt.Sprintf("list of %d cases read at the start", m.count), "ms", "every plain case read from bbolt and decoded"),
		shut.Row(fmt.Sprintf("vault with %d cases closed after one change", m.count), "ms", "every plain case read from bbolt and decoded").
			Noted("read through once, so that the next start need not"),
		change.Row("case list renewed after one change", "ms", "the one plain case read from bbolt and decoded"),
		person.Row(fmt.Sprintf("person found among %d cases", m.count), "ms", "one plain case read from bbolt by its key and decoded").Aimed(Aim{AtMost: 10}),
	}, errors.Join(err1, err2)
}

func (m *manyCases) readList(ctx context.Context, s *Samples) error {
	safe, err := openSafe(ctx, m.dir)
	if err != nil {
		return err
	}
	began := time.Now()
	all, err := safe.store.Cases(ctx)
	s.Took(began)
	if err == nil && len(all) != m.count {
		err = fmt.Errorf("bench: the list has %d cases, not %d", len(all), m.count)
	}
	return errors.Join(err, safe.close())
}

// closeChanged changes one thing and closes the vault.
func (m *manyCases) closeChanged(ctx context.Context, s *Samples) error {
	safe, err := openSafe(ctx, m.dir)
	if err != nil {
		return err
	}
	m.round++
	err = safe.vault.Update(ctx, func(tx *vault.Tx) error { return tx.Put("bench", "round", fmt.Append(nil, m.round)) })
	began := time.Now()
	err = errors.Join(err, safe.close())
	s.Took(began)
	return err
}

func (m *manyCases) readPlain(_ context.Context, s *Samples) error {
	began := time.Now()
	var all []cases.Case
	err := m.plain.View(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("cases")).ForEach(func(_, text []byte) error {
			var c cases.Case
			err := json.Unmarshal(text, &c)
			all = append(all, c)
			return err
		})
	})
	s.Took(began)
	return err
}

// changeOne lets the feed bring one case and looks at the list.
func (m *manyCases) changeOne(ctx context.Context, s *Samples) error {
	m.round++
	c, _, err := m.desk.accept(m.desk.draft(m.round * 7 % m.count))
	if err != nil {
		return err
	}
	if err := m.safe.vault.Update(ctx, func(tx *vault.Tx) error { return m.safe.store.TakeCase(tx, c) }); err != nil {
		return err
	}
	began := time.Now()
	_, err = m.safe.store.Cases(ctx)
	s.Took(began)
	return err
}

// findPerson looks for everything a person has here, by ID number.
func (m *manyCases) findPerson(ctx context.Context, s *Samples) error {
	m.round++
	want := person(m.round * 11 % m.count).Number
	began := time.Now()
	all, err := m.safe.store.Cases(ctx)
	found := 0
	for i := range all {
		if all[i].Applicant.Number == want {
			found++
		}
	}
	s.Took(began)
	if err == nil && found != 1 {
		err = fmt.Errorf("bench: a person was found %d times", found)
	}
	return err
}

func (m *manyCases) findPlain(_ context.Context, s *Samples) error {
	m.round++
	began := time.Now()
	var c cases.Case
	err := m.plain.View(func(tx *bbolt.Tx) error {
		return json.Unmarshal(tx.Bucket([]byte("cases")).Get([]byte(caseID(m.round*11%m.count))), &c)
	})
	s.Took(began)
	return err
}

// fill writes the cases as the feed brings them, a page in one commit, sealed into the vault and plain into the bare file.
func (m *manyCases) fill(ctx context.Context) error {
	const page = 200
	d, err := newDesk()
	if err != nil {
		return err
	}
	m.desk = d
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
