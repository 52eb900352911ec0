package platform

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/assets"
	"onewindow/internal/api"
	"onewindow/internal/api/apitest"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/platform/intake"
	"onewindow/internal/seal"
	"onewindow/internal/workday"
)

var zone = time.FixedZone("CST", 8*60*60)

// noon is the time of every test; clocks are turned, not waited for.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, zone)

// world is a platform in a temporary folder, and the ways tests speak with it.
type world struct {
	t      testing.TB
	params Params
	pf     *Platform
	api    string
	web    string
	http   *http.Client // holds everything the platform takes and answers to assets/openapi/platform.yaml
	stop   func()
	clock  atomic.Int64 // nanoseconds past noon
	ids    atomic.Int64
	items  *catalogue.Catalogue
}

func newWorld(t testing.TB, change ...func(*Params)) *world {
	t.Helper()
	items, err := loadItems()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, items: items, http: http.DefaultClient}
	if _, fuzz := t.(*testing.F); !fuzz { // what a fuzzer sends is in no contract
		w.http = &http.Client{Transport: apitest.Platform(t).Line(t, http.DefaultTransport)}
	}
	box, err := seal.NewBox([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	var notices [][]byte
	for _, year := range []string{"2025", "2026"} {
		notices = append(notices, asset(t, "calendar/calendar-"+year+".json"))
	}
	days, err := workday.New(notices...)
	if err != nil {
		t.Fatal(err)
	}
	w.params = Params{
		Dir: t.TempDir(), BackupEvery: time.Hour, Calendar: days, Form: w.items.Form, Seal: box,
		PublicBase: "https://hall.example/p/",
		Users: []User{
			{Login: "1001", Name: "王岚", Post: "审查岗", Hash: "secret"},
			{Login: "1002", Name: "陈敏", Post: "审查岗", Dept: "公安局", Hash: "secret"},
		},
		Verify: func(hash, password string) bool { return hash == password },
		Now:    func() time.Time { return noon.Add(time.Duration(w.clock.Load())) },
		NewID:  func() string { return fmt.Sprintf("id-%d", w.ids.Add(1)) },
		Random: func(n int) []byte { b := make([]byte, n); _, _ = rand.Read(b); return b },
		ResultPaper: func(_ context.Context, c cases.Case, d cases.Decision) ([]byte, error) {
			return []byte("%PDF-1.4 " + c.Number + " " + d.Number), nil
		},
	}
	for _, f := range change {
		f(&w.params)
	}
	w.open()
	t.Cleanup(func() { w.shut() })
	return w
}

// loadItems reads the catalogue once for all tests; nobody changes it.
var loadItems = sync.OnceValues(func() (*catalogue.Catalogue, error) {
	list, err := fs.ReadFile(assets.Files, "catalogue/catalogue.json")
	if err != nil {
		return nil, err
	}
	forms, err := fs.ReadFile(assets.Files, "catalogue/forms.json")
	if err != nil {
		return nil, err
	}
	return catalogue.Load(list, forms, func(string) (string, string) { return "", "" })
})

func asset(t testing.TB, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(assets.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (w *world) open() {
	w.t.Helper()
	pf, err := New(w.params)
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pf.Serve(ctx) }()
	w.pf = pf
	a, b := pf.Addrs()
	w.api, w.web = "http://"+a, "http://"+b
	w.stop = func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Error(err)
		}
		if err := pf.Close(); err != nil {
			w.t.Error(err)
		}
	}
}

func (w *world) shut() {
	if w.stop != nil {
		w.stop()
		w.stop = nil
	}
}

// restart is a stop and a start on the same folder.
func (w *world) restart() { w.t.Helper(); w.shut(); w.open() }

func (w *world) pass(d time.Duration) { w.clock.Add(int64(d)) }

// do sends a request and gives status, headers and body.
func (w *world) do(method, url string, body []byte, header ...string) (int, http.Header, []byte) {
	w.t.Helper()
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", map[string]string{"POST": "application/json", "PUT": "application/octet-stream"}[method])
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := w.http.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, b
}

// ask sends JSON and reads JSON, and wants a status.
func (w *world) ask(method, path string, body, into any, want int) {
	w.t.Helper()
	var text []byte
	if body != nil {
		text, _ = json.Marshal(body)
	}
	status, _, got := w.do(method, w.api+path, text)
	if status != want {
		w.t.Fatalf("%s %s: %d %s, want %d", method, path, status, got, want)
	}
	if into != nil {
		if err := json.Unmarshal(got, into); err != nil {
			w.t.Fatalf("%s %s: %v in %s", method, path, err, got)
		}
	}
}

// offer sends offers of terminal W03 and gives the verdicts.
func (w *world) offer(offers ...api.Offer) []api.Verdict {
	w.t.Helper()
	var resp api.OpsResponse
	w.ask("POST", api.PathOps, api.OpsRequest{Terminal: "W03", Offers: offers}, &resp, http.StatusOK)
	if len(resp.Verdicts) != len(offers) {
		w.t.Fatalf("%d verdicts for %d offers", len(resp.Verdicts), len(offers))
	}
	return resp.Verdicts
}

func (w *world) changes(since, more string) api.ChangesResponse {
	w.t.Helper()
	var resp api.ChangesResponse
	w.ask("GET", api.PathChanges+"?since="+since+more, nil, &resp, http.StatusOK)
	return resp
}

