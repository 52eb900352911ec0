package platform

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/platform/intake"
)

// ledger is intake.Book on the database, within one transaction. What it is given to keep is encoded and sealed aside,
// while the next operation is judged, and written in order: before anything asks for it, and at the end.
type ledger struct {
	ctx context.Context
	tx  writer
	pf  *Platform

	behind  []func() error  // to be written, in order
	asked   map[string]bool // ids, cases, numbers and matters that are among them
	moved   bool            // a case that was here before is among them
	at      uint64          // the book's newest position, once taken
	counted bool            // at is known
	ahead   foreseen        // what was read before it was asked for
}

// bookIn runs do over the book, as one transaction.
func (pf *Platform) bookIn(ctx context.Context, do func(*ledger) error) error {
	return pf.store.write(ctx, func(tx *sql.Tx) error {
		// Not interrupted in the middle: the transaction as a whole is.
		l := &ledger{ctx: context.WithoutCancel(ctx), tx: prepare(tx), pf: pf, asked: map[string]bool{}, ahead: foreseeNothing()}
		if err := do(l); err != nil {
			return err
		}
		return l.settle()
	})
}

// settle writes what is behind.
func (l *ledger) settle() error {
	for _, write := range l.behind {
		if err := write(); err != nil {
			return err
		}
	}
	l.behind, l.moved = nil, false
	clear(l.asked)
	if !l.counted {
		return nil
	}
	l.counted = false
	return setMeta(l.ctx, l.tx, positionKey, strconv.FormatUint(l.at, 10))
}

// seen settles when what is asked for is still behind.
func (l *ledger) seen(key string) error {
	if !l.asked[key] {
		return nil
	}
	return l.settle()
}

// aside begins some work at once, on another processor if there is one; wait gives what came of it. Call it once.
func aside[T any](work func() (T, error)) (wait func() (T, error)) {
	type made struct {
		what T
		err  error
	}
	done := make(chan made, 1)
	go func() {
		what, err := work()
		done <- made{what, err}
	}()
	return func() (T, error) { m := <-done; return m.what, m.err }
}

func (l *ledger) Answered(id string) (digest string, first api.Verdict, ok bool, err error) {
	if err := l.seen(opKey(id)); err != nil {
		return "", first, false, err
	}
	if l.ahead.fresh[id] {
		return "", first, false, nil
	}
	var text string
	err = l.tx.QueryRowContext(l.ctx, `SELECT digest, verdict FROM answered WHERE id = ?`, id).Scan(&digest, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return "", first, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &first)
	}
	if err != nil {
		return "", first, false, fmt.Errorf("platform: first answer: %w", err)
	}
	return digest, first, true, nil
}

func (l *ledger) Lane(terminal, lane string) (ln intake.Lane, err error) {
	if ln, ok := l.ahead.lanes[[2]string{terminal, lane}]; ok {
		return ln, nil
	}
	err = l.tx.QueryRowContext(l.ctx, `SELECT last, halted FROM lanes WHERE terminal = ? AND lane = ?`, terminal, lane).Scan(&ln.Last, &ln.Halted)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return ln, fmt.Errorf("platform: lane: %w", err)
	}
	return ln, nil
}

func (l *ledger) PutLane(terminal, lane string, ln intake.Lane) error {
	_, err := l.tx.ExecContext(l.ctx, `INSERT INTO lanes (terminal, lane, last, halted) VALUES (?, ?, ?, ?)
		ON CONFLICT (terminal, lane) DO UPDATE SET last = excluded.last, halted = excluded.halted`, terminal, lane, ln.Last, ln.Halted)
	if err != nil {
		return fmt.Errorf("platform: lane: %w", err)
	}
	l.ahead.lanes[[2]string{terminal, lane}] = ln
	return nil
}

func (l *ledger) Case(id string) (cases.Case, bool, error) {
	if err := l.seen(caseKey(id)); err != nil {
		return cases.Case{}, false, err
	}
	if open, ok := l.ahead.cases[id]; ok {
		delete(l.ahead.cases, id)
		c, err := open()
		return c, err == nil, err
	}
	c, err := l.pf.book().one(l.ctx, l.tx, id)
	if errors.Is(err, errNoCase) {
		return c, false, nil
	}
	return c, err == nil, err
}

