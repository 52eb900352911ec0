package platform

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"onewindow/internal/cases"
	"onewindow/internal/platform/intake"
)

// foreseen is what a request's operations will ask of the book, read before they are judged: a few large questions instead
// of two hundred small ones each, and the cases opened on every processor. What the transaction writes meanwhile is
// forgotten here, and asked for anew.
type foreseen struct {
	fresh map[string]bool                       // ids that have no answer yet
	lanes map[[2]string]intake.Lane             // by terminal and lane; the zero Lane is a new one
	cases map[string]func() (cases.Case, error) // each to be taken once
	free  map[string]bool                       // case numbers that no case bears
	lines map[string]line                       // by case: as it lies in the database once what is behind is written
}

func foreseeNothing() foreseen {
	return foreseen{fresh: map[string]bool{}, lanes: map[[2]string]intake.Lane{}, cases: map[string]func() (cases.Case, error){}, free: map[string]bool{},
		lines: map[string]line{}}
}

// put forgets what was read of a case that is now written.
func (f foreseen) put(c cases.Case) {
	delete(f.cases, c.ID)
	delete(f.free, c.Number)
}

// foresee reads what the offers of a terminal will ask for.
func (l *ledger) foresee(from string, offers []intake.Opened) error {
	var ids, lanes, numbers []string
	for _, o := range offers {
		op, ok := o.Operation()
		if !ok || op.Terminal != from {
			continue
		}
		ids = append(ids, op.ID)
		l.ahead.fresh[op.ID] = true
		key := [2]string{from, op.Lane}
		if _, known := l.ahead.lanes[key]; !known {
			lanes = append(lanes, op.Lane)
			l.ahead.lanes[key] = intake.Lane{}
		}
		if op.Act.Filing != nil && op.Act.Filing.Number != "" {
			numbers = append(numbers, op.Act.Filing.Number)
			l.ahead.free[op.Act.Filing.Number] = true
		}
	}
	for _, read := range []func() error{
		func() error {
			return l.strike(l.ahead.fresh, `SELECT a.id FROM json_each(?) AS j CROSS JOIN answered AS a ON a.id = j.value`, ids)
		},
		func() error { return l.foreseeLanes(from, lanes) },
		func() error { return l.foreseeCases(lanes) },
		func() error {
			return l.strike(l.ahead.free, `SELECT c.number FROM json_each(?) AS j CROSS JOIN cases AS c ON c.number = j.value`, numbers)
		},
	} {
		if err := read(); err != nil {
			return fmt.Errorf("platform: foresee: %w", err)
		}
	}
	return nil
}

// strike takes out of absent what the query finds of some keys.
func (l *ledger) strike(absent map[string]bool, query string, keys []string) error {
	return l.among(query, keys, func(rows *sql.Rows) error {
		var found string
		err := rows.Scan(&found)
		delete(absent, found)
		return err
	})
}

func (l *ledger) foreseeLanes(from string, lanes []string) error {
	return l.among(`SELECT l.lane, l.last, l.halted FROM json_each(?) AS j CROSS JOIN lanes AS l ON l.terminal = ? AND l.lane = j.value`, lanes, func(rows *sql.Rows) error {
		var lane string
		var ln intake.Lane
		err := rows.Scan(&lane, &ln.Last, &ln.Halted)
		l.ahead.lanes[[2]string{from, lane}] = ln
		return err
	}, from)
}

func (l *ledger) foreseeCases(ids []string) error {
	book := l.pf.book()
	const query = `SELECT c.id, c.number, c.token, c.dept, c.state, c.promised, c.matter, c.sealed FROM json_each(?) AS j CROSS JOIN cases AS c ON c.id = j.value`
	return l.among(query, ids, func(rows *sql.Rows) error {
		var id string
		var lies line
		var sealed []byte
		if err := rows.Scan(&id, &lies.number, &lies.token, &lies.dept, &lies.state, &lies.promised, &lies.matter, &sealed); err != nil {
			return err
		}
		l.ahead.lines[id] = lies
		l.ahead.cases[id] = aside(func() (cases.Case, error) { return book.open(id, sealed) })
		return nil
	})
}

// among asks for all of some keys at once: they go as one JSON text, so that the statement is the same however many there are.
func (l *ledger) among(query string, keys []string, each func(*sql.Rows) error, more ...any) error {
	if len(keys) == 0 {
		return nil
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	rows, err := l.tx.QueryContext(l.ctx, query, append([]any{string(text)}, more...)...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
