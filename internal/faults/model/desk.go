package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/workday"
	"onewindow/sync/engine"
	"onewindow/sync/feed"
	"onewindow/sync/outbox"
)

// act is one act a screen called done.
type act struct {
	id, lane string
	seq      uint64
	digest   string
	scans    []string
	intent   string // what the person meant, once; it is written into the act itself
}

// itemCode is a synthetic item of the unassigned county 350199.
const itemCode = "1135019900000000000000000000001"

var sampleItem = catalogue.Item{ID: "FZ999", Code: itemCode, Dept: "示例局"}

// work makes one act now and then: bursts with pauses between.
func (t *terminal) work() {
	if t.w.acts > 0 {
		pause := 20 * time.Second
		if t.w.one(40) {
			pause = 20 * time.Minute
		}
		t.w.after(t.w.upTo(pause), t.work)
	}
	if t.up && t.w.acts > 0 {
		t.act()
	}
}

// act makes a new case, or takes the next step of one this terminal knows.
func (t *terminal) act() {
	c := t.newCase()
	if n := len(t.disk.known); n > 0 && !t.w.one(3) {
		c = *t.disk.cases[t.disk.known[n-1-t.w.rnd.IntN(min(n, 40))]]
	}
	t.commit(c, "")
}

func (t *terminal) newCase() cases.Case {
	number, _ := cases.Number(itemCode, workday.Date{Year: 2026, Month: 11, Day: 23}, "0"+t.name, t.disk.serial+1) // in form by making
	return cases.Case{ID: "case-" + t.w.newID(), Number: number, Item: sampleItem,
		Applicant: cases.Party{Name: "张𬭎", Number: fmt.Sprintf("350199195001%06d", t.disk.serial%7)}, // the same people come to every window
		Promised:  workday.Date{Year: 2026, Month: 12, Day: 1}, Legal: workday.Date{Year: 2026, Month: 12, Day: 20}}
}

// next is an act that fits the case as this terminal sees it.
func (t *terminal) next(c cases.Case, intent string) (cases.Act, bool) {
	paper := func(k cases.PaperKind) *cases.IssuedPaper {
		return &cases.IssuedPaper{Kind: k, Number: intent, Page: cases.Page{Digest: "paper " + intent}}
	}
	a := cases.Act{At: cases.Stamp{Time: t.wall(), Source: cases.FromClerk}, By: cases.Who{Operator: "0312", Terminal: t.name}}
	switch {
	case c.State == "" && t.w.one(4):
		a.Kind, a.Filing, a.Paper, a.Lacks = cases.ActSupplement, &c, paper(cases.SupplementNotice), []cases.Lack{{Material: "1"}}
		c.SupplyBy = c.Promised
	case c.State == "" || c.State == cases.Supplement:
		a.Kind, a.Filing, a.Paper = cases.ActAccept, &c, paper(cases.AcceptanceNotice)
	case c.State == cases.Granted && c.HandOut == nil:
		a.Kind, a.Paper, a.HandOut = cases.ActHandOut, paper(cases.DeliveryRecord), &cases.Delivery{Receiver: "*𬭎", Way: cases.WayHand}
	default:
		moment := cases.Moments(c)
		if moment == 0 || cases.Rated(c, moment) {
			return a, false
		}
		a.Kind, a.Rating = cases.ActRate, &cases.Rating{Grade: 1, Count: moment, Device: intent}
	}
	return a, true
}

// commit is the press of the button: act, case and outbox in one commit, then the screen says done. A kill may come
// between any two of these.
func (t *terminal) commit(before cases.Case, replaces string) {
	intent := fmt.Sprintf("%s/%d", t.name, t.w.ids+1)
	a, ok := t.next(before, intent)
	if !ok {
		return
	}
	after, err := cases.Apply(before, a)
	if err != nil {
		return // the window would not offer it
	}
	if !t.w.healed && t.w.one(500) { // before the commit: nothing happened
		t.kill()
		return
	}
	done, op, files := t.write(before, after, a, replaces, intent)
	if !t.w.healed && t.w.one(500) { // after it, before the screen said so: it counts all the same
		t.confirmed = append(t.confirmed, done)
		t.kill()
		return
	}
	t.confirmed = append(t.confirmed, done)
	t.w.acts--
	t.w.report.Operations++
	t.step(engine.Appended{Ops: []outbox.Op{op}, Files: files})
	t.pump()
}

