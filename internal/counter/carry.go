package counter

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"onewindow/internal/trouble"
)

// Carrier takes the outbox to the platform by hand, and its receipts back, where no line does. Implemented by
// sync/carry/stick. Writing marks nothing as sent, and what also goes by wire counts once.
type Carrier interface {
	// Look tells which sticks are there and what was written last. It takes as long as a stick takes to answer.
	Look(ctx context.Context) (CarryLook, error)
	// Write writes what waits to a stick, whole or not at all; progress hears bytes. Cancelling ctx leaves no file.
	Write(ctx context.Context, stick string, progress func(done, all int64)) (CarryWritten, error)
	// Read takes in the newest receipts for this terminal that lie on a stick.
	Read(ctx context.Context, stick string) (CarryRead, error)
}

// Stick is a removable place that can be written now.
type Stick struct {
	Path string
	Name string // as people call it
	Free int64  // bytes
}

// CarryLook is what a Carrier sees.
type CarryLook struct {
	Sticks []Stick
	Last   *CarryFile // the newest that was written and is not answered; nil = none
}

// CarryFile is a file that was written.
type CarryFile struct {
	Name        string // of its first part
	At          time.Time
	Acts, Scans int
}

// CarryWritten is what writing came to.
type CarryWritten struct {
	Files       []string // names on the stick
	Acts, Scans int
	Bytes       int64
	Unreadable  int // what this machine could not read; it stays
}

// CarryRead is what reading came to.
type CarryRead struct {
	Files    []string // names on the stick
	Accepted int      // acts the platform has
	People   int      // acts that wait for a person now
	Stored   int      // scans and papers that are whole there
	Left     int      // acts and scans still to be sent
}

// CarryView is what a window shows of carrying by hand.
type CarryView struct {
	Possible bool // this counter has a Carrier
	Sticks   []Stick
	Awaited  *CarryFile // what was written, still waits here and has no receipts; nil = none
	Running  *CarryProgress
	Done     *Notice // what the newest writing or reading came to; nil = none since the last one began
}

// CarryProgress is a writing or reading under way.
type CarryProgress struct {
	Reading   bool // receipts; nothing can be said of how far
	Stick     string
	Done, All int64 // bytes
}

// carrying is what a desk knows of sticks. It is guarded by the desk's mu.
type carrying struct {
	look    CarryLook
	looking bool
	running *CarryProgress
	stop    context.CancelFunc
	done    *Notice
}

// carryDays is how many days receipts are waited for before the window asks, if nothing else is set.
const carryDays = 3

// lookAtSticks asks which sticks are there, beside everything else: one that hangs holds nobody up.
func (d *Desk) lookAtSticks(ctx context.Context) {
	d.mu.Lock()
	begin := d.p.Carrier != nil && !d.carry.looking
	if begin {
		d.carry.looking = true
	}
	d.mu.Unlock()
	if begin {
		go d.lookOnce(ctx)
	}
}

func (d *Desk) lookOnce(ctx context.Context) {
	now, err := d.p.Carrier.Look(ctx)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.carry.looking = false
	if err != nil {
		return // the next look is soon
	}
	if !now.same(d.carry.look) {
		d.pulse()
	}
	d.carry.look = now
}

// same reports whether two looks show the same; how much is free on a stick changes all the time.
func (l CarryLook) same(other CarryLook) bool {
	place := func(a, b Stick) bool { return a.Path == b.Path }
	return slices.EqualFunc(l.Sticks, other.Sticks, place) && (l.Last == nil) == (other.Last == nil) && (l.Last == nil || *l.Last == *other.Last)
}

// WriteStick writes what waits to a stick. All of it stays in the outbox until the platform has it.
func (d *Desk) WriteStick(ctx context.Context, stick string) error {
	return d.byHand(ctx, &CarryProgress{Stick: stick}, "写到 U 盘", "Writing to the stick", func(ctx context.Context) (zh, en string, err error) {
		w, err := d.p.Carrier.Write(ctx, stick, d.carried)
		if err != nil {
			return "", "", err
		}
		zh, en = w.words()
		return zh, en, nil
	})
}

// ReadStick takes in the receipts that lie on a stick.
func (d *Desk) ReadStick(ctx context.Context, stick string) error {
	return d.byHand(ctx, &CarryProgress{Stick: stick, Reading: true}, "读入回执", "Reading the receipts", func(ctx context.Context) (zh, en string, err error) {
		r, err := d.p.Carrier.Read(ctx, stick)
		if err != nil {
			return "", "", err
		}
		zh, en = r.words()
		return zh, en, nil
	})
}

// CancelStick stops a writing that is under way; receipts are read to their end.
func (d *Desk) CancelStick() {
	d.mu.Lock()
	stop := d.carry.stop
	d.mu.Unlock()
	if stop != nil {
		stop()
	}
}

