package counter

import (
	"context"
	"strconv"
	"sync"
	"time"

	"onewindow/internal/trouble"
)

// Account is a clerk as the local list names one. Hash is made elsewhere and opaque here.
type Account struct {
	User
	Hash string
}

// MaxTries is how often a wrong PIN may be typed before the account is locked (等保 2.0 level 3).
const MaxTries = 5

// LocalUsers is a list of accounts that locks one for LockFor after MaxTries wrong PINs. It implements Users.
type LocalUsers struct {
	Accounts []Account
	Verify   func(hash, pin string) bool // its home is internal/seal
	Now      func() time.Time            // in the hall's zone: a lock's end is told as a time of day
	LockFor  time.Duration               // default 10 minutes

	mu    sync.Mutex
	tries map[string]*tries
}

type tries struct {
	wrong  int
	locked time.Time // until
}

// SignIn checks a PIN. A number nobody has is answered like a wrong PIN and counted too, so that numbers cannot be guessed.
func (l *LocalUsers) SignIn(ctx context.Context, operator, pin string) (User, error) {
	if err := ctx.Err(); err != nil {
		return User{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.of(operator)
	if now := l.Now(); now.Before(t.locked) {
		return User{}, locked(t.locked)
	}
	for _, a := range l.Accounts {
		if a.Operator == operator && operator != "" && l.Verify(a.Hash, pin) {
			delete(l.tries, operator)
			return a.User, nil
		}
	}
	t.wrong++
	if t.wrong >= MaxTries {
		wait := l.LockFor
		if wait == 0 {
			wait = 10 * time.Minute
		}
		*t = tries{locked: l.Now().Add(wait)}
		return User{}, locked(t.locked)
	}
	return User{}, wrong(MaxTries - t.wrong)
}

// of gives the count of an operator's tries; unknown numbers share one, so that the list cannot grow without end.
func (l *LocalUsers) of(operator string) *tries {
	key := ""
	for _, a := range l.Accounts {
		if a.Operator == operator {
			key = operator
		}
	}
	if l.tries == nil {
		l.tries = map[string]*tries{}
	}
	if l.tries[key] == nil {
		l.tries[key] = &tries{}
	}
	return l.tries[key]
}

// wrong says how often one may still try.
func wrong(left int) error {
	n := strconv.Itoa(left)
	tries := n + " tries"
	if left == 1 {
		tries = "1 try"
	}
	w := trouble.Of("AUTH-002").Clerk.Fill("left", n, "tries", tries)
	return &AuthError{Code: "AUTH-002", Sentence: w.Zh, SentenceEN: w.En, Left: left}
}

// locked says until when nobody may try; the minute told is one in which it has ended.
func locked(until time.Time) error {
	w := trouble.Of("AUTH-003").Clerk.Fill("max", strconv.Itoa(MaxTries), "time", until.Add(time.Minute-1).Format("15:04"))
	return &AuthError{Code: "AUTH-003", Sentence: w.Zh, SentenceEN: w.En, Until: until}
}
