package intake

import (
	"cmp"
	"slices"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// Memory is a Book in memory, for proofs, with a backup that costs no more than what changed. It keeps what was taken;
// files are whole when Keep was told so.
type Memory struct {
	Newest  uint64
	Accepts map[string]Accept // by operation id: every final answer
	Lanes   map[[2]string]Lane
	Cases   map[string]*Held
	Numbers map[string]string   // number → case
	Matters map[string][]string // matter → its cases, oldest first
	Files   map[string]uint64   // digest → position
	Notes   int
	Feed    []Line // every change, in order

	backup backup
}

// Held is a case as the book holds it. Nobody changes it: a changed case is another Held.
type Held struct {
	cases.Case
	At     uint64 // position of its newest change
	line   int    // of the feed, that tells of it
	matter string
}

// Line is one line of the feed. Held is nil where the case has changed again: the newer line tells of it.
type Line struct {
	At   uint64
	Held *Held
}

// Accept is a final answer with the bytes it was given for.
type Accept struct {
	Offer   api.Offer
	Verdict api.Verdict
}

// backup is how the book stood when it was saved, and how to go back there, newest step last.
type backup struct {
	newest uint64
	notes  int
	feed   int
	undo   []func()
}

// NewMemory is an empty book with an empty backup.
func NewMemory() *Memory {
	return &Memory{Accepts: map[string]Accept{}, Lanes: map[[2]string]Lane{}, Cases: map[string]*Held{},
		Numbers: map[string]string{}, Files: map[string]uint64{}, Matters: map[string][]string{}}
}

// Save makes what the book holds now its backup.
func (m *Memory) Save() {
	m.backup = backup{newest: m.Newest, notes: m.Notes, feed: len(m.Feed)}
}

// Restore puts the backup in the book's place.
func (m *Memory) Restore() {
	for _, back := range slices.Backward(m.backup.undo) {
		back()
	}
	m.Newest, m.Notes, m.Feed = m.backup.newest, m.backup.notes, m.Feed[:m.backup.feed]
	m.backup.undo = nil
}

// put writes an entry so that it can be taken back.
func put[K comparable, V any](m *Memory, in map[K]V, key K, v V) {
	was, had := in[key]
	m.backup.undo = append(m.backup.undo, func() {
		if had {
			in[key] = was
		} else {
			delete(in, key)
		}
	})
	in[key] = v
}

// Keep books a whole file, once, and gives its position.
func (m *Memory) Keep(digest string) uint64 {
	if m.Files[digest] == 0 {
		m.Newest++
		put(m, m.Files, digest, m.Newest)
	}
	return m.Files[digest]
}

// Saved reports whether the backup holds a file.
func (m *Memory) Saved(digest string) bool {
	at := m.Files[digest]
	return at > 0 && at <= m.backup.newest
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
	if held := m.Cases[id]; held != nil {
		return held.Case, true, nil
	}
	return cases.Case{}, false, nil
}

// Owner implements Book.
func (m *Memory) Owner(number string) (string, error) { return m.Numbers[number], nil }

// Alike implements Book.
func (m *Memory) Alike(c cases.Case, limit int) (out []string, _ error) {
	matter := cases.Matter(c)
	for _, id := range slices.Backward(m.Matters[matter]) { // a case may have moved to another matter since
		if len(out) == limit {
			break
		}
		if other := m.Cases[id]; id != c.ID && other.matter == matter && cases.Open(other.Case) {
			out = append(out, id)
		}
	}
	return out, nil
}

// Since gives the cases that changed after a position, in order, at most limit, and the position of the last.
func (m *Memory) Since(at uint64, limit int) (list []*Held, last uint64) {
	from, _ := slices.BinarySearchFunc(m.Feed, at+1, func(l Line, at uint64) int { return cmp.Compare(l.At, at) })
	last, list = at, make([]*Held, 0, min(limit, len(m.Feed)-from))
	for _, l := range m.Feed[from:] {
		if len(list) == limit {
			break
		}
		last = l.At
		if l.Held != nil {
			list = append(list, l.Held)
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
	held := &Held{Case: c, At: at, line: len(m.Feed), matter: cases.Matter(c)}
	was := m.Cases[c.ID]
	put(m, m.Cases, c.ID, held)
	m.Feed = append(m.Feed, Line{at, held})
	if was != nil {
		m.Feed[was.line].Held = nil
		m.backup.undo = append(m.backup.undo, func() { m.Feed[was.line].Held = was })
	}
	if c.Number != "" && m.Numbers[c.Number] != c.ID {
		put(m, m.Numbers, c.Number, c.ID)
	}
	ids := m.Matters[held.matter]
	if held.matter != "" && (was == nil || was.matter != held.matter) && !slices.Contains(ids, c.ID) {
		put(m, m.Matters, held.matter, append(ids, c.ID)) // behind what the backup knows of
	}
	return nil
}

// PutLane implements Book.
func (m *Memory) PutLane(terminal, lane string, l Lane) error {
	put(m, m.Lanes, [2]string{terminal, lane}, l)
	return nil
}

// Remember implements Book.
func (m *Memory) Remember(o api.Offer, v api.Verdict) error {
	put(m, m.Accepts, o.ID, Accept{o, v})
	return nil
}

// Note implements Book.
func (m *Memory) Note(string, api.Offer, api.Verdict) error {
	m.Notes++
	return nil
}
