package engine

import (
	"slices"
	"time"

	"onewindow/sync/outbox"
)

// What people do to single entries. An entry that is under way, has left, or is not in a state for it stays as it is: the
// step then changes nothing.
type (
	// HandedOver: an engineer gets the entry (an operation's id, a file's digest). It is parked, and nothing but TakenBack
	// moves it, neither a retry nor a restored platform.
	HandedOver struct {
		ID   string
		Hand outbox.Hand // Was is filled in here
	}
	// TakenBack: the handing over is undone; the entry is what it was.
	TakenBack struct{ ID string }
	// SetDown: the platform's version stands. The halting operation and those that wait behind it leave their lane.
	SetDown struct {
		ID       string
		By, Name string
		At       time.Time
		Reason   string
	}
)

func (HandedOver) isInput() {}
func (TakenBack) isInput()  {}
func (SetDown) isInput()    {}

// firstHeld reports whether nothing of the lane stands here before an operation. What did was safe by the platform's own
// word; a platform that does not know of it was restored to an earlier day than it promised. People look.
func (m *machine) firstHeld(op *outbox.Op) bool {
	return !slices.ContainsFunc(m.Ops, func(o *outbox.Op) bool { return o.Lane == op.Lane && o.Seq < op.Seq })
}

// entry is an operation or a file, as far as people act on both alike.
type entry struct {
	state  *outbox.State
	handed **outbox.Hand
	keep   func()
}

// waiting finds an entry that the platform has not taken and that is not under way.
func (m *machine) waiting(id string) (e entry, ok bool) {
	if i := slices.IndexFunc(m.Ops, func(op *outbox.Op) bool { return op.ID == id }); i >= 0 {
		op := m.changed(i)
		return entry{&op.State, &op.Handed, func() { m.keepOp(*op) }}, op.State != outbox.Accepted && !slices.Contains(m.Sending, id)
	}
	if i, ok := m.file(id); ok {
		f := m.changedFile(i)
		return entry{&f.State, &f.Handed, func() { m.keepFile(*f) }}, f.State != outbox.Accepted && !slices.Contains(m.Uploading, id)
	}
	return e, false
}

func (m *machine) handedOver(in HandedOver) {
	e, ok := m.waiting(in.ID)
	if !ok || *e.handed != nil {
		return
	}
	hand := in.Hand
	hand.Was = *e.state
	*e.handed, *e.state = &hand, outbox.Parked
	e.keep()
}

func (m *machine) takenBack(in TakenBack) {
	e, ok := m.waiting(in.ID)
	if !ok || *e.handed == nil {
		return
	}
	*e.state, *e.handed = (*e.handed).Was, nil
	e.keep()
}

func (m *machine) setDown(in SetDown) {
	i := slices.IndexFunc(m.Ops, func(op *outbox.Op) bool { return op.ID == in.ID })
	if i < 0 || !m.Ops[i].State.Halts() {
		return
	}
	first := m.Ops[i]
	gone := map[string]bool{}
	m.Ops = slices.DeleteFunc(m.Ops, func(op *outbox.Op) bool {
		if op.Lane != first.Lane || op.Seq < first.Seq || op.State == outbox.Accepted {
			return false
		}
		gone[op.ID] = true
		m.change.SetDown = append(m.change.SetDown, outbox.Ended{Op: *op, How: outbox.SetDown, By: in.By, Name: in.Name, At: in.At, Reason: in.Reason})
		return true
	})
	m.Files = slices.DeleteFunc(m.Files, func(f *outbox.File) bool { return gone[f.Op] })
	m.files = nil
	delete(m.Wait, first.Lane)
}
