package engine

import (
	"maps"
	"slices"

	"onewindow/sync/outbox"
)

// own takes copies of what the step may change: the state it was given stays as it was. A step that changes no
// operation and no file copies none.
func (m *machine) own() {
	m.ownFiles()
	if !m.ownsOps {
		m.Ops, m.ownsOps = slices.Clone(m.Ops), true
	}
}

// changed gives an operation of the step's own, by its place, to be changed.
func (m *machine) changed(i int) *outbox.Op {
	op := *m.Ops[i]
	m.Ops[i] = &op
	return &op
}

// sent gives the operations that were in flight, to be changed, in the order in which they were sent; those that left are
// missing.
func (m *machine) sent(ids []string) []*outbox.Op {
	at := make(map[string]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	ops := make([]*outbox.Op, len(ids))
	for i, op := range m.Ops {
		if n, ok := at[op.ID]; ok {
			ops[n] = m.changed(i)
		}
	}
	return slices.DeleteFunc(ops, func(op *outbox.Op) bool { return op == nil })
}

// ownFiles is own for a step that may change no operation.
func (m *machine) ownFiles() {
	if !m.ownsFiles {
		m.Files, m.Wait, m.Again, m.Urgent = slices.Clone(m.Files), maps.Clone(m.Wait), maps.Clone(m.Again), maps.Clone(m.Urgent)
		m.ownsFiles = true
	}
}

// file finds a file by its digest.
func (m *machine) file(digest string) *outbox.File {
	if m.files == nil {
		m.files = make(map[string]int, len(m.Files))
		for i := range m.Files {
			m.files[m.Files[i].Digest] = i
		}
	}
	if i, ok := m.files[digest]; ok {
		return &m.Files[i]
	}
	return nil
}

// onItsWay is the file in flight.
func (m *machine) onItsWay() *outbox.File {
	for i := range m.Files {
		if m.Files[i].Digest == m.Uploading {
			return &m.Files[i]
		}
	}
	return nil
}

// any reports whether something here is in a state, at a position.
func (m *machine) any(is func(outbox.State, uint64) bool) bool {
	for _, op := range m.Ops {
		if is(op.State, op.Position) {
			return true
		}
	}
	for i := range m.Files {
		if is(m.Files[i].State, m.Files[i].Position) {
			return true
		}
	}
	return false
}
