package api

import (
	"encoding/json"
	"time"

	"onewindow/internal/cases"
)

// Paths of the platform's interface.
const (
	PathOps       = "/v1/ops"
	PathChanges   = "/v1/changes"
	PathBlobs     = "/v1/blobs/" // + digest
	PathBlocks    = "/v1/blocks"
	PathCarried   = "/v1/carried" // POST a file of sync/carry → its receipts
	PathDecisions = "/v1/decisions"
	PathHealth    = "/v1/health"
)

// Limits of the platform's interface.
const (
	MaxOps    = 200       // operations in one POST /v1/ops
	ChunkSize = 256 << 10 // bytes of a blob in one PUT
	MaxBlob   = 64 << 20
)

// Headers of /v1/blobs. Offsets and lengths are decimal bytes.
//
// HEAD: 404 = nothing of it is here, begin at 0; 200 = HeaderOffset bytes of HeaderLength are safely here; equal = whole.
// PUT: HeaderOffset, HeaderLength, HeaderContentDigest and HeaderBlobType with at most ChunkSize bytes. 200 = synced, with the new
// HeaderOffset; 409 = another offset is wanted, named in HeaderOffset; 422 = the chunk (or, after the last chunk, the whole) does
// not fit its digest: send again from HeaderOffset. HEAD and PUT of a whole blob carry HeaderBlobPosition
// and HeaderBlobEpoch. HeaderAhead, at every HEAD and PUT, says how many chunks beyond the next may be under way at a time:
// each waits for its turn and is answered by itself. Without it, one at a time. HeaderWantDigest, there too, says that the
// platform reads HeaderContentDigest: to one that does not say so a terminal sends HeaderChunkDigest.
// GET: the bytes, 404 while not whole.
const (
	HeaderOffset       = "Upload-Offset"
	HeaderLength       = "Upload-Length"
	HeaderChunkDigest  = "Chunk-Digest"  // of this chunk's bytes, same form as a blob digest; between this release and the one before
	HeaderBlobType     = "Upload-Type"   // image/jpeg, application/pdf
	HeaderBlobPosition = "Blob-Position" // place in the platform's book; the blob is backed up once DurableThrough reaches it
	HeaderBlobEpoch    = "Blob-Epoch"    // of the book that position is in; it changes when the platform was restored
)

// HeaderAhead is a count of chunks; HeaderTook is what the platform did with a chunk once it was its turn, in microseconds: what
// is left of the time until the answer was the line's.
const (
	HeaderAhead = "Upload-Ahead"
	HeaderTook  = "Upload-Took"
)

// HeaderTime is the platform's time at an answer to /v1/blobs, in TimeForm.
const (
	HeaderTime = "Server-Time"
	TimeForm   = "2006-01-02T15:04:05.000Z07:00"
)

// SchemaVersion is the newest operation schema this build writes. Receivers read it and the one before.
const SchemaVersion = 1

// Operation is one act under its own identity. Its JSON is made once, stored, and sent unchanged for ever.
type Operation struct {
	ID       string        `json:"id"` // UUIDv7
	Schema   int           `json:"schema"`
	Kind     cases.ActKind `json:"kind"`
	Terminal string        `json:"terminal"`
	Operator string        `json:"operator"`
	Lane     string        `json:"lane"` // the case's id
	Seq      uint64        `json:"seq"`  // place in this terminal's lane of the case, from 1, without gaps
	At       time.Time     `json:"at"`
	Base     int           `json:"base,omitempty"`     // revision of the case the act was made upon
	Replaces string        `json:"replaces,omitempty"` // id of the operation this one corrects
	Blobs    []string      `json:"blobs,omitempty"`    // digests it speaks of; sent after it
	Act      cases.Act     `json:"act"`
}

// Offer is an operation on its way: the exact bytes made at the press of the button, and their digest.
type Offer struct {
	ID      string `json:"id"`
	Digest  string `json:"digest"`  // "sm3:" + 64 hex of Payload
	Payload []byte `json:"payload"` // JSON of Operation; base64 on the wire
}

// OpsRequest is the body of POST /v1/ops.
type OpsRequest struct {
	Terminal string  `json:"terminal"`
	Schemas  Schemas `json:"schemas,omitzero"` // what the terminal reads
	Offers   []Offer `json:"offers"`
}

// Outcome is the platform's word on one operation.
type Outcome string

// Accepted and Duplicate are final and good; Rejected (a clerk must look), Conflict (the back office must look)
// and Parked (an engineer must look) halt the lane; Retry asks to be offered again later.
const (
	Accepted  Outcome = "accepted"
	Duplicate Outcome = "duplicate"
	Rejected  Outcome = "rejected"
	Conflict  Outcome = "conflict"
	Parked    Outcome = "parked"
	Retry     Outcome = "retry"
)

