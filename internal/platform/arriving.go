package platform

import (
	"errors"
	"fmt"
	"sync/atomic"

	"onewindow/internal/seal"
)

// arriving is a blob on its way, so that not every chunk must look for the end of the file again, nor the whole be read
// back when it is complete. What is not known here (after a restart) is found from the file. It is read and changed under
// its digest's lock only.
type arriving struct {
	extent                  // synced: this much is safely here
	written  extent         // in the file, in order; what lies beyond extent is not synced yet
	sum      *seal.Digester // of all bytes written, nil if they did not all come in this run
	cut      bool           // nothing lies behind written
	syncing  bool
	booked   upload        // when it is whole and booked
	broken   error         // the file failed: what was written and not synced may be lost
	moved    chan struct{} // closed, and made anew, when any of this changed
	visitors atomic.Int32  // requests that hold on to it
}

const maxArriving = 256

func newArriving(e extent) *arriving {
	a := &arriving{extent: e, written: e, moved: make(chan struct{})}
	if e.offset == 0 {
		a.sum = seal.NewDigest()
	}
	return a
}

// stir wakes whoever waits for a change.
func (a *arriving) stir() {
	close(a.moved)
	a.moved = make(chan struct{})
}

// place finds how far a blob has safely come.
func (f *blobFiles) place(digest string) (extent, error) {
	a := f.known(digest)
	if a == nil {
		return f.found(digest)
	}
	return a.extent, f.sync(digest, a)
}

func (f *blobFiles) known(digest string) *arriving {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.live[digest]
}

// found looks into the file. What an earlier write left there may never have been synced: it is now.
func (f *blobFiles) found(digest string) (extent, error) {
	e, err := f.scan(digest)
	if err == nil && e.offset > 0 {
		err = f.flush(digest, false)
	}
	return e, err
}

// arriving gives what is known of a blob on its way, from this run or from its file.
func (f *blobFiles) arriving(digest string) (*arriving, error) {
	if a := f.known(digest); a != nil {
		return a, nil
	}
	e, err := f.found(digest)
	if err != nil {
		return nil, err
	}
	a := newArriving(e)
	f.mu.Lock()
	defer f.mu.Unlock()
	for other, old := range f.live {
		if len(f.live) < maxArriving {
			break
		}
		if old.visitors.Load() == 0 {
			delete(f.live, other)
		}
	}
	f.live[digest] = a
	return a, nil
}

func (f *blobFiles) forget(digest string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.live, digest)
}

// fail gives up what is known of a blob: the next one looks into the file.
func (f *blobFiles) fail(digest string, a *arriving, err error) error {
	a.broken = err
	f.forget(digest)
	a.stir()
	return err
}

// put writes a chunk behind what is written: data, and chunk, which is data as a frame.
func (f *blobFiles) put(digest string, a *arriving, head blobHead, data, chunk []byte) error {
	if a.written.offset > 0 && a.written.head.Length > 0 {
		head = a.written.head
	}
	end, err := f.write(digest, head, a.written.end, a.cut, chunk)
	if err != nil {
		return f.fail(digest, a, err)
	}
	a.cut = true
	if a.sum != nil {
		_, _ = a.sum.Write(data)
	}
	a.written = extent{head, a.written.offset + int64(len(data)), end}
	a.stir()
	return nil
}

// sync makes safe what is written, while the lock is held; see also settle.
func (f *blobFiles) sync(digest string, a *arriving) error {
	if a.written.offset == a.offset {
		return nil
	}
	if err := f.flush(digest, a.end == 0); err != nil {
		return f.fail(digest, a, err)
	}
	a.extent = a.written
	a.stir()
	return nil
}

// settle waits until what is written up to offset is synced. One sync serves every chunk written before it began; the
// lock is held by the caller, and let go while the disk is busy.
func (f *blobFiles) settle(digest string, a *arriving, offset int64, relock func(), unlock func()) error {
	for {
		switch {
		case a.offset >= offset:
			return nil
		case a.broken != nil:
			return a.broken
		case a.syncing:
			moved := a.moved
			unlock()
			<-moved
			relock()
		default:
			a.syncing = true
			target, first := a.written, a.end == 0
			unlock()
			err := f.flush(digest, first)
			relock()
			a.syncing = false
			if err != nil {
				return f.fail(digest, a, err)
			}
			if target.offset > a.offset {
				a.extent = target
			}
			a.stir()
		}
	}
}

// add appends a chunk at its offset, cutting a torn end first, and syncs.
func (f *blobFiles) add(digest string, head blobHead, offset int64, data []byte) error {
	a, err := f.arriving(digest)
	if err != nil {
		return err
	}
	if a.written.offset != offset {
		return fmt.Errorf("platform: blob: at %d, not %d", a.written.offset, offset)
	}
	return errors.Join(f.put(digest, a, head, data, f.frame(nil, data, chunkAAD(digest, offset))), f.sync(digest, a))
}
