package engine

import (
	"onewindow/internal/api"
	"onewindow/sync/outbox"
)

// Carried: receipts came back by hand, for operations and files that went by hand. What is on its way by wire stays so,
// and the line is neither there nor away because of them. A word on what the platform has taken already is passed over, so
// that old receipts change nothing.
type Carried struct {
	Response api.OpsResponse
	// Known is the epoch this machine knew when it wrote what the receipts answer. Epochs have no order: receipts of another
	// epoch than the one known now are news only where nothing was heard in between, and otherwise of before a restore.
	Known string
	Files []CarriedFile
}

// CarriedFile is the platform's word on one file that went by hand. Position is 0 where it was not taken; Why says why, and
// is zero where it may simply go again.
type CarriedFile struct {
	Digest   string
	Position uint64
	Why      outbox.Why
}

func (Carried) isInput() {}

// Speaks reports whether receipts may still speak to a machine that knows this of the platform; otherwise they change
// nothing.
func (c Carried) Speaks(line outbox.Line) bool {
	return line.Epoch == "" || line.Epoch == c.Response.Epoch || line.Epoch == c.Known
}

func (m *machine) carried(in Carried) {
	if !in.Speaks(m.Line) {
		return
	}
	m.learn(in.Response.Epoch, in.Response.DurableThrough)
	said := words(in.Response)
	var news []*outbox.Op
	for i, op := range m.Ops {
		v, ok := said[op.ID]
		// That it was taken is news for one that halts, too: the platform may have learnt to read it since it was parked.
		if ok && (op.State == outbox.Waiting || v.Outcome.Taken() && op.State.Halts() && op.Handed == nil) {
			news = append(news, m.changed(i))
		}
	}
	m.verdicts(news, said)
	for _, file := range in.Files {
		m.carriedFile(file)
	}
	m.prune()
}

func (m *machine) carriedFile(in CarriedFile) {
	i, ok := m.file(in.Digest)
	if !ok || m.Files[i].State != outbox.Waiting {
		return
	}
	f := m.changedFile(i)
	switch {
	case in.Position > 0:
		f.State, f.Position, f.Why = outbox.Accepted, in.Position, outbox.Why{}
		m.patient(f.Digest)
	case in.Why != (outbox.Why{}):
		f.State, f.Why = outbox.Parked, in.Why
		f.Attempts++
	default:
		return
	}
	m.keepFile(*f)
}
