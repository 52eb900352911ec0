package model

import (
	"maps"
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// stick is what somebody carries to the platform: everything that waited when it was written, under the same ids.
type stick struct {
	known  string // the epoch the terminal knew
	offers []api.Offer
	files  []string
}

// sendByHand writes a stick. It arrives hours later, perhaps twice; all of it goes by wire too.
func (t *terminal) sendByHand() {
	if !t.up {
		return
	}
	s := stick{known: t.disk.line.Epoch}
	for _, op := range slices.SortedFunc(maps.Values(t.disk.ops), func(a, b outbox.Op) int { return int(a.Order) - int(b.Order) }) {
		if op.State == outbox.Waiting {
			s.offers = append(s.offers, api.Offer{ID: op.ID, Digest: op.Digest, Payload: t.disk.bytes[op.ID]})
		}
	}
	for _, d := range slices.Sorted(maps.Keys(t.disk.files)) {
		if t.disk.files[d].State == outbox.Waiting {
			s.files = append(s.files, d)
		}
	}
	t.w.report.Fault("carried by hand beside the wire")
	arrivals := 1
	if t.w.one(3) {
		t.w.report.Fault("carried by hand twice")
		arrivals = 2
	}
	for range arrivals {
		t.w.after(t.w.upTo(time.Hour), func() { t.arrive(s) })
	}
}

// arrive plays a stick in at the platform and sends the receipts back; they may be lost, or come twice.
func (t *terminal) arrive(s stick) {
	p := t.w.platform
	resp := p.take(t.name, s.offers)
	in := engine.Carried{Known: s.known, Response: resp}
	for i, v := range resp.Verdicts {
		if v.Outcome != api.Accepted && v.Outcome != api.Duplicate {
			continue
		}
		for _, d := range s.files {
			if slices.Contains(t.blobsOf(s.offers[i].ID), d) {
				in.Files = append(in.Files, engine.CarriedFile{Digest: d, Position: p.book.Keep(d)})
			}
		}
	}
	in.Response.DurableThrough = p.durable
	arrivals := t.w.rnd.IntN(3)
	if arrivals == 0 {
		t.w.report.Fault("receipts lost")
	}
	for range arrivals {
		t.w.after(t.w.upTo(time.Hour), func() { t.receipts(in) })
	}
}

// receipts are read at the terminal.
func (t *terminal) receipts(in engine.Carried) {
	if t.up {
		t.step(in)
		t.pump()
	}
}

func (t *terminal) blobsOf(id string) []string { return t.disk.ops[id].Blobs }
