package upload

import (
	"onewindow/internal/api"
	"onewindow/internal/seal"
)

// chunk is one piece of the file, read and digested.
type chunk struct {
	offset int64
	data   []byte
	digest string
	err    error // it could not be read
}

func (u *upload) read(offset int64) chunk {
	c := chunk{offset: offset, data: make([]byte, min(int64(api.ChunkSize), u.page.Size-offset))}
	if n, err := u.r.ReadAt(c.data, offset); n < len(c.data) {
		c.err = err
		return c
	}
	c.digest = seal.Digest(c.data)
	return c
}

// take gives the chunk at offset: the one read ahead, unless the platform wants another.
func (u *upload) take(offset int64) chunk {
	if u.next != nil {
		c := <-u.next
		u.next = nil
		if c.offset == offset {
			return c
		}
	}
	return u.read(offset)
}

// ahead reads the chunk at offset while the one before travels, so that the line does not wait for this machine.
func (u *upload) ahead(offset int64) {
	if offset >= u.page.Size {
		return
	}
	next := make(chan chunk, 1)
	u.next = next
	go func() { next <- u.read(offset) }()
}

// settle waits until nobody reads the file any more.
func (u *upload) settle() {
	if u.next != nil {
		<-u.next
	}
}
