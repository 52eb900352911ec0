package platform

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// Taken is one final answer of the book, with the bytes it was given for.
type Taken struct {
	Offer   api.Offer
	Verdict api.Verdict
}

// Audit reads what the database in dir answered for good, its cases and the digests of its whole blobs. It is for
// engineers and proofs; the platform must not run meanwhile.
func Audit(ctx context.Context, dir string, box Sealer) (taken []Taken, known []cases.Case, blobs []string, err error) {
	db, err := openDB(filepath.Join(dir, dbFile), "", 1)
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(ctx, `SELECT id, digest, verdict, payload FROM answered ORDER BY position`)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("platform: audit: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var t Taken
		var verdict string
		var sealed []byte
		if err := rows.Scan(&t.Offer.ID, &t.Offer.Digest, &verdict, &sealed); err != nil {
			return nil, nil, nil, fmt.Errorf("platform: audit: %w", err)
		}
		if err := json.Unmarshal([]byte(verdict), &t.Verdict); err != nil {
			return nil, nil, nil, fmt.Errorf("platform: audit: %w", err)
		}
		if t.Offer.Payload, err = box.Open(sealed, []byte("op/"+t.Offer.ID)); err != nil {
			return nil, nil, nil, fmt.Errorf("platform: audit: %w", err)
		}
		taken = append(taken, t)
	}
	if err := rows.Err(); err != nil {
		return nil, nil, nil, fmt.Errorf("platform: audit: %w", err)
	}
	book := casebook{seal: box}
	if known, err = book.list(ctx, db, `SELECT id, sealed FROM cases ORDER BY id`); err != nil {
		return nil, nil, nil, err
	}
	digests, err := db.QueryContext(ctx, `SELECT digest FROM blobs`)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("platform: audit: %w", err)
	}
	blobs, err = texts(digests)
	return taken, known, blobs, err
}
