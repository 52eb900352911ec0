package upload

import (
	"bytes"
	"net/http"
	"strconv"
	"sync"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/seal"
	"onewindow/sync/transport"
)

// chunk is one piece of the file.
type chunk struct {
	offset int64
	data   []byte
	digest [2]string // header and value, of data; nothing until it is first sent
}

// rooms hold chunks' bytes. One whose chunk did not arrive is left to the garbage collector: its bytes may still be on their
// way.
var rooms = sync.Pool{New: func() any { return new([api.ChunkSize]byte) }}

// answer is what became of a chunk.
type answer struct {
	chunk  chunk // without data, if nobody needs that again
	size   int64
	status int
	at     place
	err    error
}

// read reads the chunk at offset.
func (u *upload) read(offset, size int64) (chunk, error) {
	c := chunk{offset: offset, data: rooms.Get().(*[api.ChunkSize]byte)[:min(size, u.page.Size-offset)]}
	if n, err := u.r.ReadAt(c.data, offset); n < len(c.data) {
		return c, &FileError{err}
	}
	return c, nil
}

// launch sends a chunk for which room was taken; its answer comes through u.answers.
func (u *upload) launch(c chunk) {
	u.underway++
	go func() { u.answers <- u.put(c) }()
}

// took notes that a chunk was answered.
func (u *upload) took(a answer) {
	u.underway--
	u.s.pace.give(a.size)
}

// digest names a chunk's bytes in the way the platform reads.
func (u *upload) digest(data []byte) (header [2]string) {
	if u.standard {
		return [2]string{api.HeaderContentDigest, api.ContentDigest(data)}
	}
	return [2]string{api.HeaderChunkDigest, seal.Digest(data)}
}

// put sends one chunk and reads its answer.
func (u *upload) put(c chunk) answer {
	if c.digest[0] == "" {
		c.digest = u.digest(c.data)
	}
	header := http.Header{}
	header.Set(api.HeaderOffset, strconv.FormatInt(c.offset, 10))
	header.Set(api.HeaderLength, strconv.FormatInt(u.page.Size, 10))
	header.Set(c.digest[0], c.digest[1])
	header.Set(api.HeaderBlobType, u.page.Type)
	header.Set("Content-Type", "application/octet-stream")
	began, size := u.s.now(), int64(len(c.data))
	status, h, err := u.call(transport.Request{Method: http.MethodPut, Path: api.PathBlobs + u.page.Digest, Header: header,
		Body: bytes.NewReader(c.data), Length: size})
	a := answer{chunk: c, size: size, status: status, err: err}
	if err != nil {
		return a
	}
	switch status {
	case http.StatusOK, http.StatusCreated:
		if took, err := strconv.ParseInt(h.Get(api.HeaderTook), 10, 64); err == nil && took >= 0 {
			u.s.pace.answered(size, u.s.now().Sub(began), time.Duration(took)*time.Microsecond)
		}
		if a.at, a.err = u.place(h); a.err == nil { // the platform has read it all; a proxy's page may come before that
			rooms.Put((*[api.ChunkSize]byte)(c.data[:api.ChunkSize]))
			a.chunk.data = nil
		}
	case http.StatusConflict, http.StatusUnprocessableEntity:
		a.at, a.err = u.place(h)
	default:
		a.err = refusal("PUT", status, h)
	}
	return a
}
