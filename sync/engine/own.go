package engine

import (
	"maps"
	"slices"

	"onewindow/sync/outbox"
)

// own takes copies of the lists that the step may change: the state it was given stays as it was. What the lists point to
// is copied by changed and changedFile.
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

// changedFile is changed for a file.
func (m *machine) changedFile(i int) *outbox.File {
	f := *m.Files[i]
	m.Files[i] = &f
	return &f
}

// file finds a file's place by its digest.
func (m *machine) file(digest string) (i int, ok bool) {
	if m.files == nil {
		m.files = make(map[string]int, len(m.Files))
		for i, f := range m.Files {
			m.files[f.Digest] = i
		}
	}
	i, ok = m.files[digest]
	return i, ok
}

// landed takes a file that was in flight out of the air and gives it, to be changed; nil if it left the outbox meanwhile.
// struck: the line had failed already while it was in flight.
func (m *machine) landed(digest string) (f *outbox.File, struck bool) {
	struck = slices.Contains(m.Struck, digest)
	m.Uploading, m.Struck = without(m.Uploading, digest), without(m.Struck, digest)
	i := slices.IndexFunc(m.Files, func(f *outbox.File) bool { return f.Digest == digest })
	if i < 0 {
		return nil, struck
	}
	return m.changedFile(i), struck
}

// without gives a list of its own.
func without(digests []string, digest string) []string {
	return slices.DeleteFunc(slices.Clone(digests), func(d string) bool { return d == digest })
}

// any reports whether something here is in a state, at a position.
func (m *machine) any(is func(outbox.State, uint64) bool) bool {
	for _, op := range m.Ops {
		if is(op.State, op.Position) {
			return true
		}
	}
	for _, f := range m.Files {
		if is(f.State, f.Position) {
			return true
		}
	}
	return false
}
