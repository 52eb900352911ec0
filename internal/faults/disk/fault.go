package disk

import (
	"sync"
)

// Kind is what a disk does wrong.
type Kind string

// What a disk may do wrong. A kind's text stands in the proof's report.
const (
	Full       Kind = "disk full"           // no room for more than so many bytes, until Heal
	WriteFails Kind = "EIO at a write"      // of which only the first bytes reach the disk
	SyncFails  Kind = "EIO at a sync"       // of a file or a folder
	NameFails  Kind = "EIO at a rename"     // or at a link
	Dying      Kind = "EIO at every change" // from then on, until Heal
)

// Kinds are all of them.
func Kinds() []Kind { return []Kind{Full, WriteFails, SyncFails, NameFails, Dying} }

// Fault is one fault to come.
type Fault struct {
	Kind  Kind
	After int   // so many calls of the kind still go well
	Bytes int64 // Full: the room that is left; WriteFails: how much of the write reaches the disk
}

// plan is the fault a disk is armed with, and how often it struck.
type plan struct {
	mu     sync.Mutex
	armed  *Fault
	struck int
	first  chan struct{} // closed at the first blow
}

func (p *plan) arm(f Fault) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed, p.struck, p.first = &f, 0, make(chan struct{})
	return p.first
}

func (p *plan) heal() (struck int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed = nil
	return p.struck
}

func (p *plan) hit() {
	if p.struck++; p.struck == 1 {
		close(p.first)
	}
}

// turn counts one call of a kind and says whether it fails.
func (p *plan) turn(kind Kind) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.armed
	if f == nil || f.Kind != kind && f.Kind != Dying {
		return false
	}
	if f.After > 0 {
		f.After--
		return false
	}
	if f.Kind != Dying && p.struck > 0 { // once
		return false
	}
	p.hit()
	return true
}

// cut gives how much of a failing write reaches the disk.
func (p *plan) cut(size int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.armed == nil {
		return 0
	}
	return int(min(p.armed.Bytes, int64(size)))
}

// room takes n bytes from the room that is left and gives how many there were; a disk that is not full has enough.
func (p *plan) room(n int64) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.armed
	if f == nil || f.Kind != Full {
		return n
	}
	got := min(n, f.Bytes)
	f.Bytes -= got
	if got < n {
		p.hit()
	}
	return got
}

// free gives room back: a file was removed or made shorter.
func (p *plan) free(n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.armed != nil && p.armed.Kind == Full {
		p.armed.Bytes += n
	}
}

func (p *plan) mayBeFull() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.armed != nil && p.armed.Kind == Full
}
