package kiosk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"onewindow/devices"
	"onewindow/internal/catalogue"
	kiosk "onewindow/internal/kiosk"
	"onewindow/internal/queue"
	"onewindow/ui/kit"
)

// Machine is the kiosk's use cases as this window drives them. Implemented by *kiosk.Kiosk.
type Machine interface {
	Snapshot() kiosk.Snapshot
	Changed() <-chan struct{}
	Touch()
	Home()
	Back()
	SetElder(on bool)
	SetLow(on bool)
	TakeNumber()
	OpenGuide()
	ChooseCategory(code string) (ready bool)
	ChooseItem(id string) (ready bool)
	TakeForItem() (ready bool)
	Find()
	SetQuery(query string)
	TypeNumber()
	SubmitNumber(number string) (ready bool)
	WithoutCard()
	Issue(ctx context.Context)
	PrintAgain(ctx context.Context)
	Noted(ctx context.Context)
	Another(ctx context.Context)
}

// noteTime is how long an answer to a blocked control stays.
const noteTime = 6 * time.Second

// presenter holds what only this window knows: language, a note that answers a blocked control, what is typed.
type presenter struct {
	m     Machine
	words *kit.Words
	first kit.Lang // the language every session begins in
	bg    *kit.Background
	s     kiosk.Snapshot
	note  string // says why a control does nothing here; "" = none
	until time.Time
	typed string // the ID number being typed
	text  string // what is searched for, and the letters of it that are still being composed
	tail  string
	page  int // of a list that is longer than the screen
	draw  func()
}

// look takes the newest snapshot.
func (p *presenter) look() {
	before := p.s.Screen
	p.s = p.m.Snapshot()
	ended := p.s.Screen == kiosk.Home && (before != kiosk.Home && before != "" && before != p.s.Screen || p.s.Left == 0)
	if ended {
		p.words.SetLang(p.first)
	}
	if p.s.Screen != before {
		p.note, p.page = "", 0
		p.forget()
	}
	if p.note != "" && !p.s.Now.Before(p.until) {
		p.note = ""
	}
}

// forget drops what was typed as soon as no way leads back to where it was typed.
func (p *presenter) forget() {
	switch p.s.Screen {
	case kiosk.Number, kiosk.Issuing, kiosk.Told:
	case kiosk.Search, kiosk.Guide, kiosk.Card:
		p.typed = ""
	default:
		p.typed, p.text, p.tail = "", "", ""
	}
}

// wrong says what is wrong with the typed number.
func (p *presenter) wrong() string {
	if p.s.Problem == nil {
		return ""
	}
	return p.said(p.s.Problem) + p.coded(p.s.Problem.Code)
}

// t is a text of this window.
func (p *presenter) t(key string, pairs ...string) string { return p.words.T(key, pairs...) }

// said is a sentence of the use case in the present language.
func (p *presenter) said(pr *kiosk.Problem) string {
	if pr == nil {
		return ""
	}
	return p.words.Pick(pr.Sentence, pr.SentenceEN)
}

// coded is a code as it stands after its sentence.
func (p *presenter) coded(code string) string { return p.t("trouble.code", "code", code) }

// explain answers a blocked control.
func (p *presenter) explain(reason string) {
	p.m.Touch()
	p.note, p.until = reason, p.s.Now.Add(noteTime)
	p.draw()
}

func (p *presenter) closeNote() {
	p.note = ""
	p.draw()
}

// turn shows the next page of so many, and after the last the first.
func (p *presenter) turn(pages int) {
	p.m.Touch()
	p.page = (p.page + 1) % pages
	p.draw()
}

func (p *presenter) switchLang() {
	p.m.Touch()
	if p.words.Lang() == kit.Chinese {
		p.words.SetLang(kit.English)
	} else {
		p.words.SetLang(kit.Chinese)
	}
	p.draw()
}

// later runs an act that waits for hall or printer.
func (p *presenter) later(act func(context.Context)) {
	p.bg.Go(func(ctx context.Context) error {
		act(ctx)
		return nil
	}, nil)
}

// issueIf gets the number when the card or number is there already.
func (p *presenter) issueIf(ready bool) {
	if ready {
		p.later(p.m.Issue)
	}
}

func (p *presenter) category(code string) { p.issueIf(p.m.ChooseCategory(code)) }
func (p *presenter) item(id string)       { p.issueIf(p.m.ChooseItem(id)) }
func (p *presenter) forItem()             { p.issueIf(p.m.TakeForItem()) }
func (p *presenter) submit()              { p.issueIf(p.m.SubmitNumber(p.typed)) }
func (p *presenter) without() {
	p.m.WithoutCard()
	p.later(p.m.Issue)
}

// query is what is searched for: written text, and letters still being composed as pinyin.
func (p *presenter) query(text, composing string) {
	p.text, p.tail = text, composing
	p.m.SetQuery(strings.TrimSpace(text + " " + composing))
}

func (p *presenter) hall() string {
	b := p.s.Hall.Board
	if name := p.words.Pick(b.Hall, b.HallEN); name != "" {
		return name
	}
	return p.t("hall.unknown")
}

func (p *presenter) clock() string { return p.s.Now.Format("15:04") }

func (p *presenter) date() string {
	now := p.s.Now
	return p.t("date", "day", fmt.Sprint(now.Day()), "month", fmt.Sprint(int(now.Month())), "name", now.Format("Jan"))
}

func (p *presenter) weekday() string { return p.t(fmt.Sprintf("weekday.%d", int(p.s.Now.Weekday()))) }

func (p *presenter) categoryName(c queue.BoardCategory) string {
	return p.words.Pick(c.Name, c.NameEN)
}

