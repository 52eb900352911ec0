package counter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/workday"
)

// filing is one of the three ways a file is taken in.
type filing struct {
	act    cases.ActKind
	paper  cases.PaperKind
	lacks  []cases.Lack
	reason string
}

// Accept takes the file in (受理): everything is checked, the number given, the dates counted, the notice drawn, and
// all of it is on disk before it is called done.
func (d *Desk) Accept(ctx context.Context) (Outcome, error) {
	return d.file(ctx, filing{act: cases.ActAccept, paper: cases.AcceptanceNotice})
}

// AskSupplement gives the one-time notice (一次性告知): everything that is missing, once.
func (d *Desk) AskSupplement(ctx context.Context, lacks []cases.Lack) (Outcome, error) {
	return d.file(ctx, filing{act: cases.ActSupplement, paper: cases.SupplementNotice, lacks: slices.Clone(lacks)})
}

// Refuse does not take the file in (不予受理), with the reason.
func (d *Desk) Refuse(ctx context.Context, reason string) (Outcome, error) {
	return d.file(ctx, filing{act: cases.ActRefuse, paper: cases.RefusalNotice, reason: strings.TrimSpace(reason)})
}

// Lacks proposes the lines of the one-time notice from the materials that did not come.
func (d *Desk) Lacks() []cases.Lack {
	t, err := d.inFront()
	if err != nil {
		return nil
	}
	return cases.ProposedLacks(t.c)
}

func (d *Desk) file(ctx context.Context, f filing) (Outcome, error) {
	zh, en := cases.ActName(f.act)
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	d.setBusy("正在办理："+zh, en+" …")
	defer d.setBusy("", "")
	out, warn, err := d.fileFront(ctx, f)
	if err != nil {
		return Outcome{}, d.fail(err, zh, en)
	}
	d.done(ctx, out)
	d.mu.Lock()
	d.mode = CitizenIdle // what was asked for or refused stands on the paper; 已受理 is shown for acceptances only
	if f.act == cases.ActAccept {
		d.mode = CitizenDone
	}
	d.mu.Unlock()
	d.sayFiled(f.act, out.Case, warn)
	return out, nil
}

// fileFront files the case in front. Until Commit has returned, nothing but the draft's number has changed.
func (d *Desk) fileFront(ctx context.Context, f filing) (out Outcome, warn *workday.NoticeError, err error) {
	t, err := d.inFront()
	if err != nil {
		return out, nil, err
	}
	form := d.p.Catalogue.Form(t.c.Item.ID)
	if err := d.fileable(t, form, f); err != nil {
		return out, nil, err
	}
	if err := d.mayAct(f.act, t.c); err != nil {
		return out, nil, err
	}
	who, err := d.who()
	if err != nil {
		return out, nil, err
	}
	stamp, err := d.stamp()
	if err != nil {
		return out, nil, err
	}
	if err := d.giveNumber(ctx, &t, workday.DateOf(stamp.Time)); err != nil {
		return out, nil, err
	}
	file, warn, err := d.prepare(t.c, form, f, stamp, who)
	if err != nil {
		return out, nil, err
	}
	act := cases.Act{Kind: f.act, At: stamp, By: who, Filing: &file, Lacks: f.lacks, Reason: f.reason}
	keepDates(&file, t.stands)
	out, err = d.carryOut(ctx, t, drawn(file, stamp), act, f.paper)
	return out, warn, err
}

// fileable says in a sentence why a file cannot be taken in now; from then on the screen marks every fault.
func (d *Desk) fileable(t tab, form catalogue.Form, f filing) error {
	if err := d.changeable(t); err != nil {
		return err
	}
	d.mu.Lock()
	scanning := d.scan != nil && d.scan.CaseID == t.c.ID
	d.mu.Unlock()
	if scanning {
		return told("SCAN-010", nil)
	}
	if t.c.Item.ID == "" {
		return fault("CASE-013", "还没有选定事项。", "No item has been chosen.", nil)
	}
	if f.act != cases.ActAccept {
		return nil // the machine checks what these need
	}
	missing := cases.MissingForAccept(form, t.c)
	if len(missing) == 0 {
		return nil
	}
	t.tried = true
	d.put(t)
	m := missing[0]
	return fault(m.Code, m.Sentence, m.SentenceEN, nil)
}