func (d *Desk) byHand(ctx context.Context, p *CarryProgress, what, whatEN string, do func(ctx context.Context) (zh, en string, err error)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := cancel
	if p.Reading {
		stop = nil
	}
	if err := d.beginByHand(p, stop); err != nil {
		return d.fail(err, what, whatEN)
	}
	zh, en, err := do(ctx)
	if ctx.Err() != nil && err != nil {
		zh, en = "已停止，U 盘上没有留下文件；要送的都还在本机。", "Stopped. No file was left on the stick, and all that waits is still here."
		err = nil
	}
	d.endByHand(zh, en)
	after := context.WithoutCancel(ctx)
	d.lookAtSticks(after)
	d.reload(after)
	if err != nil {
		return d.fail(err, what, whatEN)
	}
	return nil
}

func (d *Desk) beginByHand(p *CarryProgress, stop context.CancelFunc) error {
	if _, err := d.who(); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.p.Carrier == nil { // no window offers it then
		return told("CARRY-008", nil)
	}
	if d.carry.running != nil {
		return told("CARRY-018", nil)
	}
	d.carry.running, d.carry.stop, d.carry.done, d.notice = p, stop, nil, nil
	d.pulse()
	return nil
}

func (d *Desk) endByHand(zh, en string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.carry.running, d.carry.stop = nil, nil
	if zh != "" {
		d.carry.done = &Notice{Kind: NoticeDone, Sentence: zh, SentenceEN: en, At: d.p.Clock.Now()}
	}
	d.pulse()
}

// carried hears how far a writing is, and tells it at every hundredth.
func (d *Desk) carried(done, all int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.carry.running
	if p == nil {
		return
	}
	if share(done, all) != share(p.Done, p.All) {
		d.pulse()
	}
	d.carry.running = &CarryProgress{Stick: p.Stick, Done: done, All: all}
}

func share(done, all int64) int64 { return done * 100 / max(all, 1) }

// carryView wants mu.
func (d *Desk) carryView() CarryView {
	v := CarryView{Possible: d.p.Carrier != nil, Sticks: slices.Clone(d.carry.look.Sticks), Awaited: d.awaited()}
	if p := d.carry.running; p != nil {
		now := *p
		v.Running = &now
	}
	if n := d.carry.done; n != nil {
		now := *n
		v.Done = &now
	}
	return v
}

// awaited is the newest file whose receipts are missing, as long as something from before it waits here: what has
// reached the platform by wire needs none. It wants mu.
func (d *Desk) awaited() *CarryFile {
	last := d.carry.look.Last
	waits := func(e OutboxEntry) bool {
		return (e.State == "waiting" || e.State == "sending") && !e.Since.After(last.At)
	}
	if last == nil || !slices.ContainsFunc(d.outbox.Entries, waits) {
		return nil
	}
	f := *last
	return &f
}

// carryTroubles is the stick that did not come back. It wants mu.
func (d *Desk) carryTroubles(now time.Time) []Trouble {
	f := d.awaited()
	if f == nil || now.Sub(f.At) < time.Duration(d.p.CarryDays)*24*time.Hour {
		return nil
	}
	const code = "CARRY-017"
	w := trouble.Of(code).Clerk.Fill("time", f.At.In(now.Location()).Format("01-02 15:04"), "n", strconv.Itoa(f.Acts), "file", f.Name)
	return []Trouble{{Code: code, Sentence: w.Zh, SentenceEN: w.En}}
}

func (w CarryWritten) words() (zh, en string) {
	name, nameEN := w.Files[0], w.Files[0]
	if n := len(w.Files); n > 1 {
		name, nameEN = fmt.Sprintf("%s 等 %d 个文件", name, n), fmt.Sprintf("%s and %d more", name, n-1)
	}
	zh = fmt.Sprintf("已写入 %d 步、%d 份扫描件到 %s；请交到平台，带回回执。", w.Acts, w.Scans, name)
	en = fmt.Sprintf("%s and %s written to %s. Take it to the platform and bring the receipts back.", many(w.Acts, "act"), many(w.Scans, "scan"), nameEN)
	if w.Unreadable > 0 {
		zh += fmt.Sprintf("有 %d 份在本机读不出来，没有带上。", w.Unreadable)
		en += fmt.Sprintf(" %d could not be read here and stayed.", w.Unreadable)
	}
	return zh, en
}

func (r CarryRead) words() (zh, en string) {
	cn, eng := []string{fmt.Sprintf("回执已读入：平台已收 %d 步、%d 份扫描件", r.Accepted, r.Stored)},
		[]string{fmt.Sprintf("Receipts taken in: the platform has %s and %s", many(r.Accepted, "act"), many(r.Stored, "scan"))}
	if r.People > 0 {
		cn, eng = append(cn, fmt.Sprintf("%d 步要处理", r.People)), append(eng, fmt.Sprintf("%d to be looked at", r.People))
	}
	if r.Left > 0 {
		cn, eng = append(cn, fmt.Sprintf("还有 %d 件要送", r.Left)), append(eng, fmt.Sprintf("%d still to be sent", r.Left))
	}
	return strings.Join(cn, "，") + "。", strings.Join(eng, ", ") + "."
}

// many is a number with its English noun.
func many(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
