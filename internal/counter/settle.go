package counter

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"onewindow/internal/cases"
)

// What a clerk does about an entry of the outbox. Whoever decides stands beside whoever made it: nothing changes hands.

// RetryOutbox asks for an attempt to send at once. While a correction is open it waits: what it would send again is what
// is being corrected.
func (d *Desk) RetryOutbox() {
	d.mu.Lock()
	open := slices.ContainsFunc(d.tabs, func(t tab) bool { return t.corrects != "" })
	d.mu.Unlock()
	if open {
		_ = d.fail(told("SYNC-128", nil), "重试", "Trying again")
		return
	}
	d.p.Store.RetryNow()
}

// Dispute gives an operation with both versions.
func (d *Desk) Dispute(ctx context.Context, opID string) (Dispute, error) {
	if _, err := d.who(); err != nil {
		return Dispute{}, err
	}
	both, err := d.p.Store.Dispute(ctx, opID)
	if err != nil {
		return Dispute{}, spoken(err, "查看两边", "Looking at both versions")
	}
	return both, nil
}

// Correct brings the case of a step that the platform did not take to the front, as a working copy with what was typed.
// Filing it, or handing its result out, makes a new operation at the step's place, under the name of who does it now; the
// step becomes history. A correction that was begun goes on.
func (d *Desk) Correct(ctx context.Context, opID string) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	if err := d.correct(ctx, opID); err != nil {
		return d.fail(err, "更正", "Correcting")
	}
	return nil
}

func (d *Desk) correct(ctx context.Context, opID string) error {
	who, err := d.who()
	if err != nil {
		return err
	}
	both, err := d.p.Store.Dispute(ctx, opID)
	if err != nil {
		return err
	}
	if w, ok := both.Entry.Way(WayCorrect); !ok || w.Code != "" {
		return closedWay(w, ok)
	}
	t := tab{c: both.Truth, corrects: opID, stands: both.Act}
	switch {
	case both.Work != nil:
		t.c = *both.Work
	case both.Act.Filing != nil:
		t.c = reopened(both, who, cases.Step{Kind: "correct", At: d.p.Clock.Now(), By: who.Operator})
		if err := d.keep(ctx, t.c); err != nil {
			return err
		}
	}
	d.show(t)
	d.say(NoticeWarn, "", "正在更正这一步。改好后再办一次，它会占原来的位置重新上传；原来那一步留作记录。",
		"This step is being corrected. Do it once more: it is sent in its place, and the first one is kept as history.")
	return nil
}

// closedWay says why a way out cannot be taken.
func closedWay(w Way, ok bool) error {
	if !ok {
		return told("SYNC-123", nil)
	}
	return fault(w.Code, w.Why, w.WhyEN, nil)
}

// reopened is a file as it was filed, ready to be filed again on what the platform has. A number that belongs to another
// case is given up.
func reopened(both Dispute, who cases.Who, step cases.Step) cases.Case {
	c := cases.Rebase(*both.Act.Filing, both.Truth)
	c.State, c.By = both.Truth.State, who
	c.Promised, c.Legal, c.SupplyBy, c.Lacks, c.Reason = both.Truth.Promised, both.Truth.Legal, both.Truth.SupplyBy, both.Truth.Lacks, ""
	if both.Entry.Code == numberTaken {
		c.Number = ""
	}
	zh, en := cases.ActName(both.Act.Kind)
	made, at := hand(both.Act.By), both.Act.At.Time
	step.Text = fmt.Sprintf("更正 %s %s 的%s", made, at.Format("15:04"), zh)
	step.TextEN = fmt.Sprintf("Correcting what %s did at %s: %s", made, at.Format("15:04"), strings.ToLower(en))
	c.Steps = append(slices.Clip(c.Steps), step)
	return c
}

// numberTaken is the platform's word on a case number that another case bears.
const numberTaken = "OPS-011"

func hand(w cases.Who) string { return strings.TrimSpace(w.Operator + " " + w.Name) }

