package platform

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path/filepath"

	"onewindow/internal/api"
	"onewindow/internal/platform/intake"
	"onewindow/internal/seal"
)

// unended is the mark in meta that stands while the platform runs: found at a start, it means that the last run did not end
// by itself, and that the database is looked through before it is trusted.
const unended = "unended"

// check looks through the whole database without trusting it: its pages, everything sealed in it, and every open column
// against what is sealed beside it. It takes time in proportion to the database, and is done after a crash only.
func check(ctx context.Context, db *sql.DB, box Sealer) error {
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&verdict); err != nil || verdict != "ok" {
		return errors.Join(fmt.Errorf("pages: %s", verdict), err)
	}
	newest, err := position(ctx, db)
	if err != nil {
		return err
	}
	lanes, err := checkAnswered(ctx, db, box, newest)
	if err != nil {
		return err
	}
	return errors.Join(checkCases(ctx, db, box, newest), checkLanes(ctx, db, lanes))
}

// behind finds a database that ends before its own backup: its disk forgot what it said was synced. Epochs are not compared:
// the newest may be what was forgotten, and from one to the next the position only falls where a backup is put back, to
// that of the backup.
func behind(ctx context.Context, db *sql.DB, backup string) error {
	if backup == "" {
		return nil
	}
	copied, err := sql.Open("sqlite", "file:"+filepath.ToSlash(backup)+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer func() { _ = copied.Close() }()
	saved, err := position(ctx, copied)
	if err != nil {
		return nil // the backup is what is damaged; the next one takes its place
	}
	now, err := position(ctx, db)
	if err != nil {
		return err
	}
	if now < saved {
		return fmt.Errorf("it ends at %d, its backup at %d", now, saved)
	}
	return nil
}

// each runs take for every row of a query.
func each(ctx context.Context, db *sql.DB, query string, take func(*sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := take(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// checkAnswered gives where each terminal's lanes must stand.
func checkAnswered(ctx context.Context, db *sql.DB, box Sealer, newest uint64) (map[[2]string]uint64, error) {
	lanes := map[[2]string]uint64{}
	every := intake.Reader{Schemas: api.Schemas{Min: 1, Max: math.MaxInt}} // what was taken once was readable then
	err := each(ctx, db, `SELECT id, digest, position, verdict, payload FROM answered`, func(rows *sql.Rows) error {
		var id, digest, text string
		var at uint64
		var sealed []byte
		if err := rows.Scan(&id, &digest, &at, &text, &sealed); err != nil {
			return err
		}
		payload, err := box.Open(sealed, []byte("op/"+id))
		if err != nil {
			return fmt.Errorf("answer %s: %w", id, err)
		}
		var v api.Verdict
		if json.Unmarshal([]byte(text), &v) != nil || v.ID != id || v.Position != at || at > newest || seal.Digest(payload) != digest {
			return fmt.Errorf("answer %s does not fit itself", id)
		}
		if op, bad := every.Read(api.Offer{ID: id, Payload: payload}); bad == nil && v.Outcome == api.Accepted {
			key := [2]string{op.Terminal, op.Lane}
			lanes[key] = max(lanes[key], op.Seq)
		}
		return nil
	})
	return lanes, err
}

func checkCases(ctx context.Context, db *sql.DB, box Sealer, newest uint64) error {
	book := casebook{seal: box}
	return each(ctx, db, `SELECT c.id, c.number, c.dept, c.state, c.promised, c.revision, c.sealed, coalesce(f.position, 0)
		FROM cases c LEFT JOIN feed f ON f.key = c.id`, func(rows *sql.Rows) error {
		var id, dept, state, promised string
		var number sql.NullString
		var revision int
		var sealed []byte
		var at uint64
		if err := rows.Scan(&id, &number, &dept, &state, &promised, &revision, &sealed, &at); err != nil {
			return err
		}
		c, err := book.open(id, sealed)
		if err != nil {
			return err
		}
		if c.Number != number.String || c.Item.Dept != dept || string(c.State) != state || c.Promised.String() != promised || c.Revision != revision || at == 0 || at > newest {
			return fmt.Errorf("case %s does not fit its line", id)
		}
		return nil
	})
}

func checkLanes(ctx context.Context, db *sql.DB, want map[[2]string]uint64) error {
	err := each(ctx, db, `SELECT terminal, lane, last FROM lanes`, func(rows *sql.Rows) error {
		var key [2]string
		var last uint64
		if err := rows.Scan(&key[0], &key[1], &last); err != nil {
			return err
		}
		if last != want[key] {
			return fmt.Errorf("lane %s of %s stands at %d, should at %d", key[1], key[0], last, want[key])
		}
		delete(want, key)
		return nil
	})
	if err == nil && len(want) > 0 {
		err = fmt.Errorf("%d lanes are missing", len(want))
	}
	return err
}
