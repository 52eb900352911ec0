package vault

import (
	"fmt"

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
}

// Space looks at the file system the vault lies in. A file system that does not say has room enough: whether a write
// succeeds is told by the write.
func (v *Vault) Space() Space {
	free, err := v.p.Free(v.p.Dir)
	if err != nil {
		v.p.Log.Warn("free space is not known", "err", err)
		return Space{}
	}
	return Space{Free: free, Low: free < v.p.Low, Full: free < v.p.Full}
}

// Room says whether something new may be begun: nil, or VAULT-009.
func (v *Vault) Room() error {
	if v.Space().Full {
		return fault(CodeFull, nil)
	}
	return nil
}

// Words is what is to be said of the space: a code of the vault with its sentence, or "" when there is room enough.
func (s Space) Words() (code string, w trouble.Words) {
	switch {
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
	if p.Checker == nil {
		p.Checker = CheckHere
	}
	if p.Free == nil {
		p.Free = durable.Free
	}
	return p
}
