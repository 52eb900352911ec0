package outbox

import (
	"cmp"
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// State is where an operation or a file stands.
type State string

// Waiting and accepted are on the way; the last three halt the lane until a person looked.
// "Sending" is never on disk: after a kill, what was on its way waits again.
const (
	Waiting  State = "waiting"
	Accepted State = "accepted" // kept until DurableThrough reaches its position
	Rejected State = "rejected"
	Conflict State = "conflict"
	Parked   State = "parked"
)

// Halts reports whether the lane stands still behind an operation in this state.
func (s State) Halts() bool { return s == Rejected || s == Conflict || s == Parked }

// Op is one operation without its bytes, which Payload gives.
type Op struct {
	Order    uint64        `json:"order"` // place in the whole outbox, from 1
	ID       string        `json:"id"`
	Digest   string        `json:"digest"`           // of the payload
	Size     int           `json:"size"`             // of the payload, bytes
	Schema   int           `json:"schema,omitempty"` // of the payload; 0 = the first
	Kind     cases.ActKind `json:"kind"`
	Lane     string        `json:"lane"`
	Seq      uint64        `json:"seq"`
	Blobs    []string      `json:"blobs,omitempty"`
	State    State         `json:"state"`
	Position uint64        `json:"position,omitempty"` // in the platform's book, once accepted
	Revision int           `json:"revision,omitempty"` // of the case after it, once accepted
	Attempts int           `json:"attempts,omitempty"`
	Why      Why           `json:"why,omitzero"` // of the newest verdict that was not good
	Entry    uint64        `json:"entry"`        // of the journal
	Label    Label         `json:"label"`
	Replaces string        `json:"replaces,omitempty"` // the operation it corrects, at its place
	Handed   *Hand         `json:"handed,omitempty"`   // an engineer has it; it stays parked until taken back
}

// File is a scan or paper on its way; its bytes are in the vault.
type File struct {
	Order    uint64 `json:"order"`
	Digest   string `json:"digest"`
	Type     string `json:"type"`
	Size     int64  `json:"size"`
	Op       string `json:"op"` // goes after this operation
	State    State  `json:"state"`
	Position uint64 `json:"position,omitempty"`
	Attempts int    `json:"attempts,omitempty"`
	Why      Why    `json:"why,omitzero"`
	Label    Label  `json:"label"`
	Handed   *Hand  `json:"handed,omitempty"`
}

// Why is the reason something did not go through, in words.
type Why struct {
	Code       string `json:"code,omitempty"`
	Sentence   string `json:"sentence,omitempty"`
	SentenceEN string `json:"sentenceEn,omitempty"`
}

// Label is what a person sees of an entry.
type Label struct {
	Title    string    `json:"title"`
	TitleEN  string    `json:"titleEn,omitempty"` // "" in what was written before there was one
	Detail   string    `json:"detail"`
	DetailEN string    `json:"detailEn,omitempty"`
	Number   string    `json:"number"`
	CaseID   string    `json:"caseId"`
	Operator string    `json:"operator"`
	Name     string    `json:"name,omitempty"`  // the operator's, as it stands on papers
	First    string    `json:"first,omitempty"` // of a correction: number and name of who did the step it corrects
	Since    time.Time `json:"since"`
}

// Line is what is known of the platform.
type Line struct {
	Epoch   string      `json:"epoch"`
	Durable uint64      `json:"durable"`
	Schemas api.Schemas `json:"schemas,omitzero"` // what it reads
}

// Change is what one step of the engine wants remembered, in one commit.
type Change struct {
	Ops       []Op
	Files     []File
	DropOps   []Op
	DropFiles []string
	SetDown   []Ended // by a person's word, one lane's from a place on
	Line      *Line
}

// Empty reports whether there is nothing to remember.
func (c Change) Empty() bool {
	return len(c.Ops)+len(c.Files)+len(c.DropOps)+len(c.DropFiles)+len(c.SetDown) == 0 && c.Line == nil
}

// Draft is an operation about to be made.
type Draft struct {
	Lane string
	// Build makes the operation for its place in the lane. It is called once.
	Build func(seq uint64) api.Operation
	// Replaces is the id of the halting operation this one corrects; it takes that one's place. "" = a step of its own.
	// What the operation says of it is set by Append, which knows of places that were set free, too.
	Replaces string
	Reason   string       // of a correction, kept with what it corrects
	Files    []cases.Page // those of its blobs that this terminal has to bring
	Label    Label
}

// Standing gives those operations of one lane that stand on top of the platform's truth, in order: what the platform has
// not taken yet. A halting one does not stand, nor does what comes after it: the case is then what the platform says. revision is what the case
// had at the platform after the newest operation it took from here: a page of the feed that knows less is older than
// that answer.
func Standing(lane []Op) (unsent []Op, revision int) {
	lane = slices.Clone(lane)
	slices.SortFunc(lane, func(a, b Op) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, op := range lane {
		switch {
		case op.State == Accepted:
			revision = max(revision, op.Revision)
		case op.State.Halts():
			return unsent, revision
		default:
			unsent = append(unsent, op)
		}
	}
	return unsent, revision
}
