package upload

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
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

	mostUnderway = 7 // chunks beyond the next, whatever the platform says
)

// ErrStuck says that the platform keeps asking for something else and the file does not get forward.
var ErrStuck = errors.New("upload: no progress")

// Stored is where a whole file stands: its position in the platform's book, and the epoch of that book ("": a platform
// that does not say). A position of one epoch means nothing in another.
type Stored struct {
	Position uint64
	Epoch    string
}

// Sender brings files, and remembers from one to the next what the line carries. Several may be under way at a time: they
// share what the line carries.
type Sender struct {
	now  func() time.Time
	pace pace
}

// New makes a sender.
func New(now func() time.Time) *Sender {
	return &Sender{now: now, pace: pace{freed: make(chan struct{})}}
}

// Send brings the file and says where it stands. r must give the bytes page.Digest names. gone is called, once at least,
// when nothing of the file waits to go any more and only answers are awaited: the next one may begin.
// A refusal is an *api.Problem inside the error; a line that broke is a *transport.Error. A broken upload is resumed by
// calling Send again.
func (s *Sender) Send(ctx context.Context, c Caller, page cases.Page, r io.ReaderAt, gone func()) (Stored, error) {
	defer gone()
	ctx, cancel := context.WithCancel(ctx)
	u := &upload{s: s, ctx: ctx, c: c, page: page, r: r, gone: gone, answers: make(chan answer)}
	defer u.gather()
	defer cancel()
	at, err := u.ask()
	if err != nil {
		return Stored{}, err
	}
	for turns := 0; !at.whole(page.Size); {
		next, err := u.run(at.offset)
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
	s    *Sender
	ctx  context.Context
	c    Caller
	page cases.Page
	r    io.ReaderAt
	gone func()

	ahead    int  // chunks beyond the next that may be under way, as the platform says
	standard bool // the platform reads the standard's digests; an earlier one does not say so
	answers  chan answer
	underway int
}

// gather waits until nothing is under way.
func (u *upload) gather() {
	for u.underway > 0 {
		u.took(<-u.answers)
	}
}

// run sends from offset on, several chunks at a time, until the file is whole or the platform wants something else, and
// gives how far it then has it. A chunk that came damaged goes again alone, while the others wait for it there.
func (u *upload) run(offset int64) (reached place, err error) {
	reached = place{offset: offset}
	var ready *chunk
	for steady, damaged := true, 0; ; {
		room := u.s.pace.changed()
		if steady && ready == nil && offset < u.page.Size { // read while others travel
			_, size := u.allowed()
			c, err := u.read(offset, size)
			if err != nil {
				return reached, err
			}
			offset += int64(len(c.data))
			ready = &c
		}
		waits := steady && ready != nil
		if waits && u.room(int64(len(ready.data))) {
			u.launch(*ready)
			if ready = nil; offset == u.page.Size {
				u.gone()
			}
			continue
		}
		if u.underway == 0 && !waits {
			return reached, nil
		}
		var a answer
		select {
		case a = <-u.answers:
			u.took(a)
		case <-room: // another file's chunk was answered
			continue
		case <-u.ctx.Done():
			return reached, u.ctx.Err()
		}
		again := a.status == http.StatusUnprocessableEntity && u.underway > 0
		switch {
		case a.err != nil:
			return reached, a.err
		case a.at.whole(u.page.Size):
			u.gather()
			return a.at, nil
		case again && damaged < maxTurns:
			damaged++
			u.s.pace.take(int64(len(a.chunk.data)), math.MaxInt64)
			u.launch(a.chunk)
		case a.status >= http.StatusConflict:
			steady, reached = false, a.at
		case a.at.offset > reached.offset:
			reached = a.at
		}
	}
}

// allowed gives the bytes that may be under way and the size of the next chunk.
func (u *upload) allowed() (bytes, chunk int64) {
	if u.ahead == 0 {
		return api.ChunkSize, api.ChunkSize
	}
	return u.s.pace.allowed()
}

// room takes room for n more bytes under way, if there is some.
func (u *upload) room(n int64) bool {
	bytes, _ := u.allowed()
	return u.underway <= u.ahead && u.s.pace.take(n, bytes)
}

// place is how far the platform has the file. stored is nothing until it is whole.
type place struct {
	offset int64
	stored Stored
}

func (p place) whole(size int64) bool { return p.offset >= size && p.stored.Position > 0 }

// ask finds where to go on, and how many chunks may be under way.
func (u *upload) ask() (place, error) {
	began, idle := u.s.now(), u.s.pace.idle()
	status, h, err := u.call(transport.Request{Method: http.MethodHead, Path: api.PathBlobs + u.page.Digest})
	if err != nil {
		return place{}, err
	}
	if idle {
		u.s.pace.round(u.s.now().Sub(began))
	}
	ahead, _ := strconv.Atoi(h.Get(api.HeaderAhead)) // absent: an earlier platform
	u.ahead = min(max(ahead, 0), mostUnderway)
	u.standard = api.WantsDigest(h.Get(api.HeaderWantDigest))
	switch status {
	case http.StatusNotFound:
		return place{}, nil
	case http.StatusOK:
		return u.place(h)
	}
	return place{}, refusal("HEAD", status, h)
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
