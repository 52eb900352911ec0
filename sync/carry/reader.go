package carry

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/pki"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
)

// Reader reads one file that was found whole and true.
type Reader struct {
	Header Header
	Author *ecdsa.PublicKey // to seal an answer to

	in     *bufio.Reader
	box    *seal.Box
	frames uint64
}

// Look reads a file's header without believing it: for whoever only wants to know what lies there, or carries it on.
func Look(r io.Reader) (Header, error) {
	b, err := readBegin(bufio.NewReader(r))
	return b.header, err
}

// Open looks a file through to its last byte (its author's certificate and signature, its recipient) and then stands
// before its first record. It must be a file nobody changes meanwhile: a copy of one's own, not the stick. at is now. The
// errors speak to a person.
func Open(r io.ReadSeeker, want Kind, me *pki.Paper, at time.Time) (*Reader, error) {
	begun, err := check(r)
	if err != nil {
		return nil, err
	}
	h := begun.header
	if h.Kind != want {
		return nil, fault(CodeWrongKind, nil)
	}
	author, err := vouched(h, me, at)
	if err != nil {
		return nil, fault(CodeStranger, err)
	}
	if h.Kind == Receipts && h.Terminal != me.Peer.Name {
		return nil, trouble.New(CodeOther, nil, "terminal", h.Terminal)
	}
	if h.To != KeyName(&me.Key.PublicKey) {
		return nil, fault(CodeNotOurs, nil)
	}
	box, err := seal.OpenEnvelope(me.Key, begun.head, begun.bytes)
	if err != nil {
		return nil, fault(CodeDamaged, err)
	}
	if _, err := r.Seek(begun.size, io.SeekStart); err != nil {
		return nil, fmt.Errorf("carry: %w", err)
	}
	return &Reader{Header: h, Author: author, in: bufio.NewReaderSize(r, 64<<10), box: box}, nil
}

// vouched reads the author's certificate: a terminal's for its outbox, the platform's for receipts.
func vouched(h Header, me *pki.Paper, at time.Time) (*ecdsa.PublicKey, error) {
	if h.Kind == Receipts {
		_, key, err := me.Vouch(h.Cert, at, pki.Platform)
		return key, err
	}
	who, key, err := me.Vouch(h.Cert, at, pki.Counter, pki.Kiosk)
	if err == nil && who.Name != h.Terminal {
		err = errors.New("carry: the certificate is another terminal's")
	}
	return key, err
}

// Next gives the next record, io.EOF after the last. Its bytes are the caller's.
func (r *Reader) Next() (Record, error) {
	n, err := readNumber(r.in, 4)
	switch {
	case err != nil:
		return Record{}, fault(CodeDamaged, err)
	case n == 0:
		return Record{}, io.EOF
	case n > maxRecord+seal.Overhead:
		return Record{}, fault(CodeDamaged, errRecord)
	}
	sealed, err := readBytes(r.in, int64(n))
	if err != nil {
		return Record{}, fault(CodeDamaged, err)
	}
	plain, err := r.box.Open(sealed, place(r.frames))
	if err != nil {
		return Record{}, fault(CodeDamaged, err)
	}
	r.frames++
	rec, err := decode(plain)
	if err != nil {
		return rec, fault(CodeDamaged, err)
	}
	return rec, nil
}

// begin is a file up to its first frame.
type begin struct {
	header Header
	bytes  []byte // all up to the head's length
	head   []byte // of the envelope
	size   int64
}

// check reads a file from its first byte to its last and compares the signature; whose it is, is not asked.
func check(r io.ReadSeeker) (begin, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return begin{}, fmt.Errorf("carry: %w", err)
	}
	in := bufio.NewReaderSize(r, 64<<10)
	b, err := readBegin(in)
	if err != nil {
		return b, err
	}
	sum := sha256.New()
	_, _ = sum.Write(b.bytes)
	_, _ = sum.Write(binary.BigEndian.AppendUint16(nil, uint16(len(b.head))))
	_, _ = sum.Write(b.head)
	for {
		n, err := readNumber(in, 4)
		if err != nil {
			return b, fault(CodeDamaged, err)
		}
		_, _ = sum.Write(binary.BigEndian.AppendUint32(nil, uint32(n)))
		if n == 0 {
			break
		}
		if _, err := io.CopyN(sum, in, int64(n)); err != nil {
			return b, fault(CodeDamaged, err)
		}
	}
	n, err := readNumber(in, 2)
	if err != nil || n > maxSignature {
		return b, fault(CodeDamaged, err)
	}
	signature, err := readBytes(in, int64(n))
	if err != nil {
		return b, fault(CodeDamaged, err)
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		return b, fault(CodeDamaged, errors.New("carry: there is more behind the end"))
	}
	cert, err := x509.ParseCertificate(b.header.Cert)
	if err != nil {
		return b, fault(CodeDamaged, err)
	}
	key, ok := cert.PublicKey.(*ecdsa.PublicKey)
	if !ok || !ecdsa.VerifyASN1(key, sum.Sum(nil), signature) {
		return b, fault(CodeDamaged, errors.New("carry: the signature does not fit"))
	}
	return b, nil
}

func readBegin(in *bufio.Reader) (b begin, err error) {
	lead, err := io.ReadAll(io.LimitReader(in, int64(len(magic))+6))
	switch {
	case err != nil:
		return b, fault(CodeDamaged, err)
	case !strings.HasPrefix(string(lead), magic) && !strings.HasPrefix(magic, string(lead)):
		return b, fault(CodeNoFile, nil)
	case len(lead) > len(magic) && lead[len(magic)] != version:
		return b, fault(CodeNewer, nil)
	case len(lead) < len(magic)+6:
		return b, fault(CodeDamaged, io.ErrUnexpectedEOF)
	}
	n := binary.BigEndian.Uint32(lead[len(magic)+2:])
	if n > maxHeader {
		return b, fault(CodeDamaged, errors.New("carry: the header is too long"))
	}
	text, err := readBytes(in, int64(n))
	if err != nil {
		return b, fault(CodeDamaged, err)
	}
	if err := json.Unmarshal(text, &b.header); err != nil {
		return b, fault(CodeDamaged, err)
	}
	b.header.Kind = Kind(lead[len(magic)+1])
	b.bytes = append(lead, text...)
	m, err := readNumber(in, 2)
	if err != nil || m > maxHead {
		return b, fault(CodeDamaged, err)
	}
	if b.head, err = readBytes(in, int64(m)); err != nil {
		return b, fault(CodeDamaged, err)
	}
	b.size = int64(len(b.bytes) + 2 + len(b.head))
	return b, nil
}

// readNumber reads a number of some bytes.
func readNumber(r io.Reader, size int) (n uint64, err error) {
	var b [8]byte
	if _, err := io.ReadFull(r, b[8-size:]); err != nil {
		return 0, err
	}
	return binary.BigEndian.Uint64(b[:]), nil
}

// readBytes reads exactly n bytes, taking memory only for what is truly there.
func readBytes(r io.Reader, n int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(n, api.ChunkSize+frameExtra)))
	if _, err := io.CopyN(&b, r, n); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
