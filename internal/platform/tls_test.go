package platform

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/api/apitest"
	"onewindow/internal/pki"
)

func TestOnlyTheRightMachinesMaySpeakAndOnlyForThemselves(t *testing.T) {
	authority, err := pki.OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	identity := func(name string, role pki.Role, hosts ...string) *tls.Config {
		f, err := authority.Machine(pki.Peer{Name: name, Role: role, Hall: "350100"}, hosts...)
		if err != nil {
			t.Fatal(err)
		}
		c, err := pki.Load(f)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	server := identity("P1", pki.Platform, "127.0.0.1")
	w := newWorld(t, func(p *Params) { p.APITLS, p.WebTLS = server, pki.Public(server) })
	addr, web := w.pf.Addrs()
	contract := apitest.Platform(t)
	call := func(c *tls.Config, method, path string, body any) (int, []byte) {
		t.Helper()
		var text []byte
		if body != nil {
			text, _ = json.Marshal(body)
		}
		req, _ := http.NewRequest(method, "https://"+addr+path, bytes.NewReader(text))
		req.Header.Set("Content-Type", "application/json")
		tr := &http.Transport{TLSClientConfig: c}
		defer tr.CloseIdleConnections()
		resp, err := (&http.Client{Transport: contract.Line(t, tr)}).Do(req)
		if err != nil {
			return 0, nil
		}
		defer func() { _ = resp.Body.Close() }()
		var got bytes.Buffer
		_, _ = got.ReadFrom(resp.Body)
		return resp.StatusCode, got.Bytes()
	}
	counter, other := identity("W03", pki.Counter), identity("W04", pki.Counter)
	display, dept := identity("D1", pki.Display), identity("DEPT1", pki.Dept)
	c := w.draft(1)
	filing := api.OpsRequest{Terminal: "W03", Offers: []api.Offer{offerOf(operation("op-1", c.ID, 1, accept(c)))}}
	decision := api.DecisionRequest{ID: "d-1", CaseID: c.ID, Act: grant()}
	for _, tc := range []struct {
		name   string
		as     *tls.Config
		method string
		path   string
		body   any
		want   int
	}{
		{"another counter cannot speak for W03", other, "POST", api.PathOps, filing, http.StatusForbidden},
		{"a display files nothing", display, "POST", api.PathOps, filing, http.StatusForbidden},
		{"a display reads no cases", display, "GET", api.PathChanges, nil, http.StatusForbidden},
		{"a display sees that the platform lives", display, "GET", api.PathHealth, nil, http.StatusOK},
		{"a counter files", counter, "POST", api.PathOps, filing, http.StatusOK},
		{"a counter never decides", counter, "POST", api.PathDecisions, decision, http.StatusForbidden},
		{"a department decides", dept, "POST", api.PathDecisions, decision, http.StatusOK},
		{"a department takes no blocks", dept, "POST", api.PathBlocks, nil, http.StatusForbidden},
		{"a machine without certificate is not heard", &tls.Config{RootCAs: server.RootCAs}, "GET", api.PathHealth, nil, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, body := call(tc.as, tc.method, tc.path, tc.body); got != tc.want {
				t.Errorf("%d %s, want %d", got, body, tc.want)
			}
		})
	}
	// W04's own certificate, an operation that says W03: the hand does not fit.
	filing.Terminal = "W04"
	_, body := call(other, "POST", api.PathOps, filing)
	var resp api.OpsResponse
	if err := json.Unmarshal(body, &resp); err != nil || len(resp.Verdicts) != 1 {
		t.Fatalf("%v in %s", err, body)
	}
	if v := resp.Verdicts[0]; v.Outcome == api.Accepted {
		t.Errorf("another terminal's operation: %+v", v)
	}
	// People's browsers have no certificate.
	tr := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: server.RootCAs}, ForceAttemptHTTP2: true}
	defer tr.CloseIdleConnections()
	page, err := (&http.Client{Transport: tr}).Get("https://" + web + "/login")
	if err != nil || page.StatusCode != http.StatusOK || page.ProtoMajor != 2 || page.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("the login page: %v", err)
	}
}
