package display

import (
	"strconv"
	"strings"
	"time"

	"onewindow/internal/display"
	"onewindow/internal/queue"
	"onewindow/internal/trouble"
	"onewindow/ui/kit"
)

// HallRows is everything that stands on the hall's screen.
type HallRows struct {
	Head    HeadRow
	Banner  *BannerRow // the hall is silent; nil = it speaks
	Slip    SlipRow
	List    ListRows
	Waiting WaitingRows
	Ready   ReadyRows
	Foot    FootRow
}

// HeadRow is the lintel: who, which day, what time.
type HeadRow struct{ Hall, Date, Weekday, Clock string }

// BannerRow says that the screen may be wrong, since when, and what to do.
type BannerRow struct{ Title, Text, Code string }

// SlipRow is the call on top, or a sentence where there is none.
type SlipRow struct {
	Icon, Band, Remark string
	Gold               bool   // the band: gold for now, grey for what is past
	Number, Window     string // "" = no call: Title and Text stand instead
	Title, Text        string
	Short              bool // leaves room for the banner
	Seq                int  // a new value, when Announcing, starts the motion
	Announcing         bool
}

// ListRows are the earlier calls.
type ListRows struct {
	Title, Remark string
	Calls         []CallRow
	How           []string // stands where there are no calls: how one gets to a window
	Short         bool
}

// CallRow is one earlier call.
type CallRow struct {
	Number, Window, Category, State, Time string
	Again                                 bool // it was called more than once and nobody came yet
}

// WaitingRows are the lines before each category.
type WaitingRows struct {
	Title, Remark string
	Categories    []CategoryRow
	Label, Total  string
	Dim           bool     // the figures are old
	Unknown       []string // stands instead of the categories
}

// CategoryRow is one category.
type CategoryRow struct {
	Code, Name, Windows, Count, Estimate string
	List                                 string // the windows' numbers alone, where there is no room for more
	Long                                 bool   // a long wait
}

// ReadyRows say who should get ready; on a silent screen, where to ask instead.
type ReadyRows struct {
	Title, Remark string
	Boxes         []ReadyRow
	Help          []string
}

// ReadyRow is one who should get ready.
type ReadyRow struct{ Number, Waited string }

// FootRow is the bottom line: how old this is, the screen's own clock, what to do when passed.
type FootRow struct {
	Icon  string
	Gold  bool
	Parts []Part
	Clock string
	Right string
	Code  string // of the trouble that Parts say; "" = none
}

// Part is a stretch of a sentence; strong ones stand out.
type Part struct {
	Text   string
	Strong bool
}

// A wait of this many minutes and more is marked as long.
const longWait = 20

const (
	rowsFresh = 4
	rowsStale = 3
)

// presenter words a snapshot in the language of the screen.
type presenter struct {
	w *kit.Words
	s display.Snapshot
}

// PresentHall words a snapshot for the hall's screen.
func PresentHall(s display.Snapshot, w *kit.Words) HallRows {
	p := presenter{w, s}
	return HallRows{
		Head: p.head(), Banner: p.banner(), Slip: p.slip(), List: p.list(),
		Waiting: p.waiting(), Ready: p.ready(), Foot: p.foot(),
	}
}

func (p presenter) head() HeadRow {
	now := p.s.Now
	return HeadRow{
		Hall:    p.w.Pick(p.s.Hall, p.s.HallEN),
		Date:    now.Format(p.w.T("date")),
		Weekday: p.w.T("weekday." + strconv.Itoa(int(now.Weekday()))),
		Clock:   now.Format("15:04"),
	}
}

func (p presenter) banner() *BannerRow {
	code, what, do := p.trouble()
	if code == "" {
		return nil
	}
	return &BannerRow{what, do, code}
}

// trouble says that the hall is not heard: what it means for this screen, and what to do. An empty code: it is heard.
func (p presenter) trouble() (code, what, do string) {
	switch {
	case p.s.Phase == display.Searching:
		code = display.CodeUnheard
	case p.s.Stale:
		code = display.CodeSilent
	default:
		return "", "", ""
	}
	words := trouble.Of(code).ForCitizen().Fill("age", p.age(), "time", p.s.Heard.Format("15:04"))
	first, rest := words.Split()
	trim := func(w trouble.Words) string {
		return strings.TrimRight(strings.TrimSpace(p.w.Pick(w.Zh, w.En)), "。.")
	}
	return code, trim(first), trim(rest)
}

