package present

import (
	"time"

	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
	"onewindow/internal/rating"
)

// CitizenScreen is the window that faces the citizen. Everything personal in it came masked.
type CitizenScreen struct {
	Mode       desk.CitizenMode
	Hall       string
	Window     string
	Ticket     string
	Title      string
	Aside      string
	Item       string
	Pills      []Mark
	Facts      []Fact
	MaterialHd string
	Counts     string
	Materials  []Mark // Text is the name, then "\n", then the word
	DueNote    string
	Due        string
	WayNote    string
	Way        string
	Side       Side
}

// Side is the right half: what the citizen is asked now.
type Side struct {
	Title   string
	Lines   []string
	Faces   []Face5
	Note    string
	Skip    Act
	Submit  Act
	Why     string   // heading over the reasons of a bad grade
	Reasons []Choice // of a bad grade; none need be picked
	Wrong   string   // what became of sending it, if it failed
	Left    string   // "还有 42 秒自动关闭"
}

// Face5 is one of the five grades (GB/T 39046 A.8: 1 very satisfied … 5 very dissatisfied).
type Face5 struct {
	Grade  int
	Label  string
	Picked bool
}

// NewCitizenScreen draws the citizen's window; grade is what they picked and did not send yet (0 = none).
func NewCitizenScreen(s desk.Snapshot, grade int, now time.Time, w Words) CitizenScreen {
	v := s.Citizen
	c := CitizenScreen{
		Mode: mode(v), Hall: first(w.Pick(s.Hall, s.Board.HallEN), s.Hall),
		Window: w.T("citizen.window", "no", two(first2(v.WindowNo, s.WindowNo))), Ticket: v.Ticket,
	}
	if v.Ticket != "" {
		c.Window = join(c.Window, w.T("citizen.yours"))
	}
	switch c.Mode {
	case desk.CitizenCheck:
		c.Title, c.Aside = w.T("citizen.check"), w.T("citizen.onlyYou")
		c.fillFile(v, w)
		c.DueNote = w.T("citizen.dueIf")
		c.Side = Side{Title: w.T("citizen.checkAsk"), Lines: []string{w.T("citizen.checkLine1"), w.T("citizen.checkLine2"), w.T("citizen.checkLine3")}}
	case desk.CitizenDone:
		c.Title, c.Aside = w.T("citizen.done"), w.T("citizen.onlyYou")
		c.fillFile(v, w)
		c.DueNote = w.T("citizen.due")
		c.Side = Side{Title: w.T("citizen.accepted"), Lines: doneLines(v, w)}
		if v.State != cases.Accepted && v.State != "" {
			c.Title = StateWord(v.State, w)
			c.Side = Side{Title: w.T("citizen.state", "state", StateWord(v.State, w)), Lines: []string{w.T("citizen.stateLine"), w.T("citizen.doneProgress")}}
		}
	case desk.CitizenRate:
		c.fillFile(v, w)
		c.Title = w.T("citizen.rateTitle")
		c.DueNote = w.T("citizen.due")
		c.Side = ratingSide(v, grade, now, w)
	case desk.CitizenThanks:
		c.Title = w.T("citizen.thanks")
		c.Side = Side{Title: w.T("citizen.thanks"), Lines: []string{w.T("citizen.thanksLine"), w.T("citizen.bye")}}
	default:
		c.Title = w.T("citizen.idle", "no", two(first2(v.WindowNo, s.WindowNo)))
		c.Side = Side{Lines: []string{categoryNames(s, w), idleLine(s, w)}}
	}
	return c
}

func first2(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

func idleLine(s desk.Snapshot, w Words) string {
	switch t := s.Window.Ticket; {
	case t != nil && t.State == queue.Serving:
		return w.T("citizen.now", "number", t.Number)
	case t != nil:
		return w.T("citizen.called", "number", t.Number, "no", two(s.WindowNo))
	}
	return w.T("citizen.waitCall")
}

func (c *CitizenScreen) fillFile(v desk.CitizenView, w Words) {
	c.Item = v.Item
	if v.Charge != "" {
		c.Pills = append(c.Pills, Mark{"flag", charge(v.Charge, w), Plain})
	}
	if v.Express {
		c.Pills = append(c.Pills, Mark{"post", w.T("head.express"), Plain})
	}
	for _, f := range v.Facts {
		c.Facts = append(c.Facts, Fact{Label: w.Pick(f.Label, f.LabelEN), Value: f.Value})
	}
	c.MaterialHd = w.T("citizen.materials")
	var have, shared, later int
	for _, m := range v.Materials {
		mark := citizenMaterial(m, w)
		switch m.State {
		case cases.Paper, cases.Scanned:
			have++
		case cases.Shared:
			shared++
		case cases.Deferred:
			later++
		}
		c.Materials = append(c.Materials, mark)
	}
	c.Counts = w.T("citizen.counts", "have", itoa(have), "shared", itoa(shared), "later", itoa(later))
	if !v.Promised.IsZero() {
		c.Due = day(w, v.Promised)
	}
	if v.Delivery != "" {
		c.WayNote, c.Way = w.T("citizen.after"), w.T("delivery."+v.Delivery)
	}
}

func citizenMaterial(m desk.CitizenMaterial, w Words) Mark {
	name := m.Name + "\n"
	switch m.State {
	case cases.Paper, cases.Scanned:
		return Mark{"check", name + w.T("citizen.m.in"), Done}
	case cases.Shared:
		return Mark{"shared-data", name + w.T("citizen.m.shared"), Data}
	case cases.Deferred:
		return Mark{"deferrable", name + w.T("citizen.m.later"), Careful}
	}
	return Mark{"clock", name + w.T("citizen.m.notYet"), Plain}
}

func doneLines(v desk.CitizenView, w Words) []string {
	lines := []string{w.T("citizen.doneLine1")}
	if v.Delivery == ByPost {
		lines = append(lines, w.T("citizen.donePost"))
	} else {
		lines = append(lines, w.T("citizen.doneWindow"))
	}
	return append(lines, w.T("citizen.doneProgress"))
}

func ratingSide(v desk.CitizenView, grade int, now time.Time, w Words) Side {
	side := Side{
		Title: w.T("citizen.rate"), Note: w.T("citizen.rateNote"),
		Skip:   Act{ID: "skip", Label: w.T("citizen.skip"), Role: Secondary},
		Submit: Act{ID: "submit", Label: w.T("citizen.submit"), Role: Primary, Icon: "check"},
	}
	if v.RateCase == "" {
		side.Note = w.T("citizen.rateNoteNoCase")
	}
	for g := 1; g <= 5; g++ {
		side.Faces = append(side.Faces, Face5{Grade: g, Label: w.Pick(rating.Grade(g).Word(), rating.Grade(g).WordEN()), Picked: g == grade})
	}
	if grade == 0 {
		side.Submit.Label, side.Submit.Blocked = w.T("citizen.pickFirst"), w.T("citizen.pickFirst")
	}
	side.Lines = []string{w.T("citizen.rateLine1"), w.T("citizen.rateLine2")}
	if rating.Grade(grade).Bad() {
		side.Why = w.T("citizen.why")
		for _, r := range rating.Reasons(rating.Grade(grade)) {
			side.Reasons = append(side.Reasons, Choice{Value: r.Code, Label: w.Pick(r.Word, r.WordEN)})
		}
	}
	if left := v.Until.Sub(now); !v.Until.IsZero() && left > 0 && left < 30*1e9 {
		side.Left = w.T("citizen.left", "n", itoa(int(left.Seconds()+0.999)))
	}
	return side
}
