package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/platform/intake"
)

// platform is the platform's intake over a book in memory, with a backup now and then.
type platform struct {
	w         *world
	book      *intake.Memory
	seen      map[string]*seen // by operation id
	durable   uint64
	savedAt   time.Duration
	rests     time.Duration // no backup is made before
	epoch     int
	reachable bool
	waiting   []string // accepted cases an officer may take up
}

func newPlatform(w *world) *platform {
	return &platform{w: w, book: intake.NewMemory(), seen: map[string]*seen{}, epoch: 1, reachable: true}
}

// digest stands for SM3 here: what is proven is what is done with it.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// seen is an offer that came, and what intake made of it by itself.
type seen struct {
	offer  api.Offer
	opened intake.Opened
}

// open looks at an offer by itself, as intake does, but at the same bytes once only: they come again and again, and what
// they say depends on nothing else.
func (p *platform) open(o api.Offer) intake.Opened {
	s, ok := p.seen[o.ID]
	if !ok || s.offer.Digest != o.Digest || !bytes.Equal(s.offer.Payload, o.Payload) {
		s = &seen{o, intake.Reader{Schemas: api.Reads()}.Open(digest, o)}
		p.seen[o.ID] = s
	}
	return s.opened
}

func (p *platform) backup() {
	if p.w.healed || p.w.now >= p.rests {
		p.book.Save()
		p.durable, p.savedAt = p.book.Newest, p.w.now
	}
}

// noBackup lets backups fail for up to a day: what a restore then brings back is old.
func (p *platform) noBackup() {
	p.w.report.Fault("backups fail for hours")
	p.rests = p.w.now + p.w.upTo(24*time.Hour)
}

// restore puts the newest backup in the book's place: a new epoch begins.
func (p *platform) restore() {
	kind := "platform restored from a backup"
	if p.w.now-p.savedAt > 25*time.Minute { // backups come every ten minutes, or nearly
		kind = "platform restored from long ago"
	}
	p.w.report.Fault(kind)
	p.w.report.Recoveries++
	p.book.Restore()
	p.epoch++
}

// away takes the platform from the line for a while.
func (p *platform) away() {
	p.w.report.Fault("platform away")
	p.reachable = false
	p.w.after(p.w.upTo(30*time.Minute), func() { p.reachable = true })
}

func (p *platform) name() string { return strconv.Itoa(p.epoch) }

// ops answers POST /v1/ops; ok is false while the platform is away.
func (p *platform) ops(from string, offers []api.Offer) (api.OpsResponse, bool) {
	if !p.reachable {
		return api.OpsResponse{}, false
	}
	return p.take(from, offers), true
}

// take judges offers, however they came.
func (p *platform) take(from string, offers []api.Offer) api.OpsResponse {
	resp := api.OpsResponse{Epoch: p.name()}
	for _, o := range offers {
		v, _ := intake.JudgeOpened(p.book, from, p.open(o)) // a book in memory does not fail
		if v.Outcome == api.Accepted && v.Revision == 1 {
			p.waiting = append(p.waiting, p.book.Feed[len(p.book.Feed)-1].Held.ID)
		}
		resp.Verdicts = append(resp.Verdicts, v)
	}
	resp.DurableThrough = p.durable
	return resp
}

// upload takes a scan that came whole and gives its place in the book.
func (p *platform) upload(d string) (uint64, bool) {
	if !p.reachable {
		return 0, false
	}
	return p.book.Keep(d), true
}

// decide lets an officer decide some cases, or ask for corrections.
func (p *platform) decide() {
	taken := p.waiting
	p.waiting = nil
	for _, id := range taken {
		c, _, _ := p.book.Case(id) // a book in memory does not fail
		if c.State != cases.Accepted || p.w.one(3) {
			continue
		}
		by := cases.Who{Operator: "1001", Terminal: "office"}
		act := cases.Act{Kind: cases.ActDecide, At: cases.Stamp{Time: p.w.time(), Source: cases.FromPeer}, By: by, Decision: &cases.Decision{
			Granted: true, Officer: "1001", Result: &cases.IssuedPaper{Kind: cases.ResultDocument, Page: cases.Page{Digest: "result " + id}}}}
		opID := p.w.newID()
		_, _ = intake.Decide(p.book, api.Offer{ID: opID, Digest: opID}, id, c.Revision, act) // a book in memory does not fail
	}
}

// page is one page of the feed.
type page struct {
	cases   []*intake.Held
	at      uint64
	epoch   string
	durable uint64
}

func (p *platform) changes(epoch string, since uint64) (page, bool) {
	if !p.reachable {
		return page{}, false
	}
	if epoch != p.name() || since > p.book.Newest {
		since = 0
	}
	list, at := p.book.Since(since, 100)
	return page{list, at, p.name(), p.durable}, true
}
