package seal

import "errors"

// Handover gives the keys with which a purpose's box opens, newest first, for a child of this process that has to open what
// they sealed. They go over a pipe and nowhere else: not an argument, not the environment, not a file.
func (k *Keys) Handover(purpose string) [][]byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ring.keysOf(purpose)
}

// Received makes the box of keys that were handed over.
func Received(keys [][]byte) (*Box, error) {
	if len(keys) == 0 {
		return nil, fault(KeyDamaged, errors.New("no key was handed over"))
	}
	return newBox(keys)
}
