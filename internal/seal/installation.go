package seal

import (
	"errors"
	"path/filepath"
	"time"

	"onewindow/internal/durable"
)

// An installation keeps its data key, wrapped, beside what the key seals: in two copies, so that one damaged file is none.
const (
	dataName     = "data.key"
	wrapName     = "wrap.key" // the provider's, when the provider is a file
	movingName   = "data.key.new"
	keysLockName = "keys.lock"
)

// home is the folder of an installation's keys. Its lock is held for moments only: while keys are opened or changed.
type home struct {
	dir   string
	guard Guard
	step  func(done string) // between two writings; tests stop there, nil otherwise
}

// OpenInstallation opens the keys of the installation that lives in dir, whoever guards them, and says who that is. At the
// first start it makes them, guarded by a file; dir must be there. A data key whose guard is gone is KeyMissing: a new
// guard could never open it.
func OpenInstallation(dir string) (*Keys, Provider, error) { return OpenGuarded(dir, Guard{}) }

// OpenGuarded is OpenInstallation for a machine whose settings name the guard: keys made now get this one. Keys that are
// there already stay with the guard they have, and a note says so (see MoveGuard).
func OpenGuarded(dir string, g Guard) (*Keys, Provider, error) {
	return (&home{dir: dir, guard: g}).open()
}

func (h *home) open() (*Keys, Provider, error) {
	unlock, err := h.lock()
	if err != nil {
		return nil, nil, err
	}
	defer unlock()
	o, err := h.load()
	if errors.Is(err, errNoKeys) {
		o, err = h.begin()
	}
	if err != nil {
		return nil, nil, err
	}
	notes := h.mend(o)
	if h.guard.Name != "" && h.guard.Name != o.provider.Name() {
		notes = append(notes, note(GuardOther, nil))
	}
	return &Keys{home: h, ring: o.ring, boxes: map[string]*Box{}, notes: notes}, o.provider, nil
}

func (h *home) path(name string) string { return filepath.Join(h.dir, name) }

func (h *home) copies() []string { return []string{h.path(dataName), h.path(dataName + copySuffix)} }

// lockTries and lockPause bound the wait for another program that opens or changes the same keys.
const (
	lockTries = 500
	lockPause = 20 * time.Millisecond
)

func (h *home) lock() (unlock func(), err error) {
	for range lockTries {
		release, lerr := durable.Lock(h.path(keysLockName))
		if lerr == nil {
			return func() { _ = release() }, nil
		}
		if err = lerr; !errors.Is(err, durable.ErrLocked) {
			break
		}
		time.Sleep(lockPause)
	}
	return nil, fault(KeyUnusable, err)
}

func (h *home) at(done string) {
	if h.step != nil {
		h.step(done)
	}
}

// begin makes the keys of a new installation.
func (h *home) begin() (*opened, error) {
	p, err := h.guard.open(h.guard.name(), h.dir, true)
	if err != nil {
		return nil, err
	}
	h.at("guard")
	o := &opened{provider: p, ring: begun(freshMaster()), generation: 1}
	return o, h.save(o)
}

// save wraps the ring and writes both copies, one after the other.
func (h *home) save(o *opened) error {
	bytes, err := wrapRing(o.provider, o.ring)
	if err != nil {
		return err
	}
	file := wrapped{o.generation, o.provider.Name(), bytes}.encode()
	for _, path := range h.copies() {
		if err := durable.Replace(path, file, 0o600); err != nil {
			return fault(KeyUnusable, err)
		}
		h.at(filepath.Base(path))
	}
	return nil
}

// change puts what f makes of the ring into both copies and gives it.
func (h *home) change(f func(ring) (ring, error)) (ring, error) {
	unlock, err := h.lock()
	if err != nil {
		return ring{}, err
	}
	defer unlock()
	o, err := h.loadThere()
	if err != nil {
		return ring{}, err
	}
	if o.ring, err = f(o.ring); err != nil {
		return ring{}, err
	}
	o.generation++
	return o.ring, h.save(o)
}
