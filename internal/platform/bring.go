package platform

import (
	"context"
	"errors"
	"time"

	"onewindow/internal/api"
)

// Chunks of one file may be under way at a time: each is checked and sealed by itself, written at its turn, and answered
// when it is synced. One sync serves all that were written before it. A chunk that comes before its turn waits for it: the
// one before may be slower on the line, or come again because it was damaged.

const (
	chunksAhead = 8               // so many chunks may wait for their turn
	turnLimit   = 5 * time.Second // and so long
)

var errOffset = errors.New("platform: the chunk does not follow what is here")

// bring takes a checked chunk in and gives how far its file is safely here. It is sealed in room, and not kept there.
func (pf *Platform) bring(ctx context.Context, c chunk, room []byte) (upload, error) {
	sealed := pf.files.frame(room, c.data, chunkAAD(c.digest, c.offset))
	var late <-chan time.Time
	for {
		began := time.Now()
		up, moved, err := pf.turn(ctx, c, sealed)
		if moved == nil {
			up.took = time.Since(began)
			return up, err
		}
		if late == nil {
			t := time.NewTimer(pf.files.patience)
			defer t.Stop()
			late = t.C
		}
		select {
		case <-moved:
		case <-late:
			return upload{}, errOffset
		case <-ctx.Done():
			return upload{}, ctx.Err()
		}
	}
}

// turn takes a chunk in if it follows what is written. moved is not nil when it is not its turn: it is closed when that may
// have changed.
func (pf *Platform) turn(ctx context.Context, c chunk, sealed []byte) (up upload, moved <-chan struct{}, err error) {
	f := pf.files
	held := f.hold(c.digest)
	held.Lock()
	defer f.release(c.digest, held)
	defer held.Unlock()
	a := f.known(c.digest) // what is on its way is not booked
	if a == nil {
		row, whole, err := wholeBlob(ctx, pf.store.reader, c.digest)
		if whole || err != nil { // a whole blob takes no more bytes: the answer says that it is whole
			return upload{row.size, row.size, row.typ, row.position, 0}, nil, err
		}
		if a, err = f.arriving(c.digest); err != nil {
			return upload{}, nil, err
		}
	}
	a.visitors.Add(1)
	defer a.visitors.Add(-1)
	length := a.written.head.Length
	if length > 0 && a.offset == length { // complete, but not booked: a crash came between
		up, err = pf.whole(ctx, c.digest, a, upload{offset: length, length: length, typ: a.head.Type})
		return up, nil, err
	}
	switch ahead := c.offset - a.written.offset; {
	case length != 0 && length != c.head.Length || ahead < 0 || ahead > chunksAhead*api.ChunkSize:
		return upload{}, nil, errOffset
	case ahead > 0:
		return upload{}, a.moved, nil
	}
	if err := f.put(c.digest, a, c.head, c.data, sealed); err != nil {
		return upload{}, nil, err
	}
	if err := f.settle(c.digest, a, c.offset+int64(len(c.data)), held.Lock, held.Unlock); err != nil {
		return upload{}, nil, err
	}
	up = upload{offset: a.offset, length: a.head.Length, typ: a.head.Type}
	if up.offset < up.length {
		return up, nil, nil
	}
	up, err = pf.whole(ctx, c.digest, a, up)
	return up, nil, err
}

// whole books a blob that is complete, unless the one who waited beside did.
func (pf *Platform) whole(ctx context.Context, digest string, a *arriving, up upload) (upload, error) {
	if a.broken != nil || a.booked.position > 0 {
		return a.booked, a.broken
	}
	up, err := pf.finishBlob(context.WithoutCancel(ctx), digest, up)
	if err != nil {
		a.broken = err
	}
	return up, err
}
