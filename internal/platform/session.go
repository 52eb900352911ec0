package platform

import (
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"sync"
	"time"

	"onewindow/internal/seal"
)

const (
	sessionCookie = "onewindow_session"
	sessionIdle   = 30 * time.Minute
	sessionWhole  = 12 * time.Hour
	loginTries    = 5
	loginPause    = 5 * time.Minute
	addressTries  = 20 // at once from one address
	addressRefill = 5 * time.Second
)

// session is one officer signed in on one browser. It lives in memory: a restart signs everybody out.
type session struct {
	user        User
	csrf        string
	begun, used time.Time
}

// sessions knows who is signed in and who tried too often.
type sessions struct {
	users  []User
	verify func(hash, password string) bool
	now    func() time.Time
	random func(n int) []byte

	checking sync.Mutex // one password at a time: each check costs memory, and nobody shall make it cost more
	rate     *limiter   // of tries from one address

	mu    sync.Mutex
	open  map[string]*session  // by digest of the cookie
	tries map[string]*attempts // by login
}

type attempts struct {
	failed int
	until  time.Time // locked until
}

func newSessions(p Params) *sessions {
	return &sessions{
		users: p.Users, verify: p.Verify, now: p.Now, random: p.Random,
		rate: newLimiter(p.Now, addressTries, addressRefill), open: map[string]*session{}, tries: map[string]*attempts{},
	}
}

// signIn checks a password that came from an address. It gives the cookie's value, or what says why not. An unknown login is answered, counted
// and locked like a known one, and costs the same check.
func (s *sessions) signIn(address, login, password string) (cookie string, no *saying) {
	now := s.now()
	if !s.rate.allow(address) {
		return "", locked(time.Minute)
	}
	if left := s.locked(login, now); left > 0 {
		return "", locked(left)
	}
	user, known := s.find(login)
	if !s.fits(user.Hash, password) || !known {
		return "", s.failed(login, now)
	}
	cookie = base64.RawURLEncoding.EncodeToString(s.random(32))
	csrf := base64.RawURLEncoding.EncodeToString(s.random(32))
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tries, login)
	s.sweep(now)
	s.open[seal.Digest([]byte(cookie))] = &session{user: user, csrf: csrf, begun: now, used: now}
	return cookie, nil
}

func (s *sessions) fits(hash, password string) bool {
	s.checking.Lock()
	defer s.checking.Unlock()
	return s.verify(hash, password)
}

// find gives the user of a login. For an unknown one it lends another user's hash, so that the time taken tells nothing.
func (s *sessions) find(login string) (User, bool) {
	var lent User
	for _, u := range s.users {
		if u.Login == login {
			return u, true
		}
		lent.Hash = u.Hash
	}
	return lent, false
}

func (s *sessions) locked(login string, now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.tries[login]; a != nil {
		return a.until.Sub(now)
	}
	return 0
}

func (s *sessions) failed(login string, now time.Time) *saying {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.tries[login]
	if a == nil {
		if len(s.tries) > 10_000 { // somebody tries names: forget the oldest guesses, keep the memory
			clear(s.tries)
		}
		a = &attempts{}
		s.tries[login] = a
	}
	if a.failed++; a.failed >= loginTries {
		a.failed, a.until = 0, now.Add(loginPause)
		return locked(loginPause)
	}
	return &saying{"login.wrong", []any{"n", loginTries - a.failed}}
}

// sweep forgets sessions that have ended. Called with mu held.
func (s *sessions) sweep(now time.Time) {
	for k, v := range s.open {
		if v.over(now) {
			delete(s.open, k)
		}
	}
}

func (s *session) over(now time.Time) bool {
	return now.Sub(s.used) > sessionIdle || now.Sub(s.begun) > sessionWhole
}

// of gives the session a request belongs to, nil when nobody is signed in.
func (s *sessions) of(r *http.Request) *session {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	got := s.open[seal.Digest([]byte(c.Value))]
	if got == nil || got.over(now) {
		return nil
	}
	got.used = now
	copied := *got
	return &copied
}

func (s *sessions) signOut(r *http.Request) {
	if c, err := r.Cookie(sessionCookie); err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.open, seal.Digest([]byte(c.Value)))
	}
}

// meant reports whether a form was made for this session.
func (s *session) meant(r *http.Request) bool {
	return subtle.ConstantTimeCompare([]byte(r.PostFormValue("csrf")), []byte(s.csrf)) == 1
}

// locked says how long nobody may try, in whole minutes.
func locked(left time.Duration) *saying {
	return &saying{"login.locked", []any{"n", int((left + time.Minute - 1) / time.Minute)}}
}
