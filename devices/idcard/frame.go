package idcard

import (
	"bytes"
	"errors"
)

// preamble opens every frame in both directions. AA runs may precede it, so the fifth byte matters.
var preamble = []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69}

// Limits of LEN, which counts everything after itself including CHK.
const (
	minLen = 3    // CMD PARA CHK
	maxLen = 2314 // reply to read with two fingerprints
)

// ErrChecksum is given for a whole frame whose XOR does not fit.
var ErrChecksum = errors.New("idcard: frame has a wrong checksum")

// Encode makes the frame around a body (request: CMD PARA DATA; reply: SW1 SW2 SW3 DATA).
func Encode(body []byte) []byte {
	n := len(body) + 1
	f := append(make([]byte, 0, 7+n), preamble...)
	f = append(f, byte(n>>8), byte(n))
	f = append(f, body...)
	return append(f, xor(f[len(preamble):]))
}

// Frames finds frames in a stream of bytes, past noise, AA runs and damage. The zero Frames is ready.
type Frames struct{ buf []byte }

// Feed takes bytes as they came from the line.
func (f *Frames) Feed(b []byte) { f.buf = append(f.buf, b...) }

// Reset forgets a frame that was cut off.
func (f *Frames) Reset() { f.buf = nil }

// Next gives the body of the next whole frame. ok is false when more bytes are needed; err is ErrChecksum for a
// damaged frame, after which Next may be called again.
func (f *Frames) Next() (body []byte, ok bool, err error) {
	for {
		at := bytes.Index(f.buf, preamble)
		if at < 0 { // keep what may be the beginning of a preamble
			f.buf = f.buf[max(0, len(f.buf)-len(preamble)+1):]
			return nil, false, nil
		}
		f.buf = f.buf[at:]
		if len(f.buf) < 7 {
			return nil, false, nil
		}
		n := int(f.buf[5])<<8 | int(f.buf[6])
		if n < minLen || n > maxLen { // not a frame: look for the next preamble
			f.buf = f.buf[len(preamble):]
			continue
		}
		if len(f.buf) < 7+n {
			return nil, false, nil
		}
		frame := f.buf[:7+n]
		if xor(frame[len(preamble):]) != 0 { // a frame that was cut may hold the beginning of a good one
			f.buf = f.buf[len(preamble):]
			return nil, false, ErrChecksum
		}
		body = append([]byte(nil), frame[7:7+n-1]...)
		f.buf = f.buf[7+n:]
		return body, true, nil
	}
}

func xor(b []byte) (x byte) {
	for _, v := range b {
		x ^= v
	}
	return x
}
