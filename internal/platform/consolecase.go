package platform

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
)

// opinionTemplate is a sentence officers write often.
type opinionTemplate struct {
	Key, Text string
}

// templates go into the file and onto papers, and are therefore Chinese whatever the page's language.
var templates = []opinionTemplate{
	{"fits", "经审查，申请材料齐全、符合法定形式，同意。"},
	{"differs", "申请书所填与所附图纸、证明不一致，请申请人更正其一并签名，其余材料符合要求。"},
	{"unclear", "所附材料扫描不清，无法辨认，请重新提交。"},
	{"visit", "需现场核查后再作决定，请申请人保持电话畅通。"},
	{"deferred", "容缺材料尚未补交，请在承诺期限内补交。"},
}

// caseView is one case, opened.
type caseView struct {
	ID, Title, Kind, Number string
	Deferred                int // materials that may follow
	Offline                 bool
	Due                     due
	Legal                   string
	Facts                   []string // second line of the head
	Form                    []formLine
	Materials               []materialLine
	Papers                  []paperLine
	Steps                   []stepLine
	Scan                    *scanView
	Twins                   *twinsView // nil = none to look at
	Progress                string     // citizen's page

	Op, Revision string // identity of what a button will do
	Opinion      opinion
	Templates    []opinionTemplate
	CanDecide    bool
	CanCorrect   bool
	Correction   string       // what was asked for, while the clock is stopped
	Outcome      *outcomeView // when nothing is left to decide
	Done         bool         // the act just pressed was taken
}

type formLine struct {
	Label, Text string
	Tag         string // where it came from, unless typed
	Meaning     string
	Was         string
}

type materialLine struct {
	No            int
	Name          string
	Word, Icon    string
	Meaning       string
	Href          string
	Active, Pages bool
}

type paperLine struct {
	Name, Number, At, Href string
}

type stepLine struct {
	At, Text, By string
}

// scanView is the page on the desk.
type scanView struct {
	Title, At  string
	Page, Of   int
	Prev, Next string
	Src        string
	PDF        bool
	Missing    bool // the terminal has not sent it yet
	Note       string
}

// outcomeView says what became of a case that has nothing left to decide.
type outcomeView struct {
	Word, Meaning, Icon string
	Facts               []string
}

// caseView draws a case for an officer: the form and the file in full, numbers masked as clerks see them.
func (c *console) caseView(r *http.Request, t tongue, cs cases.Case, o opinion) (*caseView, error) {
	now := c.pf.p.Now()
	v := &caseView{
		ID: cs.ID, Title: cs.Item.Name, Kind: t.T("case.kind"), Number: longNumber(cs.Number), Offline: cs.Offline,
		Due: dueOf(t, cs, c.pf.p.Calendar, now), Op: c.pf.p.NewID(), Revision: strconv.Itoa(cs.Revision),
		Opinion: o, Templates: templates, Done: r.URL.Query().Get("done") != "",
		CanDecide:  cs.State == cases.Accepted || cs.State == cases.Correction,
		CanCorrect: cs.State == cases.Accepted, Correction: correctionText(cs),
	}
	if cs.Item.OnTheSpot {
		v.Kind = t.T("case.spot")
	}
	for _, m := range cs.Materials {
		if m.State == cases.Deferred {
			v.Deferred++
		}
	}
	if cs.Token != "" && c.pf.p.PublicBase != "" {
		v.Progress = strings.TrimSuffix(c.pf.p.PublicBase, "/") + "/" + url.PathEscape(cs.Token)
	}
	if !cs.Legal.IsZero() {
		v.Legal = t.T("case.legal", "day", t.day(cs.Legal))
	}
	if !v.CanDecide {
		v.Outcome = outcomeOf(t, cs)
	}
	v.Facts = headFacts(t, cs, now.Location())
	v.Form = formLines(t, cs, c.pf.p.Form(cs.Item.ID))
	v.Materials = materialLines(t, cs, r.URL.Query())
	v.Papers = paperLines(t, cs, now.Location())
	v.Steps = stepLines(t, cs, now.Location())
	v.Twins = c.twinsView(t, cs, now.Location())
	var err error
	v.Scan, err = c.scan(r, t, cs, v.Materials)
	return v, err
}

