package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"github.com/google/go-tpm/tpm2"
	"github.com/google/go-tpm/tpm2/transport"
)

var tpmAAD = []byte("onewindow data key, tpm")

// TPM guards keys by a trusted platform module (可信平台模块): each wrap has a wrapping key of its own, sealed under the
// storage key of the owner hierarchy. The storage key is made from the chip's own seed every time, so nothing of ours stays
// in the chip, and a cleared chip or another one makes another storage key.
type TPM struct {
	device string
	mu     sync.Mutex // the chip takes one command at a time
}

// OpenTPM looks whether there is a TPM at device: "/dev/tpmrm0" (the default), a socket's path, or tcp://host:port. On
// Windows the system's own is taken. TPMAbsent if there is none.
func OpenTPM(device string) (*TPM, error) {
	t := &TPM{device: device}
	return t, t.with(func(transport.TPM) error { return nil })
}

// Name implements Provider.
func (*TPM) Name() string { return GuardTPM }

// Strength implements Provider.
func (*TPM) Strength() (zh, en string) {
	return "密钥由本机安全芯片（TPM）保管：硬盘被取走也打不开资料；清空芯片或更换主板之前，须先改用别的方式保管。能以管理员身份登录本机的人不受它限制。",
		"The key is guarded by this machine's security chip (TPM): a disk that is taken away cannot be opened. Before the chip is cleared or the board changed, another guard must be chosen. It does not hold off an administrator of this machine."
}

// Retire implements Provider. The chip holds nothing of ours.
func (*TPM) Retire() error { return nil }

func (t *TPM) with(f func(transport.TPM) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	chip, err := dialTPM(t.device)
	if err != nil {
		return fault(TPMAbsent, err)
	}
	err = f(chip)
	if cerr := chip.Close(); err == nil && cerr != nil {
		err = fault(TPMRefuses, cerr)
	}
	return err
}

// A wrap is the sealed object's public and private part, each after its length (2 bytes, big endian), and what was
// sealed with the wrapping key inside.

// Wrap implements Provider.
func (t *TPM) Wrap(key []byte) (out []byte, err error) {
	kek := freshMaster()
	box, err := NewBox(kek)
	if err != nil {
		return nil, err
	}
	err = t.with(func(chip transport.TPM) error {
		return withStorageKey(chip, func(parent tpm2.AuthHandle, _ tpm2.Session) error {
			made, err := tpm2.Create{ParentHandle: parent, InSensitive: sensitive(kek), InPublic: tpm2.New2B(sealedObject)}.Execute(chip)
			if err != nil {
				return tpmFault(err)
			}
			for _, part := range [][]byte{made.OutPublic.Bytes(), made.OutPrivate.Buffer} {
				out = append(binary.BigEndian.AppendUint16(out, uint16(len(part))), part...)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return append(out, box.Seal(key, tpmAAD)...), nil
}

// Unwrap implements Provider.
func (t *TPM) Unwrap(wrapped []byte) ([]byte, error) {
	public, rest, ok1 := cutPart(wrapped)
	private, sealed, ok2 := cutPart(rest)
	if !ok1 || !ok2 {
		return nil, fault(Damaged, nil)
	}
	var kek []byte
	err := t.with(func(chip transport.TPM) error {
		return withStorageKey(chip, func(parent tpm2.AuthHandle, out tpm2.Session) error {
			loaded, err := tpm2.Load{ParentHandle: parent, InPrivate: tpm2.TPM2BPrivate{Buffer: private}, InPublic: tpm2.BytesAs2B[tpm2.TPMTPublic](public)}.Execute(chip)
			if err != nil {
				return tpmFault(err)
			}
			defer flush(chip, loaded.ObjectHandle)
			got, err := tpm2.Unseal{ItemHandle: tpm2.AuthHandle{Handle: loaded.ObjectHandle, Name: loaded.Name, Auth: out}}.Execute(chip)
			if err != nil {
				return tpmFault(err)
			}
			kek = got.OutData.Buffer
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	box, err := NewBox(kek)
	if err != nil {
		return nil, err
	}
	return box.Open(sealed, tpmAAD)
}

func cutPart(b []byte) (part, rest []byte, ok bool) {
	if len(b) < 2 || len(b)-2 < int(binary.BigEndian.Uint16(b)) {
		return nil, nil, false
	}
	n := 2 + int(binary.BigEndian.Uint16(b))
	return b[2:n], b[n:], true
}

// withStorageKey gives f the owner's storage key (TCG's ECC P-256 template), with a session that is salted to it and
// encrypts what goes over the bus in both directions, and one that does so for a command that has nothing to hide itself.
func withStorageKey(chip transport.TPM, f func(parent tpm2.AuthHandle, out tpm2.Session) error) error {
	made, err := tpm2.CreatePrimary{PrimaryHandle: tpm2.TPMRHOwner, InPublic: tpm2.New2B(tpm2.ECCSRKTemplate)}.Execute(chip)
	if err != nil {
		return tpmFault(err)
	}
	defer flush(chip, made.ObjectHandle)
	public, err := made.OutPublic.Contents()
	if err != nil {
		return tpmFault(err)
	}
	both := tpm2.HMAC(tpm2.TPMAlgSHA256, 16, tpm2.AESEncryption(128, tpm2.EncryptInOut), tpm2.Salted(made.ObjectHandle, *public))
	out := tpm2.HMAC(tpm2.TPMAlgSHA256, 16, tpm2.AESEncryption(128, tpm2.EncryptOut), tpm2.Salted(made.ObjectHandle, *public))
	return f(tpm2.AuthHandle{Handle: made.ObjectHandle, Name: made.Name, Auth: both}, out)
}

// flush makes room in the chip again. An object that stays in it costs a place until the device is closed, no more.
func flush(chip transport.TPM, h tpm2.TPMHandle) {
	_, _ = tpm2.FlushContext{FlushHandle: h}.Execute(chip)
}

// sealedObject is 32 bytes that only this chip gives out again, without a password.
var sealedObject = tpm2.TPMTPublic{
	Type: tpm2.TPMAlgKeyedHash, NameAlg: tpm2.TPMAlgSHA256,
	ObjectAttributes: tpm2.TPMAObject{FixedTPM: true, FixedParent: true, UserWithAuth: true, NoDA: true},
}

func sensitive(data []byte) tpm2.TPM2BSensitiveCreate {
	return tpm2.TPM2BSensitiveCreate{Sensitive: &tpm2.TPMSSensitiveCreate{Data: tpm2.NewTPMUSensitiveCreate(&tpm2.TPM2BSensitiveData{Buffer: data})}}
}

// tpmFault sorts what a chip answers: another storage key than the one that wrapped, or a refusal.
func tpmFault(err error) error {
	for _, rc := range []tpm2.TPMRC{tpm2.TPMRCIntegrity, tpm2.TPMRCBinding} {
		if errors.Is(err, rc) {
			return fault(TPMCleared, err)
		}
	}
	return fault(TPMRefuses, fmt.Errorf("tpm: %w", err))
}
