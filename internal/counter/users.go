package counter

import (
	"context"
	"fmt"
	"sync"
	"time"
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
	Now      func() time.Time
	LockFor  time.Duration // default 10 minutes

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
		return User{}, locked(t.locked.Sub(now))
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
		return User{}, locked(wait)
	}
	left := MaxTries - t.wrong
	return User{}, &AuthError{Code: "AUTH-002", Left: left,
		Sentence:   fmt.Sprintf("工号或密码不对，还可试 %d 次。", left),
		SentenceEN: fmt.Sprintf("Wrong number or PIN, %d tries left.", left)}
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

func locked(wait time.Duration) error {
	minutes := int((wait + time.Minute - 1) / time.Minute)
	return &AuthError{Code: "AUTH-003",
		Sentence:   fmt.Sprintf("密码错了 %d 次，已锁定，%d 分钟后可再试，或找主管解锁。", MaxTries, minutes),
		SentenceEN: fmt.Sprintf("Locked after %d wrong PINs; try again in %d min, or ask the supervisor.", MaxTries, minutes)}
}
