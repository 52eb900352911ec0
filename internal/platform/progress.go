package platform

import (
	"fmt"
	"net/http"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// progress is the citizen's page behind the QR code of tickets and receipts. It shows a masked name, the item, the state in words,
// the promised day and the history; nothing else of a case leaves by this door.
type progress struct {
	pf   *Platform
	rate *limiter
}

const (
	progressBurst  = 30              // pages at once from one address
	progressRefill = 2 * time.Second // and one more each
	maxToken       = 64
)

func newProgress(pf *Platform) *progress {
	return &progress{pf, newLimiter(pf.p.Now, progressBurst, progressRefill)}
}

type progressPage struct {
	Lang   string
	EN     bool
	Title  string
	Cases  []progressCase
	Other  string // address of the other language
	Status int
	AsOf   string
}

// Say gives the Chinese or the English words.
func (p progressPage) Say(zh, en string) string {
	if p.EN {
		return en
	}
	return zh
}

type progressCase struct {
	Item, Who, Number string
	State, Icon       string
	Meaning           string
	Sentence          string
	Promised          string
	Steps             []progressStep
}

type progressStep struct{ At, Text string }

func (g *progress) get(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Robots-Tag", "noindex")
	p := progressPage{Lang: "zh-CN", Other: "?lang=en", Status: http.StatusOK}
	if r.URL.Query().Get("lang") == "en" {
		p.Lang, p.EN, p.Other = "en", true, "?"
	}
	token := r.PathValue("token")
	switch {
	case !g.rate.allow(addressOf(r)):
		h.Set("Retry-After", "60")
		p.Status = http.StatusTooManyRequests
	case token == "" || len(token) > maxToken:
		p.Status = http.StatusNotFound
	default:
		found, err := g.pf.book().byToken(r.Context(), g.pf.store.reader, token)
		if err != nil {
			g.pf.webFail(w, r, err)
			return
		}
		if len(found) == 0 {
			p.Status = http.StatusNotFound
		}
		for _, c := range found {
			p.Cases = append(p.Cases, g.view(p, c))
		}
	}
	p.AsOf = g.pf.p.Now().Format("2006-01-02 15:04")
	g.pf.render(w, r, p.Status, "progress", p)
}

// stepWords are a citizen's words for what happened. What is not here is not a citizen's business.
var stepWords = map[cases.ActKind][2]string{
	cases.ActAccept:     {"窗口受理", "Accepted at the window"},
	cases.ActSupplement: {"一次性告知要补的材料", "Told once what is missing"},
	cases.ActRefuse:     {"不予受理", "Not accepted"},
	cases.ActCorrect:    {"部门要求补正", "Corrections asked for"},
	cases.ActDecide:     {"部门作出决定", "Decided by the department"},
	cases.ActHandOut:    {"结果送达", "Result handed over"},
	cases.ActClose:      {"办结", "Closed"},
}

// view says how a case stands, in a citizen's words.
func (g *progress) view(p progressPage, c cases.Case) progressCase {
	zone := g.pf.p.Now().Location()
	v := progressCase{Item: c.Item.Name, Who: citizen.MaskName(c.Applicant.Name), Number: cases.ShortNumber(c.Number)}
	zh, en := cases.StateName(c.State)
	v.State, v.Meaning, v.Icon = p.Say(zh, upper(en)), "green", "check"
	day := func(d workday.Date) string { return p.Say(chineseDay(d), d.String()) }
	switch c.State {
	case cases.Accepted:
		v.Promised = day(c.Promised)
		v.Sentence = p.Say("部门正在审查，最迟 "+v.Promised+" 办结。", "The department is reviewing it. Decided by "+v.Promised+" at the latest.")
	case cases.Supplement:
		v.Meaning, v.Icon = "amber", "warning"
		v.Sentence = p.Say("材料还没有齐，请按一次性告知书在 "+day(c.SupplyBy)+" 前补来。", "Papers are missing. Hand in what the notice lists by "+day(c.SupplyBy)+".")
	case cases.Correction:
		v.Meaning, v.Icon = "amber", "warning"
		v.Sentence = p.Say("部门要求补正，办理时限暂停。请到原窗口问清要补的内容。", "The department asks for corrections; the time limit is paused. Ask at the window what is needed.")
	case cases.Granted:
		v.Sentence = p.Say("已准予，结果在窗口等您来取。", "Granted. The result waits for you at the window.")
		if c.Delivery == cases.WayPost {
			v.Sentence = p.Say("已准予，结果将邮寄给您。", "Granted. The result will be posted to you.")
		}
	case cases.Denied:
		v.Meaning, v.Icon = "red", "stop"
		v.Sentence = p.Say("没有准予。决定书写明理由和您的复议、诉讼权利，请到窗口领取。", "Not granted. The decision names its reason and your rights of review; collect it at the window.")
	case cases.Refused:
		v.Meaning, v.Icon = "red", "stop"
		v.Sentence = p.Say("没有受理，理由见交给您的通知书。", "Not accepted. The notice you were given names the reason.")
	case cases.HandedOut, cases.Closed:
		v.Icon = "done"
		v.Sentence = p.Say("结果已送达，本件办完了。", "The result was handed over. This case is done.")
	}
	for i := len(c.Steps) - 1; i >= 0; i-- {
		s := c.Steps[i]
		if words, ok := stepWords[cases.ActKind(s.Kind)]; ok {
			v.Steps = append(v.Steps, progressStep{s.At.In(zone).Format("2006-01-02 15:04"), p.Say(words[0], words[1])})
		}
	}
	return v
}

func upper(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return fmt.Sprintf("%c%s", s[0]-'a'+'A', s[1:])
}
