package display

import (
	"slices"
	"strconv"

	"onewindow/internal/display"
	"onewindow/internal/queue"
	"onewindow/ui/kit"
)

// StripRows is everything that stands over one window.
type StripRows struct {
	Window     string
	Label      string
	Categories []string
	Icon, Band string
	Remark     string
	Gold       bool
	Please     string   // 请, left of the number; "" when nobody is called
	Number     string   // "" = Title and Text stand instead
	Side       []string // category and class, right of the number
	Title      string
	Text       string
	Foot       FootRow
	Clock      string
	Call       string // names the call; a new value starts the motion
}

// PresentStrip words a snapshot for the strip over a window.
func PresentStrip(s display.Snapshot, no int, w *kit.Words) StripRows {
	p := presenter{w, s}
	win, known := s.Window(no)
	rows := StripRows{Window: twoDigits(no), Label: w.T("strip.label"), Clock: s.Now.Format("15:04"), Foot: p.stripFoot(win)}
	rows.Categories = p.stripCategories(win.Categories)
	switch {
	case s.Phase == display.Searching || !known:
		rows.Icon, rows.Band, rows.Title, rows.Text = "clock", w.T("searching.band"), w.T("searching.slip"), w.T("strip.listen")
	case win.Ticket != nil && (win.State == queue.WindowCalling || win.State == queue.WindowServing):
		p.ticket(&rows, win)
	default:
		p.vacant(&rows, win)
	}
	return rows
}

// stripCategories names what a window serves in the two lines there are.
func (p presenter) stripCategories(codes []string) []string {
	var lines []string
	for i, code := range codes {
		if i == 1 && len(codes) > 2 {
			return append(lines, p.w.T("strip.categories", "n", strconv.Itoa(len(codes)), "more", strconv.Itoa(len(codes)-1)))
		}
		lines = append(lines, p.category(code))
	}
	return lines
}

// ticket words a window that calls or serves somebody.
func (p presenter) ticket(rows *StripRows, win queue.BoardWindow) {
	t := win.Ticket
	rows.Number = t.Number
	rows.Side = []string{p.category(t.Category), p.w.T("class." + string(t.Class))}
	rows.Remark = p.w.T("strip.times", "n", strconv.Itoa(max(t.Calls, 1)))
	rows.Icon, rows.Band = "person", p.w.T("strip.serving")
	if win.State == queue.WindowCalling {
		rows.Icon, rows.Band, rows.Gold, rows.Please = "call", p.w.T("strip.calling"), true, p.w.T("strip.please")
		rows.Call = t.ID + "/" + strconv.Itoa(t.Calls)
	} else {
		rows.Remark = ""
	}
	if p.s.Stale {
		rows.Icon, rows.Band, rows.Gold, rows.Please, rows.Call = "clock", p.w.T("slip.last"), false, "", ""
	}
}

// vacant words a window without a ticket.
func (p presenter) vacant(rows *StripRows, win queue.BoardWindow) {
	key := "strip." + string(win.State)
	rows.Icon, rows.Band = "clock", p.w.T(key)
	if win.State == queue.WindowPaused {
		rows.Icon = "pause"
	}
	rows.Title, rows.Text = p.w.T(key+".title"), p.w.T(key+".text")
	if win.State == queue.WindowPaused && win.Reason != "" {
		rows.Text = p.w.T("strip.reason", "reason", win.Reason)
	}
}

func (p presenter) stripFoot(win queue.BoardWindow) FootRow {
	if code, what, _ := p.trouble(); code != "" {
		return FootRow{Icon: "clock", Gold: true, Parts: []Part{{what, true}}, Code: code}
	}
	foot := FootRow{Icon: "check", Parts: []Part{{p.fresh(), false}}}
	for _, n := range p.s.Next {
		if slices.Contains(win.Categories, n.Category) && win.State != queue.WindowPaused && win.State != queue.WindowClosed {
			foot.Parts = append(foot.Parts, Part{p.w.T("strip.next"), false}, Part{n.Number, true}, Part{p.w.T("strip.ready"), false})
			break
		}
	}
	return foot
}