func headFacts(t tongue, cs cases.Case, zone *time.Location) []string {
	facts := []string{cs.Applicant.Name, t.T("case.number", "n", longNumber(cs.Number))}
	if b := cs.Text("business.name"); b != "" {
		facts[0] = b
	}
	at, word := cs.AcceptedAt.Time, "case.accepted"
	if at.IsZero() {
		at, word = cs.ReceivedAt.Time, "case.received"
	}
	if !at.IsZero() {
		facts = append(facts, t.T(word, "at", t.moment(at.In(zone))))
	}
	if cs.By.Name != "" {
		by := cs.By.Name
		if cs.By.Window > 0 {
			by += " · " + t.T("case.window", "n", fmt.Sprintf("%02d", cs.By.Window))
		}
		facts = append(facts, by)
	}
	return facts
}

func correctionText(cs cases.Case) string {
	said := []string{}
	if cs.Reason != "" {
		said = append(said, cs.Reason)
	}
	for _, l := range cs.Lacks {
		said = append(said, l.Material+"："+l.Problem)
	}
	return strings.Join(said, "；")
}

// formLines are the answers with where they came from. Numbers of persons are masked.
func formLines(t tongue, cs cases.Case, form catalogue.Form) []formLine {
	lines := make([]formLine, 0, len(cs.Form)+2)
	if cs.Text("applicant.name") == "" {
		lines = append(lines, formLine{Label: t.T("file.applicant"), Text: cs.Applicant.Name}, formLine{Label: t.T("file.number"), Text: citizen.MaskID(cs.Applicant.Number)})
	}
	if cs.Agent != nil {
		lines = append(lines, formLine{Label: t.T("file.agent"), Text: cs.Agent.Name})
	}
	for _, val := range cs.Form {
		if val.Text == "" {
			continue
		}
		l := formLine{Label: val.Key, Text: val.Text}
		if f, ok := form.Field(val.Key); ok {
			l.Label = t.Pick(f.Label, f.LabelEN)
			if f.Unit != "" {
				l.Text += " " + f.Unit
			}
			l.Text = maskAnswer(f.Kind, l.Text)
			val.Was = maskAnswer(f.Kind, val.Was)
		}
		switch val.Source {
		case cases.FromCard:
			l.Tag, l.Meaning = t.T("source.card"), "green"
		case cases.FromShared:
			l.Tag, l.Meaning = t.T("source.shared"), "blue"
		case cases.Changed:
			l.Tag, l.Meaning, l.Was = t.T("source.changed"), "amber", val.Was
		}
		lines = append(lines, l)
	}
	return lines
}

func maskAnswer(k catalogue.FieldKind, text string) string {
	switch k {
	case catalogue.FieldPerson:
		return citizen.MaskID(text)
	case catalogue.FieldPhone:
		return citizen.MaskPhone(text)
	}
	return text
}

// materialLines are the materials in order; q chooses the one on the desk, the first with pages by default.
func materialLines(t tongue, cs cases.Case, q url.Values) []materialLine {
	chosen, _ := strconv.Atoi(q.Get("m"))
	lines := make([]materialLine, len(cs.Materials))
	for i, m := range cs.Materials {
		w := url.Values{"m": {strconv.Itoa(i + 1)}}
		for _, keep := range []string{"queue", "dept", "q"} {
			if s := q.Get(keep); s != "" {
				w.Set(keep, s)
			}
		}
		lines[i] = materialLine{No: i + 1, Name: m.Spec.Name, Pages: len(m.Pages) > 0, Href: "?" + w.Encode()}
		lines[i].Word, lines[i].Icon, lines[i].Meaning = materialWord(t, m)
		if chosen == 0 && len(m.Pages) > 0 {
			chosen = i + 1
		}
	}
	if chosen >= 1 && chosen <= len(lines) {
		lines[chosen-1].Active = true
	}
	return lines
}

