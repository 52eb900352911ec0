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
	for i := range m.Ops {
		if is(m.Ops[i].State, m.Ops[i].Position) {
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
