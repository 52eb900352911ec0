package platform

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/platform/intake"
	"onewindow/internal/seal"
)

// console is the departments' review in the browser. Everything works without script; script adds keys.
type console struct {
	pf       *Platform
	sessions *sessions
}

func newConsole(pf *Platform) *console { return &console{pf, newSessions(pf.p)} }

func (c *console) routes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /login":                             c.getLogin,
		"POST /login":                            c.postLogin,
		"POST /language":                         c.postLanguage,
		"POST /logout":                           c.signedIn(c.postLogout),
		"GET /console":                           c.signedIn(c.getList),
		"GET /console/cases/{id}":                c.signedIn(c.getCase),
		"POST /console/cases/{id}":               c.signedIn(c.postAct),
		"POST /console/cases/{id}/check":         c.signedIn(c.postCheck),
		"GET /console/cases/{id}/files/{digest}": c.signedIn(c.getFile),
	}
}

const maxForm = 256 << 10

// signedIn lets only officers through, and only forms made for their session.
func (c *console) signedIn(h func(http.ResponseWriter, *http.Request, *session)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s := c.sessions.of(r)
		if s == nil {
			http.Redirect(w, r, "/login", http.StatusSeeOther)
			return
		}
		if r.Method == http.MethodPost {
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
			if !s.meant(r) {
				c.notice(w, r, s, http.StatusForbidden, "notice.expired")
				return
			}
		}
		h(w, r, s)
	}
}

type loginPage struct {
	tongue
	Back     string
	Login    string
	Sentence string
}

func (c *console) getLogin(w http.ResponseWriter, r *http.Request) {
	c.pf.render(w, r, http.StatusOK, "login", loginPage{tongue: tongueOf(r), Back: "/login"})
}

func (c *console) postLogin(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	login := strings.TrimSpace(r.PostFormValue("login"))
	cookie, no := c.sessions.signIn(addressOf(r), login, r.PostFormValue("password"))
	if no != nil {
		t := tongueOf(r)
		c.pf.p.Log.Warn("sign-in refused")
		c.pf.render(w, r, http.StatusUnauthorized, "login", loginPage{t, "/login", login, t.say(no)})
		return
	}
	c.setCookie(w, cookie, 0)
	http.Redirect(w, r, "/console", http.StatusSeeOther)
}

func (c *console) postLogout(w http.ResponseWriter, r *http.Request, _ *session) {
	c.sessions.signOut(r)
	c.setCookie(w, "", -1)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

func (c *console) setCookie(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: c.pf.p.WebTLS != nil, SameSite: http.SameSiteStrictMode,
	})
}

// seen gives the cases an officer may see: those of the department.
func (c *console) seen(ctx context.Context, u User) ([]cases.Case, error) {
	q, args := `SELECT id, sealed FROM cases ORDER BY promised, id`, []any{}
	if u.Dept != "" {
		q, args = `SELECT id, sealed FROM cases WHERE dept = ? ORDER BY promised, id`, []any{u.Dept}
	}
	return c.pf.book().list(ctx, c.pf.store.reader, q, args...)
}

// one gives a case the officer may see, or errNoCase.
func (c *console) one(ctx context.Context, u User, id string) (cases.Case, error) {
	cs, err := c.pf.book().one(ctx, c.pf.store.reader, id)
	if err == nil && u.Dept != "" && cs.Item.Dept != u.Dept {
		return cases.Case{}, errNoCase
	}
	return cs, err
}

// asked gives the case the address names; when it may not be seen, the answer says so and ok is false.
func (c *console) asked(w http.ResponseWriter, r *http.Request, s *session) (cs cases.Case, ok bool) {
	cs, err := c.one(r.Context(), s.user, r.PathValue("id"))
	switch {
	case errors.Is(err, errNoCase):
		c.notice(w, r, s, http.StatusNotFound, "notice.nocase")
	case err != nil:
		c.pf.webFail(w, r, err)
	}
	return cs, err == nil
}

func (c *console) getList(w http.ResponseWriter, r *http.Request, s *session) {
	p, err := c.page(r, s)
	if err != nil {
		c.pf.webFail(w, r, err)
		return
	}
	c.pf.render(w, r, http.StatusOK, "console", p)
}

func (c *console) getCase(w http.ResponseWriter, r *http.Request, s *session) {
	c.showCase(w, r, s, http.StatusOK, opinion{})
}

// opinion is what an officer wrote and what came of it.
type opinion struct {
	Text     string
	Sentence string // why the act was not taken
	Lang     string // the page's language when it was chosen just now
}

func (c *console) showCase(w http.ResponseWriter, r *http.Request, s *session, status int, o opinion) {
	cs, ok := c.asked(w, r, s)
	if !ok {
		return
	}
	p, err := c.page(r, s)
	if err == nil {
		p.tongue = p.in(o.Lang)
		p.Case, err = c.caseView(r, p.tongue, cs, o)
	}
	if err != nil {
		c.pf.webFail(w, r, err)
		return
	}
	c.pf.p.Log.Info("case viewed", "officer", s.user.Login, "case", cs.ID)
	c.choose(p, cs.ID)
	c.pf.render(w, r, status, "console", p)
}

