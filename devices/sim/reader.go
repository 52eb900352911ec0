package sim

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"onewindow/devices/idcard"
	"onewindow/internal/citizen"
)

// piece is how many bytes the reader sends between two pauses.
const piece = 16

// ReaderParams says where a reader is found; both places may be used at once.
type ReaderParams struct {
	Name string // "counter", "kiosk"
	Link string // path of a link to the pty; stays the same over unplug and re-plug. Linux only
	TCP  string // "127.0.0.1:0"
	Baud int    // pace of the bytes; 115200 when 0
}

// Reader is a virtual card reader.
type Reader struct {
	p   ReaderParams
	log *slog.Logger

	mu       sync.Mutex
	card     *citizen.Card
	spent    bool // read; must be lifted before it is found again
	found    bool
	selected bool
	plugged  bool
	unplugs  int
	mute     bool   // takes requests and says nothing
	faults   []byte // SW3 given instead of the next successful reads
	changed  chan struct{}
	tcpAddr  string
}

// ReaderState is what a reader shows the control endpoint.
type ReaderState struct {
	Plugged bool   `json:"plugged"`
	Card    string `json:"card,omitempty"` // whose card lies there
	Read    bool   `json:"read"`           // it was read and waits to be lifted
	Mute    bool   `json:"mute"`
	Port    string `json:"port,omitempty"`
	TCP     string `json:"tcp,omitempty"`
}

func newReader(p ReaderParams, log *slog.Logger) *Reader {
	if p.Baud == 0 {
		p.Baud = 115200
	}
	return &Reader{p: p, log: log, plugged: true, changed: make(chan struct{})}
}

// Put lays a card on the reader, in place of one that may lie there.
func (r *Reader) Put(c citizen.Card) {
	r.update(func() { r.card, r.spent, r.found, r.selected = &c, false, false, false })
}

// Lift takes the card away.
func (r *Reader) Lift() {
	r.update(func() { r.card, r.spent, r.found, r.selected = nil, false, false, false })
}

// Plug plugs the reader in or out.
func (r *Reader) Plug(in bool) {
	r.update(func() {
		if r.plugged && !in {
			r.unplugs++
		}
		r.plugged = in
	})
}

// Mute makes the reader take requests without a word.
func (r *Reader) Mute(on bool) { r.update(func() { r.mute = on }) }

// FailReads makes the next reads answer these SW3 codes instead; none: the reader is well again.
func (r *Reader) FailReads(sw ...byte) { r.update(func() { r.faults = sw }) }

// State is what the reader is doing.
func (r *Reader) State() ReaderState {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := ReaderState{Plugged: r.plugged, Read: r.spent, Mute: r.mute, Port: r.p.Link, TCP: r.tcpAddr}
	if r.card != nil {
		s.Card = r.card.Name
	}
	return s
}

// WaitRead waits until the card that lies there has been read by somebody.
func (r *Reader) WaitRead(ctx context.Context) error {
	return r.wait(ctx, func() bool { return r.spent })
}

func (r *Reader) update(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
	close(r.changed)
	r.changed = make(chan struct{})
}

func (r *Reader) wait(ctx context.Context, until func() bool) error {
	for {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.mu.Lock()
		ok, changed := until(), r.changed
		r.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// talk answers requests on one line until it closes.
func (r *Reader) talk(line io.ReadWriter) error {
	var frames idcard.Frames
	buf := make([]byte, 512)
	for {
		n, err := line.Read(buf)
		if err != nil {
			return err
		}
		frames.Feed(buf[:n])
		for {
			body, ok, err := frames.Next()
			if err != nil {
				body = nil // answered as a bad checksum
			} else if !ok {
				break
			}
			if err := r.send(line, r.answer(body)); err != nil {
				return err
			}
		}
	}
}

// send writes a reply at the pace of the line: 10 bits a byte.
func (r *Reader) send(w io.Writer, body []byte) error {
	if body == nil {
		return nil
	}
	frame := idcard.Encode(body)
	for len(frame) > 0 {
		n := min(piece, len(frame))
		time.Sleep(time.Duration(n) * 10 * time.Second / time.Duration(r.p.Baud))
		if _, err := w.Write(frame[:n]); err != nil {
			return err
		}
		frame = frame[n:]
	}
	return nil
}

// answer is the module's reply body to a request body; nil stands for a damaged request, a nil reply for silence.
func (r *Reader) answer(req []byte) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.mute {
		return nil
	}
	if len(req) < 2 {
		return sw(0x10)
	}
	switch [2]byte{req[0], req[1]} {
	case [2]byte{0x10, 0xFF}, [2]byte{0x11, 0xFF}, [2]byte{0x61, 0xFF}:
		return sw(0x90)
	case [2]byte{0x12, 0xFF}:
		return append(sw(0x90), 5, 0, 1, 0, 0xB7, 0x25, 0x33, 1, 0x39, 0x30, 0, 0, 0xD2, 2, 0x96, 0x49)
	case [2]byte{0x20, 0x01}:
		return r.find()
	case [2]byte{0x20, 0x02}:
		return r.selectCard()
	case [2]byte{0x30, 0x01}:
		return r.read()
	}
	return sw(0x21)
}

func (r *Reader) find() []byte {
	r.found = r.card != nil && !r.spent
	if !r.found {
		return sw(0x80)
	}
	return append(sw(0x9F), 0, 0, 0, 0)
}

func (r *Reader) selectCard() []byte {
	r.selected = r.found
	if !r.selected {
		return sw(0x81)
	}
	return append(sw(0x90), make([]byte, 8)...)
}

func (r *Reader) read() []byte {
	if !r.selected {
		return sw(0x41)
	}
	r.found, r.selected = false, false
	if len(r.faults) > 0 {
		fault := r.faults[0]
		r.faults = r.faults[1:]
		return sw(fault)
	}
	r.spent = true
	close(r.changed)
	r.changed = make(chan struct{})
	return append(sw(0x90), readReply(*r.card)...)
}

func sw(sw3 byte) []byte { return []byte{0, 0, sw3} }
