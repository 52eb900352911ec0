package platform

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
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
	tongue
	Cases  []progressCase
	Status int
	AsOf   string
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
	p := progressPage{tongue: tongueOf(r), Status: http.StatusOK}
	if lang := r.URL.Query().Get("lang"); lang == "zh" || lang == "en" {
		p.tongue = p.in(lang)
		speak(w, lang, g.pf.p.WebTLS != nil)
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
			p.Cases = append(p.Cases, g.view(p.tongue, c))
		}
	}
	p.AsOf = g.pf.p.Now().Format("2006-01-02 15:04")
	g.pf.render(w, r, p.Status, "progress", p)
}

// told are the steps a citizen is told of; what is not here is not a citizen's business.
var told = []cases.ActKind{cases.ActAccept, cases.ActSupplement, cases.ActRefuse, cases.ActCorrect, cases.ActDecide, cases.ActHandOut, cases.ActClose}

// view says how a case stands, in a citizen's words.
func (g *progress) view(t tongue, c cases.Case) progressCase {
	zone := g.pf.p.Now().Location()
	v := progressCase{Item: c.Item.Name, Who: citizen.MaskName(c.Applicant.Name), Number: cases.ShortNumber(c.Number),
		State: stateName(t, c.State), Meaning: "green", Icon: "check"}
	switch c.State {
	case cases.Accepted:
		v.Promised = t.day(c.Promised)
		v.Sentence = t.T("progress.accepted", "day", v.Promised)
	case cases.Supplement:
		v.Meaning, v.Icon, v.Sentence = "amber", "warning", t.T("progress.supplement", "day", t.day(c.SupplyBy))
	case cases.Correction:
		v.Meaning, v.Icon, v.Sentence = "amber", "warning", t.T("progress.correction")
	case cases.Granted:
		v.Sentence = t.T("progress.granted")
		if c.Delivery == cases.WayPost {
			v.Sentence = t.T("progress.granted.post")
		}
	case cases.Denied:
		v.Meaning, v.Icon, v.Sentence = "red", "stop", t.T("progress.denied")
	case cases.Refused:
		v.Meaning, v.Icon, v.Sentence = "red", "stop", t.T("progress.refused")
	case cases.HandedOut, cases.Closed:
		v.Icon, v.Sentence = "done", t.T("progress.done")
	}
	for i := len(c.Steps) - 1; i >= 0; i-- {
		s := c.Steps[i]
		if slices.Contains(told, cases.ActKind(s.Kind)) {
			v.Steps = append(v.Steps, progressStep{s.At.In(zone).Format("2006-01-02 15:04"), t.T("progress.step." + s.Kind)})
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
