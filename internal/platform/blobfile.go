package platform

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/durable"
	"onewindow/internal/seal"
)

// blobFiles keeps blobs as sealed files, one per digest. A file is a row of frames: the head (JSON, sealed), then the chunks
// (sealed) in order. A frame is two big-endian uint32, the plain and the sealed length, and the sealed bytes. A torn frame at the
// end, from a crash, is cut off when the file is next written; what is before it stands.
type blobFiles struct {
	dir      string
	seal     Sealer
	mu       sync.Mutex
	locks    map[string]*blobLock
	patience time.Duration        // of a chunk that waits for its turn
	live     map[string]*arriving // by digest; each is used under its digest's lock only
	folders  map[string]bool      // whose own names are synced
	rooms    sync.Pool            // of *chunkRoom
}

type blobLock struct {
	sync.Mutex
	users int
}

// blobHead is what the first chunk said of the whole.
type blobHead struct {
	Length int64  `json:"length"`
	Type   string `json:"type"`
}

const (
	frameHead = 8
	maxFrame  = api.ChunkSize + 1024
)

// errSpoiled says that a file does not hold what was written: reading it again is of no use.
var errSpoiled = errors.New("platform: a blob is damaged")

func newBlobFiles(dir string, s Sealer) *blobFiles {
	return &blobFiles{dir: dir, seal: s, locks: map[string]*blobLock{}, patience: turnLimit, live: map[string]*arriving{}, folders: map[string]bool{},
		rooms: sync.Pool{New: func() any { return new(chunkRoom) }}}
}

// chunkRoom is where a chunk is read and sealed; another finds place there when this one is written.
type chunkRoom struct {
	plain [api.ChunkSize]byte
	frame [frameHead + maxFrame]byte
}

// path of a digest: blobs/ab/abcd….
func (f *blobFiles) path(digest string) string {
	name := strings.TrimPrefix(digest, seal.DigestPrefix)
	return filepath.Join(f.dir, name[:2], name)
}

// hold gives a digest's lock, which stays until every holder released it.
func (f *blobFiles) hold(digest string) *blobLock {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.locks[digest]
	if l == nil {
		l = &blobLock{}
		f.locks[digest] = l
	}
	l.users++
	return l
}

func (f *blobFiles) release(digest string, l *blobLock) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(f.locks, digest)
	}
}

// lock lets one request at a time work on a digest. Call what it gives to unlock.
func (f *blobFiles) lock(digest string) func() {
	l := f.hold(digest)
	l.Lock()
	return func() {
		l.Unlock()
		f.release(digest, l)
	}
}

func chunkAAD(digest string, offset int64) []byte {
	return fmt.Appendf(nil, "blob/%s/%d", digest, offset)
}

func headAAD(digest string) []byte { return []byte("blob/" + digest + "/head") }

// walk opens the frames in order and hands over each chunk's plain bytes. It gives the head and the number of plain bytes seen.
// A torn end is no error (the count is short); a frame that does not open is.
func (f *blobFiles) walk(digest string, chunk func(plain []byte) error) (head blobHead, offset int64, err error) {
	file, err := os.Open(f.path(digest))
	if err != nil {
		return head, 0, fmt.Errorf("platform: blob: %w", err)
	}
	defer func() { _ = file.Close() }()
	for first := true; ; first = false {
		sealed, plainLen, torn, err := readFrame(file)
		if err != nil || torn {
			return head, offset, err
		}
		aad := chunkAAD(digest, offset)
		if first {
			aad = headAAD(digest)
		}
		plain, err := f.seal.Open(sealed, aad)
		if err != nil || len(plain) != plainLen {
			return head, offset, fmt.Errorf("%w at %d: %v", errSpoiled, offset, err)
		}
		if first {
			err = json.Unmarshal(plain, &head)
		} else {
			offset += int64(len(plain))
			err = chunk(plain)
		}
		if err != nil {
			return head, offset, fmt.Errorf("platform: blob: %w", err)
		}
	}
}

// readFrame reads one frame. Torn means that the file ends before the frame does, or that the disk kept its length but not its bytes.
func readFrame(r io.Reader) (sealed []byte, plainLen int, torn bool, err error) {
	var head [frameHead]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, 0, isEnd(err), unlessEnd(err)
	}
	p, n := binary.BigEndian.Uint32(head[:]), binary.BigEndian.Uint32(head[4:])
	if n == 0 {
		return nil, 0, true, nil
	}
	if n > maxFrame || p > api.ChunkSize {
		return nil, 0, false, fmt.Errorf("%w: a frame has no possible length", errSpoiled)
	}
	sealed = make([]byte, n)
	if _, err := io.ReadFull(r, sealed); err != nil {
		return nil, 0, isEnd(err), unlessEnd(err)
	}
	return sealed, int(p), false, nil
}

