package vault

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"crypto/rand"

	"onewindow/internal/cases"
	"onewindow/internal/durable"
	"onewindow/internal/seal"
)

// A file on disk: 16 bytes file id (random), then chunks of chunkSize plain bytes (the last may be shorter), each sealed;
// then the sealed foot and its sealed length in 4 bytes, big endian.
const (
	chunkSize   = 64 << 10
	sealedChunk = chunkSize + seal.Overhead
	fileIDSize  = 16
	footTail    = 4
)

// foot closes a file: what it must be, known only when its last byte went by.
type foot struct {
	Digest string `json:"digest"`
	Size   int64  `json:"size"`
	Type   string `json:"type"`
}

// PutFile seals what r gives and keeps it under its content digest; it is on disk when PutFile returns.
// Bytes that are here already are kept once. typ is the media type, "image/jpeg".
func (v *Vault) PutFile(ctx context.Context, typ string, r io.Reader) (cases.Page, error) {
	dir := v.path(filesName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return cases.Page{}, ioError(err)
	}
	out, err := durable.Create(dir, 0o600)
	if err != nil {
		return cases.Page{}, ioError(err)
	}
	defer out.Discard()
	begun := v.files.KeyID()
	f, err := v.sealFile(ctx, out, typ, r)
	if err != nil {
		return cases.Page{}, err
	}
	page := cases.Page{Digest: f.Digest, Size: f.Size, Type: f.Type}
	if v.renewed(f.Digest) {
		return page, nil
	}
	v.grew(f.Size)
	return page, typed(v.publish(ctx, out, f.Digest, begun), ioError)
}

