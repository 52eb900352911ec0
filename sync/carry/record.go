package carry

import (
	"encoding/binary"
	"encoding/json"
	"errors"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
)

// Kinds of record.
const (
	recordOffer    = 'O'
	recordFile     = 'F'
	recordChunk    = 'C'
	recordVerdicts = 'V'
	recordStored   = 'S'
)

const (
	magic        = "OWCARRY\n"
	version      = 1
	maxHeader    = 64 << 10
	maxHead      = 1 << 10
	maxRecord    = 32 << 20
	maxSignature = 256
	frameExtra   = 4 + seal.Overhead + 1 // a record's length, its sealing and its kind
	inOnce       = api.MaxOps            // verdicts in one record
)

// Record is what a file holds: exactly one field is set.
type Record struct {
	Offer    *api.Offer
	File     *cases.Page // a file begins
	Chunk    []byte      // of the file that began last
	Verdicts []api.Verdict
	Stored   []Stored
}

// Stored is the platform's word on one carried file. Position is its place in the platform's book, 0 where it is not
// whole there; Problem says why the platform does not take it, and is nil where it may go again.
type Stored struct {
	Digest   string       `json:"digest"`
	Position uint64       `json:"position,omitempty"`
	Problem  *api.Problem `json:"problem,omitempty"`
}

var errRecord = errors.New("carry: a record cannot be read")

func encodeOffer(o api.Offer) []byte {
	b := make([]byte, 0, 4+len(o.ID)+len(o.Digest)+len(o.Payload))
	for _, text := range []string{o.ID, o.Digest} {
		b = binary.BigEndian.AppendUint16(b, uint16(len(text)))
		b = append(b, text...)
	}
	return append(b, o.Payload...)
}

func decodeOffer(b []byte) (*api.Offer, error) {
	var o api.Offer
	for _, text := range []*string{&o.ID, &o.Digest} {
		if len(b) < 2 {
			return nil, errRecord
		}
		n := int(binary.BigEndian.Uint16(b))
		if len(b) < 2+n {
			return nil, errRecord
		}
		*text, b = string(b[2:2+n]), b[2+n:]
	}
	o.Payload = b
	return &o, nil
}

// decode reads an opened record. What a newer writer may add under a kind of its own is an error: it would be lost in silence.
func decode(plain []byte) (r Record, err error) {
	if len(plain) == 0 {
		return r, errRecord
	}
	kind, b := plain[0], plain[1:]
	switch kind {
	case recordOffer:
		r.Offer, err = decodeOffer(b)
	case recordFile:
		r.File = new(cases.Page)
		err = json.Unmarshal(b, r.File)
	case recordChunk:
		r.Chunk = b
		if len(b) == 0 || len(b) > api.ChunkSize {
			err = errRecord
		}
	case recordVerdicts:
		r.Verdicts = []api.Verdict{}
		err = json.Unmarshal(b, &r.Verdicts)
	case recordStored:
		r.Stored = []Stored{}
		err = json.Unmarshal(b, &r.Stored)
	default:
		err = errRecord
	}
	return r, err
}

// OfferSize is how many bytes of the file an operation takes.
func OfferSize(id, digest string, payload int) int64 {
	return int64(frameExtra + 4 + len(id) + len(digest) + payload)
}

// FileSize is about how many bytes of the file a scan takes.
func FileSize(p cases.Page) int64 {
	chunks := (p.Size + api.ChunkSize - 1) / api.ChunkSize
	return 2*frameExtra + 256 + p.Size + chunks*frameExtra
}

// Ends is how many bytes of the file header, head and signature take, at most.
const Ends = 14 + 4<<10 + 2 + 128 + 4 + 2 + 128
