package platform

import "onewindow/internal/seal"

// arriving is a blob on its way, so that not every chunk must look for the end of the file again, nor the whole be read
// back when it is complete. What is not known here (after a restart) is found from the file.
type arriving struct {
	extent
	sum *seal.Digester // of all bytes so far, nil if they did not all come in this run
}

const maxArriving = 256

// place finds how far a blob has come.
func (f *blobFiles) place(digest string) (extent, error) {
	a, err := f.arriving(digest)
	return a.extent, err
}

// arriving gives what is known of a blob on its way, from this run or from its file.
func (f *blobFiles) arriving(digest string) (*arriving, error) {
	f.mu.Lock()
	a := f.live[digest]
	f.mu.Unlock()
	if a != nil {
		return a, nil
	}
	e, err := f.scan(digest)
	a = &arriving{extent: e}
	if e.offset == 0 {
		a.sum = seal.NewDigest()
	}
	return a, err
}

func (f *blobFiles) remember(digest string, a *arriving) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for other := range f.live {
		if len(f.live) < maxArriving {
			break
		}
		delete(f.live, other)
	}
	f.live[digest] = a
}

func (f *blobFiles) forget(digest string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.live, digest)
}
