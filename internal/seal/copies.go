package seal

import (
	"errors"
	"fmt"
	"slices"

	"onewindow/internal/durable"
)

// errNoKeys says that neither copy of a data key is there: an installation that has not begun.
var errNoKeys = errors.New("seal: no data key")

// opened is an installation's keys as they were found.
type opened struct {
	ring       ring
	provider   Provider
	generation uint32
	file       wrapped // the copy that was opened; of generation 0 until it is written in this format
	bad        string  // the other copy, if it is damaged or missing, to be written again from it
	older      string  // the other copy, if it is from before the last change: a kill came between the two
}

// copyFound is one of the two copies.
type copyFound struct {
	path string
	file wrapped
	ring ring
	p    Provider
	err  error // nil: opened
}

// load opens the newer of the two copies that can be opened. What is wrong with the other is for mend.
func (h *home) load() (*opened, error) {
	var found []*copyFound
	missing := 0
	for _, path := range h.copies() {
		c := &copyFound{path: path}
		if c.file, c.err = readWrapped(path); errors.Is(c.err, &Error{Kind: KeyMissing}) {
			missing++
		}
		found = append(found, c)
	}
	if missing == len(found) {
		return nil, errNoKeys
	}
	slices.SortStableFunc(found, newerFirst)
	for _, c := range found {
		h.unwrap(c)
	}
	best := slices.IndexFunc(found, func(c *copyFound) bool { return c.err == nil })
	if best < 0 {
		return nil, told(found)
	}
	return found[best].with(found[1-best])
}

// loadThere is load where keys must be.
func (h *home) loadThere() (*opened, error) {
	o, err := h.load()
	if errors.Is(err, errNoKeys) {
		err = fault(KeyMissing, nil)
	}
	return o, err
}

// newerFirst puts copies that can be read before those that cannot, and of these the newer first.
func newerFirst(a, b *copyFound) int {
	switch {
	case (a.err == nil) != (b.err == nil):
		if a.err == nil {
			return -1
		}
		return 1
	default:
		return int(int64(b.file.generation) - int64(a.file.generation))
	}
}

func (h *home) unwrap(c *copyFound) {
	if c.err != nil {
		return
	}
	if c.p, c.err = h.guard.open(c.file.guard, h.dir, false); c.err == nil {
		c.ring, c.err = unwrapRing(c.p, c.file.bytes)
	}
}

// told is the error of an installation none of whose copies opens: that of the copy that was read furthest.
func told(found []*copyFound) error {
	err := found[0].err
	if errors.Is(err, &Error{Kind: KeyMissing}) && found[1].file.bytes == nil && !errors.Is(found[1].err, &Error{Kind: KeyMissing}) {
		err = found[1].err // a damaged copy tells more than a missing one
	}
	if errors.Is(err, &Error{Kind: Damaged}) {
		return fault(KeyDamaged, fmt.Errorf("unwrap the data key: %w", err))
	}
	return err
}

// with gives what c holds, and whether the other copy must be written again. Keys of two installations are not for a
// program to choose between.
func (c *copyFound) with(other *copyFound) (*opened, error) {
	o := &opened{ring: c.ring, provider: c.p, generation: max(c.file.generation, other.file.generation), file: c.file}
	switch {
	case other.err == nil && !c.ring.kin(other.ring):
		return nil, fault(KeysDiffer, nil)
	case other.err == nil && c.file.generation == other.file.generation && c.ring.equal(other.ring):
	case other.err == nil:
		o.older = other.path
	case mendable(other.err):
		o.bad = other.path
	}
	return o, nil
}

// mendable tells a copy that is wrong from one whose guard is merely not to be had just now, which is left alone.
func mendable(err error) bool {
	return slices.ContainsFunc([]Kind{KeyMissing, KeyDamaged, Damaged, WrongKey}, func(k Kind) bool { return errors.Is(err, &Error{Kind: k}) })
}

// mend writes again what load found wrong, and takes the first format to this one. Keys that are open already are not
// refused for a copy that cannot be written; a note says so.
func (h *home) mend(o *opened) (notes []*Error) {
	var err error
	mended := false
	switch {
	case o.generation == 0:
		o.generation = 1
		err = h.save(o)
	case o.older != "":
		err = durable.Replace(o.older, o.file.encode(), 0o600)
	case o.bad != "":
		mended = true
		err = errors.Join(setAside(o.bad), durable.Replace(o.bad, o.file.encode(), 0o600))
	}
	if k, ok := o.provider.(*KeyFile); ok && !k.sound() {
		mended = mended || o.file.generation > 0 // the first format had no copies
		err = errors.Join(err, k.heal())
	}
	if _, lerr := readWrapped(h.path(movingName)); !errors.Is(lerr, &Error{Kind: KeyMissing}) { // a move that never came to its end
		err = errors.Join(err, removeAll(h.path(movingName)))
	}
	switch {
	case err != nil:
		return []*Error{note(KeyUnmended, err)}
	case mended:
		return []*Error{note(KeyMended, nil)}
	}
	return nil
}
