package sim

import (
	"io"
	"sync"
)

// realTimeFilter takes DLE EOT n out of a stream wherever it stands, raster data included, as printers do.
type realTimeFilter struct{ held []byte }

func (f *realTimeFilter) split(in []byte) (rest []byte, asked []byte) {
	for _, b := range in {
		switch {
		case len(f.held) == 0 && b == 0x10:
			f.held = append(f.held, b)
		case len(f.held) == 1 && b == 0x04:
			f.held = append(f.held, b)
		case len(f.held) == 2 && b >= 1 && b <= 4:
			asked = append(asked, b)
			f.held = f.held[:0]
		default:
			rest = append(rest, f.held...)
			f.held = f.held[:0]
			if b == 0x10 {
				f.held = append(f.held, b)
			} else {
				rest = append(rest, b)
			}
		}
	}
	return rest, asked
}

// answers writes to the client from several goroutines.
type answers struct {
	mu   sync.Mutex
	conn io.Writer
}

func (a *answers) write(b []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.conn.Write(b) // a client that left is noticed by its reader
}

// queue is the printer's receive buffer: an io.ByteReader that waits for more until the client has gone.
type queue struct {
	mu    sync.Mutex
	more  *sync.Cond
	buf   []byte
	ended bool
}

func newQueue() *queue {
	q := &queue{}
	q.more = sync.NewCond(&q.mu)
	return q
}

func (q *queue) add(b []byte) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.buf = append(q.buf, b...)
	q.more.Broadcast()
}

// end says that nothing more comes; drop also forgets what is there.
func (q *queue) end(drop bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.ended = true; drop {
		q.buf = nil
	}
	q.more.Broadcast()
}

func (q *queue) ReadByte() (byte, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.buf) == 0 {
		if q.ended {
			return 0, io.EOF
		}
		q.more.Wait()
	}
	b := q.buf[0]
	q.buf = q.buf[1:]
	return b, nil
}