func materialWord(t tongue, m cases.Material) (word, icon, meaning string) {
	switch m.State {
	case cases.Paper:
		return t.T("material.paper"), "paper", "green"
	case cases.Scanned:
		return t.T("material.scanned", "n", len(m.Pages)), "check", "green"
	case cases.Shared:
		return t.T("material.shared"), "shared-data", "blue"
	case cases.Deferred:
		return t.T("material.deferred"), "deferrable", "amber"
	}
	if m.Spec.Required() {
		return t.T("material.missing"), "missing", "red"
	}
	return t.T("material.notyet"), "minus", "ink2"
}

func paperLines(t tongue, cs cases.Case, zone *time.Location) []paperLine {
	var lines []paperLine
	for _, p := range cs.Papers {
		lines = append(lines, paperLine{t.T("paper." + string(p.Kind)), p.Number, t.moment(p.At.In(zone)), fileHref(cs.ID, p.Page.Digest)})
	}
	return lines
}

func stepLines(t tongue, cs cases.Case, zone *time.Location) []stepLine {
	lines := make([]stepLine, 0, len(cs.Steps))
	for _, s := range cs.Steps {
		en := s.TextEN
		if en == "" {
			_, en = cases.ActName(cases.ActKind(s.Kind)) // written before there was an English
		}
		lines = append(lines, stepLine{t.moment(s.At.In(zone)), t.Pick(s.Text, en), s.By})
	}
	return lines
}

func fileHref(id, digest string) string {
	return "/console/cases/" + url.PathEscape(id) + "/files/" + url.PathEscape(digest)
}

// scan is the page of the chosen material that lies on the desk.
func (c *console) scan(r *http.Request, t tongue, cs cases.Case, lines []materialLine) (*scanView, error) {
	at := -1
	for i, l := range lines {
		if l.Active {
			at = i
		}
	}
	if at < 0 {
		return &scanView{Title: t.T("desk.title"), Note: t.T("desk.none")}, nil
	}
	m := cs.Materials[at]
	v := &scanView{Title: t.T("desk.material", "n", at+1), Of: len(m.Pages)}
	if !m.At.IsZero() {
		v.At = t.moment(m.At.In(c.pf.p.Now().Location()))
	}
	if v.Of == 0 {
		word, _, _ := materialWord(t, m)
		v.Note = t.T("desk.nopages", "word", word)
		return v, nil
	}
	v.Title = t.T("desk.scan", "n", at+1)
	v.Page, _ = strconv.Atoi(r.URL.Query().Get("p"))
	v.Page = min(max(v.Page, 1), v.Of)
	step := func(n int) string {
		if n < 1 || n > v.Of {
			return ""
		}
		return lines[at].Href + "&p=" + strconv.Itoa(n)
	}
	v.Prev, v.Next = step(v.Page-1), step(v.Page+1)
	page := m.Pages[v.Page-1]
	v.Src, v.PDF = fileHref(cs.ID, page.Digest), page.Type == "application/pdf"
	_, here, err := wholeBlob(r.Context(), c.pf.store.reader, page.Digest)
	if v.Missing = !here; v.Missing {
		v.Note = t.T("desk.missing")
	}
	return v, err
}

func outcomeOf(t tongue, cs cases.Case) *outcomeView {
	o := &outcomeView{Word: stateName(t, cs.State), Meaning: "ink2", Icon: "clock"}
	switch cs.State {
	case cases.Granted, cases.HandedOut, cases.Closed:
		o.Meaning, o.Icon = "green", "done"
	case cases.Denied, cases.Refused:
		o.Meaning, o.Icon = "red", "stop"
	case cases.Supplement:
		o.Meaning, o.Icon = "blue", "pause"
		o.Facts = append(o.Facts, t.T("outcome.supplement", "day", t.day(cs.SupplyBy)))
	}
	if d := cs.Decision; d != nil {
		verb := t.T("outcome.denied")
		if d.Granted {
			verb = t.T("outcome.granted")
		}
		o.Facts = append(o.Facts, fmt.Sprintf("%s · %s · %s", verb, d.Officer, d.Number))
		if d.Reason != "" {
			o.Facts = append(o.Facts, d.Reason)
		}
	} else if cs.Reason != "" {
		o.Facts = append(o.Facts, cs.Reason)
	}
	if h := cs.HandOut; h != nil {
		o.Facts = append(o.Facts, t.T("outcome.handed", "document", h.Document))
	}
	return o
}