func isEnd(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

func unlessEnd(err error) error {
	if isEnd(err) {
		return nil
	}
	return fmt.Errorf("platform: blob: %w", err)
}

// extent is how far the good part of a file goes.
type extent struct {
	head   blobHead
	offset int64 // plain bytes
	end    int64 // bytes of the file
}

// scan finds the extent from the frames' lengths. Only the head and the last frame are opened: a crash can spoil no other, and the
// whole is digested when it is complete.
func (f *blobFiles) scan(digest string) (extent, error) {
	file, err := os.Open(f.path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return extent{}, nil
	}
	if err != nil {
		return extent{}, fmt.Errorf("platform: blob: %w", err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return extent{}, fmt.Errorf("platform: blob: %w", err)
	}
	var e extent
	text, next, ok := f.openFrame(file, 0, headAAD(digest))
	if !ok || json.Unmarshal(text, &e.head) != nil {
		return extent{}, nil
	}
	e.end = next
	for e.end+frameHead <= info.Size() {
		var head [frameHead]byte
		if _, err := file.ReadAt(head[:], e.end); err != nil {
			return extent{}, fmt.Errorf("platform: blob: %w", err)
		}
		p, n := int64(binary.BigEndian.Uint32(head[:])), int64(binary.BigEndian.Uint32(head[4:]))
		next := e.end + frameHead + n
		if n == 0 || n > maxFrame || p > api.ChunkSize || next > info.Size() {
			break
		}
		if next+frameHead > info.Size() { // the last one
			if plain, _, ok := f.openFrame(file, e.end, chunkAAD(digest, e.offset)); !ok || int64(len(plain)) != p {
				break
			}
		}
		e.offset, e.end = e.offset+p, next
	}
	return e, nil
}

func (f *blobFiles) openFrame(file *os.File, at int64, aad []byte) (plain []byte, next int64, ok bool) {
	sealed, _, torn, err := readFrame(io.NewSectionReader(file, at, frameHead+maxFrame))
	if torn || err != nil {
		return nil, 0, false
	}
	plain, err = f.seal.Open(sealed, aad)
	return plain, at + frameHead + int64(len(sealed)), err == nil
}

// write puts a frame behind the good part of a file, and cuts what else is there; it gives the new end. What begins a file
// is its head. after: nothing lies behind at, as far as this run wrote.
func (f *blobFiles) write(digest string, head blobHead, at int64, after bool, chunk []byte) (end int64, err error) {
	path, frames := f.path(digest), [][]byte{chunk}
	if at == 0 {
		text, err := json.Marshal(head)
		if err != nil {
			return 0, err
		}
		frames = [][]byte{f.frame(nil, text, headAAD(digest)), chunk}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return 0, fmt.Errorf("platform: blob: %w", err)
		}
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("platform: blob: %w", err)
	}
	for end = at; len(frames) > 0 && err == nil; frames = frames[1:] {
		_, err = file.WriteAt(frames[0], end)
		end += int64(len(frames[0]))
	}
	if err == nil && !after {
		err = file.Truncate(end)
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return 0, fmt.Errorf("platform: blob: %w", err)
	}
	return end, nil
}

// flush syncs a file, and beside it a new one's name.
func (f *blobFiles) flush(digest string, named bool) error {
	path := f.path(digest)
	name := make(chan error, 1)
	go func() {
		if !named {
			name <- nil
			return
		}
		name <- errors.Join(durable.SyncDir(filepath.Dir(path)), f.syncFolder(filepath.Dir(path)))
	}()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err == nil {
		err = errors.Join(file.Sync(), file.Close())
	}
	if err := errors.Join(err, <-name); err != nil {
		return fmt.Errorf("platform: blob: %w", err)
	}
	return nil
}

// syncFolder syncs the name of a folder, which stays for good, once a run.
func (f *blobFiles) syncFolder(folder string) error {
	f.mu.Lock()
	synced := f.folders[folder]
	f.mu.Unlock()
	if synced {
		return nil
	}
	if err := durable.SyncDir(f.dir); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.folders[folder] = true
	return nil
}

// frame is plain sealed for its place, with its lengths before it; it lies in into, where that is large enough.
func (f *blobFiles) frame(into, plain, aad []byte) []byte {
	out := binary.BigEndian.AppendUint32(into[:0], uint32(len(plain)))
	out = f.seal.SealTo(append(out, 0, 0, 0, 0), plain, aad)
	binary.BigEndian.PutUint32(out[4:], uint32(len(out)-frameHead))
	return out
}

// digest gives the digest of the whole: of its bytes as they came, or, if some came in an earlier run, as they are read back.
func (f *blobFiles) digest(digest string) (string, error) {
	a := f.known(digest)
	f.forget(digest)
	if a != nil && a.sum != nil && a.offset == a.head.Length && a.written == a.extent {
		return a.sum.String(), nil
	}
	d := seal.NewDigest()
	_, _, err := f.walk(digest, func(p []byte) error { _, err := d.Write(p); return err })
	return d.String(), err
}

// copyTo writes the plain bytes.
func (f *blobFiles) copyTo(w io.Writer, digest string) error {
	head, n, err := f.walk(digest, func(p []byte) error { _, err := w.Write(p); return err })
	if err == nil && n != head.Length {
		err = fmt.Errorf("platform: a blob has %d of %d bytes", n, head.Length)
	}
	return err
}

func (f *blobFiles) drop(digest string) error {
	f.forget(digest)
	err := os.Remove(f.path(digest))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("platform: blob: %w", err)
	}
	return nil
}
