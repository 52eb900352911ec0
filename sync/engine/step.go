package engine

import (
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/sync/outbox"
)

// Input is something that happened.
type Input interface{ isInput() }

// Inputs of the machine.
type (
	// Appended: the outbox got longer (or a correction took an operation's place).
	Appended struct {
		Ops   []outbox.Op
		Files []outbox.File
	}
	// Sent: these operations are on their way.
	Sent struct{ IDs []string }
	// Answered: the platform answered the operations that were on their way.
	Answered struct{ Response api.OpsResponse }
	// OpsFailed: no useful answer came for the operations on their way. What became of them is not known.
	OpsFailed struct{ Failure Failure }
	// UploadBegun: this file is on its way.
	UploadBegun struct{ Digest string }
	// Uploaded: this file is whole and synced at the platform, at this position of the book of this epoch ("" = not said).
	Uploaded struct {
		Digest   string
		Position uint64
		Epoch    string
	}
	// UploadFailed: this file did not get through.
	UploadFailed struct {
		Digest  string
		Failure Failure
	}
	// Heard: the platform spoke, on the feed or when asked for its health.
	Heard struct {
		Epoch   string
		Durable uint64
		Schemas api.Schemas // it reads; zero = it did not tell
	}
	// Silent: the platform did not answer the feed or a question for its health, or not as it should.
	Silent struct{ Failure Failure }
	// RetryNow: a person asks to try at once; parked and conflicting entries get another chance, under the same id, unless
	// an engineer has them.
	RetryNow struct{}
)

func (Appended) isInput()     {}
func (Sent) isInput()         {}
func (Answered) isInput()     {}
func (OpsFailed) isInput()    {}
func (UploadBegun) isInput()  {}
func (Uploaded) isInput()     {}
func (UploadFailed) isInput() {}
func (Heard) isInput()        {}
func (Silent) isInput()       {}
func (RetryNow) isInput()     {}

// Failure is why an answer did not come, or was of no use.
type Failure struct {
	// Refused: the platform understood and refuses the request as a whole; Why is its word.
	Refused bool
	// Ours: the fault is on this machine (a damaged file); asking again is of no use.
	Ours bool
	// Sick: the platform is there but could not answer (a server in trouble, too many requests).
	Sick bool
	// TooLarge: less of it may go through.
	TooLarge bool
	// Stuck: the platform is well, but this file gets no further.
	Stuck      bool
	RetryAfter time.Duration // 0 = not asked for
	Why        outbox.Why
}

// machine is one step under way.
type machine struct {
	State
	set    Settings
	now    time.Time
	change outbox.Change

	ownsOps   bool           // operations are this step's own; see own
	ownsFiles bool           // files and waits are
	kept      map[string]int // id or digest → its place in the change
	files     map[string]int // digest → its place among the files; nil: to be made
}

// Step takes one input. The change must be on disk before the new state is acted upon.
func Step(s State, in Input, now time.Time, set Settings) (State, outbox.Change) {
	if set.Base <= 0 {
		set.Base = defaultBase
	}
	if set.MaxWait <= 0 {
		set.MaxWait = defaultMaxWait
	}
	m := &machine{State: s, set: set, now: now, kept: map[string]int{}}
	switch in := in.(type) {
	case Sent:
		m.Sending, m.SentAt = slices.Clone(in.IDs), now
	case UploadBegun:
		m.Uploading = append(slices.Clone(m.Uploading), in.Digest)
	case Heard:
		m.FeedFails, m.FeedSick = 0, time.Time{}
		m.reads(in.Schemas)
		m.heard(in.Epoch, in.Durable)
	case Silent:
		m.silent(in.Failure)
	case Uploaded:
		m.ownFiles()
		m.uploaded(in)
	case UploadFailed:
		m.ownFiles()
		m.uploadFailed(in.Digest, in.Failure)
	default:
		m.own()
		m.happened(in)
	}
	m.Reoffer = m.Reoffer && m.unheard()
	if m.ownsOps {
		m.still = m.halts()
	}
	return m.State, m.change
}

// happened takes the inputs that may change operations or files.
func (m *machine) happened(in Input) {
	switch in := in.(type) {
	case Appended:
		m.appended(in)
	case Answered:
		m.answered(in.Response)
	case OpsFailed:
		m.opsFailed(in.Failure)
	case RetryNow:
		m.retryNow()
	case Carried:
		m.carried(in)
	case HandedOver:
		m.handedOver(in)
	case TakenBack:
		m.takenBack(in)
	case SetDown:
		m.setDown(in)
	}
}

