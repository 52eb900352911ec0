package vault

import (
	"fmt"
	"time"

	"onewindow/internal/durable"
	"onewindow/internal/trouble"
)

// Limits of the free space beside the vault, in bytes. A case with its scans takes some 5 MB; a backup takes as much as
// the store.
const (
	defaultLow  = 2 << 30
	defaultFull = 512 << 20
)

// Space is how much room there is for what will be kept. The zero value is room enough.
type Space struct {
	Free int64 // bytes
	Low  bool  // a technician should make room
	Full bool  // nothing new may be begun, so that what was begun can be finished

	Used  int64 // bytes of the vault, as last counted; 0 = not counted yet
	Limit int64 // set for it; 0 = none
	Own   bool  // it is the vault's own limit that is near or reached, not the disk's
}

// Space looks at the file system the vault lies in. A file system that does not say has room enough: whether a write
// succeeds is told by the write.
func (v *Vault) Space() Space {
	s := Space{Used: v.used.Load(), Limit: v.p.Limit}
	free, err := v.p.Free(v.p.Dir)
	if err != nil {
		v.p.Log.Warn("free space is not known", "err", err)
	} else {
		s.Free, s.Low, s.Full = free, free < v.p.Low, free < v.p.Full
	}
	if s.Limit > 0 && !s.Full {
		s.Full = s.Used >= s.Limit
		s.Own = s.Full || !s.Low && s.Used >= s.Limit/100*limitWarns
		s.Low = s.Low || s.Own
	}
	return s
}

// limitWarns is at how many per cent of its own limit a vault is said to be nearly full.
const limitWarns = 90

// measure counts the bytes of the vault. What comes between two counts is added as it is written.
func (v *Vault) measure() {
	sum, err := below(v.p.Dir, nil)
	if err != nil {
		v.p.Log.Warn("the vault's size is not known", "err", err)
		return
	}
	v.used.Store(sum)
}

// grew adds to what was counted.
func (v *Vault) grew(bytes int64) {
	if v.used.Load() > 0 {
		v.used.Add(bytes)
	}
}

// Room says whether something new may be begun: nil, VAULT-009 or VAULT-015.
func (v *Vault) Room() error {
	if s := v.Space(); s.Full {
		code, w := s.Words()
		return &Error{Code: code, Sentence: w.Zh, SentenceEN: w.En}
	}
	return nil
}

// Words is what is to be said of the space: a code of the vault with its sentence, or "" when there is room enough.
func (s Space) Words() (code string, w trouble.Words) {
	switch {
	case s.Own:
		code = CodeOwnLow
		if s.Full {
			code = CodeOwnFull
		}
		return code, trouble.Of(code).Clerk.Fill("used", size(s.Used), "limit", size(s.Limit))
	case s.Full:
		return CodeFull, trouble.Of(CodeFull).Clerk
	case s.Low:
		return CodeLow, trouble.Of(CodeLow).Clerk.Fill("free", size(s.Free))
	}
	return "", trouble.Words{}
}

func size(bytes int64) string {
	if bytes >= 10<<30 {
		return fmt.Sprintf("%d GB", bytes>>30)
	}
	if bytes >= 1<<30 {
		return fmt.Sprintf("%.1f GB", float64(bytes)/(1<<30))
	}
	return fmt.Sprintf("%d MB", bytes>>20)
}

func (p Params) withDefaults() Params {
	if p.Low == 0 {
		p.Low = defaultLow
	}
	if p.Full == 0 {
		p.Full = defaultFull
	}
	if p.Idle <= 0 {
		p.Idle = defaultIdle
	}
	if p.After == nil {
		p.After = time.After
	}
	if p.Checker == nil {
		p.Checker = CheckHere
	}
	if p.Free == nil {
		p.Free = durable.Free
	}
	return p
}
