package platform

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"onewindow/internal/api"
)

// feedQuery is a checked query of GET /v1/changes.
type feedQuery struct {
	since  uint64
	epoch  string // "" = from the start
	limit  int
	wait   time.Duration
	schema int // newest the terminal reads; 0 = it did not tell
}

// readFeedQuery checks a query. Wait is in whole seconds.
func readFeedQuery(q url.Values) (feedQuery, error) {
	f := feedQuery{limit: api.MaxChanges}
	if s := q.Get("since"); s != "" {
		epoch, at, ok := strings.Cut(s, ".")
		n, err := strconv.ParseUint(at, 36, 64)
		if !ok || err != nil || epoch == "" || len(epoch) > 64 {
			return f, fmt.Errorf("since is not a token of this feed")
		}
		f.epoch, f.since = epoch, n
	}
	if s := q.Get("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return f, fmt.Errorf("limit is not a count")
		}
		f.limit = min(n, api.MaxChanges)
	}
	if s := q.Get("wait"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 {
			return f, fmt.Errorf("wait is not in seconds")
		}
		f.wait = time.Duration(min(n, api.MaxWait)) * time.Second
	}
	if s := q.Get("schema"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return f, fmt.Errorf("schema is not a number")
		}
		f.schema = n
	}
	return f, nil
}

func feedToken(epoch string, at uint64) string { return epoch + "." + strconv.FormatUint(at, 36) }

// getChanges answers GET /v1/changes: what changed since the token, at once or as soon as something does.
func (pf *Platform) getChanges(w http.ResponseWriter, r *http.Request) {
	q, err := readFeedQuery(r.URL.Query())
	if err != nil {
		refuse(w, http.StatusBadRequest, problemQuery)
		return
	}
	pf.heardSchemas(sender(r, ""), q.schema)
	ctx := r.Context()
	// A token of another life of the database, or from beyond its end, says nothing here: from the start.
	known := q.epoch == pf.store.epoch
	if at, err := position(ctx, pf.store.reader); err != nil {
		pf.fail(w, r, err)
		return
	} else if !known || q.since > at {
		known, q.since = false, 0
	}
	timer := time.NewTimer(q.wait)
	defer timer.Stop()
	for over := q.wait == 0 || (!known && q.epoch != ""); ; {
		rung := pf.store.bell.wait()
		resp, err := pf.page(ctx, q)
		if err != nil {
			pf.fail(w, r, err)
			return
		}
		if over || len(resp.Changes) > 0 {
			answer(w, http.StatusOK, resp)
			return
		}
		select {
		case <-rung:
		case <-timer.C:
			over = true
		case <-pf.stopping:
			over = true
		case <-ctx.Done():
			return // nobody listens any more
		}
	}
}

// page reads one page of the feed after q.since.
func (pf *Platform) page(ctx context.Context, q feedQuery) (api.ChangesResponse, error) {
	resp := api.ChangesResponse{Changes: []api.Change{}, Epoch: pf.store.epoch, DurableThrough: pf.store.durable.Load(), ServerTime: pf.p.Now(), Schemas: pf.p.Schemas}
	rows, err := pf.store.reader.QueryContext(ctx, `SELECT f.position, f.kind, f.key, c.sealed FROM feed f JOIN cases c ON c.id = f.key
		WHERE f.position > ? ORDER BY f.position LIMIT ?`, q.since, q.limit+1)
	if err != nil {
		return resp, fmt.Errorf("platform: feed: %w", err)
	}
	defer func() { _ = rows.Close() }()
	last := q.since
	for rows.Next() {
		var c api.Change
		var sealed []byte
		if err := rows.Scan(&c.Position, &c.Kind, &c.Key, &sealed); err != nil {
			return resp, fmt.Errorf("platform: feed: %w", err)
		}
		if len(resp.Changes) == q.limit {
			resp.More = true
			break
		}
		if c.Body, err = pf.changeBody(c.Key, sealed); err != nil {
			return resp, err
		}
		resp.Changes = append(resp.Changes, c)
		last = c.Position
	}
	resp.Token = feedToken(pf.store.epoch, last)
	return resp, rows.Err()
}

// changeBody is an api.CaseChange around the case as it was written: what was encoded once is not decoded to be encoded again.
func (pf *Platform) changeBody(id string, sealed []byte) (json.RawMessage, error) {
	plain, err := pf.p.Seal.Open(sealed, caseAAD(id))
	if err != nil {
		return nil, fmt.Errorf("platform: case %s: %w", id, err)
	}
	return slices.Concat([]byte(`{"case":`), plain, []byte(`}`)), nil
}