// categoryOf names an item's category as the hall does, or as the catalogue.
func (p *presenter) categoryOf(it catalogue.Item) string {
	for _, c := range p.s.Hall.Board.Categories {
		if c.Code == it.Category {
			return p.categoryName(c)
		}
	}
	return it.CategoryName
}

// waiting says how many wait; long waits say so in words too.
func (p *presenter) waiting(c queue.BoardCategory) string {
	switch {
	case len(c.Windows) == 0:
		return p.t("wait.nowindow")
	case c.OpenNow == 0:
		return p.t("wait.closed")
	}
	return p.t("wait.count", "n", fmt.Sprint(c.Waiting))
}

// estimate is "12–20", or "" where nobody can say.
func estimate(low, high int) string {
	switch {
	case high == 0:
		return ""
	case low == high:
		return fmt.Sprint(high)
	}
	return fmt.Sprintf("%d–%d", low, high)
}

// estimate is for a number of a category taken now; nobody can say while no window is open or the hall is silent.
func (p *presenter) estimate(c queue.BoardCategory) string {
	if c.OpenNow == 0 || !p.s.Hall.Connected {
		return ""
	}
	return estimate(c.LowMin, c.HighMin)
}

// long tells a wait that deserves a warning.
func long(c queue.BoardCategory) bool { return c.OpenNow > 0 && c.HighMin >= 30 }

// age says how old the hall's word is.
func (p *presenter) age() string {
	if !p.s.Hall.Connected {
		if p.s.Hall.Heard.IsZero() {
			return p.t("hall.silent")
		}
		return p.t("hall.stale", "time", p.s.Hall.Heard.In(p.s.Now.Location()).Format("15:04"))
	}
	return p.t("hall.fresh", "n", fmt.Sprint(p.s.Hall.Board.Waiting), "time", p.s.Hall.Heard.In(p.s.Now.Location()).Format("15:04"))
}

// windows writes window numbers with the comma of the language.
func (p *presenter) windows(numbers string) string {
	return strings.ReplaceAll(numbers, "、", p.t("list.comma"))
}

// seconds left, for countdowns.
func (p *presenter) seconds() string { return fmt.Sprint(int(p.s.Left.Round(time.Second).Seconds())) }

// idle says after how long a screen nobody touches is cleared.
func (p *presenter) idle() string {
	return p.t("foot.idle", "n", fmt.Sprint(int(p.s.Idle.Seconds())))
}

// chosen names what the number will be for.
func (p *presenter) chosen() string {
	if p.s.Item != nil {
		return p.s.Item.Name
	}
	return p.categoryName(p.s.Category)
}

// limit says a time limit.
func (p *presenter) limit(l catalogue.Limit) string {
	switch {
	case l.Value == 0:
		return p.t("limit.spot")
	case l.Value == 0.5:
		return p.t("limit.sameday")
	case l.Unit == catalogue.NaturalDays:
		return p.t("limit.natural", "n", fmt.Sprint(l.Value))
	}
	if l.Value == 1 {
		return p.t("limit.working.one")
	}
	return p.t("limit.working", "n", fmt.Sprint(l.Value))
}

// material says how one material comes in.
func (p *presenter) material(m catalogue.MaterialSpec) (how string, meaning kit.Meaning) {
	switch {
	case m.FromSharedData:
		return p.t("material.shared"), kit.Shared
	case m.Deferrable:
		return p.t("material.deferrable"), kit.Careful
	case !m.Required():
		return p.t("material.optional"), kit.Unknown
	}
	return p.t("material.bring"), kit.Good
}

// paperless tells that there is a number and no paper, or perhaps none.
func (p *presenter) paperless() bool {
	t := p.s.Ticket
	return p.s.Screen == kiosk.Ticket && (t.Paper == kiosk.Failed || t.Paper == kiosk.Unsure)
}

// slipDoubt tells that no slip is to be expected: better known before than after.
func (p *presenter) slipDoubt() bool { return out(p.s.Printer) }

// readerOut tells that no card can be read.
func (p *presenter) readerOut() bool { return out(p.s.Reader) }

// out tells a device that cannot do its work; one that is busy by another program's doing has a code.
func out(st devices.Status) bool {
	return st.State == devices.Absent || st.State == devices.Attention || st.State == devices.Busy && st.Code != ""
}

// form says whether the original or a copy is wanted.
func (p *presenter) form(m catalogue.MaterialSpec) string {
	if m.OriginalOrCopy == "复印件" {
		return p.t("material.copy")
	}
	return p.t("material.original")
}

// spokenNumber spells a number as the voice would: A 零一八.
func (p *presenter) spokenNumber(number string) string {
	if p.words.Lang() == kit.English {
		return number
	}
	var b strings.Builder
	digits := []rune("零一二三四五六七八九")
	for _, r := range number {
		if r >= '0' && r <= '9' {
			b.WriteRune(digits[r-'0'])
		} else {
			b.WriteRune(r)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// voice is the one spoken sentence of the screen.
func (p *presenter) voice() string {
	switch p.s.Screen {
	case kiosk.Home:
		if p.s.Elder {
			return p.t("voice.home.elder")
		}
	case kiosk.Category, kiosk.Items:
		if p.s.Guiding {
			return p.t("voice." + string(p.s.Screen) + ".guide")
		}
	case kiosk.Card:
		if p.readerOut() {
			return p.t("voice.card.absent")
		}
	case kiosk.Ticket:
		return p.t("voice.ticket."+string(p.s.Ticket.Paper), "number", p.spokenNumber(p.s.Ticket.Slip.Number))
	}
	return p.t("voice." + string(p.s.Screen))
}
