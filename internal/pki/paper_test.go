package pki

import (
	"testing"
	"time"
)

func TestACertificateThatCameWithoutALinkIsVouchedFor(t *testing.T) {
	a, b := authority(t), authority(t)
	mine, err := PaperOf(machine(t, a, Peer{"P1", Platform, "350100"}, "127.0.0.1"))
	if err != nil {
		t.Fatal(err)
	}
	of := func(a *Authority, r Role) []byte {
		p, err := PaperOf(machine(t, a, Peer{"W03", r, "350100"}))
		if err != nil {
			t.Fatal(err)
		}
		return p.Cert
	}
	desk := of(a, Counter)
	for _, c := range []struct {
		name string
		der  []byte
		at   time.Duration
		good bool
	}{
		{"a counter of this authority", desk, 0, true},
		{"of another authority", of(b, Counter), 0, false},
		{"expired", desk, 400 * day, false},
		{"not yet valid", desk, -day, false},
		{"damaged", append([]byte{0}, desk[1:]...), 0, false},
		{"nothing", nil, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			who, key, err := mine.Vouch(c.der, time.Now().Add(c.at), Counter, Kiosk)
			if (err == nil) != c.good || c.good && (who.Name != "W03" || key == nil) {
				t.Errorf("%+v %v", who, err)
			}
		})
	}
	if _, _, err := mine.Vouch(desk, time.Now(), Platform); err == nil {
		t.Error("a counter passes for the platform")
	}
	if mine.Peer.Role != Platform || mine.Key == nil {
		t.Errorf("%+v", mine.Peer)
	}
}