func (t *terminal) write(before, after cases.Case, a cases.Act, replaces, intent string) (*act, outbox.Op, []outbox.File) {
	d, lane := &t.disk, after.ID
	var seq uint64
	if replaces != "" {
		seq = d.ops[replaces].Seq
		t.drop(d.ops[replaces])
		t.confirmed = slices.DeleteFunc(t.confirmed, func(x *act) bool { return x.id == replaces })
	} else {
		d.last[lane]++
		seq = d.last[lane]
	}
	done := &act{id: t.w.newID(), lane: lane, seq: seq, intent: intent}
	if before.State == "" {
		d.serial++
		d.known = append(d.known, lane)
		for i := range t.w.rnd.IntN(3) {
			done.scans = append(done.scans, fmt.Sprintf("scan %s %d", done.id, i))
		}
	}
	operation := api.Operation{ID: done.id, Schema: api.SchemaVersion, Kind: a.Kind, Terminal: t.name, Operator: a.By.Operator, Lane: lane, Seq: seq,
		Base: after.Revision - 1, Replaces: replaces, At: a.At.Time, Blobs: done.scans, Act: a}
	payload, _ := json.Marshal(operation) // plain values
	done.digest = digest(payload)
	d.order++
	op := outbox.Op{Order: d.order, ID: done.id, Digest: done.digest, Size: len(payload), Kind: a.Kind, Lane: lane, Seq: seq, Blobs: done.scans, State: outbox.Waiting}
	d.ops[op.ID], d.payloads[op.ID], d.bytes[op.ID], d.cases[lane] = op, operation, payload, &after
	d.lanes[lane] = append(d.lanes[lane], op.ID)
	var files []outbox.File
	for _, s := range done.scans {
		f := outbox.File{Order: d.order, Digest: s, Op: op.ID, State: outbox.Waiting}
		d.files[s] = f
		files = append(files, f)
	}
	return done, op, files
}

// correct makes another act in a rejected one's place, from what the platform says of the case.
func (t *terminal) correct(op outbox.Op) {
	if c, ok := t.disk.cases[op.Lane]; ok && !strings.HasPrefix(string(op.Kind), "case.accept") {
		t.commit(*c, op.ID)
	}
}

// take puts a page of the feed and its place on disk as one.
func (t *terminal) take(p page) {
	d := &t.disk
	if d.epoch != "" && d.epoch != p.epoch {
		d.epoch, d.since = "", 0
		return
	}
	for _, held := range p.cases {
		var lane []outbox.Op
		for _, id := range d.lanes[held.ID] {
			lane = append(lane, d.ops[id])
		}
		standing, revision := outbox.Standing(lane)
		if held.Revision < revision {
			continue
		}
		t.watchPage(&held.Case, lane)
		var unsent []api.Operation
		for _, op := range standing {
			unsent = append(unsent, d.payloads[op.ID])
		}
		if _, ok := d.cases[held.ID]; !ok {
			d.known = append(d.known, held.ID)
		}
		d.cases[held.ID] = &held.Case
		if len(unsent) > 0 {
			view := feed.Merge(held.Case, unsent)
			d.cases[held.ID] = &view
		}
	}
	d.epoch, d.since = p.epoch, p.at
}

// watchPage looks at what a page of the feed is about to show: never less than the platform has answered.
func (t *terminal) watchPage(c *cases.Case, lane []outbox.Op) {
	for _, op := range lane {
		if op.State == outbox.Accepted && c.Revision < op.Revision {
			t.w.report.Breach(&t.w.report.Lost, "%s shows %s at revision %d after the platform answered %d", t.name, c.ID, c.Revision, op.Revision)
		}
	}
}