// age says how long ago the hall spoke: seconds at first, then minutes, then hours.
func (p presenter) age() string {
	switch a := p.s.Age; {
	case a < time.Minute:
		return p.w.T("age.seconds", "n", strconv.Itoa(int(a/time.Second)))
	case a < 2*time.Hour:
		return p.w.T("age.minutes", "n", strconv.Itoa(int(a/time.Minute)))
	default:
		return p.w.T("age.hours", "n", strconv.Itoa(int(a/time.Hour)))
	}
}

func (p presenter) slip() SlipRow {
	row := SlipRow{Short: p.banner() != nil}
	c := p.s.Newest
	if c == nil {
		return p.noCall(row)
	}
	row.Number, row.Window = c.Number, twoDigits(c.Window)
	row.Remark = p.w.T("slip.remark", "category", p.category(c.Category), "time", c.At.Format("15:04"), "n", strconv.Itoa(c.Times))
	row.Seq, row.Announcing = p.s.Seq, p.s.Announcing
	key := "slip." + string(c.State)
	row.Icon, row.Gold = "call", c.State == queue.Calling
	if !row.Gold {
		row.Icon = "clock"
	}
	if p.s.Stale {
		key, row.Icon, row.Gold, row.Announcing = "slip.last", "clock", false, false
	}
	row.Band = p.w.T(key, "number", c.Number, "window", strconv.Itoa(c.Window))
	return row
}

func (p presenter) noCall(row SlipRow) SlipRow {
	phase := string(p.s.Phase)
	row.Icon, row.Band = "clock", p.w.T(phase+".band")
	row.Title, row.Text = p.w.T(phase+".slip"), p.w.T(phase+".text")
	return row
}

func (p presenter) list() ListRows {
	rows, most := ListRows{Title: p.w.T("list.title"), Remark: p.w.T("list.remark")}, rowsFresh
	if p.banner() != nil {
		rows, most = ListRows{Title: p.w.T("list.stale"), Short: true}, rowsStale
	}
	for i, c := range p.s.Earlier {
		if i == most {
			break
		}
		row := CallRow{Number: c.Number, Window: twoDigits(c.Window), Category: p.category(c.Category), Time: c.At.Format("15:04")}
		if !p.s.Stale {
			row.Again = c.State == queue.Calling && c.Times > 1
			row.State = p.w.T("row."+string(c.State), "n", strconv.Itoa(c.Times))
			if row.Again {
				row.State = p.w.T("row.again", "n", strconv.Itoa(c.Times))
			}
		}
		rows.Calls = append(rows.Calls, row)
	}
	if p.s.Phase == display.Quiet || p.s.Phase == display.Closed {
		rows.How = []string{p.w.T("how.1"), p.w.T("how.2"), p.w.T("how.3")}
	}
	return rows
}

func (p presenter) category(code string) string {
	zh, en := p.s.Name(code)
	return p.w.Pick(zh, en)
}

