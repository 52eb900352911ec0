package platform

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"onewindow/internal/cases"
)

func TestTheProgressPageSaysHowTheCaseStandsAndNothingMore(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	b := w.browser().get("/p/" + c.Token)
	b.wants(http.StatusOK, c.Item.Name, "*𬭎", "已受理", "最迟 11月30日 办结", "窗口受理")
	b.get("/p/"+c.Token+"?lang=en").wants(http.StatusOK, "Accepted", "30 Nov")
	for _, secret := range []string{c.Applicant.Name, c.Applicant.Number, "0035", c.Applicant.Phone, c.Text("business.name"), c.ID, "陈晓", "0312"} {
		if strings.Contains(b.page, secret) {
			t.Errorf("the page tells %q", secret)
		}
	}
	w.decide("d-1", c, grant())
	b.get("/p/"+c.Token+"?lang=zh").wants(http.StatusOK, "已准予，结果在窗口等您来取")
}

func TestEveryStateHasAnHonestSentence(t *testing.T) {
	w := newWorld(t)
	for _, s := range []cases.State{cases.Supplement, cases.Refused, cases.Accepted, cases.Correction, cases.Granted, cases.Denied, cases.HandedOut, cases.Closed} {
		c := w.draft(1)
		c.State = s
		all, err := tongues()
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range all {
			if v := w.pf.progress.view(in, c); v.Sentence == "" || v.State == "" {
				t.Errorf("%s: %+v", s, v)
			}
		}
	}
}

func TestAnUnknownTokenIsAnsweredHonestly(t *testing.T) {
	w := newWorld(t)
	for _, token := range []string{"none", strings.Repeat("f", 200), "%00", "..%2f"} {
		w.browser().get("/p/"+token).wants(http.StatusNotFound, "号票取号后、窗口收件前还没有办件记录")
	}
}

func TestTheProgressPageIsNotForGuessing(t *testing.T) {
	w := newWorld(t)
	b := w.browser()
	for i := range progressBurst {
		b.get(fmt.Sprintf("/p/guess-%d", i)).wants(http.StatusNotFound)
	}
	b.get("/p/one-more").wants(http.StatusTooManyRequests, "看得太频繁了")
	w.pass(progressRefill + time.Millisecond)
	b.get("/p/later").wants(http.StatusNotFound)
}
