package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
)

const between = " · "

// Outbox implements counter.Store.
func (s *Store) Outbox(context.Context) (counter.OutboxView, error) {
	ops, files, _, err := s.outbox.Load()
	if err != nil {
		return counter.OutboxView{}, spoken(err)
	}
	status := s.status()
	view := counter.OutboxView{Online: status.Online, Since: status.Since, Heard: s.hear(status), NextTry: status.NextTry, SavedAt: s.p.Vault.SavedAt()}
	for _, n := range status.Notes {
		view.Notes = append(view.Notes, counter.Trouble{Code: n.Code, Sentence: n.Sentence, SentenceEN: n.SentenceEN})
	}
	err = s.p.Vault.View(func(tx *vault.Tx) error {
		behind := behindHalts(ops)
		for _, op := range ops {
			if op.State == outbox.Accepted {
				continue
			}
			e, err := s.opEntry(tx, op, status)
			if err != nil {
				return err
			}
			e.Behind = behind[op.ID]
			add(&view, e)
		}
		view.History, err = s.history(tx, status)
		return err
	})
	slices.SortFunc(files, func(a, b outbox.File) int { return a.Label.Since.Compare(b.Label.Since) })
	for _, f := range files {
		if f.State != outbox.Accepted {
			add(&view, fileEntry(f, status))
		}
	}
	slices.SortStableFunc(view.Entries, func(a, b counter.OutboxEntry) int { return a.Since.Compare(b.Since) })
	return view, spoken(err)
}

// status is what the line looks like; without one nothing is known of it since the start.
func (s *Store) status() runner.Status {
	if s.line == nil {
		return runner.Status{Since: s.begun}
	}
	return s.line.Status()
}

// behindHalts counts, for each operation that halts its lane, those that wait behind it.
func behindHalts(ops []outbox.Op) map[string]int {
	halts, behind := map[string]outbox.Op{}, map[string]int{}
	for _, op := range ops {
		if first, known := halts[op.Lane]; op.State.Halts() && (!known || op.Seq < first.Seq) {
			halts[op.Lane] = op
		}
	}
	for _, op := range ops {
		if first, halted := halts[op.Lane]; halted && op.State != outbox.Accepted && op.Seq > first.Seq {
			behind[first.ID]++
		}
	}
	return behind
}

// historyShown bounds what is shown of the history; more of it is kept (Keep.Days).
const historyShown = 50

func (s *Store) history(tx *vault.Tx, status runner.Status) (out []counter.Ended, err error) {
	all, err := outbox.History(tx)
	for i := len(all) - 1; i >= 0 && len(out) < historyShown; i-- {
		e := all[i]
		shown := counter.Ended{Entry: entry(e.Op.ID, e.Op.Label, e.Op.State, e.Op.Why, e.Op.Attempts, status), Corrected: e.How == outbox.Corrected,
			By: e.By, Name: e.Name, At: e.At, Reason: e.Reason}
		shown.Entry.Act = e.Op.Kind
		out = append(out, shown)
	}
	return out, err
}

func add(v *counter.OutboxView, e counter.OutboxEntry) {
	v.Entries = append(v.Entries, e)
	switch {
	case e.Handed != nil:
		v.Handed++
		return
	case outbox.State(e.State).Halts():
		v.Stuck++
		return
	}
	v.Waiting++
	if v.Oldest.IsZero() || e.Since.Before(v.Oldest) {
		v.Oldest = e.Since
	}
}

func (s *Store) opEntry(tx *vault.Tx, op outbox.Op, status runner.Status) (counter.OutboxEntry, error) {
	e := entry(op.ID, op.Label, op.State, op.Why, op.Attempts, status)
	e.Act, e.Handed = op.Kind, handed(op.Handed)
	var v side
	if op.State.Halts() {
		var err error
		if v, err = s.side(tx, op, status); err != nil {
			return e, err
		}
	}
	e.Ways = ways(op, e.State, v)
	return e, nil
}

func handed(h *outbox.Hand) *counter.Handed {
	if h == nil {
		return nil
	}
	return &counter.Handed{At: h.At, By: h.By, Name: h.Name, Report: h.Report}
}

func fileEntry(f outbox.File, s runner.Status) counter.OutboxEntry {
	e := entry(f.Digest, f.Label, f.State, f.Why, f.Attempts, s)
	e.File, e.Handed = true, handed(f.Handed)
	e.Ways = fileWays(f, e.State)
	kind, kindEN := "扫描件", "Scan"
	if f.Type == "application/pdf" {
		kind, kindEN = "文书", "Paper"
	}
	_, what, _ := strings.Cut(f.Label.Title, between)
	e.Title, e.TitleEN = kind+between+what, kindEN+between+what
	e.Detail, e.DetailEN = size(f.Size), size(f.Size)
	if f.Label.Number != "" {
		number := cases.ShortNumber(f.Label.Number)
		e.Detail, e.DetailEN = "案件 "+number+between+e.Detail, "Case "+number+between+e.DetailEN
	}
	return e
}

// entry leaves Why empty while there is nothing to say beyond the state and the line: the screen has words for those, in
// both languages.
func entry(id string, l outbox.Label, state outbox.State, why outbox.Why, attempts int, s runner.Status) counter.OutboxEntry {
	e := counter.OutboxEntry{ID: id, CaseID: l.CaseID, Number: l.Number, Title: l.Title, TitleEN: l.TitleEN, Detail: l.Detail, DetailEN: l.DetailEN, Since: l.Since,
		Why: why.Sentence, WhyEN: why.SentenceEN, Code: why.Code, State: string(state), Attempts: max(attempts, s.Attempts[id]), Operator: l.Operator, Name: l.Name, First: l.First}
	switch {
	case s.Sending[id]:
		e.State, e.Why, e.WhyEN, e.Code = "sending", "", "", ""
	case state == outbox.Waiting && s.Held[id].Code != "":
		held := s.Held[id]
		e.Why, e.WhyEN, e.Code = held.Sentence, held.SentenceEN, held.Code
	case state.Halts() && e.Why == "":
		none := trouble.Of("SYNC-106")
		e.Why, e.WhyEN, e.Code = none.Clerk.Zh, none.Clerk.En, none.Code
	}
	return e
}

// label says what a person sees of an act in the outbox.
func label(c cases.Case, act cases.Act, files []cases.Page) outbox.Label {
	name, nameEN := cases.ActName(act.Kind)
	l := outbox.Label{Title: name, TitleEN: nameEN, Number: c.Number, CaseID: c.ID, Operator: act.By.Operator, Name: act.By.Name, Since: act.At.Time}
	what := ""
	if c.Item.Name != "" {
		what = between + c.Item.Name
	}
	if c.Ticket != "" {
		what += " " + c.Ticket
	}
	l.Title, l.TitleEN = l.Title+what, l.TitleEN+what
	var zh, en []string
	if c.Number != "" {
		number := cases.ShortNumber(c.Number)
		zh, en = append(zh, "案件 "+number), append(en, "Case "+number)
	}
	if n := len(files); n > 0 {
		var sum int64
		for _, f := range files {
			sum += f.Size
		}
		zh, en = append(zh, fmt.Sprintf("%d 份文件 %s", n, size(sum))), append(en, fmt.Sprintf("%d files, %s", n, size(sum)))
	}
	l.Detail, l.DetailEN = strings.Join(zh, between), strings.Join(en, between)
	return l
}

func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}

var (
	_ counter.Store = (*Store)(nil)
	_ counter.Clock = (*Store)(nil)
)
