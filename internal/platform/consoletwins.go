package platform

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
)

// twinsView is the notice that a case may be a duplicate: what stands beside it, and the button of who has looked. Nothing
// is merged by it.
type twinsView struct {
	Lines    []twinLine
	IDs      string // of the cases on the page, with commas between
	Op       string // identity of what the button will do
	Revision string
	MayCheck bool // while papers are awaited, the window works on the case: the check is its clerk's
}

// twinLine is one other open case of the same applicant and item.
type twinLine struct {
	Text, Href string
}

func (c *console) twinsView(t tongue, cs cases.Case, zone *time.Location) *twinsView {
	live := cases.LiveTwins(cs)
	if len(live) == 0 {
		return nil
	}
	v := &twinsView{Op: c.pf.p.NewID(), Revision: strconv.Itoa(cs.Revision), MayCheck: cs.State != cases.Supplement}
	ids := make([]string, len(live))
	for i, other := range live {
		ids[i] = other.Case
		text := t.T("twin.line", "place", twinPlace(t, other), "n", longNumber(other.Number), "at", t.moment(other.At.In(zone)))
		v.Lines = append(v.Lines, twinLine{text, "/console/cases/" + other.Case})
	}
	v.IDs = strings.Join(ids, ",")
	return v
}

func twinPlace(t tongue, other cases.Twin) string {
	if other.Window > 0 {
		return t.T("twin.window", "no", fmt.Sprintf("%02d", other.Window), "terminal", other.Terminal)
	}
	return t.T("twin.terminal", "terminal", other.Terminal)
}

// postCheck takes an officer's word that the cases beside this one were looked at. The form names them: a twin that came
// after the page was made is not settled unseen.
func (c *console) postCheck(w http.ResponseWriter, r *http.Request, s *session) {
	cs, ok := c.asked(w, r, s)
	if !ok {
		return
	}
	id, revision := r.PostFormValue("op"), r.PostFormValue("revision")
	seen, err := strconv.Atoi(revision)
	twins := slices.DeleteFunc(strings.Split(r.PostFormValue("twins"), ","), func(id string) bool {
		return !slices.ContainsFunc(cs.Twins, func(t cases.Twin) bool { return t.Case == id })
	})
	if id == "" || len(id) > 64 || err != nil || len(twins) == 0 || cs.State == cases.Supplement {
		c.notice(w, r, s, http.StatusBadRequest, "notice.incomplete")
		return
	}
	act := cases.Act{Kind: cases.ActCheck, At: cases.Stamp{Time: c.pf.p.Now(), Source: cases.FromPeer}, Twins: twins,
		By: cases.Who{Operator: s.user.Login, Name: s.user.Name, Terminal: "platform"}}
	essence := []byte(strings.Join(append([]string{id, cs.ID, revision, string(act.Kind)}, twins...), "\x00"))
	v, err := c.pf.decide(r.Context(), decision{offer: api.Offer{ID: id, Digest: seal.Digest(essence), Payload: essence}, caseID: cs.ID, revision: seen, act: act})
	switch {
	case err != nil:
		c.pf.webFail(w, r, err)
	case v.Outcome.Taken():
		http.Redirect(w, r, "/console/cases/"+cs.ID, http.StatusSeeOther)
	default:
		c.showCase(w, r, s, http.StatusConflict, opinion{Sentence: tongueOf(r).Pick(v.Sentence+"("+v.Code+")", v.SentenceEN+" ("+v.Code+")")})
	}
}
