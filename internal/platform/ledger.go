package platform

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/platform/intake"
)

// ledger is intake.Book on the database, within one transaction.
type ledger struct {
	ctx context.Context
	tx  writer
	pf  *Platform
}

func (pf *Platform) ledger(ctx context.Context, tx *sql.Tx) ledger {
	return ledger{ctx, prepare(tx), pf}
}

func (l ledger) Answered(id string) (digest string, first api.Verdict, ok bool, err error) {
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

func (l ledger) Lane(terminal, lane string) (ln intake.Lane, err error) {
	err = l.tx.QueryRowContext(l.ctx, `SELECT last, halted FROM lanes WHERE terminal = ? AND lane = ?`, terminal, lane).Scan(&ln.Last, &ln.Halted)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return ln, fmt.Errorf("platform: lane: %w", err)
	}
	return ln, nil
}

func (l ledger) PutLane(terminal, lane string, ln intake.Lane) error {
	_, err := l.tx.ExecContext(l.ctx, `INSERT INTO lanes (terminal, lane, last, halted) VALUES (?, ?, ?, ?)
		ON CONFLICT (terminal, lane) DO UPDATE SET last = excluded.last, halted = excluded.halted`, terminal, lane, ln.Last, ln.Halted)
	if err != nil {
		return fmt.Errorf("platform: lane: %w", err)
	}
	return nil
}

func (l ledger) Case(id string) (cases.Case, bool, error) {
	c, err := l.pf.book().one(l.ctx, l.tx, id)
	if errors.Is(err, errNoCase) {
		return c, false, nil
	}
	return c, err == nil, err
}

func (l ledger) PutCase(c cases.Case, at uint64) error { return l.pf.book().put(l.ctx, l.tx, c, at) }

func (l ledger) Owner(number string) (string, error) { return l.pf.book().owner(l.ctx, l.tx, number) }

func (l ledger) Alike(c cases.Case, limit int) ([]string, error) {
	return l.pf.book().alike(l.ctx, l.tx, c, limit)
}

func (l ledger) Missing(digests []string) ([]string, error) {
	return missingBlobs(l.ctx, l.tx, digests)
}

func (l ledger) Position() (uint64, error) { return nextPosition(l.ctx, l.tx) }

func (l ledger) Remember(o api.Offer, v api.Verdict) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("platform: remember: %w", err)
	}
	_, err = l.tx.ExecContext(l.ctx, `INSERT INTO answered (id, digest, position, verdict, payload) VALUES (?, ?, ?, ?, ?)`,
		o.ID, o.Digest, v.Position, string(text), l.pf.p.Seal.Seal(o.Payload, []byte("op/"+o.ID)))
	if err != nil {
		return fmt.Errorf("platform: remember: %w", err)
	}
	return nil
}

func (l ledger) Note(from string, o api.Offer, v api.Verdict) error {
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
