package engine

import (
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/sync/outbox"
)

// The platform's book, as it tells of it: its epoch, how far its backup reaches, what it reads; and what that means for what
// is kept here.

// heard: the line is good, and this is how far the platform's backup reaches.
func (m *machine) heard(epoch string, durable uint64) {
	m.online(true)
	if m.half() && !m.Sick.After(m.now) && !m.owes() { // nothing else could be a probe
		m.Fails = 0
	}
	m.learn(epoch, durable)
}

// learn takes the platform's epoch and how far its backup reaches.
func (m *machine) learn(epoch string, durable uint64) {
	if epoch == "" || epoch == m.Line.Epoch && durable <= m.Line.Durable {
		return
	}
	m.own()
	if m.Line.Epoch != "" && epoch != m.Line.Epoch {
		m.offerAgain()
	}
	m.Line.Epoch, m.Line.Durable = epoch, durable
	m.keepLine()
	m.prune()
}

// reads learns which schemas the platform reads. One that was updated gets what it could not read before.
func (m *machine) reads(s api.Schemas) {
	if !s.Known() || s == m.Line.Schemas {
		return
	}
	m.own()
	more := s.Max > m.Line.Schemas.Max
	m.Line.Schemas = s
	m.keepLine()
	for i, op := range m.Ops {
		if more && op.State == outbox.Parked && op.Why.Code == api.CodeNewerSchema {
			op = m.changed(i)
			op.State = outbox.Waiting
			m.keepOp(*op)
		}
	}
}

func (m *machine) keepLine() {
	line := m.Line
	m.change.Line = &line
}

// offerAgain: the platform was restored from a backup. What this terminal still holds lies above the old backup's reach,
// or nearly; offering more than needed only brings duplicates back. What the lost book refused is judged anew, too: the
// reason may be gone with it.
func (m *machine) offerAgain() {
	for i, op := range m.Ops {
		if op.Handed == nil && op.State != outbox.Waiting {
			op = m.changed(i)
			op.State, op.Position, op.Revision = outbox.Waiting, 0, 0
			m.keepOp(*op)
		}
	}
	for i, f := range m.Files {
		if f.State == outbox.Accepted {
			f = m.changedFile(i)
			f.State, f.Position = outbox.Waiting, 0
			m.keepFile(*f)
		}
	}
	m.Wait, m.Again = map[string]time.Time{}, map[string]int{}
	m.Reoffer = true
}

// unheard reports whether an operation waits on which the platform has not spoken since it was last offered anew.
func (m *machine) unheard() bool {
	halts := m.halts()
	for _, op := range m.Ops {
		if op.State == outbox.Waiting && !m.beyond(op) && !halts.before(op) && m.Wait[op.Lane].IsZero() {
			return true
		}
	}
	return false
}

// prune lets go of what the platform's backup holds: an operation together with all its files.
func (m *machine) prune() {
	safe := func(state outbox.State, position uint64) bool {
		return state == outbox.Accepted && position > 0 && position <= m.Line.Durable
	}
	if !m.any(safe) {
		return
	}
	m.own()
	gone := map[string]bool{} // ids and digests
	m.Ops = slices.DeleteFunc(m.Ops, func(op *outbox.Op) bool {
		if !safe(op.State, op.Position) || slices.ContainsFunc(op.Blobs, func(d string) bool {
			i, ok := m.file(d)
			return ok && !safe(m.Files[i].State, m.Files[i].Position)
		}) {
			return false
		}
		gone[op.ID] = true
		m.change.DropOps = append(m.change.DropOps, *op)
		return true
	})
	spoken := map[string]bool{} // safe files that an operation here still speaks of
	for _, f := range m.Files {
		if safe(f.State, f.Position) {
			spoken[f.Digest] = false
		}
	}
	for _, op := range m.Ops {
		for _, d := range op.Blobs {
			if _, may := spoken[d]; may {
				spoken[d] = true
			}
		}
	}
	m.Files = slices.DeleteFunc(m.Files, func(f *outbox.File) bool {
		if !safe(f.State, f.Position) || spoken[f.Digest] {
			return false
		}
		gone[f.Digest] = true
		m.change.DropFiles = append(m.change.DropFiles, f.Digest)
		return true
	})
	if len(gone) > 0 {
		m.files = nil
		m.change.Ops = slices.DeleteFunc(m.change.Ops, func(op outbox.Op) bool { return gone[op.ID] })
		m.change.Files = slices.DeleteFunc(m.change.Files, func(f outbox.File) bool { return gone[f.Digest] })
		clear(m.kept) // places have moved
		for i, op := range m.change.Ops {
			m.kept[op.ID] = i
		}
		for i, f := range m.change.Files {
			m.kept[f.Digest] = i
		}
	}
}
