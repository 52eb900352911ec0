package upload

import (
	"sync"
	"time"

	"onewindow/internal/api"
)

// pace is how much may be under way at a time, of all files together: enough that the line never waits for a disk, and little enough
// that a cut line costs a small part of a second. It learns from every answer how long a chunk was on the line, and keeps
// that near onTheLine: few large chunks on a fast line, small ones on a slow line.
type pace struct {
	mu     sync.Mutex
	ahead  int64         // bytes that may be under way at a time
	under  int64         // bytes that are
	freed  chan struct{} // closed, and made anew, when they are fewer
	rounds []time.Duration
}

const (
	onTheLine  = 28 * time.Millisecond
	firstAhead = 64 << 10
	leastAhead = 32 << 10
	mostAhead  = 12 * api.ChunkSize
	leastChunk = 16 << 10
	grain      = 4 << 10 // chunks are so many bytes, or a multiple
	keptRounds = 8
)

// allowed gives the bytes that may be under way and the size of the next chunk: two of them, or more large ones.
func (p *pace) allowed() (ahead, chunk int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ahead == 0 {
		p.ahead = firstAhead
	}
	return p.ahead, max(leastChunk, min(api.ChunkSize, p.ahead/2/grain*grain))
}

// take takes room for n bytes, if no more than most will be under way then; a lone chunk always goes.
func (p *pace) take(n, most int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.under > 0 && p.under+n > most {
		return false
	}
	p.under += n
	return true
}

// give gives room back.
func (p *pace) give(n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.under -= n
	close(p.freed)
	p.freed = make(chan struct{})
}

// changed gives a channel that closes when there may be more room than now.
func (p *pace) changed() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.freed
}

// idle reports whether nothing is under way: only then a question's answer tells how long the way is.
func (p *pace) idle() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.under == 0
}

// round learns how long a question without a body takes.
func (p *pace) round(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rounds = append(p.rounds, d); len(p.rounds) > keptRounds {
		p.rounds = p.rounds[1:]
	}
}

// answered learns from a chunk of so many bytes: the time until its answer, and what of that the platform took.
func (p *pace) answered(bytes int64, turn, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := turn - took
	if len(p.rounds) > 0 {
		shortest := p.rounds[0]
		for _, r := range p.rounds {
			shortest = min(shortest, r)
		}
		line -= shortest
	}
	if line < onTheLine {
		p.ahead += bytes
	} else {
		p.ahead -= int64(float64(bytes) * min(1, float64(line-onTheLine)/float64(onTheLine)))
	}
	p.ahead = max(leastAhead, min(mostAhead, p.ahead))
}
