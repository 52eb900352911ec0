package hallclient

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxLine is the longest line of a stream, in bytes: a board of a large hall with a late listener's events.
const maxLine = 4 << 20

// errEnded says that the other side ended the stream.
var errEnded = errors.New("hallclient: stream ended")

// message is one server-sent event. A comment, or an event without a name, has event "".
type message struct {
	event, id string
	data      []byte // valid until the next message
}

// readStream reads server-sent events (WHATWG HTML 9.2) and gives each to on, a comment too, until the stream ends or
// on fails. An event that was cut off is not given. The error is never nil.
func readStream(r io.Reader, on func(message) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	var m message
	for lines.Scan() {
		line := lines.Bytes()
		switch {
		case len(line) == 0:
			if m.event != "" {
				if err := on(m); err != nil {
					return err
				}
			}
			m = message{data: m.data[:0]}
		case line[0] == ':':
			if err := on(message{}); err != nil {
				return err
			}
		default:
			m.take(line)
		}
		if len(m.data) > maxLine {
			return bufio.ErrTooLong
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return errEnded
}

// take reads a line "field: value".
func (m *message) take(line []byte) {
	field, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(field) {
	case "event":
		m.event = string(value)
	case "id":
		m.id = string(value)
	case "data":
		if len(m.data) > 0 {
			m.data = append(m.data, '\n')
		}
		m.data = append(m.data, value...)
	}
}
