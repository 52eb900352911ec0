package platform

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"

	_ "modernc.org/sqlite" // the one database driver of this house
)

//go:embed schema.sql
var schema string

const (
	schemaVersion = "1"
	dbFile        = "platform.db"
)

// writerOptions: the one writer begins as a writer, keeps 32 MB of pages at hand, and carries its log over to the database
// each 32 MB, for one request of filings fills five.
const writerOptions = "&_txlock=immediate&_pragma=cache_size(-32768)&_pragma=wal_autocheckpoint(8000)"

// store is the database: one writer, several readers (which also make the backups), and a bell that rings after every commit that changed something.
type store struct {
	writer, reader *sql.DB
	epoch          string
	crashed        bool // the last run did not end by itself
	durable        atomic.Uint64
	bell           bell
	matters        matters
}

func openStore(p Params) (*store, error) {
	for _, dir := range []string{p.Dir, p.BackupDir} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("platform: %w", err)
		}
	}
	path := filepath.Join(p.Dir, dbFile)
	if err := restoreOrRefuse(p, path); err != nil {
		return nil, err
	}
	st := &store{}
	var err error
	if st.writer, err = openDB(path, writerOptions, 1); err != nil {
		return nil, err
	}
	if _, err = st.writer.Exec(schema); err != nil {
		return nil, errors.Join(damagedStore(err), st.writer.Close())
	}
	if st.reader, err = openDB(path, "", 4); err != nil {
		return nil, errors.Join(err, st.writer.Close())
	}
	if err = st.trust(p); err == nil {
		err = st.begin(p)
	}
	if err == nil {
		err = st.findDurable(p.BackupDir)
	}
	if err != nil {
		return nil, errors.Join(err, st.close())
	}
	return st, nil
}

func openDB(path, options string, conns int) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)" + options
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("platform: open %s: %w", dbFile, err)
	}
	db.SetMaxOpenConns(conns)
	if err := db.Ping(); err != nil {
		return nil, errors.Join(fmt.Errorf("platform: open %s: %w", dbFile, err), db.Close())
	}
	return db, nil
}

// begin makes the book's first facts, or reads them. A restored database gets a new epoch; so does one whose last run did
// not end by itself, for a disk may have forgotten what it said was synced: the terminals then offer again what they hold.
func (st *store) begin(p Params) error {
	ctx := context.Background()
	return st.write(ctx, func(tx *sql.Tx) error {
		version, err := metaText(ctx, tx, "schema")
		if err != nil {
			return err
		}
		switch version {
		case "":
			if err := setMeta(ctx, tx, "schema", schemaVersion); err != nil {
				return err
			}
		case schemaVersion:
		default:
			return fmt.Errorf("platform: %s is of schema %s, this build reads %s", dbFile, version, schemaVersion)
		}
		st.epoch, err = metaText(ctx, tx, "epoch")
		if err != nil {
			return err
		}
		if st.epoch == "" || p.Restore || st.crashed {
			st.epoch = hex.EncodeToString(p.Random(16))
			if err := setMeta(ctx, tx, "epoch", st.epoch); err != nil {
				return err
			}
		}
		if err := st.beginMatters(ctx, tx, p); err != nil {
			return err
		}
		return setMeta(ctx, tx, unended, "1")
	})
}

// trust looks a database through whose last run did not end by itself, and does not take an empty one for granted beside a
// backup.
func (st *store) trust(p Params) error {
	ctx := context.Background()
	mark, err1 := metaText(ctx, st.writer, unended)
	version, err2 := metaText(ctx, st.writer, "schema")
	newest, err3 := newestBackup(p.BackupDir)
	err := errors.Join(err1, err2, err3)
	switch {
	case err != nil:
	case version == "" && newest != "":
		err = errors.New("it is empty, but there is a backup")
	case mark == "1":
		st.crashed = true
		err = errors.Join(check(ctx, st.writer, p.Seal), behind(ctx, st.writer, newest))
	}
	if err != nil {
		return damagedStore(err)
	}
	return nil
}

// damagedStore says what to do.
func damagedStore(err error) error {
	return fmt.Errorf("platform: %s is damaged; start with -restore to put the newest backup in its place (the damaged file is kept): %w", dbFile, err)
}

// close ends the last run well.
func (st *store) close() error {
	var err error
	if st.epoch != "" {
		err = st.write(context.Background(), func(tx *sql.Tx) error { return setMeta(context.Background(), tx, unended, "") })
	}
	return errors.Join(err, st.reader.Close(), st.writer.Close())
}

// write runs do as one transaction and rings the bell after its commit.
func (st *store) write(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := st.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("platform: begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("platform: commit: %w", err)
	}
	st.bell.ring()
	return nil
}

// querier is a transaction or the readers' pool.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// position is the newest place taken in the book.
func position(ctx context.Context, q querier) (uint64, error) { return metaNumber(ctx, q, positionKey) }

const positionKey = "position" // in meta

// nextPosition takes the next place in the book.
func nextPosition(ctx context.Context, tx writer) (uint64, error) {
	return nextNumber(ctx, tx, positionKey)
}

func nextNumber(ctx context.Context, tx writer, key string) (uint64, error) {
	n, err := metaNumber(ctx, tx, key)
	if err != nil {
		return 0, err
	}
	return n + 1, setMeta(ctx, tx, key, strconv.FormatUint(n+1, 10))
}

func metaNumber(ctx context.Context, q querier, key string) (uint64, error) {
	text, err := metaText(ctx, q, key)
	if err != nil || text == "" {
		return 0, err
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("platform: meta %s: %w", key, err)
	}
	return n, nil
}

func metaText(ctx context.Context, q querier, key string) (string, error) {
	var value string
	err := q.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, key).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("platform: meta %s: %w", key, err)
	}
	return value, nil
}

func setMeta(ctx context.Context, tx writer, key, value string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	if err != nil {
		return fmt.Errorf("platform: meta %s: %w", key, err)
	}
	return nil
}

// bell wakes everyone who waits for a change.
type bell struct {
	mu sync.Mutex
	ch chan struct{}
}

// wait gives a channel that is closed at the next ring. Take it before looking, then wait.
func (b *bell) wait() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ch == nil {
		b.ch = make(chan struct{})
	}
	return b.ch
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ch != nil {
		close(b.ch)
		b.ch = nil
	}
}
