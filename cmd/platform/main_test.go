package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/pki"
	"onewindow/internal/rig"
	"onewindow/internal/seal"
	"onewindow/internal/shelf"
	"onewindow/internal/workday"
)

// TestTheProgramTakesACaseAndDecidesIt starts the real program on the files of a small hall: a counter files over mutual TLS, an
// officer grants in the console, and the result document reaches the counter through the feed.
func TestTheProgramTakesACaseAndDecidesIt(t *testing.T) {
	dir := t.TempDir()
	a, err := rig.Write(rig.Params{Dir: dir, Clerk: rig.Person{Operator: "0312", Name: "陈晓", PIN: seal.HashPIN("246810")},
		Reviewer: rig.Person{Operator: "1001", Name: "王岚", PIN: seal.HashPIN("135790")}})
	if err != nil {
		t.Fatal(err)
	}
	start(t, filepath.Join(dir, "platform.toml"))

	c := draft(t)
	counter := counterOf(t, dir)
	var ops api.OpsResponse
	ask(t, counter, "POST", "https://"+a.APIAddr+api.PathOps, filing(c), &ops)
	if len(ops.Verdicts) != 1 || ops.Verdicts[0].Outcome != api.Accepted {
		t.Fatalf("filing: %+v", ops)
	}
	grant(t, counter, "https://"+a.WebAddr, c.ID)

	var feed api.ChangesResponse
	ask(t, counter, "GET", "https://"+a.APIAddr+api.PathChanges, nil, &feed)
	var body api.CaseChange
	if len(feed.Changes) != 1 || json.Unmarshal(feed.Changes[0].Body, &body) != nil || body.Case.Decision == nil || body.Case.Decision.Result == nil {
		t.Fatalf("feed: %+v", feed)
	}
	resp, err := counter.Get("https://" + a.APIAddr + api.PathBlobs + body.Case.Decision.Result.Page.Digest)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	pdf, _ := io.ReadAll(resp.Body)
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || seal.Digest(pdf) != body.Case.Decision.Result.Page.Digest {
		t.Errorf("the result document is %d bytes", len(pdf))
	}
}

// start runs the program until the test ends, and waits for its ready line.
func start(t *testing.T, config string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"-config", config}, in)
		_ = in.CloseWithError(fmt.Errorf("ended: %w", err))
		done <- err
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "platform: api") {
		t.Fatalf("%q %v", line, err)
	}
}

func counterOf(t *testing.T, dir string) *http.Client {
	t.Helper()
	conf, err := pki.Load(pki.Files{CA: filepath.Join(dir, "pki/ca.pem"), Cert: filepath.Join(dir, "pki/W03.pem"), Key: filepath.Join(dir, "pki/W03.key")})
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: conf}, Timeout: 30 * time.Second}
}

func ask(t *testing.T, c *http.Client, method, url string, body, into any) {
	t.Helper()
	text, _ := json.Marshal(body)
	req, err := http.NewRequest(method, url, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %d %v", method, url, resp.StatusCode, err)
	}
}

func draft(t *testing.T) cases.Case {
	t.Helper()
	list, err := shelf.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	item, ok := list.Find("FZ005")
	if !ok {
		t.Fatal("no FZ005")
	}
	day := workday.Date{Year: 2026, Month: 11, Day: 23}
	number, err := cases.Number(item.Code, day, "0001", 1)
	if err != nil {
		t.Fatal(err)
	}
	c := cases.Case{
		ID: "0199a0c0-0000-7000-8000-000000000001", Token: strings.Repeat("5a", 16), State: cases.Draft, Item: item, Number: number,
		Applicant: cases.Party{Name: "张𬭎", IDType: "111", Number: "350199198506150035"}, Materials: cases.NewMaterials(item),
		Promised: day.AddDays(7), Legal: day.AddDays(14), Delivery: "window",
	}
	for i := range c.Materials {
		c.Materials[i].State = cases.Paper
	}
	return c
}

func filing(c cases.Case) api.OpsRequest {
	by := cases.Who{Operator: "0312", Name: "陈晓", Terminal: "W03", Window: 3}
	at := cases.Stamp{Time: time.Date(2026, 11, 23, 10, 41, 0, 0, fuzhou), Source: cases.FromPeer}
	paper := cases.IssuedPaper{Kind: cases.AcceptanceNotice, Number: "1", At: at.Time, Page: cases.Page{Digest: seal.Digest([]byte("pdf")), Size: 3, Type: "application/pdf"}}
	act := cases.Act{Kind: cases.ActAccept, At: at, By: by, Filing: &c, Paper: &paper}
	payload, _ := json.Marshal(api.Operation{ID: "op-1", Schema: api.SchemaVersion, Kind: act.Kind, Terminal: "W03", Operator: "0312", Lane: c.ID, Seq: 1, At: at.Time, Act: act})
	return api.OpsRequest{Terminal: "W03", Offers: []api.Offer{{ID: "op-1", Digest: seal.Digest(payload), Payload: payload}}}
}

// grant signs in to the console as a person without script does, and presses 准予许可.
func grant(t *testing.T, counter *http.Client, web, id string) {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	roots := counter.Transport.(*http.Transport).TLSClientConfig.RootCAs
	b := &http.Client{Jar: jar, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	page := func(resp *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		text, _ := io.ReadAll(resp.Body)
		return string(text)
	}
	if p := page(b.PostForm(web+"/login", url.Values{"login": {"1001"}, "password": {"135790"}})); !strings.Contains(p, "待审查 1") {
		t.Fatalf("after signing in: %s", p)
	}
	form := url.Values{"act": {"grant"}}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`).FindAllStringSubmatch(page(b.Get(web+"/console/cases/"+id)), -1) {
		form.Set(m[1], m[2])
	}
	if p := page(b.PostForm(web+"/console/cases/"+id, form)); !strings.Contains(p, "准予许可 · 王岚") {
		t.Fatalf("after granting: %s", p)
	}
}
