package idcard

import (
	"context"
	"errors"
	"fmt"
	"time"
)

var errSilence = errors.New("no answer")

// ask sends a request and waits for its reply: SW3 and the data behind it. A damaged reply, and a module that
// says it saw a damaged request, cost a resend each, twice at most. errSilence says that nothing usable came.
func (s *session) ask(ctx context.Context, body []byte, limit time.Duration) (sw byte, data []byte, err error) {
	if s.silent > 0 {
		if err := s.drain(ctx); err != nil {
			return 0, nil, err
		}
	}
	for try := 0; ; try++ {
		s.frames.Reset()
		if err := s.line.Write(Encode(body)); err != nil {
			return 0, nil, err
		}
		sw, data, err = s.reply(ctx, limit)
		damaged := errors.Is(err, ErrChecksum) || err == nil && (sw == swBadChecksum || sw == swBadLength)
		if !damaged {
			return sw, data, err
		}
		if try == resends {
			return 0, nil, fmt.Errorf("%w: damaged %d times", errSilence, try+1)
		}
		if err := s.drain(ctx); err != nil {
			return 0, nil, err
		}
	}
}

func (s *session) reply(ctx context.Context, limit time.Duration) (byte, []byte, error) {
	buf := make([]byte, 512)
	for end := time.Now().Add(limit); time.Now().Before(end); { // a duration: the machine's own clock
		if ctx.Err() != nil {
			return 0, nil, ctx.Err()
		}
		n, err := s.line.Read(buf)
		if err != nil {
			return 0, nil, err
		}
		s.frames.Feed(buf[:n])
		body, ok, err := s.frames.Next()
		if err != nil {
			return 0, nil, err
		}
		if ok && len(body) >= 3 {
			return body[2], body[3:], nil
		}
	}
	return 0, nil, errSilence
}

// drain waits for the line to fall silent, so that a late reply is not taken for the next one.
func (s *session) drain(ctx context.Context) error {
	buf := make([]byte, 512)
	for range 50 {
		n, err := s.line.Read(buf)
		if err != nil || n == 0 || ctx.Err() != nil {
			return err
		}
	}
	return nil
}
