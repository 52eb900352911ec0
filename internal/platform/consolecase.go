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
	Key, Name, Text string
}

var templates = []opinionTemplate{
	{"fits", "材料符合要求", "经审查，申请材料齐全、符合法定形式，同意。"},
	{"differs", "表图不符", "申请书所填与所附图纸、证明不一致，请申请人更正其一并签名，其余材料符合要求。"},
	{"unclear", "扫描不清", "所附材料扫描不清，无法辨认，请重新提交。"},
	{"visit", "需现场核查", "需现场核查后再作决定，请申请人保持电话畅通。"},
	{"deferred", "容缺待补", "容缺材料尚未补交，请在承诺期限内补交。"},
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
	Progress                string // citizen's page

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
	Tag         string // 身份证 共享 手改
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
func (c *console) caseView(r *http.Request, cs cases.Case, o opinion) (*caseView, error) {
	now := c.pf.p.Now()
	v := &caseView{
		ID: cs.ID, Title: cs.Item.Name, Kind: "承诺件", Number: longNumber(cs.Number), Offline: cs.Offline,
		Due: dueOf(cs, c.pf.p.Calendar, now), Op: c.pf.p.NewID(), Revision: strconv.Itoa(cs.Revision),
		Opinion: o, Templates: templates, Done: r.URL.Query().Get("done") != "",
		CanDecide:  cs.State == cases.Accepted || cs.State == cases.Correction,
		CanCorrect: cs.State == cases.Accepted, Correction: correctionText(cs),
	}
	if cs.Item.OnTheSpot {
		v.Kind = "即办件"
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
		v.Legal = "法定期限 " + chineseDay(cs.Legal)
	}
	v.Due.Left = strings.Replace(v.Due.Left, " 天", " 个工作日", 1)
	if !v.CanDecide {
		v.Outcome = outcomeOf(cs)
	}
	v.Facts = headFacts(cs, now.Location())
	v.Form = formLines(cs, c.pf.p.Form(cs.Item.ID))
	v.Materials = materialLines(cs, r.URL.Query())
	v.Papers = paperLines(cs, now.Location())
	v.Steps = stepLines(cs, now.Location())
	var err error
	v.Scan, err = c.scan(r, cs, v.Materials)
	return v, err
}

func headFacts(cs cases.Case, zone *time.Location) []string {
	facts := []string{cs.Applicant.Name, "案件 " + longNumber(cs.Number)}
	if b := cs.Text("business.name"); b != "" {
		facts[0] = b
	}
	at, word := cs.AcceptedAt.Time, "受理"
	if at.IsZero() {
		at, word = cs.ReceivedAt.Time, "收件"
	}
	if !at.IsZero() {
		facts = append(facts, at.In(zone).Format("1月2日 15:04")+" "+word)
	}
	if cs.By.Name != "" {
		by := cs.By.Name
		if cs.By.Window > 0 {
			by += fmt.Sprintf(" · %02d 号窗口", cs.By.Window)
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
func formLines(cs cases.Case, form catalogue.Form) []formLine {
	lines := make([]formLine, 0, len(cs.Form)+2)
	if cs.Text("applicant.name") == "" {
		lines = append(lines, formLine{Label: "申请人", Text: cs.Applicant.Name}, formLine{Label: "证件号码", Text: citizen.MaskID(cs.Applicant.Number)})
	}
	if cs.Agent != nil {
		lines = append(lines, formLine{Label: "代理人", Text: cs.Agent.Name})
	}
	for _, val := range cs.Form {
		if val.Text == "" {
			continue
		}
		l := formLine{Label: val.Key, Text: val.Text}
		if f, ok := form.Field(val.Key); ok {
			l.Label = f.Label
			if f.Unit != "" {
				l.Text += " " + f.Unit
			}
			l.Text = maskAnswer(f.Kind, l.Text)
			val.Was = maskAnswer(f.Kind, val.Was)
		}
		switch val.Source {
		case cases.FromCard:
			l.Tag, l.Meaning = "身份证", "green"
		case cases.FromShared:
			l.Tag, l.Meaning = "共享", "blue"
		case cases.Changed:
			l.Tag, l.Meaning, l.Was = "手改", "amber", val.Was
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
func materialLines(cs cases.Case, q url.Values) []materialLine {
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
		lines[i].Word, lines[i].Icon, lines[i].Meaning = materialWord(m)
		if chosen == 0 && len(m.Pages) > 0 {
			chosen = i + 1
		}
	}
	if chosen >= 1 && chosen <= len(lines) {
		lines[chosen-1].Active = true
	}
	return lines
}

func materialWord(m cases.Material) (word, icon, meaning string) {
	switch m.State {
	case cases.Paper:
		return "纸质已收", "paper", "green"
	case cases.Scanned:
		return fmt.Sprintf("扫描 %d 页", len(m.Pages)), "check", "green"
	case cases.Shared:
		return "共享核验", "shared-data", "blue"
	case cases.Deferred:
		return "可容缺", "deferrable", "amber"
	}
	if m.Spec.Required() {
		return "缺少", "missing", "red"
	}
	return "未收", "minus", "ink2"
}

var paperNames = map[cases.PaperKind]string{
	cases.AcceptanceNotice: "受理通知书", cases.SupplementNotice: "一次性告知书", cases.RefusalNotice: "不予受理通知书",
	cases.ResultDocument: "结果文件", cases.DeliveryRecord: "送达回证",
}

func paperLines(cs cases.Case, zone *time.Location) []paperLine {
	var lines []paperLine
	for _, p := range cs.Papers {
		lines = append(lines, paperLine{paperNames[p.Kind], p.Number, p.At.In(zone).Format("1月2日 15:04"), fileHref(cs.ID, p.Page.Digest)})
	}
	return lines
}

func stepLines(cs cases.Case, zone *time.Location) []stepLine {
	lines := make([]stepLine, 0, len(cs.Steps))
	for _, s := range cs.Steps {
		lines = append(lines, stepLine{s.At.In(zone).Format("1月2日 15:04"), s.Text, s.By})
	}
	return lines
}

func fileHref(id, digest string) string {
	return "/console/cases/" + url.PathEscape(id) + "/files/" + url.PathEscape(digest)
}

// scan is the page of the chosen material that lies on the desk.
func (c *console) scan(r *http.Request, cs cases.Case, lines []materialLine) (*scanView, error) {
	at := -1
	for i, l := range lines {
		if l.Active {
			at = i
		}
	}
	if at < 0 {
		return &scanView{Title: "材料", Note: "这个件没有扫描页。纸质材料在窗口。"}, nil
	}
	m := cs.Materials[at]
	v := &scanView{Title: fmt.Sprintf("材料 %d", at+1), Of: len(m.Pages)}
	if !m.At.IsZero() {
		v.At = m.At.In(c.pf.p.Now().Location()).Format("1月2日 15:04")
	}
	if v.Of == 0 {
		word, _, _ := materialWord(m)
		v.Note = "这份材料没有扫描页：" + word + "。"
		return v, nil
	}
	v.Title += " 扫描"
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
		v.Note = "这一页还在窗口的机器上，等它传来。办件内容已经收到。"
	}
	return v, err
}

func outcomeOf(cs cases.Case) *outcomeView {
	word, _ := cases.StateName(cs.State)
	o := &outcomeView{Word: word, Meaning: "ink2", Icon: "clock"}
	switch cs.State {
	case cases.Granted, cases.HandedOut, cases.Closed:
		o.Meaning, o.Icon = "green", "done"
	case cases.Denied, cases.Refused:
		o.Meaning, o.Icon = "red", "stop"
	case cases.Supplement:
		o.Meaning, o.Icon = "blue", "pause"
		o.Facts = append(o.Facts, "窗口已一次性告知，等申请人补齐，"+chineseDay(cs.SupplyBy)+"前。")
	}
	if d := cs.Decision; d != nil {
		verb := "不予许可"
		if d.Granted {
			verb = "准予许可"
		}
		o.Facts = append(o.Facts, fmt.Sprintf("%s · %s · %s", verb, d.Officer, d.Number))
		if d.Reason != "" {
			o.Facts = append(o.Facts, d.Reason)
		}
	} else if cs.Reason != "" {
		o.Facts = append(o.Facts, cs.Reason)
	}
	if h := cs.HandOut; h != nil {
		o.Facts = append(o.Facts, "已送达："+h.Document)
	}
	return o
}