// notice shows the list with a sentence, named by its key, where the case would be.
func (c *console) notice(w http.ResponseWriter, r *http.Request, s *session, status int, key string) {
	p, err := c.page(r, s)
	if err != nil {
		c.pf.webFail(w, r, err)
		return
	}
	p.Notice = p.T(key)
	c.pf.render(w, r, status, "console", p)
}

// postAct takes an opinion template, or a decision.
func (c *console) postAct(w http.ResponseWriter, r *http.Request, s *session) {
	o := opinion{Text: strings.TrimSpace(r.PostFormValue("opinion"))}
	if lang := r.PostFormValue("lang"); lang == "zh" || lang == "en" { // the page in the other language, with what was written
		speak(w, lang, c.pf.p.WebTLS != nil)
		o.Lang = lang
		c.showCase(w, r, s, http.StatusOK, o)
		return
	}
	if i := slices.IndexFunc(templates, func(t opinionTemplate) bool { return t.Key == r.PostFormValue("template") }); i >= 0 {
		o.Text = strings.TrimSpace(o.Text + "\n" + templates[i].Text)
		c.showCase(w, r, s, http.StatusOK, o)
		return
	}
	cs, ok := c.asked(w, r, s)
	if !ok {
		return
	}
	if id := r.PostFormValue("op"); id == "" || len(id) > 64 {
		c.notice(w, r, s, http.StatusBadRequest, "notice.incomplete")
		return
	}
	act, no := c.act(s.user, cs, r.PostFormValue("act"), o.Text)
	if no != "" {
		o.Sentence = tongueOf(r).T(no)
		c.showCase(w, r, s, http.StatusUnprocessableEntity, o)
		return
	}
	v, err := c.pf.decide(r.Context(), pressed(r, cs.ID, act))
	switch {
	case err != nil:
		c.pf.webFail(w, r, err)
	case v.Outcome.Taken():
		http.Redirect(w, r, "/console/cases/"+cs.ID+"?done=1", http.StatusSeeOther)
	default:
		o.Sentence = tongueOf(r).Pick(v.Sentence+"("+v.Code+")", v.SentenceEN+" ("+v.Code+")")
		c.showCase(w, r, s, http.StatusConflict, o)
	}
}

// pressed gives a button's act its identity: made with the page, so that pressing twice is one act.
func pressed(r *http.Request, caseID string, act cases.Act) decision {
	id, revision := r.PostFormValue("op"), r.PostFormValue("revision")
	essence := strings.Join([]string{id, caseID, revision, string(act.Kind), r.PostFormValue("act"), r.PostFormValue("opinion")}, "\x00")
	seen, err := strconv.Atoi(revision)
	if err != nil {
		seen = -1 // fits no case
	}
	return decision{offer: api.Offer{ID: id, Digest: seal.Digest([]byte(essence)), Payload: []byte(essence)}, caseID: caseID, revision: seen, act: act}
}

// act turns a pressed button into the case machine's act, or gives the key of what is missing.
func (c *console) act(u User, cs cases.Case, button, text string) (cases.Act, string) {
	now := c.pf.p.Now()
	a := cases.Act{
		At: cases.Stamp{Time: now, Source: cases.FromPeer},
		By: cases.Who{Operator: u.Login, Name: u.Name, Terminal: "platform"},
	}
	d := cases.Decision{Reason: text, Officer: u.Name, Dept: cs.Item.Dept, At: now}
	switch button {
	case "grant":
		d.Granted = true
		a.Kind, a.Decision = cases.ActDecide, &d
	case "deny":
		if text == "" {
			return a, "act.deny.reason"
		}
		a.Kind, a.Decision = cases.ActDecide, &d
	case "correct":
		if text == "" {
			return a, "act.correct.reason"
		}
		a.Kind, a.Reason = cases.ActCorrect, text
	default:
		return a, "act.unknown"
	}
	return a, ""
}

// getFile shows a scan or a paper of a case the officer may see.
func (c *console) getFile(w http.ResponseWriter, r *http.Request, s *session) {
	cs, err := c.one(r.Context(), s.user, r.PathValue("id"))
	digest := r.PathValue("digest")
	if errors.Is(err, errNoCase) || err == nil && !slices.Contains(intake.Pages(cs), digest) {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		c.pf.webFail(w, r, err)
		return
	}
	// The browser's own PDF viewer needs a little more than our pages do; the type is fixed, so nothing else can use it.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	c.pf.p.Log.Info("file viewed", "officer", s.user.Login, "case", cs.ID)
	c.pf.sendBlob(w, r, digest)
}