func (m *machine) appended(in Appended) {
	type seat struct {
		lane string
		seq  uint64
	}
	m.forgetHurry()
	taken := map[seat]bool{}
	var fresh []*outbox.Op
	for _, op := range in.Ops {
		if m.opAt(op.Order, op.ID) == nil {
			fresh = append(fresh, &op)
			m.hurry(op)
			taken[seat{op.Lane, op.Seq}] = true
		}
	}
	// A correction stands where the corrected operation stood.
	corrected := map[string]bool{}
	m.Ops = slices.DeleteFunc(m.Ops, func(old *outbox.Op) bool {
		if !taken[seat{old.Lane, old.Seq}] {
			return false
		}
		corrected[old.ID] = true
		return true
	})
	m.Ops = append(m.Ops, fresh...)
	for _, f := range in.Files {
		if i, known := m.file(f.Digest); known { // it follows the correction now
			known := m.changedFile(i)
			known.Op, known.Order = f.Op, f.Order
			continue
		}
		m.files[f.Digest] = len(m.Files)
		m.Files = append(m.Files, &f)
	}
	m.Files = slices.DeleteFunc(m.Files, func(f *outbox.File) bool { return corrected[f.Op] })
	m.order()
	m.files = nil
}

func (m *machine) answered(r api.OpsResponse) {
	ids := m.Sending
	sent := m.sent(ids)
	m.Load = m.Load.carried(len(sent), sizes(sent), m.now.Sub(m.SentAt))
	m.Sending = nil
	m.answersWell()
	if m.Search *= 2; m.Search > api.MaxOps {
		m.Search = 0
	}
	m.reads(r.Schemas)
	m.heard(r.Epoch, r.DurableThrough)
	m.verdicts(m.sent(ids), words(r))
	m.prune()
}

// words gives an answer's verdicts by operation.
func words(r api.OpsResponse) map[string]api.Verdict {
	said := make(map[string]api.Verdict, len(r.Verdicts))
	for _, v := range r.Verdicts {
		said[v.ID] = v
	}
	return said
}

// verdicts writes the platform's words on operations down, which are in the order of their lanes. Behind one that was not
// taken, only that another was is news. One without a word comes again.
func (m *machine) verdicts(ops []*outbox.Op, said map[string]api.Verdict) {
	behind := map[string]bool{} // lanes
	for _, op := range ops {
		v, ok := said[op.ID]
		if !ok {
			v = api.Verdict{Outcome: api.Retry}
		}
		if v.Outcome.Taken() || !behind[op.Lane] {
			m.verdict(op, v)
		}
		behind[op.Lane] = behind[op.Lane] || !v.Outcome.Taken()
	}
}

// verdict writes the platform's word on one operation down.
func (m *machine) verdict(op *outbox.Op, v api.Verdict) {
	op.Attempts++
	if v.Outcome != api.Retry && m.Urgent[op.Lane].Last == op.ID {
		delete(m.Urgent, op.Lane)
	}
	switch v.Outcome {
	case api.Accepted, api.Duplicate:
		op.State, op.Position, op.Revision, op.Why = outbox.Accepted, v.Position, v.Revision, outbox.Why{}
		m.patient(op.Lane)
		m.wanted(*op, v.Wanted)
	case api.Rejected:
		op.State = outbox.Rejected
	case api.Conflict:
		op.State = outbox.Conflict
	case api.Parked:
		if v.Code != api.CodeNewerSchema || !m.beyond(op) { // what the platform will read after its update waits
			op.State = outbox.Parked
		}
	default: // retry, and words this build does not know
		if v.Code == api.CodeLaneGap && m.firstHeld(op) {
			op.State = outbox.Conflict // what is missing before it is not here any more: it would wait for ever
			break
		}
		m.comeAgain(op.Lane)
	}
	if op.State != outbox.Accepted {
		op.Revision = v.Revision // of the case as the platform has it, where its word says so
		op.Why = outbox.Why{Code: v.Code, Sentence: v.Sentence, SentenceEN: v.SentenceEN}
	}
	m.keepOp(*op)
}

// comeAgain lets a lane or a file wait: the longer, the more often in a row it was told to. Once the platform may be asked
// again at all, others go first.
func (m *machine) comeAgain(key string) {
	m.Again[key]++
	m.Wait[key] = latest(m.now, m.patience()).Add(m.pause(m.Again[key]))
}

// patient ends the waits of a lane or a file.
func (m *machine) patient(key string) {
	delete(m.Wait, key)
	delete(m.Again, key)
}

// wanted sends those of the operation's files again that the platform says it lacks.
func (m *machine) wanted(op outbox.Op, digests []string) {
	for _, d := range digests {
		if i, ok := m.file(d); ok && m.Files[i].State == outbox.Accepted && slices.Contains(op.Blobs, d) {
			f := m.changedFile(i)
			f.State, f.Position = outbox.Waiting, 0
			m.keepFile(*f)
		}
	}
}

func (m *machine) opsFailed(f Failure) {
	sent := m.sent(m.Sending)
	m.Sending = nil
	if !f.Refused {
		for _, op := range sent { // counted for the person who looks, not worth a commit each
			op.Attempts++
		}
		m.lineFailed(f)
		if f.Sick {
			m.suspect(sent)
		} else {
			m.Load = m.Load.lost(len(sent), sizes(sent), m.now.Sub(m.SentAt), m.Fails)
		}
		return
	}
	m.answersWell()
	if len(sent) > 1 { // too much, or one of them is bad: offer them in smaller pieces
		if f.TooLarge {
			m.Load = m.Load.less(len(sent), sizes(sent))
			m.Load.Hold = holdFor
		} else {
			m.Search = len(sent) / 2
		}
		return
	}
	m.Search = 0
	for _, op := range sent {
		op.State, op.Why = outbox.Parked, f.Why
		op.Attempts++
		m.keepOp(*op)
	}
}

