package station

import (
	"cmp"
	"slices"
	"time"

	"onewindow/internal/cases"
	"onewindow/sync/carry"
	"onewindow/sync/outbox"
)

// Load is what there is to carry.
type Load struct {
	Ops   []outbox.Op   // as they must arrive: lane by lane, each in order
	Files []outbox.File // by age
	Since time.Time     // of the oldest; zero when there is nothing
	line  outbox.Line
}

// Owed is the whole outbox, with what of it is to be carried.
type Owed struct {
	Ops   []outbox.Op
	Files []outbox.File
	Line  outbox.Line // what is known of the platform
	Load  Load
}

// Empty reports whether there is nothing to carry.
func (l Load) Empty() bool { return len(l.Ops)+len(l.Files) == 0 }

// Bytes is about how large the file will be.
func (l Load) Bytes() int64 {
	if l.Empty() {
		return 0
	}
	sum := int64(carry.Ends)
	for _, op := range l.Ops {
		sum += opSize(op)
	}
	for _, f := range l.Files {
		sum += fileSize(f)
	}
	return sum
}

func opSize(op outbox.Op) int64 { return carry.OfferSize(op.ID, op.Digest, op.Size) }

func fileSize(f outbox.File) int64 { return carry.FileSize(page(f)) }

func page(f outbox.File) cases.Page { return cases.Page{Digest: f.Digest, Type: f.Type, Size: f.Size} }

// loadOf picks what would go by wire, too: what waits and stands behind nothing that halts. Operations the platform took
// but has not in its backup go again: they cost little, and their receipts say how far the backup reaches by now.
func loadOf(ops []outbox.Op, files []outbox.File, line outbox.Line) Load {
	l := Load{line: line}
	halted := map[string]uint64{} // lane → place of the first that halts it
	begun := map[string]uint64{}  // lane → order of its oldest
	for _, op := range ops {
		if at, ok := halted[op.Lane]; op.State.Halts() && (!ok || op.Seq < at) {
			halted[op.Lane] = op.Seq
		}
		if at, ok := begun[op.Lane]; !ok || op.Order < at {
			begun[op.Lane] = op.Order
		}
	}
	stays := map[string]bool{}
	for _, op := range ops {
		at, halts := halted[op.Lane]
		if op.State == outbox.Accepted || op.State == outbox.Waiting && (!halts || op.Seq < at) {
			l.Ops = append(l.Ops, op)
			l.older(op.Label.Since)
			continue
		}
		stays[op.ID] = true
	}
	slices.SortFunc(l.Ops, func(a, b outbox.Op) int {
		return cmp.Or(cmp.Compare(begun[a.Lane], begun[b.Lane]), cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.Seq, b.Seq))
	})
	for _, f := range files {
		if f.State == outbox.Waiting && !stays[f.Op] {
			l.Files = append(l.Files, f)
			l.older(f.Label.Since)
		}
	}
	slices.SortFunc(l.Files, func(a, b outbox.File) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Digest, b.Digest))
	})
	return l
}

func (l *Load) older(t time.Time) {
	if l.Since.IsZero() || t.Before(l.Since) {
		l.Since = t
	}
}

// parts splits a load into files of at most so many bytes; 0 = one. Operations come first, so that scans find them taken.
func (l Load) parts(most int64) []Load {
	var all []Load
	room := int64(-1)
	next := func(size int64) *Load {
		if room -= size; room < 0 && (len(all) == 0 || most > 0) {
			all = append(all, Load{line: l.line})
			room = most - carry.Ends - size
		}
		return &all[len(all)-1]
	}
	for _, op := range l.Ops {
		p := next(opSize(op))
		p.Ops = append(p.Ops, op)
	}
	for _, f := range l.Files {
		p := next(fileSize(f))
		p.Files = append(p.Files, f)
	}
	return all
}
