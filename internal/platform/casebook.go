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

// put stores a case, sealed, and its line in the feed, at a position of the book.
func (b casebook) put(ctx context.Context, tx writer, c cases.Case, sealed []byte, at uint64) error {
	var token string
	if c.Token != "" {
		token = seal.Digest([]byte(c.Token))
	}
	number := sql.NullString{String: c.Number, Valid: c.Number != ""}
	_, err := tx.ExecContext(ctx, `INSERT INTO cases (id, number, token, dept, state, promised, revision, changed, sealed, matter)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET number = excluded.number, token = excluded.token, dept = excluded.dept, state = excluded.state,
		promised = excluded.promised, revision = excluded.revision, changed = excluded.changed, sealed = excluded.sealed, matter = excluded.matter`,
		c.ID, number, token, c.Item.Dept, string(c.State), c.Promised.String(), c.Revision, b.now(), sealed, b.matters.of(c))
	if err != nil {
		return fmt.Errorf("platform: case %s: %w", c.ID, err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO feed (key, kind, position) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET position = excluded.position`, c.ID, string(api.ChangeCase), at)
	if err != nil {
		return fmt.Errorf("platform: feed of case %s: %w", c.ID, err)
	}
	return nil
}