// KeepPlatform lets the platform's version stand: the step and those behind it are set down as history, with the reason.
func (d *Desk) KeepPlatform(ctx context.Context, opID, reason string) error {
	err := d.settle(ctx, func(who cases.Who) error {
		if reason = strings.TrimSpace(reason); reason == "" {
			return fault("DESK-070", "请写明为什么以平台为准。", "Say why the platform's version stands.", nil)
		}
		both, err := d.p.Store.Dispute(ctx, opID)
		if err != nil {
			return err
		}
		if w, ok := both.Entry.Way(WayKeep); !ok || w.Code != "" {
			return closedWay(w, ok)
		}
		if both.Work != nil {
			if err := d.p.Store.DropDraft(ctx, both.Entry.CaseID); err != nil {
				return err
			}
		}
		d.giveUp(opID, nil)
		return d.p.Store.SetDown(ctx, opID, who, reason)
	})
	if err != nil {
		return d.fail(err, "以平台为准", "Letting the platform's version stand")
	}
	d.say(NoticeDone, "", "已以平台为准，原来的步骤留作记录。", "The platform's version stands; the step is kept as history.")
	return nil
}

// HandOver gives an entry to an engineer, with a report that names nobody.
func (d *Desk) HandOver(ctx context.Context, entryID string) error {
	if err := d.settle(ctx, func(who cases.Who) error { return d.p.Store.HandOver(ctx, entryID, who) }); err != nil {
		return d.fail(err, "交工程师", "Handing over")
	}
	d.say(NoticeDone, "", "已交工程师，件仍在待上传里。", "Handed to an engineer; it stays in the outbox.")
	return nil
}

// TakeBack undoes HandOver.
func (d *Desk) TakeBack(ctx context.Context, entryID string) error {
	if err := d.settle(ctx, func(cases.Who) error { return d.p.Store.TakeBack(ctx, entryID) }); err != nil {
		return d.fail(err, "收回", "Taking back")
	}
	return nil
}

// settle does what a signed-in clerk decided, after whatever is being filed, and reads what it came to.
func (d *Desk) settle(ctx context.Context, do func(who cases.Who) error) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	who, err := d.who()
	if err != nil {
		return err
	}
	err = do(who)
	d.reload(ctx)
	return err
}

// giveUp ends the correction of an operation in its tab; truth, if given, takes its place.
func (d *Desk) giveUp(opID string, truth *cases.Case) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, t := range d.tabs {
		if t.corrects != opID {
			continue
		}
		t.corrects, t.stands = "", cases.Act{}
		if truth != nil {
			t.c = cases.Clone(*truth)
		}
		d.tabs[i] = t
	}
}

// halted gives the first step of a case that the platform did not take. It wants mu.
func (d *Desk) halted(caseID string) (e OutboxEntry, ok bool) {
	i := slices.IndexFunc(d.outbox.Entries, func(e OutboxEntry) bool { return e.CaseID == caseID && e.Halts() })
	if i < 0 {
		return e, false
	}
	return d.outbox.Entries[i], true
}

// mayChange reports whether a tab's case is the window's to change: not filed, and not waiting for a person's word on a
// step that came back, unless this is the word. It wants mu.
func (d *Desk) mayChange(t tab) bool {
	if !editable(t.c) {
		return false
	}
	_, halted := d.halted(t.c.ID)
	return !halted || t.corrects != ""
}

// changeable is mayChange with the reason.
func (d *Desk) changeable(t tab) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.mayChange(t):
		return nil
	case editable(t.c):
		return told("SYNC-121", nil)
	}
	return fault("DESK-003", "本件已经办出，不能再改。", "This case has been filed and cannot be changed.", nil)
}

// putIn puts an act on disk: at the end of its case's lane, or at the place of what it corrects.
func (d *Desk) putIn(ctx context.Context, corrects string, after cases.Case, act cases.Act) error {
	if corrects == "" {
		_, err := d.p.Store.Commit(ctx, after, act)
		return err
	}
	_, err := d.p.Store.Correct(ctx, corrects, after, act, "")
	return err
}
