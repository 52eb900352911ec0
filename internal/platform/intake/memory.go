package intake

import (
	"cmp"
	"maps"
	"slices"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// Memory is a Book in memory, for proofs. It keeps what was taken; files are whole when Have says so.
type Memory struct {
	Newest  uint64
	Accepts map[string]Accept // by operation id: every final answer
	Lanes   map[[2]string]Lane
	Cases   map[string]cases.Case
	Numbers map[string]string   // number → case
	Matters map[string][]string // matter → its cases, oldest first
	Files   map[string]uint64   // digest → position
	Notes   int
	Changed map[string]uint64 // case → position of its newest change
	Feed    []Line            // every change, in order; an older line of a case is passed over
}

// Line is one line of the feed.
type Line struct {
	At   uint64
	Case string
}

// Accept is a final answer with the bytes it was given for.
type Accept struct {
	Offer   api.Offer
	Verdict api.Verdict
}

// NewMemory is an empty book.
func NewMemory() *Memory {
	return &Memory{Accepts: map[string]Accept{}, Lanes: map[[2]string]Lane{}, Cases: map[string]cases.Case{},
		Numbers: map[string]string{}, Files: map[string]uint64{}, Matters: map[string][]string{}, Changed: map[string]uint64{}}
}

// Clone is the book's backup. Bytes and cases are shared: nobody changes them.
func (m *Memory) Clone() *Memory {
	c := *m
	c.Accepts, c.Lanes, c.Cases = maps.Clone(m.Accepts), maps.Clone(m.Lanes), maps.Clone(m.Cases)
	c.Numbers, c.Files, c.Changed = maps.Clone(m.Numbers), maps.Clone(m.Files), maps.Clone(m.Changed)
	c.Feed = slices.Clip(m.Feed)
	c.Matters = make(map[string][]string, len(m.Matters))
	for matter, ids := range m.Matters {
		c.Matters[matter] = slices.Clip(ids)
	}
	return &c
}

// Answered implements Book.
func (m *Memory) Answered(id string) (string, api.Verdict, bool, error) {
	a, ok := m.Accepts[id]
	return a.Offer.Digest, a.Verdict, ok, nil
}

// Lane implements Book.
func (m *Memory) Lane(terminal, lane string) (Lane, error) {
	return m.Lanes[[2]string{terminal, lane}], nil
}

// Case implements Book.
func (m *Memory) Case(id string) (cases.Case, bool, error) {
	c, ok := m.Cases[id]
	return c, ok, nil
}

// Owner implements Book.
func (m *Memory) Owner(number string) (string, error) { return m.Numbers[number], nil }

// Alike implements Book.
func (m *Memory) Alike(c cases.Case, limit int) (out []string, _ error) {
	matter := cases.Matter(c)
	for _, id := range slices.Backward(m.Matters[matter]) { // a case may have moved to another matter since
		if other := m.Cases[id]; len(out) < limit && id != c.ID && cases.Open(other) && cases.Matter(other) == matter {
			out = append(out, id)
		}
	}
	return out, nil
}

// Since gives the cases that changed after a position, in order, at most limit, and the position of the last.
func (m *Memory) Since(at uint64, limit int) (list []cases.Case, last uint64) {
	from, _ := slices.BinarySearchFunc(m.Feed, at+1, func(l Line, at uint64) int { return cmp.Compare(l.At, at) })
	last = at
	for _, l := range m.Feed[from:] {
		if len(list) == limit {
			break
		}
		if last = l.At; m.Changed[l.Case] == l.At {
			list = append(list, m.Cases[l.Case])
		}
	}
	return list, last
}

// Missing implements Book.
func (m *Memory) Missing(digests []string) ([]string, error) {
	var out []string
	for _, d := range digests {
		if m.Files[d] == 0 && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out, nil
}

// Position implements Book.
func (m *Memory) Position() (uint64, error) {
	m.Newest++
	return m.Newest, nil
}

// PutCase implements Book.
func (m *Memory) PutCase(c cases.Case, at uint64) error {
	m.Cases[c.ID], m.Changed[c.ID] = c, at
	m.Feed = append(m.Feed, Line{at, c.ID})
	if c.Number != "" {
		m.Numbers[c.Number] = c.ID
	}
	if matter := cases.Matter(c); matter != "" && !slices.Contains(m.Matters[matter], c.ID) {
		m.Matters[matter] = append(m.Matters[matter], c.ID)
	}
	return nil
}

// PutLane implements Book.
func (m *Memory) PutLane(terminal, lane string, l Lane) error {
	m.Lanes[[2]string{terminal, lane}] = l
	return nil
}

// Remember implements Book.
func (m *Memory) Remember(o api.Offer, v api.Verdict) error {
	m.Accepts[o.ID] = Accept{o, v}
	return nil
}

// Note implements Book.
func (m *Memory) Note(string, api.Offer, api.Verdict) error {
	m.Notes++
	return nil
}
