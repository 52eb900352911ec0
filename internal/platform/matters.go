package platform

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"

	"onewindow/internal/cases"
	"onewindow/internal/seal"
)

// matters finds the open cases of one applicant and item without writing down who that is: a case's line carries a keyed
// hash of cases.Matter while the case is open. The key is made with the database and lies in it sealed; a key that cannot be
// opened any more is made anew, and the column with it.
type matters struct{ key []byte }

const (
	matterKey     = "matter-key"
	matterKeySize = 32
)

var matterAAD = []byte("meta/" + matterKey)

// of is what a case's line carries; "" when the case has ended or says of nobody yet.
func (m matters) of(c cases.Case) string {
	matter := cases.Matter(c)
	if matter == "" || !cases.Open(c) {
		return ""
	}
	return hex.EncodeToString(seal.MAC(m.key, []byte(matter)))
}

// beginMatters opens the key and makes the column good: in a database of an earlier build, after a crash, under a new key.
func (st *store) beginMatters(ctx context.Context, tx *sql.Tx, p Params) error {
	grown, err := growMatters(ctx, tx)
	if err != nil {
		return err
	}
	text, err := metaText(ctx, tx, matterKey)
	if err != nil {
		return err
	}
	sealed, _ := hex.DecodeString(text)
	if st.matters.key, err = p.Seal.Open(sealed, matterAAD); err != nil || len(st.matters.key) != matterKeySize {
		st.matters.key, grown = p.Random(matterKeySize), true
		if err := setMeta(ctx, tx, matterKey, hex.EncodeToString(p.Seal.Seal(st.matters.key, matterAAD))); err != nil {
			return err
		}
	}
	if grown || st.crashed {
		return st.fillMatters(ctx, tx, p)
	}
	return nil
}

// growMatters adds the column to a database that has none, and reports whether it did.
func growMatters(ctx context.Context, tx *sql.Tx) (bool, error) {
	var n int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM pragma_table_info('cases') WHERE name = 'matter'`).Scan(&n)
	if err == nil && n == 0 {
		_, err = tx.ExecContext(ctx, `ALTER TABLE cases ADD COLUMN matter TEXT NOT NULL DEFAULT ''`)
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, `CREATE INDEX IF NOT EXISTS cases_by_matter ON cases (matter, id) WHERE matter <> ''`)
	}
	if err != nil {
		return false, fmt.Errorf("platform: matters: %w", err)
	}
	return n == 0, nil
}

// fillMatters writes the column of every case anew.
func (st *store) fillMatters(ctx context.Context, tx *sql.Tx, p Params) error {
	all, err := casebook{seal: p.Seal}.list(ctx, tx, `SELECT id, sealed FROM cases ORDER BY id`)
	if err != nil {
		return err
	}
	for _, c := range all {
		if _, err := tx.ExecContext(ctx, `UPDATE cases SET matter = ? WHERE id = ?`, st.matters.of(c), c.ID); err != nil {
			return fmt.Errorf("platform: matters: %w", err)
		}
	}
	return nil
}

// likeQuery names its index: left to itself, the database walks all cases by their ids.
const likeQuery = `SELECT id FROM cases INDEXED BY cases_by_matter WHERE matter <> '' AND matter = ? AND id <> ? ORDER BY id DESC LIMIT ?`

// alike gives the newest open cases of a case's matter.
func (b casebook) alike(ctx context.Context, q querier, c cases.Case, limit int) (ids []string, err error) {
	matter := b.matters.of(c)
	if matter == "" {
		return nil, nil
	}
	rows, err := q.QueryContext(ctx, likeQuery, matter, c.ID, limit)
	if err != nil {
		return nil, fmt.Errorf("platform: matters: %w", err)
	}
	return texts(rows)
}
