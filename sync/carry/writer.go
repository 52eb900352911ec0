package carry

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/pki"
	"onewindow/internal/seal"
)

// Writer writes one file. Without Close it is none: nobody believes it.
type Writer struct {
	out    *bufio.Writer
	sum    hash.Hash
	box    *seal.Box
	key    *ecdsa.PrivateKey
	frames uint64
	err    error // the first that happened; everything after it is in vain
}

// NewWriter begins a file by its author for the holder of a key. Cert and To of the header are filled in here.
func NewWriter(w io.Writer, h Header, author *pki.Paper, to *ecdsa.PublicKey) (*Writer, error) {
	h.Cert, h.To = author.Cert, KeyName(to)
	text, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("carry: header: %w", err)
	}
	if len(text) > maxHeader {
		return nil, errors.New("carry: the header is too long")
	}
	begin := append([]byte(magic), version, byte(h.Kind))
	begin = binary.BigEndian.AppendUint32(begin, uint32(len(text)))
	begin = append(begin, text...)
	head, box, err := seal.SealTo(to, begin)
	if err != nil {
		return nil, err
	}
	c := &Writer{sum: sha256.New(), box: box, key: author.Key}
	c.out = bufio.NewWriterSize(io.MultiWriter(w, c.sum), 64<<10)
	c.write(begin)
	c.write(binary.BigEndian.AppendUint16(nil, uint16(len(head))))
	c.write(head)
	return c, c.err
}

func (w *Writer) write(b []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(b)
	}
}

func (w *Writer) record(kind byte, content []byte) error {
	if len(content) >= maxRecord {
		w.err = errors.Join(w.err, errors.New("carry: a record is too long"))
	}
	sealed := w.box.Seal(append([]byte{kind}, content...), place(w.frames))
	w.frames++
	w.write(binary.BigEndian.AppendUint32(nil, uint32(len(sealed))))
	w.write(sealed)
	return w.err
}

// place binds a record to its number.
func place(n uint64) []byte { return binary.BigEndian.AppendUint64([]byte("carry\x00"), n) }

// Offer writes an operation, its bytes unchanged.
func (w *Writer) Offer(o api.Offer) error {
	if len(o.ID) > 64 || len(o.Digest) > 128 {
		return fmt.Errorf("carry: operation %.80s: id or digest is too long", o.ID)
	}
	return w.record(recordOffer, encodeOffer(o))
}

// File writes a scan. One that r cannot give whole is left unfinished in the file, which stays good; the error is then an
// *Unreadable. Any other error means that the file itself cannot be written.
func (w *Writer) File(p cases.Page, r io.ReaderAt) error {
	text, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("carry: file: %w", err)
	}
	if err := w.record(recordFile, text); err != nil {
		return err
	}
	buf := make([]byte, api.ChunkSize)
	for at := int64(0); at < p.Size; at += api.ChunkSize {
		chunk := buf[:min(int64(api.ChunkSize), p.Size-at)]
		if n, err := r.ReadAt(chunk, at); n < len(chunk) {
			return &Unreadable{err}
		}
		if err := w.record(recordChunk, chunk); err != nil {
			return err
		}
	}
	return nil
}

// Unreadable says that a scan could not be read where it is kept.
type Unreadable struct{ Err error }

func (e *Unreadable) Error() string { return fmt.Sprintf("carry: a scan cannot be read: %v", e.Err) }

func (e *Unreadable) Unwrap() error { return e.Err }

// Verdicts writes the platform's words on operations.
func (w *Writer) Verdicts(all []api.Verdict) error { return listed(w, recordVerdicts, all) }

// Stored writes the platform's words on files.
func (w *Writer) Stored(all []Stored) error { return listed(w, recordStored, all) }

func listed[T any](w *Writer, kind byte, all []T) error {
	for len(all) > 0 {
		n := min(len(all), inOnce)
		text, err := json.Marshal(all[:n])
		if err != nil {
			return fmt.Errorf("carry: encode: %w", err)
		}
		if err := w.record(kind, text); err != nil {
			return err
		}
		all = all[n:]
	}
	return w.err
}

// Close ends and signs the file. What lies below the writer is its owner's to sync and close.
func (w *Writer) Close() error {
	w.write(make([]byte, 4))
	if w.err == nil {
		w.err = w.out.Flush() // the sum must see every byte before it is signed
	}
	if w.err != nil {
		return w.err
	}
	signature, err := ecdsa.SignASN1(rand.Reader, w.key, w.sum.Sum(nil))
	if err != nil {
		return fmt.Errorf("carry: sign: %w", err)
	}
	w.write(binary.BigEndian.AppendUint16(nil, uint16(len(signature))))
	w.write(signature)
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}
