package intake

import (
	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// Book is what the platform holds, within one transaction. Every method may fail; nothing is then changed.
type Book interface {
	// Answered gives the digest and the first final verdict of an id; ok is false when it is new.
	Answered(id string) (digest string, first api.Verdict, ok bool, err error)
	// Lane gives where a terminal's lane of a case stands; the zero Lane is a new one.
	Lane(terminal, lane string) (Lane, error)
	// Case gives a case; ok is false when there is none.
	Case(id string) (c cases.Case, ok bool, err error)
	// Owner gives the id of the case that bears a number, "" when none does.
	Owner(number string) (string, error)
	// Alike gives the newest open cases, at most limit, of a case's matter (cases.Matter); without the case itself.
	Alike(c cases.Case, limit int) ([]string, error)
	// Missing gives those digests of files that are not whole here, each once.
	Missing(digests []string) ([]string, error)

	// Position takes the next place in the book.
	Position() (uint64, error)
	PutCase(c cases.Case, at uint64) error
	PutLane(terminal, lane string, l Lane) error
	// Remember keeps a final answer for good.
	Remember(o api.Offer, v api.Verdict) error
	// Note writes down what a person must look at. It is no answer for good: the same bytes may be good tomorrow.
	Note(from string, o api.Offer, v api.Verdict) error
}

// Lane is one terminal's row of operations on one case. Steps of several terminals on one case are put in order by the
// case itself: what does not fit its state is rejected.
type Lane struct {
	Last   uint64 // newest place taken
	Halted string // the operation that halts it, at Last+1
}

// place says whether the operation stands where the lane goes on. Accepted means: look at the case now. A correction
// stands at the place of what it replaces; which refused operation of that place it names is not asked, for the newest
// may have been parked.
func (l Lane) place(op api.Operation) api.Verdict {
	switch {
	case op.Seq <= l.Last:
		return placeTaken
	case l.Halted != "" && (op.Replaces == "" || op.Seq > l.Last+1):
		return laneHalted
	case op.Seq > l.Last+1:
		return laneGap
	}
	return api.Verdict{Outcome: api.Accepted}
}

// after is where the lane stands after a final verdict. A refused operation at the lane's end halts it; one that was
// out of place changes nothing.
func (l Lane) after(op api.Operation, o api.Outcome) Lane {
	switch {
	case o == api.Accepted:
		return Lane{Last: op.Seq}
	case op.Seq == l.Last+1:
		return Lane{Last: l.Last, Halted: op.ID}
	}
	return l
}
