package pki

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"onewindow/internal/trouble"
)

// issued is a machine's identity that is good from one time to another.
func issued(t *testing.T, a *Authority, p Peer, from, to time.Duration, hosts ...string) *tls.Config {
	t.Helper()
	f, err := a.Issue(p, time.Now().Add(from), time.Now().Add(to), hosts...)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const day = 24 * time.Hour

func TestWhoseCertificateIsAtFaultIsReadFromARealLink(t *testing.T) {
	a, other := authority(t), authority(t)
	hall, desk := Peer{Name: "H1", Role: HallNode, Hall: "350100"}, Peer{Name: "W03", Role: Counter, Hall: "350100"}
	for _, c := range []struct {
		name         string
		server, user *tls.Config
		want         Verdict
		code         string
	}{
		{"both good", issued(t, a, hall, -day, day, "127.0.0.1"), issued(t, a, desk, -day, day), NoVerdict, ""},
		{"the hall's has expired", issued(t, a, hall, -2*day, -day, "127.0.0.1"), issued(t, a, desk, -day, day), OtherExpired, "CERT-002"},
		{"the hall's is of tomorrow", issued(t, a, hall, day, 2*day, "127.0.0.1"), issued(t, a, desk, -day, day), OtherEarly, "CERT-004"},
		{"the hall's is for another address", issued(t, a, hall, -day, day, "127.0.0.2"), issued(t, a, desk, -day, day), OtherStranger, "CERT-005"},
		{"the hall's is another authority's", issued(t, other, hall, -day, day, "127.0.0.1"), issued(t, a, desk, -day, day), OtherStranger, "CERT-005"},
		{"our own has expired", issued(t, a, hall, -day, day, "127.0.0.1"), issued(t, a, desk, -2*day, -day), OwnExpired, "CERT-001"},
		{"our own is for nobody", issued(t, a, hall, -day, day, "127.0.0.1"), withoutCertificate(issued(t, a, desk, -day, day)), OwnRefused, "CERT-006"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := get(quiet(t, c.server), c.user)
			if got := Judge(err); got != c.want || got.Code(HallNode) != c.code {
				t.Errorf("%v is judged %v, code %q", err, got, got.Code(HallNode))
			}
		})
	}
	if OtherExpired.Code(Platform) != "CERT-003" {
		t.Error("the platform's expiry is not named as the platform's")
	}
	if _, err := get("https://127.0.0.1:1", issued(t, a, desk, -day, day)); Judge(err) != NoVerdict {
		t.Error("a machine that is not there is blamed on its certificate")
	}
}

func withoutCertificate(c *tls.Config) *tls.Config {
	c.Certificates = nil
	return c
}

// quiet is serve without the server's grumbling about handshakes that fail.
func quiet(t *testing.T, c *tls.Config) string {
	t.Helper()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = c
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

func TestAMachineKnowsAtItsStartThatItsOwnCertificateIsNoLongerGood(t *testing.T) {
	c := issued(t, authority(t), Peer{Name: "W03", Role: Counter}, 0, day)
	for after, want := range map[time.Duration]string{-time.Hour: "CERT-004", time.Hour: "", 25 * time.Hour: "CERT-001"} {
		code, _, _ := trouble.Told(Check(c, time.Now().Add(after)))
		if code != want {
			t.Errorf("after %v: %q, want %q", after, code, want)
		}
	}
}

func TestAMissingFileIsNamed(t *testing.T) {
	dir := t.TempDir()
	_, err := Load(Files{CA: filepath.Join(dir, "ca.pem"), Cert: filepath.Join(dir, "W03.pem"), Key: filepath.Join(dir, "W03.key")})
	if code, w, _ := trouble.Told(err); code != "CERT-007" || w != trouble.Of("CERT-007").Clerk.Fill("file", "W03.pem") {
		t.Errorf("%v", err)
	}
}