// Taken reports whether the platform has the operation.
func (o Outcome) Taken() bool { return o == Accepted || o == Duplicate }

// Codes of verdicts that a terminal does more about than show them.
const (
	// CodeNewerSchema: of a newer schema than the platform reads; parked until it reads more.
	CodeNewerSchema = "OPS-003"
	// CodeLaneGap: a step whose predecessor the platform does not have.
	CodeLaneGap = "OPS-006"
	// CodeNoCase: the platform does not know the case, and the step does not carry the file.
	CodeNoCase = "OPS-010"
	// CodeForgotten: a step made upon more than a restored platform knows.
	CodeForgotten = "OPS-016"
)

// Verdict is the answer to one offer. For a Duplicate, the fields are those of the first answer.
type Verdict struct {
	ID         string   `json:"id"`
	Outcome    Outcome  `json:"outcome"`
	Code       string   `json:"code,omitempty"`
	Sentence   string   `json:"sentence,omitempty"`
	SentenceEN string   `json:"sentenceEn,omitempty"`
	Revision   int      `json:"revision,omitempty"` // of the case after the act; of a step made upon more than is known here (OPS-016), what is known, 0 = nothing
	Position   uint64   `json:"position,omitempty"` // place in the platform's book; compare with DurableThrough
	Wanted     []string `json:"wanted,omitempty"`   // digests of blobs the platform does not hold yet
}

// OpsResponse is the answer of POST /v1/ops: verdicts in the order of the offers.
type OpsResponse struct {
	Verdicts       []Verdict `json:"verdicts"`
	DurableThrough uint64    `json:"durableThrough"` // positions up to here are in the platform's own backup
	Epoch          string    `json:"epoch"`          // changes when the platform was restored
	ServerTime     time.Time `json:"serverTime"`
	Schemas        Schemas   `json:"schemas,omitzero"` // what the platform reads
}

// ChangeKind names what a change speaks of.
type ChangeKind string

// Kinds of the feed.
const (
	ChangeCase ChangeKind = "case" // Body is CaseChange
)

// Change is one line of the feed.
type Change struct {
	Position  uint64          `json:"position"`
	Kind      ChangeKind      `json:"kind"`
	Key       string          `json:"key"` // case id
	Tombstone bool            `json:"tombstone,omitempty"`
	Schema    int             `json:"schema,omitempty"` // of Body; 0 = 1. A terminal keeps what is newer than it reads
	Body      json.RawMessage `json:"body,omitempty"`
}

// CaseChange is what the windows must know of a case: the platform's truth after a department's act.
// The first change of a case an office did not file carries its whole file.
type CaseChange struct {
	Case cases.Case `json:"case"`
}

// ChangesResponse is the answer of GET /v1/changes?since=&limit=&wait=. Token is opaque; store it together
// with the page. A new Epoch means: offer again what lies above DurableThrough, then start from since="".
type ChangesResponse struct {
	Changes        []Change  `json:"changes"`
	Token          string    `json:"token"`
	More           bool      `json:"more"`
	Epoch          string    `json:"epoch"`
	DurableThrough uint64    `json:"durableThrough"`
	ServerTime     time.Time `json:"serverTime"`
	Schemas        Schemas   `json:"schemas,omitzero"` // what the platform reads
}

// Queries of GET /v1/changes. Wait is in seconds, at most MaxWait; limit at most MaxChanges; schema is the newest the
// terminal reads.
const (
	MaxWait    = 30
	MaxChanges = 200
)

// BlockResponse is the answer of POST /v1/blocks: a fresh 4-character block (base 36) of case numbers,
// never given twice.
type BlockResponse struct {
	Block      string    `json:"block"`
	ServerTime time.Time `json:"serverTime"`
}

// DecisionRequest is the body of POST /v1/decisions, for departments' own systems. The answer is a Verdict.
type DecisionRequest struct {
	ID     string    `json:"id"` // idempotency
	CaseID string    `json:"caseId"`
	Act    cases.Act `json:"act"`
}

// Problem is the body of every refusal: a code for the engineer, a sentence for the person.
type Problem struct {
	Code       string `json:"code"`
	Sentence   string `json:"sentence"`
	SentenceEN string `json:"sentenceEn"`
}

func (p *Problem) Error() string { return p.Code + " " + p.SentenceEN }

// HealthResponse is the answer of GET /v1/health.
type HealthResponse struct {
	Position       uint64    `json:"position"`
	DurableThrough uint64    `json:"durableThrough"`
	Epoch          string    `json:"epoch"`
	ServerTime     time.Time `json:"serverTime"`
	Schemas        Schemas   `json:"schemas,omitzero"` // what the platform reads
}
