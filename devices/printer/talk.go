package printer

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

const (
	dialLimit  = 3 * time.Second
	replyLimit = 2 * time.Second        // to a real-time question
	writeLimit = 3 * time.Second        // without a byte taken
	askEvery   = 200 * time.Millisecond // how often a printing printer is asked how it is
	chunk      = 1024
)

var errNoReply = errors.New("no reply")

// talk is one connection to the printer.
type talk struct {
	conn    net.Conn
	replies replies
	done    bool // the queued answer came
	hangup  func() bool
}

// dial connects; cancelling ctx cuts the connection.
func dial(ctx context.Context, addr string) (*talk, error) {
	conn, err := (&net.Dialer{Timeout: dialLimit}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, absent(err)
	}
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	return &talk{conn: conn, hangup: stop}, nil
}

func (t *talk) close() {
	t.hangup()
	t.conn.Close()
}

// condition asks DLE EOT 1 to 4. It works while the printer prints and while it is stopped.
func (t *talk) condition() (condition, error) {
	var b [4]byte
	for n := range b {
		t.conn.SetWriteDeadline(time.Now().Add(writeLimit))
		if _, err := t.conn.Write([]byte{0x10, 0x04, byte(n + 1)}); err != nil {
			return condition{}, silent(err)
		}
		r, err := t.next(time.Now().Add(replyLimit), realTime)
		if err != nil {
			return condition{}, silent(err)
		}
		b[n] = r.bytes[0]
	}
	return decode(b), nil
}

// next waits for a reply of one kind; a queued answer on the way is remembered.
func (t *talk) next(end time.Time, want replyKind) (reply, error) {
	one := make([]byte, 1)
	for {
		t.conn.SetReadDeadline(end)
		if _, err := t.conn.Read(one); err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				return reply{}, errNoReply
			}
			return reply{}, err
		}
		r, ok := t.replies.feed(one[0])
		if !ok {
			continue
		}
		t.done = t.done || r.kind == queued
		if r.kind == want {
			return r, nil
		}
	}
}

// run sends a job and waits for its queued answer; it gives up as soon as the printer says that it has stopped.
func (t *talk) run(ctx context.Context, job []byte) error {
	t.done = false
	for sent := 0; sent < len(job); sent += chunk {
		t.conn.SetWriteDeadline(time.Now().Add(writeLimit))
		if _, err := t.conn.Write(job[sent:min(sent+chunk, len(job))]); err != nil {
			return err
		}
	}
	for !t.done {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, err := t.next(time.Now().Add(askEvery), queued)
		switch {
		case err == nil || t.done:
			return nil
		case !errors.Is(err, errNoReply):
			return err
		}
		c, err := t.condition()
		if err != nil {
			return err
		}
		if e := c.trouble(); e != nil && !t.done {
			return e
		}
	}
	return nil
}
