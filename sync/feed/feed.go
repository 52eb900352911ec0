package feed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// Shelf is where the terminal keeps its cases. Implemented by internal/counter/store.
type Shelf interface {
	// TakeCase stores a case as it is now to be seen.
	TakeCase(tx *vault.Tx, c cases.Case) error
	DropCase(tx *vault.Tx, id string) error
}

// Caller is what the feed needs of the line; *transport.Client is one.
type Caller interface {
	Do(ctx context.Context, r transport.Request) (*transport.Response, error)
	JSON(ctx context.Context, method, path string, in, out any) error
}

// Params is what a feed needs.
type Params struct {
	Vault   *vault.Vault
	Shelf   Shelf
	Line    Caller
	Schemas api.Schemas // what this program reads of it; zero = what this build does
}

// Feed is the change feed of one terminal. Ask and Take belong to one goroutine.
type Feed struct {
	p    Params
	lost bool // the vault could not bring everything back, and no page was taken since

	looked bool // at what an earlier run, perhaps of an older program, had to put by
	mu     sync.Mutex
	later  map[string]putBy // what is put by, by key
}

// New makes a feed. After a vault that lost something it starts from nothing.
func New(p Params) *Feed {
	p.Schemas = p.Schemas.Or(api.Reads())
	return &Feed{p: p, lost: p.Vault.Recovery().Lost, later: map[string]putBy{}}
}

const (
	bucket     = "feed" // "token" → token; "want/" + digest → page of a document to fetch; "later/" + kind/key → see later.go
	tokenKey   = "token"
	wantPrefix = "want/"
	fetchLimit = 60 * time.Second
)

// token is the place in the feed, with the epoch it belongs to.
type token struct {
	Token string `json:"token"`
	Epoch string `json:"epoch"`
}

// Ask asks for the next page, waiting up to wait for one.
func (f *Feed) Ask(ctx context.Context, wait time.Duration) (api.ChangesResponse, error) {
	var resp api.ChangesResponse
	if err := f.lookAgain(ctx); err != nil {
		return resp, err
	}
	at, err := f.place()
	if err != nil {
		return resp, err
	}
	q := url.Values{"since": {at.Token}, "limit": {strconv.Itoa(api.MaxChanges)}, "wait": {strconv.Itoa(int(wait / time.Second))},
		"schema": {strconv.Itoa(f.p.Schemas.Max)}}
	err = f.p.Line.JSON(ctx, http.MethodGet, api.PathChanges+"?"+q.Encode(), nil, &resp)
	return resp, err
}

func (f *Feed) place() (at token, err error) {
	if f.lost {
		return at, nil
	}
	err = f.p.Vault.View(func(tx *vault.Tx) error {
		b, err := tx.Get(bucket, tokenKey)
		if err != nil || b == nil {
			return err
		}
		return json.Unmarshal(b, &at)
	})
	return at, err
}

// restart forgets the place: the next page is the first.
func (f *Feed) restart(ctx context.Context) error {
	err := f.p.Vault.Update(ctx, func(tx *vault.Tx) error { return errors.Join(tx.Delete(bucket, tokenKey), f.forget(tx)) })
	if err == nil {
		f.settle(map[string]putBy{}, true)
	}
	return err
}

// Take puts a page and its token into the vault as one. A page of another epoch than the place's does not go on from
// it: Take then only forgets the place (again is true) and the feed starts from nothing.
func (f *Feed) Take(ctx context.Context, page api.ChangesResponse) (again bool, err error) {
	at, err := f.place()
	if err != nil {
		return false, err
	}
	if at.Epoch != "" && at.Epoch != page.Epoch {
		return true, f.restart(ctx)
	}
	if len(page.Changes) == 0 && at.Token == page.Token {
		return false, nil
	}
	var news map[string]putBy
	err = f.p.Vault.Update(ctx, func(tx *vault.Tx) error {
		news = map[string]putBy{}
		for _, c := range page.Changes {
			if err := f.change(tx, c, news); err != nil {
				return err
			}
		}
		b, err := json.Marshal(token{page.Token, page.Epoch})
		return errors.Join(err, tx.Put(bucket, tokenKey, b))
	})
	f.lost = f.lost && err != nil
	if err == nil {
		f.settle(news, false)
	}
	return false, err
}

