package printer

// reply is one status that came from the printer.
type reply struct {
	kind  replyKind
	bytes [4]byte // real-time and queued replies use the first only
}

type replyKind int

const (
	realTime  replyKind = iota // answer to DLE EOT n
	queued                     // answer to GS r 1, sent when everything before it is done
	automatic                  // ASB, four bytes, sent unasked by printers whose switches say so
)

// replies tells the answers of a printer apart by their fixed bits (facts 2.2): (b & 93) = 12 is DLE EOT,
// (b & 93) = 10 opens an ASB, whose further bytes have bits 4 and 7 clear, like the answer to GS r. XON and XOFF
// are no answers. The zero value is ready.
type replies struct {
	asb  [4]byte
	have int // bytes of an ASB so far
}

// feed takes one byte; ok says that a reply is whole.
func (r *replies) feed(b byte) (rep reply, ok bool) {
	switch {
	case b == 0x11 || b == 0x13:
		return reply{}, false
	case b&0x93 == 0x12:
		return reply{kind: realTime, bytes: [4]byte{b}}, true
	case b&0x93 == 0x10:
		r.asb, r.have = [4]byte{b}, 1
		return reply{}, false
	case b&0x90 != 0:
		r.have = 0
		return reply{}, false
	case r.have > 0:
		r.asb[r.have] = b
		if r.have++; r.have < 4 {
			return reply{}, false
		}
		r.have = 0
		return reply{kind: automatic, bytes: r.asb}, true
	}
	return reply{kind: queued, bytes: [4]byte{b}}, true
}

// condition is what DLE EOT 1 to 4 say together.
type condition struct {
	offline, cover, paperOut, nearEnd           bool
	cutter, broken, hot, failed, stoppedAtPaper bool
}

// decode reads the answers to DLE EOT 1, 2, 3 and 4.
func decode(b [4]byte) condition {
	bit := func(i int, n uint) bool { return b[i]>>n&1 == 1 }
	return condition{
		offline:        bit(0, 3),
		cover:          bit(1, 2),
		stoppedAtPaper: bit(1, 5),
		failed:         bit(1, 6),
		cutter:         bit(2, 3),
		broken:         bit(2, 5),
		hot:            bit(2, 6),
		nearEnd:        bit(3, 2) || bit(3, 3),
		paperOut:       bit(3, 5) || bit(3, 6),
	}
}
