package upload

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/sync/transport"
)

// Caller is what an upload needs of the line; *transport.Client is one.
type Caller interface {
	Do(ctx context.Context, r transport.Request) (*transport.Response, error)
}

const (
	callLimit = 30 * time.Second // one request
	maxTurns  = 8                // answers in a row that bring nothing forward
)

// ErrStuck says that the platform keeps asking for something else and the file does not get forward.
var ErrStuck = errors.New("upload: no progress")

// Stored is where a whole file stands: its position in the platform's book, and the epoch of that book ("": a platform
// that does not say). A position of one epoch means nothing in another.
type Stored struct {
	Position uint64
	Epoch    string
}

// Send brings the file and says where it stands. r must give the bytes page.Digest names.
// A refusal is an *api.Problem inside the error; a line that broke is a *transport.Error. A broken upload is resumed by
// calling Send again.
func Send(ctx context.Context, c Caller, page cases.Page, r io.ReaderAt) (Stored, error) {
	u := &upload{ctx: ctx, c: c, page: page, r: r}
	defer u.settle()
	at, err := u.ask()
	if err != nil {
		return Stored{}, err
	}
	for turns := 0; !at.whole(page.Size); {
		next, err := u.put(at.offset)
		if err != nil {
			return Stored{}, err
		}
		if next.offset <= at.offset && !next.whole(page.Size) {
			if turns++; turns >= maxTurns {
				return Stored{}, ErrStuck
			}
		} else {
			turns = 0
		}
		at = next
	}
	return at.stored, nil
}

type upload struct {
	ctx  context.Context
	c    Caller
	page cases.Page
	r    io.ReaderAt
	next chan chunk // gives the chunk being read ahead; nil: none is
}

// place is how far the platform has the file. stored is nothing until it is whole.
type place struct {
	offset int64
	stored Stored
}

func (p place) whole(size int64) bool { return p.offset >= size && p.stored.Position > 0 }

// ask finds where to go on.
func (u *upload) ask() (place, error) {
	status, h, err := u.call(transport.Request{Method: http.MethodHead, Path: api.PathBlobs + u.page.Digest})
	switch {
	case err != nil:
		return place{}, err
	case status == http.StatusNotFound:
		return place{}, nil
	case status != http.StatusOK:
		return place{}, refusal("HEAD", status, h)
	}
	return u.place(h)
}

// put sends the chunk at offset. A chunk that came damaged (422) or to the wrong place (409) only moves the place.
func (u *upload) put(offset int64) (place, error) {
	chunk := u.take(offset)
	if chunk.err != nil {
		return place{}, &FileError{chunk.err}
	}
	u.ahead(offset + int64(len(chunk.data)))
	header := http.Header{}
	header.Set(api.HeaderOffset, strconv.FormatInt(offset, 10))
	header.Set(api.HeaderLength, strconv.FormatInt(u.page.Size, 10))
	header.Set(api.HeaderChunkDigest, chunk.digest)
	header.Set(api.HeaderBlobType, u.page.Type)
	header.Set("Content-Type", "application/octet-stream")
	status, h, err := u.call(transport.Request{Method: http.MethodPut, Path: api.PathBlobs + u.page.Digest, Header: header,
		Body: bytes.NewReader(chunk.data), Length: int64(len(chunk.data))})
	if err != nil {
		return place{}, err
	}
	switch status {
	case http.StatusOK, http.StatusCreated, http.StatusConflict, http.StatusUnprocessableEntity:
		return u.place(h)
	}
	return place{}, refusal("PUT", status, h)
}

// call makes one request under its own time limit and reads the answer's body away.
func (u *upload) call(r transport.Request) (int, http.Header, error) {
	ctx, cancel := context.WithTimeout(u.ctx, callLimit)
	defer cancel()
	resp, err := u.c.Do(ctx, r)
	if err != nil {
		return 0, nil, err
	}
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	_ = resp.Body.Close()
	if err != nil {
		return 0, nil, &transport.Error{Kind: transport.Unreachable, Op: r.Method + " " + r.Path, Status: resp.Status, Err: err}
	}
	return resp.Status, resp.Header, nil
}

// place reads how far the platform says it has the file; further than the file goes is no answer.
func (u *upload) place(h http.Header) (place, error) {
	offset, err := strconv.ParseInt(h.Get(api.HeaderOffset), 10, 64)
	if err != nil || offset < 0 || offset > u.page.Size {
		return place{}, &transport.Error{Kind: transport.Malformed, Op: "blobs", Err: fmt.Errorf("offset %q", h.Get(api.HeaderOffset))}
	}
	position, _ := strconv.ParseUint(h.Get(api.HeaderBlobPosition), 10, 64) // absent until whole
	return place{offset, Stored{position, h.Get(api.HeaderBlobEpoch)}}, nil
}

func refusal(op string, status int, h http.Header) error {
	wait, _ := strconv.Atoi(h.Get("Retry-After"))
	wait = min(max(wait, 0), 24*60*60)
	return &transport.Error{Kind: transport.Status, Op: op + " " + api.PathBlobs, Status: status, RetryAfter: time.Duration(wait) * time.Second}
}

// FileError says that the file cannot be read on this machine.
type FileError struct{ Err error }

func (e *FileError) Error() string {
	return fmt.Sprintf("upload: the file cannot be read here: %v", e.Err)
}

func (e *FileError) Unwrap() error { return e.Err }