// PutCase implements intake.Book.
func (l *ledger) PutCase(c cases.Case, at uint64) error {
	l.ahead.put(c)
	book := l.pf.book()
	sealed := aside(func() ([]byte, error) { return book.sealed(c) })
	now := book.line(c)
	was, known := l.ahead.lines[c.ID]
	l.ahead.lines[c.ID] = now
	l.asked[caseKey(c.ID)], l.asked[numberKey(c.Number)], l.asked[matterOf(c)] = true, true, true
	l.moved = l.moved || c.Revision > 1
	l.behind = append(l.behind, func() error {
		whole, err := sealed()
		if err != nil {
			return err
		}
		if known && was == now {
			err = book.renew(l.ctx, l.tx, c, whole)
		} else {
			err = book.put(l.ctx, l.tx, c, now, whole)
		}
		if err != nil {
			return err
		}
		return book.tell(l.ctx, l.tx, c.ID, at)
	})
	return nil
}

func (l *ledger) Owner(number string) (string, error) {
	if err := l.seen(numberKey(number)); err != nil || l.ahead.free[number] {
		return "", err
	}
	return l.pf.book().owner(l.ctx, l.tx, number)
}

// Alike implements intake.Book. A case that moved may have left its matter: what is behind is then written first.
func (l *ledger) Alike(c cases.Case, limit int) ([]string, error) {
	var err error
	if l.moved || l.asked[matterOf(c)] {
		err = l.settle()
	}
	if err != nil {
		return nil, err
	}
	return l.pf.book().alike(l.ctx, l.tx, c, limit)
}

func (l *ledger) Missing(digests []string) ([]string, error) {
	return missingBlobs(l.ctx, l.tx, digests)
}

// Position implements intake.Book. The book's own count is written once, at the end.
func (l *ledger) Position() (uint64, error) {
	if !l.counted {
		at, err := position(l.ctx, l.tx)
		if err != nil {
			return 0, err
		}
		l.at, l.counted = at, true
	}
	l.at++
	return l.at, nil
}

// Remember implements intake.Book.
func (l *ledger) Remember(o api.Offer, v api.Verdict) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("platform: remember: %w", err)
	}
	payload := aside(func() ([]byte, error) { return l.pf.p.Seal.Seal(o.Payload, []byte("op/"+o.ID)), nil })
	l.asked[opKey(o.ID)] = true
	delete(l.ahead.fresh, o.ID)
	l.behind = append(l.behind, func() error {
		sealed, err := payload()
		if err == nil {
			_, err = l.tx.ExecContext(l.ctx, `INSERT INTO answered (id, digest, position, verdict, payload) VALUES (?, ?, ?, ?, ?)`,
				o.ID, o.Digest, v.Position, string(text), sealed)
		}
		if err != nil {
			return fmt.Errorf("platform: remember: %w", err)
		}
		return nil
	})
	return nil
}

// Keys of what is behind: ids, cases and numbers may look alike.
func opKey(id string) string         { return "op/" + id }
func caseKey(id string) string       { return "case/" + id }
func numberKey(number string) string { return "number/" + number }
func matterOf(c cases.Case) string   { return "matter/" + cases.Matter(c) }

func (l *ledger) Note(from string, o api.Offer, v api.Verdict) error {
	now, digest := l.pf.book().now(), o.Digest
	if len(digest) > 80 {
		digest = digest[:80]
	}
	_, err := l.tx.ExecContext(l.ctx, `INSERT INTO parked (id, digest, terminal, code, first_at, last_at, seen) VALUES (?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (id, digest) DO UPDATE SET code = excluded.code, last_at = excluded.last_at, seen = seen + 1`,
		o.ID, digest, from, v.Code, now, now)
	if err != nil {
		return fmt.Errorf("platform: note: %w", err)
	}
	return nil
}