func (p presenter) waiting() WaitingRows {
	rows := WaitingRows{Title: p.w.T("waiting.title"), Label: p.w.T("waiting.total"), Dim: p.s.Stale}
	if p.s.Phase == display.Searching {
		rows.Title, rows.Remark, rows.Total = p.w.T("waiting.stale"), p.w.T("waiting.unknown"), "—"
		rows.Unknown = []string{p.w.T("waiting.unknown.1"), p.w.T("waiting.unknown.2")}
		return rows
	}
	if p.s.Stale {
		rows.Title, rows.Remark = p.w.T("waiting.stale"), p.w.T("waiting.asof", "time", p.s.Heard.Format("15:04"))
	}
	rows.Total = p.w.T("people", "n", strconv.Itoa(p.s.Waiting))
	for _, c := range p.s.Categories {
		list := ranges(c.Windows, p.w.T("windows.and"))
		row := CategoryRow{Code: c.Code, Name: p.w.Pick(c.Name, c.NameEN), Count: strconv.Itoa(c.Waiting), Windows: p.w.T("windows", "list", list), List: list}
		switch {
		case !p.open():
			row.Estimate = p.w.T("estimate." + string(p.s.Phase))
		case c.OpenNow == 0:
			row.Estimate = p.w.T("estimate.nobody")
		case p.s.Stale || c.HighMin == 0:
			row.Estimate = p.w.T("estimate.none")
		default:
			row.Estimate = p.w.T("estimate", "low", strconv.Itoa(c.LowMin), "high", strconv.Itoa(c.HighMin))
			row.Long = c.HighMin >= longWait
		}
		if p.s.Stale {
			row.Estimate = p.w.T("estimate.none")
		}
		rows.Categories = append(rows.Categories, row)
	}
	return rows
}

func (p presenter) ready() ReadyRows {
	if p.s.Stale {
		return ReadyRows{Title: p.w.T("help.title"), Help: []string{p.w.T("help.1"), p.w.T("help.2")}}
	}
	if !p.open() {
		return ReadyRows{Title: p.w.T("ask.title"), Help: []string{p.w.T("ask.1"), p.w.T("ask.2")}}
	}
	rows := ReadyRows{Title: p.w.T("ready.title"), Remark: p.w.T("ready.remark")}
	for _, n := range p.s.Next {
		rows.Boxes = append(rows.Boxes, ReadyRow{n.Number, p.w.T("ready.waited", "n", strconv.Itoa(int(n.Waited/time.Minute)))})
	}
	if len(rows.Boxes) == 0 {
		return ReadyRows{Title: p.w.T("ready.nobody"), Help: []string{p.w.T("nobody.1"), p.w.T("nobody.2")}}
	}
	return rows
}

func (p presenter) foot() FootRow {
	clock := p.w.T("foot.clock", "time", p.s.Now.Format("15:04:05"))
	switch {
	case p.s.Phase == display.Searching:
		return FootRow{Icon: "clock", Gold: true, Parts: []Part{{p.w.T("searching.foot"), false}}, Clock: clock, Right: p.w.T("foot.reconnect")}
	case p.s.Stale:
		a := p.s.Age
		long := p.w.T("age.long", "m", strconv.Itoa(int(a/time.Minute)), "s", strconv.Itoa(int(a/time.Second)%60))
		if a >= time.Hour {
			long = p.w.T("age.longer", "h", strconv.Itoa(int(a/time.Hour)), "m", strconv.Itoa(int(a/time.Minute)%60))
		}
		return FootRow{Icon: "clock", Gold: true, Right: p.w.T("foot.reconnect"), Parts: []Part{
			{p.w.T("foot.shows"), false}, {p.s.Heard.Format("15:04:05"), true}, {p.w.T("foot.ago"), false}, {long, true},
		}}
	}
	foot := FootRow{Icon: "check", Parts: []Part{{p.fresh(), false}}, Clock: clock}
	if p.open() && p.s.PassedMin > 0 {
		foot.Right = p.w.T("foot.passed", "n", strconv.Itoa(p.s.PassedMin))
	}
	return foot
}

// open reports whether the hall serves people today, now.
func (p presenter) open() bool { return p.s.Phase == display.Quiet || p.s.Phase == display.Calls }

// fresh says how old a screen that is not stale is.
func (p presenter) fresh() string {
	n := int(p.s.Age / time.Second)
	if n == 0 {
		return p.w.T("fresh.now")
	}
	return p.w.T("fresh", "n", strconv.Itoa(n))
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// ranges shortens window numbers: 1 2 3 11 becomes 01–03、11.
func ranges(windows []int, and string) string {
	text := ""
	for i := 0; i < len(windows); {
		j := i
		for j+1 < len(windows) && windows[j+1] == windows[j]+1 {
			j++
		}
		if text != "" {
			text += and
		}
		text += twoDigits(windows[i])
		if j > i {
			text += "–" + twoDigits(windows[j])
		}
		i = j + 1
	}
	return text
}
