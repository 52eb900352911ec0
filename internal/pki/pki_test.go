package pki

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
)

func machine(t *testing.T, a *Authority, p Peer, hosts ...string) *tls.Config {
	t.Helper()
	f, err := a.Machine(p, hosts...)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func authority(t *testing.T) *Authority {
	t.Helper()
	a, err := OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func serve(t *testing.T, c *tls.Config) string {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, ok := PeerOf(r)
		if ok {
			_, _ = io.WriteString(w, p.Hall+"/"+string(p.Role)+"/"+p.Name)
		}
	}))
	s.Config.ErrorLog = nil
	s.TLS = c
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

func get(url string, c *tls.Config) (string, error) {
	tr := &http.Transport{TLSClientConfig: c}
	defer tr.CloseIdleConnections()
	r, err := (&http.Client{Transport: tr}).Get(url)
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	return string(b), err
}

func TestAServerKnowsWhoSpeaks(t *testing.T) {
	a := authority(t)
	url := serve(t, machine(t, a, Peer{"H1", HallNode, "350100"}, "127.0.0.1"))
	got, err := get(url, machine(t, a, Peer{"W03", Counter, "350100"}))
	if err != nil || got != "350100/counter/W03" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAStrangerIsRefused(t *testing.T) {
	a, b := authority(t), authority(t)
	url := serve(t, machine(t, a, Peer{"H1", HallNode, "350100"}, "127.0.0.1"))
	stranger := machine(t, b, Peer{"W03", Counter, "350100"})
	stranger.RootCAs = machine(t, a, Peer{"W04", Counter, "350100"}).RootCAs
	if got, err := get(url, stranger); err == nil {
		t.Errorf("a machine of another authority got %q", got)
	}
	bare := stranger.Clone()
	bare.Certificates = nil
	if got, err := get(url, bare); err == nil {
		t.Errorf("a machine without a certificate got %q", got)
	}
}

func TestAClientIsNoServer(t *testing.T) {
	a := authority(t)
	url := serve(t, machine(t, a, Peer{"W03", Counter, "350100"}))
	if got, err := get(url, machine(t, a, Peer{"W04", Counter, "350100"})); err == nil {
		t.Errorf("a counter served as hall node and gave %q", got)
	}
}

func TestABrowserNeedsNoCertificateOnThePublicSide(t *testing.T) {
	a := authority(t)
	url := serve(t, Public(machine(t, a, Peer{"P", Platform, "350100"}, "127.0.0.1")))
	browser := machine(t, a, Peer{"W04", Counter, "350100"})
	browser.Certificates = nil
	if _, err := get(url, browser); err != nil {
		t.Error(err)
	}
}

func TestKeysAreMadeOnceAndKeptPrivate(t *testing.T) {
	dir := t.TempDir()
	a, err := OpenAuthority(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := a.Machine(Peer{"H1", HallNode, "350100"}, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(f.Cert)
	again, err := OpenAuthority(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Machine(Peer{"H1", HallNode, "350100"}, "127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	after, _ := os.ReadFile(f.Cert)
	if string(before) != string(after) {
		t.Error("a certificate that still serves was made again")
	}
	if _, err := again.Machine(Peer{"H1", HallNode, "350100"}, "127.0.0.1", "hall.local"); err != nil {
		t.Fatal(err)
	}
	if named, _ := os.ReadFile(f.Cert); string(named) == string(after) {
		t.Error("a certificate that lacks a name was kept")
	}
	for _, p := range []string{f.Key, dir + "/ca.key"} {
		if st, err := os.Stat(p); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", p, st.Mode(), err)
		}
	}
}
