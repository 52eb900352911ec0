package engine

import (
	"time"

	"onewindow/internal/api"
	"onewindow/sync/outbox"
)

// Load is what one request carries to the platform, learned from what came through: a good line takes much at once, a poor
// one little and often. The zero Load is where every run begins.
type Load struct {
	Ops   int // operations; 0 = api.MaxOps
	Bytes int // of payload; 0 = firstBytes
	Hold  int // quick answers to wait for before more is tried: the last attempt took too long

	// What was carried quickly before. Losses that passed do not make the line start from little.
	ProvenOps, ProvenBytes int
}

const (
	firstBytes = 256 << 10
	leastBytes = 16 << 10
	mostBytes  = 4 << 20

	quick    = 2 * time.Second // an answer within it: the line carries more
	slow     = 8 * time.Second // an answer, or the end of hope, after it: the line carries less
	holdFor  = 8
	lossRuns = 3 // failures in a row before what is sent is suspected: a line that loses one in three carries no more in small pieces
)

func (l Load) ops() int {
	if l.Ops == 0 {
		return api.MaxOps
	}
	return l.Ops
}

func (l Load) bytes() int {
	if l.Bytes == 0 {
		return firstBytes
	}
	return l.Bytes
}

// carried learns from an answer: took is how long it was waited for.
func (l Load) carried(ops, bytes int, took time.Duration) Load {
	switch {
	case took > slow:
		return l.less(ops, bytes)
	case took > quick:
		return l
	case l.Hold > 0:
		l.Hold--
		return l
	}
	l.ProvenOps, l.ProvenBytes = max(l.ProvenOps, ops), max(l.ProvenBytes, bytes)
	if 2*ops >= l.ops() { // it was full, or nearly: what was not tried is not known
		l.Ops = 2 * l.ops()
	}
	if 2*bytes >= l.bytes() {
		l.Bytes = 2 * l.bytes()
	}
	l.Ops = min(max(l.ops(), l.ProvenOps), api.MaxOps)
	l.Bytes = min(max(l.bytes(), l.ProvenBytes), mostBytes)
	return l
}

// lost learns from a request without an answer, the fails-th in a row.
func (l Load) lost(ops, bytes int, took time.Duration, fails int) Load {
	switch {
	case took > slow: // it hung: most likely it was too much
		l = l.less(ops, bytes)
		l.Hold, l.ProvenOps, l.ProvenBytes = holdFor, min(l.ProvenOps, l.Ops), min(l.ProvenBytes, l.Bytes)
	case fails >= lossRuns:
		l = l.less(ops, bytes)
	}
	return l
}

// less is half of what was tried.
func (l Load) less(ops, bytes int) Load {
	l.Ops = max(1, min(l.ops(), ops/2))
	l.Bytes = max(leastBytes, min(l.bytes(), bytes/2))
	return l
}

func sizes(ops []*outbox.Op) (bytes int) {
	for _, op := range ops {
		bytes += op.Size
	}
	return bytes
}