// giveNumber takes a serial once and keeps it in the draft: a second try after a failure uses the same one.
func (d *Desk) giveNumber(ctx context.Context, t *tab, day workday.Date) error {
	if cases.Filed(t.c) {
		return nil
	}
	compact := strings.ReplaceAll(day.String(), "-", "")
	if tail := numberTail(t.c); tail != "" && (strings.HasPrefix(tail, compact) || t.corrects != "") { // a correction keeps the number on the paper
		if number := t.c.Item.Code + tail; number != t.c.Number { // the item was changed after the serial was taken
			t.c.Number = number
			d.put(*t)
			return d.keep(ctx, t.c)
		}
		return nil
	}
	block, serial, err := d.p.Store.NextSerial(ctx, day.String())
	if err != nil {
		return err
	}
	number, err := cases.Number(t.c.Item.Code, day, block, serial)
	if err != nil {
		return fault("DESK-011", "办件编号没有编成，请联系技术人员。", "The case number could not be made; call an engineer.", err)
	}
	t.c.Number = number
	d.put(*t)
	return d.keep(ctx, t.c)
}

// numberTail is a number without its item code: day, block and serial.
func numberTail(c cases.Case) string {
	if len(c.Number) != cases.NumberLen {
		return ""
	}
	return c.Number[31:]
}

// prepare makes the file as the act carries it: the case as it stands, with only the answers its form asks for, with
// dates, lacks and reason.
func (d *Desk) prepare(c cases.Case, form catalogue.Form, f filing, at cases.Stamp, who cases.Who) (cases.Case, *workday.NoticeError, error) {
	file := cases.Clone(c)
	file.Form = asked(form, c)
	file.By = who
	file.Lacks, file.Reason = f.lacks, f.reason
	day := workday.DateOf(at.Time)
	var warn *workday.NoticeError
	deadline := func(l workday.Limit) (workday.Date, error) {
		date, err := d.p.Calendar.Deadline(day, l)
		if err != nil && !errors.As(err, &warn) {
			return date, fault("DESK-012", "办结日期没有算出，请联系技术人员。", "The date could not be counted; call an engineer.", err)
		}
		return date, nil
	}
	var err error
	switch f.act {
	case cases.ActAccept:
		file.Offline = !d.online()
		if file.Promised, err = deadline(c.Item.Promised.Workday()); err == nil {
			file.Legal, err = deadline(c.Item.Legal.Workday())
		}
	case cases.ActSupplement:
		file.SupplyBy, err = deadline(workday.Limit{Days: float64(d.p.SupplyDays)})
	}
	return file, warn, err
}

// asked gives the answers of a form's fields, in its order.
func asked(form catalogue.Form, c cases.Case) []cases.Value {
	var out []cases.Value
	for _, f := range form.Fields {
		i := slices.IndexFunc(c.Form, func(v cases.Value) bool { return v.Key == f.Key && v.Text != "" })
		if i >= 0 {
			out = append(out, c.Form[i])
		}
	}
	return out
}

// drawn is the file as its paper shows it: with the receipt's time.
func drawn(file cases.Case, at cases.Stamp) cases.Case {
	c := cases.Clone(file)
	if c.ReceivedAt.Time.IsZero() {
		c.ReceivedAt = at
	}
	c.AcceptedAt = at
	return c
}

// keepDates lets an acceptance that is corrected keep the days it promised: they count from the paper the applicant holds.
func keepDates(file *cases.Case, corrected cases.Act) {
	first := corrected.Filing
	if first == nil || corrected.Kind != cases.ActAccept || file.Promised.IsZero() || first.Promised.IsZero() || first.Item.ID != file.Item.ID {
		return
	}
	if first.Promised.String() < file.Promised.String() {
		file.Promised = first.Promised
	}
	if first.Legal.String() < file.Legal.String() {
		file.Legal = first.Legal
	}
}