func (w *world) caseOf(ch api.Change) cases.Case {
	w.t.Helper()
	var body api.CaseChange
	if err := json.Unmarshal(ch.Body, &body); err != nil {
		w.t.Fatal(err)
	}
	return body.Case
}

// clerk is the hand behind every window act of these tests.
var clerk = cases.Who{Operator: "0312", Name: "陈晓", Terminal: "W03", Window: 3}

// people are the test people; each draft belongs to the next of them.
var people = []string{"350199195001010017", "350199198506150035", "350199195703150022", "350199199003070011", "350199200112120044", "350199201809090062"}

// draft is a case ready to be accepted: number n, item FZ005, one of the test people.
func (w *world) draft(n int) cases.Case {
	w.t.Helper()
	item, ok := w.items.Find("FZ005")
	if !ok {
		w.t.Fatal("no item FZ005")
	}
	c := cases.Case{
		ID: fmt.Sprintf("case-%d", n), Token: fmt.Sprintf("%032x", n), State: cases.Draft, Item: item,
		Number:     fmt.Sprintf("%s20261123A001%04d", item.Code, n),
		Applicant:  cases.Party{Name: "张𬭎", IDType: "111", Number: people[n%len(people)], Phone: "13800001234"},
		Materials:  cases.NewMaterials(item),
		ReceivedAt: stamp(noon.Add(-2 * time.Hour)),
		Promised:   workday.Date{Year: 2026, Month: 11, Day: 30}, Legal: workday.Date{Year: 2026, Month: 12, Day: 7},
		Delivery: "window",
		Form: []cases.Value{
			{Key: "business.name", Text: "福州榕巷示例餐饮有限公司", Source: cases.Typed},
			{Key: "business.credit", Text: "91350199MA0000015J", Source: cases.FromShared},
			{Key: "applicant.name", Text: "张𬭎", Source: cases.FromCard},
			{Key: "applicant.number", Text: people[n%len(people)], Source: cases.FromCard},
			{Key: "food.place", Text: "南后街示例铺 12 号", Source: cases.Changed, Was: "南后街 12 号"},
		},
	}
	for i := range c.Materials {
		c.Materials[i].State, c.Materials[i].Count = cases.Paper, 1
		switch {
		case c.Materials[i].Spec.Deferrable:
			c.Materials[i].State = cases.Deferred
		case c.Materials[i].Spec.FromSharedData:
			c.Materials[i].State = cases.Shared
		}
	}
	return c
}

func stamp(t time.Time) cases.Stamp { return cases.Stamp{Time: t, Source: cases.FromPeer} }

// scanned gives a case one scanned page under its first material.
func scanned(c cases.Case, data []byte) cases.Case {
	c = cases.Clone(c)
	c.Materials[0].State, c.Materials[0].At = cases.Scanned, noon.Add(-100*time.Minute)
	c.Materials[0].Pages = []cases.Page{{Digest: seal.Digest(data), Size: int64(len(data)), Type: "image/png"}}
	return c
}

func notice(kind cases.PaperKind) *cases.IssuedPaper {
	pdf := []byte("%PDF-1.4 " + string(kind))
	return &cases.IssuedPaper{Kind: kind, Number: "第 1 号", At: noon, Page: cases.Page{Digest: seal.Digest(pdf), Size: int64(len(pdf)), Type: "application/pdf"}}
}

func accept(c cases.Case) cases.Act {
	return cases.Act{Kind: cases.ActAccept, At: stamp(noon.Add(-79 * time.Minute)), By: clerk, Filing: &c, Paper: notice(cases.AcceptanceNotice)}
}

// operation is the act as the outbox would have written it.
func operation(id, lane string, seq uint64, a cases.Act) api.Operation {
	op := api.Operation{ID: id, Schema: api.SchemaVersion, Kind: a.Kind, Terminal: clerk.Terminal, Operator: a.By.Operator, Lane: lane, Seq: seq, At: a.At.Time, Act: a}
	if a.Filing != nil {
		op.Blobs = intake.Pages(*a.Filing)
	}
	return op
}

func offerOf(op api.Operation) api.Offer {
	payload, _ := json.Marshal(op)
	return api.Offer{ID: op.ID, Digest: seal.Digest(payload), Payload: payload}
}

// accepted files case n and gives it as the platform now knows it.
func (w *world) accepted(n int) cases.Case {
	w.t.Helper()
	c := w.draft(n)
	v := w.offer(offerOf(operation(fmt.Sprintf("op-%d-1", n), c.ID, 1, accept(c))))[0]
	if v.Outcome != api.Accepted {
		w.t.Fatalf("filing: %+v", v)
	}
	return w.caseNow(c.ID)
}

func (w *world) caseNow(id string) cases.Case {
	w.t.Helper()
	for _, ch := range w.changes("", "").Changes {
		if ch.Key == id {
			return w.caseOf(ch)
		}
	}
	w.t.Fatalf("no case %s in the feed", id)
	return cases.Case{}
}

func (w *world) backupDir() string { return filepath.Join(w.params.Dir, "backup") }

// offerRaw offers any bytes under their true digest.
func offerRaw(id string, payload []byte) api.Offer {
	return api.Offer{ID: id, Digest: seal.Digest(payload), Payload: payload}
}