// publish moves the finished file into its folder: files/ab/cdef…. begun: the key it was begun with; after a rotation
// meanwhile it is sealed anew at once, because the reseal may have passed by.
func (v *Vault) publish(ctx context.Context, out *durable.File, digest string, begun uint32) error {
	v.filing.Lock()
	defer v.filing.Unlock()
	sub, name := v.fileName(digest)
	dir := filepath.Join(v.path(filesName), sub)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := durable.SyncDir(v.path(filesName)); err != nil {
		return err
	}
	path := filepath.Join(dir, name)
	if err := out.CommitAt(path); err != nil || v.files.KeyID() == begun {
		return err
	}
	if err := v.resealHeld(ctx, path); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func (v *Vault) sealFile(ctx context.Context, out io.Writer, typ string, r io.Reader) (foot, error) {
	id := make([]byte, fileIDSize)
	_, _ = rand.Read(id)
	if _, err := out.Write(id); err != nil {
		return foot{}, ioError(err)
	}
	f := foot{Type: typ}
	digest := seal.NewDigest()
	buf := make([]byte, chunkSize)
	for i := int64(0); ; i++ {
		if ctx.Err() != nil {
			return foot{}, ctx.Err()
		}
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			_, _ = digest.Write(buf[:n])
			f.Size += int64(n)
			if _, err := out.Write(v.files.Seal(buf[:n], chunkAAD(id, i))); err != nil {
				return foot{}, ioError(err)
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return foot{}, err
		}
	}
	f.Digest = digest.String()
	return f, v.sealFoot(out, id, f)
}

func (v *Vault) sealFoot(out io.Writer, id []byte, f foot) error {
	plain, err := json.Marshal(f)
	if err != nil {
		return err
	}
	sealed := v.files.Seal(plain, footAAD(id, v.Name("file", f.Digest)))
	sealed = binary.BigEndian.AppendUint32(sealed, uint32(len(sealed)))
	if _, err := out.Write(sealed); err != nil {
		return ioError(err)
	}
	return nil
}

func chunkAAD(id []byte, i int64) []byte {
	return []byte("file\x00" + string(id) + strconv.FormatInt(i, 10))
}

func footAAD(id []byte, name string) []byte { return []byte("foot\x00" + string(id) + name) }

func (v *Vault) fileName(digest string) (dir, name string) {
	n := v.Name("file", digest)
	return n[:2], n[2:]
}

// HasFile reports whether the file is here and its foot is sound.
func (v *Vault) HasFile(digest string) bool {
	f, err := v.openFile(v.fileName(digest))
	if err != nil {
		return false
	}
	_ = f.Close()
	return true
}

// OpenFile opens a kept file for reading at any offset. VAULT-005 if it is not here, VAULT-004 if it is damaged.
func (v *Vault) OpenFile(digest string) (*File, error) {
	sub, name := v.fileName(digest)
	f, err := v.openFile(sub, name)
	if err != nil && v.heal(sub, name) == nil {
		f, err = v.openFile(sub, name)
	}
	if err != nil {
		return nil, err
	}
	f.heals = true
	return f, nil
}

func (v *Vault) openFile(sub, name string) (*File, error) {
	in, err := os.Open(filepath.Join(v.path(filesName), sub, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noFile()
	}
	if err != nil {
		return nil, ioError(err)
	}
	f := &File{v: v, in: in, chunk: -1}
	if err := f.readFoot(sub + name); err != nil {
		_ = in.Close()
		return nil, damaged(err)
	}
	return f, nil
}

// verifyFile reads a kept file whole: its name, every chunk, its digest.
func (v *Vault) verifyFile(path string) error {
	name := filepath.Base(filepath.Dir(path)) + filepath.Base(path)
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	f := &File{v: v, in: in, chunk: -1}
	if err := f.readFoot(name); err != nil {
		return err
	}
	digest := seal.NewDigest()
	if _, err := io.Copy(digest, f); err != nil {
		return err
	}
	if got := digest.String(); got != f.foot.Digest || v.Name("file", got) != name {
		return errors.New("the content is not what its name says")
	}
	return nil
}

// File is an opened kept file: io.Reader, io.ReaderAt, io.Seeker, io.Closer. For one goroutine.
type File struct {
	v     *Vault
	in    *os.File
	id    []byte
	foot  foot
	pos   int64
	chunk int64 // number of the chunk in plain; -1 = none
	plain []byte
	buf   []byte // for a sealed chunk
	heals bool   // may fetch itself from the second place; never while filing is held
}

// Size is the plain size in bytes.
func (f *File) Size() int64 { return f.foot.Size }

// Page is the file as cases speak of it.
func (f *File) Page() cases.Page {
	return cases.Page{Digest: f.foot.Digest, Size: f.foot.Size, Type: f.foot.Type}
}

// Close implements io.Closer.
func (f *File) Close() error { return f.in.Close() }

func (f *File) readFoot(name string) error {
	info, err := f.in.Stat()
	if err != nil {
		return err
	}
	f.id = make([]byte, fileIDSize)
	if _, err := f.in.ReadAt(f.id, 0); err != nil {
		return err
	}
	tail := make([]byte, footTail)
	if _, err := f.in.ReadAt(tail, info.Size()-footTail); err != nil {
		return err
	}
	size := int64(binary.BigEndian.Uint32(tail))
	if size > 64<<10 || size > info.Size()-footTail-fileIDSize {
		return errors.New("the foot has no sensible length")
	}
	sealed := make([]byte, size)
	if _, err := f.in.ReadAt(sealed, info.Size()-footTail-size); err != nil {
		return err
	}
	plain, err := f.v.files.Open(sealed, footAAD(f.id, name))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, &f.foot)
}

// load unseals chunk i.
func (f *File) load(i int64) error {
	if f.chunk == i {
		return nil
	}
	f.chunk = -1 // its room is written to
	plain, err := f.open(f.plain[:0], i)
	if err != nil {
		return err
	}
	f.chunk, f.plain = i, plain
	return nil
}

// open unseals chunk i behind dst, out of the second place if it is damaged here.
func (f *File) open(dst []byte, i int64) ([]byte, error) {
	plain, err := f.unseal(dst, i)
	if err != nil && f.heals && f.reopen() == nil {
		plain, err = f.unseal(dst, i)
	}
	if err != nil {
		return nil, damaged(err)
	}
	return plain, nil
}

func (f *File) unseal(dst []byte, i int64) ([]byte, error) {
	n := f.size(i) + seal.Overhead
	f.buf = slices.Grow(f.buf[:0], n)[:n]
	if _, err := f.in.ReadAt(f.buf, fileIDSize+i*sealedChunk); err != nil {
		return nil, err
	}
	return f.v.files.OpenTo(dst, f.buf, chunkAAD(f.id, i))
}

// size is how many plain bytes chunk i has.
func (f *File) size(i int64) int { return int(min(int64(chunkSize), f.foot.Size-i*chunkSize)) }

// reopen goes on with the second place's copy of a damaged file.
func (f *File) reopen() error {
	sub, name := f.v.fileName(f.foot.Digest)
	if err := f.v.heal(sub, name); err != nil {
		return err
	}
	fresh, err := f.v.openFile(sub, name)
	if err != nil {
		return err
	}
	_ = f.in.Close()
	f.in, f.id, f.chunk = fresh.in, fresh.id, -1
	return nil
}

// ReadAt implements io.ReaderAt.
func (f *File) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("vault: negative offset")
	}
	for n < len(p) {
		at := off + int64(n)
		if at >= f.foot.Size {
			return n, io.EOF
		}
		i := at / chunkSize
		if size := f.size(i); at%chunkSize == 0 && len(p)-n >= size { // the whole chunk: where it belongs, at once
			if _, err := f.open(p[n:n:n+size], i); err != nil {
				return n, err
			}
			n += size
			continue
		}
		if err := f.load(i); err != nil {
			return n, err
		}
		n += copy(p[n:], f.plain[at%chunkSize:])
	}
	return n, nil
}

// Read implements io.Reader.
func (f *File) Read(p []byte) (int, error) {
	n, err := f.ReadAt(p, f.pos)
	f.pos += int64(n)
	if n > 0 && errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// Seek implements io.Seeker.
func (f *File) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.pos
	case io.SeekEnd:
		offset += f.foot.Size
	}
	if offset < 0 {
		return f.pos, errors.New("vault: negative offset")
	}
	f.pos = offset
	return offset, nil
}
