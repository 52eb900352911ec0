package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
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
	status := runner.Status{Since: s.begun}
	if s.line != nil {
		status = s.line.Status()
	}
	view := counter.OutboxView{Online: status.Online, Since: status.Since, NextTry: status.NextTry, SavedAt: s.p.Vault.SavedAt()}
	for _, op := range ops {
		if op.State != outbox.Accepted {
			add(&view, opEntry(op, status))
		}
	}
	slices.SortFunc(files, func(a, b outbox.File) int { return a.Label.Since.Compare(b.Label.Since) })
	for _, f := range files {
		if f.State != outbox.Accepted {
			add(&view, fileEntry(f, status))
		}
	}
	slices.SortStableFunc(view.Entries, func(a, b counter.OutboxEntry) int { return a.Since.Compare(b.Since) })
	return view, nil
}

func add(v *counter.OutboxView, e counter.OutboxEntry) {
	v.Entries = append(v.Entries, e)
	if outbox.State(e.State).Halts() {
		v.Stuck++
		return
	}
	v.Waiting++
	if v.Oldest.IsZero() || e.Since.Before(v.Oldest) {
		v.Oldest = e.Since
	}
}

func opEntry(op outbox.Op, s runner.Status) counter.OutboxEntry {
	return entry(op.ID, op.Label, op.State, op.Why, op.Attempts, s)
}

func fileEntry(f outbox.File, s runner.Status) counter.OutboxEntry {
	e := entry(f.Digest, f.Label, f.State, f.Why, f.Attempts, s)
	e.File = true
	kind := "扫描件"
	if f.Type == "application/pdf" {
		kind = "文书"
	}
	_, what, _ := strings.Cut(f.Label.Title, between)
	e.Title = kind + between + what
	e.Detail = size(f.Size)
	if f.Label.Number != "" {
		e.Detail = "案件 " + shortNumber(f.Label.Number) + between + e.Detail
	}
	return e
}

// entry leaves Why empty while there is nothing to say beyond the state and the line: the screen has words for those, in
// both languages.
func entry(id string, l outbox.Label, state outbox.State, why outbox.Why, attempts int, s runner.Status) counter.OutboxEntry {
	e := counter.OutboxEntry{ID: id, CaseID: l.CaseID, Number: l.Number, Title: l.Title, Detail: l.Detail, Since: l.Since,
		Why: why.Sentence, State: string(state), Attempts: max(attempts, s.Attempts[id]), Operator: l.Operator}
	switch {
	case s.Sending[id]:
		e.State, e.Why = "sending", ""
	case state.Halts() && e.Why == "":
		e.Why = "平台没有收下，也没有说明原因，请联系技术人员。（SYNC-105）"
	case e.Why != "" && why.Code != "":
		e.Why += "（" + why.Code + "）"
	}
	return e
}

// label says what a person sees of an act in the outbox.
func label(c cases.Case, act cases.Act, files []cases.Page) outbox.Label {
	l := outbox.Label{Title: actName(act.Kind), Number: c.Number, CaseID: c.ID, Operator: act.By.Operator, Since: act.At.Time}
	if c.Item.Name != "" {
		l.Title += between + c.Item.Name
	}
	if c.Ticket != "" {
		l.Title += " " + c.Ticket
	}
	if c.Number != "" {
		l.Detail = "案件 " + shortNumber(c.Number)
	}
	if len(files) > 0 {
		var sum int64
		for _, f := range files {
			sum += f.Size
		}
		if l.Detail != "" {
			l.Detail += between
		}
		l.Detail += fmt.Sprintf("%d 份文件 %s", len(files), size(sum))
	}
	return l
}

func actName(k cases.ActKind) string {
	switch k {
	case cases.ActAccept:
		return "受理"
	case cases.ActSupplement:
		return "一次性告知"
	case cases.ActRefuse:
		return "不予受理"
	case cases.ActHandOut:
		return "出件登记"
	case cases.ActRate:
		return "评价"
	}
	return string(k)
}

// shortNumber shows a case number's day, block and serial: …1123 0312 0006.
func shortNumber(n string) string {
	if len(n) < 12 {
		return n
	}
	tail := n[len(n)-12:]
	return "…" + tail[:4] + " " + tail[4:8] + " " + tail[8:]
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
