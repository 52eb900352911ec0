package platform

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
)

// casebook reads and writes cases, sealed. The columns beside the sealed whole serve look-ups and name nobody.
type casebook struct {
	seal    Sealer
	now     func() string
	matters matters
}

var errNoCase = errors.New("platform: no such case")

func caseAAD(id string) []byte { return []byte("case/" + id) }

// one gives a case, or errNoCase.
func (b casebook) one(ctx context.Context, q querier, id string) (cases.Case, error) {
	var sealed []byte
	err := q.QueryRowContext(ctx, `SELECT sealed FROM cases WHERE id = ?`, id).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return cases.Case{}, errNoCase
	}
	if err != nil {
		return cases.Case{}, fmt.Errorf("platform: case: %w", err)
	}
	return b.open(id, sealed)
}

func (b casebook) open(id string, sealed []byte) (cases.Case, error) {
	plain, err := b.seal.Open(sealed, caseAAD(id))
	if err != nil {
		return cases.Case{}, fmt.Errorf("platform: case %s: %w", id, err)
	}
	var c cases.Case
	if err := json.Unmarshal(plain, &c); err != nil {
		return cases.Case{}, fmt.Errorf("platform: case %s: %w", id, err)
	}
	return c, nil
}

// owner gives the id of the case that bears a number, "" when none does.
func (b casebook) owner(ctx context.Context, q querier, number string) (string, error) {
	var id string
	err := q.QueryRowContext(ctx, `SELECT id FROM cases WHERE number = ?`, number).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("platform: case number: %w", err)
	}
	return id, nil
}

// byToken gives the cases of a progress token, oldest first.
func (b casebook) byToken(ctx context.Context, q querier, token string) ([]cases.Case, error) {
	return b.list(ctx, q, `SELECT id, sealed FROM cases WHERE token = ? ORDER BY id`, seal.Digest([]byte(token)))
}

func (b casebook) list(ctx context.Context, q querier, query string, args ...any) ([]cases.Case, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("platform: cases: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var all []cases.Case
	for rows.Next() {
		var id string
		var sealed []byte
		if err := rows.Scan(&id, &sealed); err != nil {
			return nil, fmt.Errorf("platform: cases: %w", err)
		}
		c, err := b.open(id, sealed)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// sealed is a case as it is stored.
func (b casebook) sealed(c cases.Case) ([]byte, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("platform: case %s: %w", c.ID, err)
	}
	return b.seal.Seal(plain, caseAAD(c.ID)), nil
}

// line is what lies beside a sealed case and is indexed.
type line struct {
	number                               sql.NullString
	token, dept, state, promised, matter string
}

func (b casebook) line(c cases.Case) line {
	l := line{number: sql.NullString{String: c.Number, Valid: c.Number != ""}, dept: c.Item.Dept, state: string(c.State),
		promised: c.Promised.String(), matter: b.matters.of(c)}
	if c.Token != "" {
		l.token = seal.Digest([]byte(c.Token))
	}
	return l
}

// put stores a case and its line.
func (b casebook) put(ctx context.Context, tx writer, c cases.Case, l line, sealed []byte) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO cases (id, number, token, dept, state, promised, revision, changed, sealed, matter)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET number = excluded.number, token = excluded.token, dept = excluded.dept, state = excluded.state,
		promised = excluded.promised, revision = excluded.revision, changed = excluded.changed, sealed = excluded.sealed, matter = excluded.matter`,
		c.ID, l.number, l.token, l.dept, l.state, l.promised, c.Revision, b.now(), sealed, l.matter)
	if err != nil {
		return fmt.Errorf("platform: case %s: %w", c.ID, err)
	}
	return nil
}

// renew stores a case whose line stays what it is, and leaves its indices alone: what is a hash lies all over an index, and
// each of its pages would be written with the commit.
func (b casebook) renew(ctx context.Context, tx writer, c cases.Case, sealed []byte) error {
	_, err := tx.ExecContext(ctx, `UPDATE cases SET revision = ?, changed = ?, sealed = ? WHERE id = ?`, c.Revision, b.now(), sealed, c.ID)
	if err != nil {
		return fmt.Errorf("platform: case %s: %w", c.ID, err)
	}
	return nil
}

// tell puts a case's line into the feed at a position of the book.
func (b casebook) tell(ctx context.Context, tx writer, id string, at uint64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO feed (key, kind, position) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET position = excluded.position`, id, string(api.ChangeCase), at)
	if err != nil {
		return fmt.Errorf("platform: feed of case %s: %w", id, err)
	}
	return nil
}