// suspect looks for the one operation that a platform cannot answer, however well it is otherwise: after some such answers
// in a row less goes at a time, and what failed alone lets the other lanes go first.
func (m *machine) suspect(sent []*outbox.Op) {
	switch {
	case m.Fails < lossRuns:
	case len(sent) > 1:
		m.Search = len(sent) / 2
	case len(sent) == 1:
		m.comeAgain(sent[0].Lane)
	}
}

func (m *machine) lineFailed(f Failure) {
	m.Fails++
	if f.Sick { // hearing from it again does not make it well
		m.online(true)
		m.Sick = m.now.Add(m.pause(m.Fails))
	} else {
		m.online(false)
		m.NotBefore = m.now.Add(m.pause(m.Fails))
	}
	m.asked(f)
}

// longestAsked is the longest Retry-After that is kept to: who asks for more has made a mistake.
const longestAsked = time.Hour

func (m *machine) asked(f Failure) {
	if f.RetryAfter > 0 {
		m.Asked = latest(m.Asked, m.now.Add(min(f.RetryAfter, longestAsked)))
	}
}

// silent: the feed, or a question for the platform's health, came to nothing. A platform that is there but could not
// answer the feed is well enough for the rest.
func (m *machine) silent(f Failure) {
	m.online(f.Sick)
	if f.Sick {
		m.FeedFails++
		m.FeedSick = m.now.Add(m.pause(m.FeedFails))
	}
	m.asked(f)
}

// pause is full jitter: anything up to base·2ⁿ⁻¹, at most MaxWait.
func (m *machine) pause(fails int) time.Duration {
	top := m.set.MaxWait
	if shift := fails - 1; shift < 30 && m.set.Base<<shift < top {
		top = m.set.Base << shift
	}
	return time.Duration(m.set.Random() * float64(top))
}

func (m *machine) uploaded(in Uploaded) {
	f, _ := m.landed(in.Digest)
	m.answersWell()
	if in.Epoch != m.Line.Epoch { // an answer out of another book, older or newer: its position counts in that book only
		m.heard(in.Epoch, 0)
	}
	if f == nil {
		return
	}
	f.State, f.Position, f.Why = outbox.Accepted, in.Position, outbox.Why{}
	m.patient(f.Digest)
	m.keepFile(*f)
	m.prune()
}

func (m *machine) uploadFailed(digest string, fail Failure) {
	f, struck := m.landed(digest)
	if fail.Stuck {
		m.answersWell()
		if f != nil {
			f.Attempts++
			m.comeAgain(f.Digest)
		}
		return
	}
	if !fail.Refused && !fail.Ours {
		if f != nil {
			f.Attempts++
		}
		beside := len(m.Uploading) > 0 || struck
		if m.Struck = m.Uploading; struck { // of what was in flight together, the line's failure counts once
			m.asked(fail)
		} else {
			m.lineFailed(fail)
		}
		if f != nil && fail.Sick && (m.Fails >= lossRuns || beside) { // perhaps it is this file
			m.comeAgain(f.Digest)
		}
		return
	}
	if fail.Refused {
		m.answersWell()
	}
	if f != nil {
		f.State, f.Why = outbox.Parked, fail.Why
		f.Attempts++
		m.keepFile(*f)
	}
}

// answersWell: the platform is there and does what it is asked, or says why not.
func (m *machine) answersWell() {
	m.online(true)
	m.Fails, m.Sick = 0, time.Time{}
}

func (m *machine) online(on bool) {
	if on {
		m.NotBefore = time.Time{}
	}
	if m.Online != on {
		m.Online, m.Since = on, m.now
	}
}

func (m *machine) retryNow() {
	m.Fails, m.NotBefore, m.Sick, m.FeedSick = 0, time.Time{}, time.Time{}, time.Time{}
	m.Wait, m.Again = map[string]time.Time{}, map[string]int{}
	for i, op := range m.Ops {
		if op.Handed == nil && (op.State == outbox.Parked || op.State == outbox.Conflict) {
			op = m.changed(i)
			op.State = outbox.Waiting
			m.keepOp(*op)
		}
	}
	for i, f := range m.Files {
		if f.Handed == nil && f.State == outbox.Parked {
			f = m.changedFile(i)
			f.State = outbox.Waiting
			m.keepFile(*f)
		}
	}
}

// keepOp notes that the operation must be remembered; a later word on the same one replaces the earlier.
func (m *machine) keepOp(op outbox.Op) {
	if i, ok := m.kept[op.ID]; ok {
		m.change.Ops[i] = op
		return
	}
	m.kept[op.ID] = len(m.change.Ops)
	m.change.Ops = append(m.change.Ops, op)
}

func (m *machine) keepFile(f outbox.File) {
	if i, ok := m.kept[f.Digest]; ok {
		m.change.Files[i] = f
		return
	}
	m.kept[f.Digest] = len(m.change.Files)
	m.change.Files = append(m.change.Files, f)
}
