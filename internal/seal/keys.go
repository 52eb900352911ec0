package seal

import (
	"errors"
	"sync"
)

// Keys are the installation's master keys, opened: the newest seals, all of them open. They give keys per purpose and
// never themselves. Safe for several goroutines.
type Keys struct {
	home *home // nil: they live in memory only

	mu    sync.Mutex
	ring  ring
	boxes map[string]*Box
	notes []*Error
}

// NewKeys makes keys from bytes the caller holds already (a test). At least 16 bytes.
func NewKeys(master []byte) (*Keys, error) {
	if len(master) < 16 {
		return nil, fault(KeyDamaged, errors.New("the key is too short"))
	}
	return &Keys{ring: begun(append([]byte(nil), master...)), boxes: map[string]*Box{}}, nil
}

// Notes is what opening found and mended, or could not, and what the settings say otherwise: for the log.
func (k *Keys) Notes() []*Error { return k.notes }

// Derive gives the 32-byte key of a purpose for keyed hashes, the same for ever: rotation does not touch it, because names
// made with it stand in stores and folders. What seals takes Box.
func (k *Keys) Derive(purpose string) []byte {
	if purpose == "names" { // as it was derived before there was more than one master
		return append([]byte(nil), k.ring.names...)
	}
	return derive(k.ring.names, purpose)
}

// Box gives the box of a purpose: the same one every time, so that it learns of a rotation.
func (k *Keys) Box(purpose string) (*Box, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if b, ok := k.boxes[purpose]; ok {
		return b, nil
	}
	b, err := newBox(k.ring.keysOf(purpose))
	if err != nil {
		return nil, err
	}
	k.boxes[purpose] = b
	return b, nil
}

// Rotating reports whether older masters are still kept, because something may be sealed with them.
func (k *Keys) Rotating() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.ring.masters) > 1
}

// Rotate makes a new master. When it returns nil, both copies of the data key hold it, and every box seals with it; on an
// error nothing is sealed with it.
func (k *Keys) Rotate() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.change(func(r ring) (ring, error) {
		if len(r.masters) == maxMasters {
			return r, fault(KeyUnusable, errors.New("too many rotations wait for what is sealed to follow"))
		}
		return ring{r.names, append([][]byte{freshMaster()}, r.masters...)}, nil
	})
}

// Forget drops every master but the newest from the disk. The caller has made sure that nothing is sealed with them any
// more. Boxes already given go on opening with them until the process ends, for readers that are under way.
func (k *Keys) Forget() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	newest := k.ring.masters[0]
	return k.change(func(r ring) (ring, error) {
		if string(r.masters[0]) != string(newest) {
			return r, fault(KeyUnusable, errors.New("another program has rotated the keys meanwhile"))
		}
		return ring{r.names, r.masters[:1]}, nil
	})
}

// change puts what f makes of the ring on disk, then into k and its boxes.
func (k *Keys) change(f func(ring) (ring, error)) (err error) {
	r := k.ring
	if k.home != nil {
		r, err = k.home.change(f)
	} else {
		r, err = f(r)
	}
	if err != nil {
		return err
	}
	k.ring = r
	for purpose, b := range k.boxes {
		now, err := newBox(r.keysOf(purpose))
		if err != nil {
			return err
		}
		b.learn(*now.keys.Load())
	}
	return nil
}
