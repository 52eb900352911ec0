package seal

import (
	"encoding/hex"
	"errors"
	"time"

	"github.com/zalando/go-keyring"
)

const (
	ringService = "onewindow"
	ringNameLen = 16              // bytes that name an entry, in front of what it wraps
	ringTimeout = 2 * time.Minute // a person may have to type the keyring's password
)

var ringAAD = []byte("onewindow data key, keyring")

// Keyring guards keys by the keyring of the signed-in user (系统密钥环): Secret Service on Linux, the credential store on
// Windows. The wrapping key is an entry there, named at random.
type Keyring struct {
	entry string // hex; "" until one is made or met
	wait  time.Duration
}

// OpenKeyring makes ready the keyring of the user this program runs as. Nothing is asked of it yet.
func OpenKeyring() *Keyring { return &Keyring{wait: ringTimeout} }

// Name implements Provider.
func (*Keyring) Name() string { return GuardKeyring }

// Strength implements Provider.
func (*Keyring) Strength() (zh, en string) {
	return "密钥由登录用户的系统密钥环保管：不知道该用户的口令，取走硬盘也打不开资料。用户登录之后，以他的身份运行的程序不受它限制。",
		"The key lies in the signed-in user's keyring: without this user's password a disk that is taken away cannot be opened. Once the user is signed in, it does not hold off programs that run as this user."
}

// Wrap implements Provider. One entry serves all wraps.
func (k *Keyring) Wrap(key []byte) ([]byte, error) {
	if k.entry == "" {
		name := hex.EncodeToString(freshMaster()[:ringNameLen])
		err := k.ask(func() error { return keyring.Set(ringService, name, hex.EncodeToString(freshMaster())) })
		if err != nil {
			return nil, err
		}
		k.entry = name
	}
	box, err := k.box()
	if err != nil {
		return nil, err
	}
	name, err := hex.DecodeString(k.entry)
	return append(name, box.Seal(key, ringAAD)...), err
}

// Unwrap implements Provider.
func (k *Keyring) Unwrap(wrapped []byte) ([]byte, error) {
	if len(wrapped) < ringNameLen {
		return nil, fault(Damaged, nil)
	}
	k.entry = hex.EncodeToString(wrapped[:ringNameLen])
	box, err := k.box()
	if err != nil {
		return nil, err
	}
	return box.Open(wrapped[ringNameLen:], ringAAD)
}

// Retire implements Provider.
func (k *Keyring) Retire() error {
	if k.entry == "" {
		return nil
	}
	err := k.ask(func() error { return keyring.Delete(ringService, k.entry) })
	if errors.Is(err, &Error{Kind: RingForgotten}) {
		return nil
	}
	return err
}

func (k *Keyring) box() (*Box, error) {
	var text string
	err := k.ask(func() (err error) { text, err = keyring.Get(ringService, k.entry); return err })
	if err != nil {
		return nil, err
	}
	kek, err := hex.DecodeString(text)
	if err != nil || len(kek) != keySize {
		return nil, fault(RingForgotten, errors.New("the entry is not what was put there"))
	}
	return NewBox(kek)
}

// ask waits for the keyring no longer than a person takes: a locked one may wait for its password for ever.
func (k *Keyring) ask(f func() error) error {
	answer := make(chan error, 1)
	go func() { answer <- f() }()
	late := time.NewTimer(k.wait)
	defer late.Stop()
	select {
	case err := <-answer:
		return ringFault(err)
	case <-late.C:
		return fault(RingLocked, errors.New("no answer"))
	}
}