// carryOut draws the paper, seals it, makes the step and commits both. Only then is the act done.
func (d *Desk) carryOut(ctx context.Context, t tab, onPaper cases.Case, act cases.Act, kind cases.PaperKind) (Outcome, error) {
	before := t.c
	act.Paper = &cases.IssuedPaper{Kind: kind, Number: paperNumber(kind, onPaper.Number), At: act.At.Time, Page: cases.Page{Digest: "to come"}}
	if _, err := cases.Apply(before, act); err != nil {
		return Outcome{}, err // what the machine refuses needs no paper
	}
	pdf, err := d.p.Papers.Draw(ctx, kind, onPaper, act)
	if err != nil {
		return Outcome{}, fault("DESK-013", "文书没有生成，件还没有办出，内容都在，可再试一次。",
			"The paper could not be made, so nothing was filed. Everything is kept; try again.", err)
	}
	page, err := d.p.Store.PutFile(ctx, "application/pdf", bytes.NewReader(pdf))
	if err != nil {
		return Outcome{}, fault("DESK-014", "文书没能存到本机，件还没有办出，可再试一次。",
			"The paper could not be saved, so nothing was filed; try again.", err)
	}
	act.Paper.Page = page
	after, err := cases.Apply(before, act)
	if err != nil {
		return Outcome{}, err
	}
	if err := d.commit(ctx, t.corrects, after, act); err != nil {
		var own *Error
		if errors.As(err, &own) && strings.HasPrefix(own.Code, "SYNC-12") { // not the disk: the outbox has moved on
			return Outcome{}, own
		}
		return Outcome{}, fault("DESK-015", "没能存到本机，件还没有办出，内容都在，可再试一次。",
			"It could not be saved, so nothing was filed. Everything is kept; try again.", err)
	}
	return Outcome{Case: after, Paper: act.Paper, PDF: pdf}, nil
}

// commit puts an act on disk. An error after which the act is on disk all the same is none: it must not be done twice.
func (d *Desk) commit(ctx context.Context, corrects string, after cases.Case, act cases.Act) error {
	err := d.putIn(ctx, corrects, after, act)
	if err == nil {
		return nil
	}
	got, readErr := d.p.Store.Case(context.WithoutCancel(ctx), after.ID)
	if readErr == nil && got.Revision == after.Revision && got.State == after.State && cases.LastStep(got).Equal(cases.LastStep(after)) {
		return nil
	}
	return err
}

// done shows a case after an act and remembers that this citizen was served. The outbox is read first, so that the case
// is never seen as sent before it is.
func (d *Desk) done(ctx context.Context, out Outcome) {
	d.reload(ctx)
	d.mu.Lock()
	if i := d.at(out.Case.ID); i >= 0 {
		d.tabs[i] = tab{c: cases.Clone(out.Case)}
	}
	d.service.caseID, d.service.moment = out.Case.ID, cases.Moments(out.Case)
	d.mu.Unlock()
	d.pulse()
}

func (d *Desk) setBusy(zh, en string) {
	d.mu.Lock()
	d.busy = [2]string{zh, en}
	if zh != "" {
		d.notice = nil
	}
	d.mu.Unlock()
	d.pulse()
}

func (d *Desk) sayFiled(k cases.ActKind, c cases.Case, warn *workday.NoticeError) {
	var zh, en string
	switch c.State {
	case cases.Accepted:
		zh, en = acceptedWords(c)
	case cases.Supplement:
		zh = fmt.Sprintf("已一次性告知，请在 %s前补齐。", dayWords(c.SupplyBy))
		en = fmt.Sprintf("Supplements were asked for, to be handed in by %s.", dayWordsEN(c.SupplyBy))
	default:
		zh, en = "已不予受理，通知书已出。", "Refused; the notice is made."
	}
	if warn != nil {
		d.say(NoticeWarn, "CAL-001", zh+warn.Sentence(), en+" "+warn.SentenceEN())
		return
	}
	d.sayDone(k, zh, en)
}

func acceptedWords(c cases.Case) (zh, en string) {
	if c.Promised == workday.DateOf(c.AcceptedAt.Time) {
		return "已受理，当日办结。", "Accepted. Decided today."
	}
	return fmt.Sprintf("已受理，最迟 %s办结。", dayWords(c.Promised)),
		fmt.Sprintf("Accepted. Decided by %s at the latest.", dayWordsEN(c.Promised))
}

func dayWords(d workday.Date) string { return fmt.Sprintf("%d月%d日", int(d.Month), d.Day) }

func dayWordsEN(d workday.Date) string { return fmt.Sprintf("%d %s", d.Day, time.Month(d.Month)) }

// paperNumber is a paper's own number: a word for its kind, year, and the case's day, block and serial.
func paperNumber(kind cases.PaperKind, caseNumber string) string {
	word := map[cases.PaperKind]string{
		cases.AcceptanceNotice: "受", cases.SupplementNotice: "补", cases.RefusalNotice: "不受", cases.DeliveryRecord: "送",
	}[kind]
	if len(caseNumber) != cases.NumberLen {
		return word
	}
	tail := caseNumber[31:]
	return fmt.Sprintf("%s〔%s〕%s-%s-%s", word, tail[:4], tail[4:8], tail[8:12], tail[12:])
}