// change takes one line, or puts it by as it came when this program cannot read it: one line stops its own case only.
// news gets what is put by, and what no longer is.
func (f *Feed) change(tx *vault.Tx, c api.Change, news map[string]putBy) error {
	body, reason := f.read(c)
	if reason != readable {
		return f.putBy(tx, c, reason, news)
	}
	if err := f.takeUp(tx, c, news); err != nil {
		return err
	}
	unsent, taken, err := outbox.Unsent(tx, c.Key)
	if err != nil {
		return err
	}
	if c.Tombstone {
		if len(unsent) > 0 {
			return nil
		}
		return f.p.Shelf.DropCase(tx, c.Key)
	}
	if body.Case.Revision < taken { // older than an answer this terminal has; the line that follows will know
		return nil
	}
	if err := wantResult(tx, body.Case); err != nil {
		return err
	}
	return f.p.Shelf.TakeCase(tx, Merge(body.Case, unsent))
}

// Merge puts what this terminal did, and the platform has not taken yet, on top of the platform's truth. A step that no
// longer fits is left out; its own verdict will say why.
func Merge(truth cases.Case, unsent []api.Operation) cases.Case {
	for _, op := range unsent {
		next, err := cases.Apply(truth, op.Act)
		if err != nil {
			break
		}
		truth = next
	}
	return truth
}

func wantResult(tx *vault.Tx, c cases.Case) error {
	if c.Decision == nil || c.Decision.Result == nil || c.State == cases.Closed {
		return nil
	}
	page := c.Decision.Result.Page
	b, err := json.Marshal(page)
	if err != nil {
		return fmt.Errorf("feed: encode: %w", err)
	}
	return tx.Put(bucket, wantPrefix+page.Digest, b)
}

// Fetch brings the result documents that are not here yet. It gives the first failure after trying all.
func (f *Feed) Fetch(ctx context.Context) error {
	var pages []cases.Page
	err := f.p.Vault.View(func(tx *vault.Tx) error {
		return tx.Each(bucket, wantPrefix, func(_ string, b []byte) error {
			var p cases.Page
			err := json.Unmarshal(b, &p)
			pages = append(pages, p)
			return err
		})
	})
	if err != nil {
		return err
	}
	var errs []error
	for _, p := range pages {
		errs = append(errs, f.fetch(ctx, p))
	}
	return errors.Join(errs...)
}

func (f *Feed) fetch(ctx context.Context, p cases.Page) error {
	if !f.p.Vault.HasFile(p.Digest) {
		if err := f.download(ctx, p); err != nil {
			return err
		}
	}
	return f.p.Vault.Update(ctx, func(tx *vault.Tx) error { return tx.Delete(bucket, wantPrefix+p.Digest) })
}

func (f *Feed) download(ctx context.Context, p cases.Page) error {
	if !seal.ValidDigest(p.Digest) {
		return fmt.Errorf("feed: a result document's digest is not one")
	}
	ctx, cancel := context.WithTimeout(ctx, fetchLimit)
	defer cancel()
	resp, err := f.p.Line.Do(ctx, transport.Request{Method: http.MethodGet, Path: api.PathBlobs + p.Digest})
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.Status != http.StatusOK {
		return &transport.Error{Kind: transport.Status, Op: "GET " + api.PathBlobs, Status: resp.Status}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, api.MaxBlob+1))
	if err != nil {
		return &transport.Error{Kind: transport.Unreachable, Op: "GET " + api.PathBlobs, Err: err}
	}
	if seal.Digest(body) != p.Digest {
		return &transport.Error{Kind: transport.Malformed, Op: "GET " + api.PathBlobs, Err: errors.New("the bytes are not those the digest names")}
	}
	_, err = f.p.Vault.PutFile(ctx, p.Type, bytes.NewReader(body))
	return err
}
