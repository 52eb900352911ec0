package seal

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"onewindow/internal/durable"
)

// MoveGuard lets another guard wrap the keys of the installation in dir. The old wrap stays until the new one has been read
// back from the disk, through a guard opened anew; after a stop at any moment one of the two opens, and the move can be made
// again. Moving to the guard they have finishes what a stop left undone.
func MoveGuard(dir string, g Guard, to string) (Provider, error) {
	return (&home{dir: dir, guard: g}).move(to)
}

// GuardOf says who guards the keys of the installation in dir, having opened them. Nothing is made or changed.
func GuardOf(dir string, g Guard) (Provider, error) {
	h := &home{dir: dir, guard: g}
	unlock, err := h.lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	o, err := h.loadThere()
	if err != nil {
		return nil, err
	}
	return o.provider, nil
}

func (h *home) move(to string) (Provider, error) {
	if !slices.Contains(Guards(), to) {
		return nil, fault(Unknown, fmt.Errorf("a guard named %q", to))
	}
	unlock, err := h.lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	o, err := h.loadThere()
	if err != nil {
		return nil, err
	}
	for _, n := range h.mend(o) {
		if n.Kind != KeyMended {
			return nil, n
		}
	}
	if o.provider.Name() == to {
		return o.provider, h.retireFile(to)
	}
	return h.moveFrom(o, to)
}

// moveFrom makes the move; both copies are sound.
func (h *home) moveFrom(o *opened, to string) (Provider, error) {
	p, err := h.guard.open(to, h.dir, true)
	if err != nil {
		return nil, err
	}
	h.at("guard")
	file, err := h.writeNew(o, p)
	if err != nil {
		return nil, errors.Join(err, removeAll(h.path(movingName)), p.Retire())
	}
	h.at(movingName)
	if err := durable.Publish(h.path(movingName), h.path(dataName)); err != nil {
		return nil, fault(KeyUnusable, err)
	}
	h.at(dataName)
	if err := durable.Replace(h.path(dataName+copySuffix), file, 0o600); err != nil {
		return nil, fault(KeyUnusable, err)
	}
	h.at(dataName + copySuffix)
	back, err := h.load()
	switch {
	case err != nil:
		return nil, err
	case back.bad != "", back.older != "", back.provider.Name() != to, !back.ring.equal(o.ring):
		return nil, fault(KeyUnusable, errors.New("what was written does not come back from the disk"))
	}
	if err := o.provider.Retire(); err != nil {
		return nil, fault(KeyUnusable, err)
	}
	return back.provider, nil
}

// writeNew writes the new wrap beside the old one and reads it back through a guard opened anew.
func (h *home) writeNew(o *opened, p Provider) ([]byte, error) {
	wrappedRing, err := wrapRing(p, o.ring)
	if err != nil {
		return nil, err
	}
	file := wrapped{o.generation + 1, p.Name(), wrappedRing}.encode()
	if err := durable.Replace(h.path(movingName), file, 0o600); err != nil {
		return nil, fault(KeyUnusable, err)
	}
	c := &copyFound{}
	if c.file, c.err = readWrapped(h.path(movingName)); c.err == nil && !bytes.Equal(c.file.encode(), file) {
		c.err = fault(KeyUnusable, errors.New("what was written does not come back from the disk"))
	}
	h.unwrap(c)
	if c.err == nil && !c.ring.equal(o.ring) {
		c.err = fault(KeyUnusable, errors.New("the guard gives back another key than it was given"))
	}
	return file, c.err
}

// retireFile takes away the key file that a stopped move left behind.
func (h *home) retireFile(guard string) error {
	if guard == GuardFile {
		return nil
	}
	return (&KeyFile{path: h.path(wrapName)}).Retire()
}
