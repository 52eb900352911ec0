package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/counter"
	"onewindow/internal/counter/store"
	"onewindow/internal/platform"
	"onewindow/internal/rig/port"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/internal/workday"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/feed"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

var zone = time.FixedZone("+08", 8*3600)

// city is a real platform that can be stopped and started again at the same address.
type city struct {
	t      testing.TB
	params platform.Params
	stop   func()
}

func newCity(t testing.TB) *city {
	t.Helper()
	box, err := seal.NewBox([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	var ids atomic.Int64
	c := &city{t: t, params: platform.Params{
		Dir: t.TempDir(), BackupEvery: time.Hour, APIAddr: reserved(t), WebAddr: reserved(t), Seal: box,
		PublicBase: "https://hall.example/p/", Calendar: calendar(t),
		Users:  []platform.User{{Login: "1001", Name: "王岚", Hash: "secret"}},
		Verify: func(hash, password string) bool { return hash == password },
		Now:    func() time.Time { return time.Now().In(zone) },
		NewID:  func() string { return fmt.Sprintf("city-%d", ids.Add(1)) },
		Random: func(n int) []byte { b := make([]byte, n); _, _ = rand.Read(b); return b },
		ResultPaper: func(_ context.Context, c cases.Case, d cases.Decision) ([]byte, error) {
			return []byte("%PDF-1.4 " + c.Number + " " + d.Number), nil
		},
	}}
	c.start()
	t.Cleanup(func() { c.stop() })
	return c
}

// reserved is an address at which a platform can be started again.
func reserved(t testing.TB) string {
	t.Helper()
	addr, err := port.Reserve()
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

func calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	days, err := workday.New([]byte(`{"year":2026,"source":"test","off":[],"work":[]}`))
	if err != nil {
		t.Logf("calendar: %v", err)
	}
	return days
}

func (c *city) start() {
	c.t.Helper()
	pf, err := platform.New(c.params)
	if err != nil {
		c.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pf.Serve(ctx) }()
	c.stop = func() {
		cancel()
		<-done
		_ = pf.Close()
		c.stop = func() {}
	}
}

// desk is one terminal: vault, store, runner.
type desk struct {
	t     testing.TB
	dir   string
	base  string
	name  string
	store *store.Store
	vault *vault.Vault
	line  *runner.Runner
	stop  func()
	ids   int

	schemas api.Schemas         // of the program; zero = this build's
	needs   func(cases.Act) int // nil = as this build
}

func newDesk(t testing.TB, base string) *desk {
	t.Helper()
	return newTerminal(t, base, "")
}

func newTerminal(t testing.TB, base, name string) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), base: base, name: name}
	d.open()
	t.Cleanup(func() { d.stop() })
	return d
}

func (d *desk) open() {
	d.t.Helper()
	if d.name == "" {
		d.name = "C03"
	}
	keys, err := seal.NewKeys([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		d.t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	v, err := vault.Open(d.t.Context(), vault.Params{Dir: d.dir, Keys: keys, Now: time.Now, Log: log})
	if err != nil {
		d.t.Fatal(err)
	}
	s, err := store.New(store.Params{Vault: v, Terminal: d.name, Now: time.Now, Zone: zone, NewID: d.newID, Schemas: d.schemas, Needs: d.needs})
	if err != nil {
		d.t.Fatal(err)
	}
	line := transport.New(transport.Params{Base: d.base})
	r := runner.New(runner.Params{Terminal: d.name, Outbox: s.Owed(), Feed: feed.New(feed.Params{Vault: v, Shelf: s, Line: line, Schemas: d.schemas}),
		Files: s, Desk: s, Line: line, Now: time.Now, Log: log, ProbeEvery: 20 * time.Millisecond, Schemas: d.schemas,
		Settings: engine.Settings{Base: 5 * time.Millisecond, MaxWait: 100 * time.Millisecond, Random: mathrand.Float64}})
	s.Follow(r)
	d.store, d.vault, d.line = s, v, r
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Serve(ctx) }()
	d.stop = func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			d.t.Errorf("Serve: %v", err)
		}
		s.Close()
		line.Close()
		_ = v.Close()
		d.stop = func() {}
	}
}

func (d *desk) newID() string {
	d.ids++
	return fmt.Sprintf("0199-%s-%04d", d.name, d.ids)
}

// until waits for the store to change until what is asked for is true.
func (d *desk) until(what string, f func() bool) {
	d.t.Helper()
	deadline := time.After(20 * time.Second)
	changed := make(chan struct{}, 1) // its own: a desk may be listening to the store's
	defer d.vault.Tell(changed)()
	defer d.line.Tell(changed)()
	for !f() {
		select {
		case <-changed:
		case <-deadline:
			view, _ := d.store.Outbox(d.t.Context())
			d.t.Fatalf("waited in vain: %s; outbox %+v", what, view)
		}
	}
}

func (d *desk) view() counter.OutboxView {
	d.t.Helper()
	v, err := d.store.Outbox(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return v
}

func item() catalogue.Item {
	return catalogue.Item{ID: "FZ005", Version: "1", Code: "11350199MB000001993350101001000", Name: "食品经营许可(新办)", Dept: "市场监督管理局",
		Materials: []catalogue.MaterialSpec{{Name: "申请书", Necessity: "必要", PaperCopies: 1, OriginalOrCopy: "原件"}}}
}

// file scans a page and accepts a case; the case and its scan are on disk when it returns.
func (d *desk) file(id string, scan []byte) cases.Case {
	d.t.Helper()
	ctx := d.t.Context()
	stamp := d.store.Stamp()
	today := workday.DateOf(stamp.Time)
	block, serial, err := d.store.NextSerial(ctx, today.String())
	if err != nil {
		d.t.Fatal(err)
	}
	number, err := cases.Number(item().Code, today, block, serial)
	if err != nil {
		d.t.Fatal(err)
	}
	page, err := d.store.PutFile(ctx, "image/jpeg", bytes.NewReader(scan))
	if err != nil {
		d.t.Fatal(err)
	}
	paper, err := d.store.PutFile(ctx, "application/pdf", strings.NewReader("%PDF-1.4 "+number))
	if err != nil {
		d.t.Fatal(err)
	}
	c := cases.Case{ID: id, Number: number, Token: strings.Repeat("ab", 16), State: cases.Draft, Item: item(), Delivery: "window", Ticket: "B018",
		Applicant: cases.Party{Name: "张𬭎", IDType: "111", Number: "350199198506150035"}, Materials: cases.NewMaterials(item()),
		Promised: today.AddDays(7), Legal: today.AddDays(14)}
	c.Materials[0].State, c.Materials[0].Pages, c.Materials[0].Count = cases.Scanned, []cases.Page{page}, 1
	filing := cases.Clone(c)
	return d.act(c, cases.Act{Kind: cases.ActAccept, Filing: &filing,
		Paper: &cases.IssuedPaper{Kind: cases.AcceptanceNotice, Number: number, Page: paper, At: stamp.Time}})
}

func (d *desk) act(c cases.Case, a cases.Act) cases.Case {
	d.t.Helper()
	a.At, a.By = d.store.Stamp(), cases.Who{Operator: "0312", Name: "陈晓", Terminal: "C03", Window: 3}
	after, err := cases.Apply(c, a)
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.store.Commit(d.t.Context(), after, a); err != nil {
		d.t.Fatal(err)
	}
	return after
}

func (d *desk) sent() bool {
	v := d.view()
	return v.Waiting == 0 && v.Stuck == 0
}

// atPlatform gives what the platform holds of every case.
func (c *city) cases() map[string]cases.Case {
	c.t.Helper()
	line := transport.New(transport.Params{Base: "http://" + c.params.APIAddr})
	defer line.Close()
	var page api.ChangesResponse
	if err := line.JSON(c.t.Context(), http.MethodGet, api.PathChanges+"?since=&wait=0", nil, &page); err != nil {
		c.t.Fatal(err)
	}
	out := map[string]cases.Case{}
	for _, ch := range page.Changes {
		var body api.CaseChange
		unmarshal(c.t, ch.Body, &body)
		out[body.Case.ID] = body.Case
	}
	return out
}

func (c *city) blob(digest string) []byte {
	c.t.Helper()
	resp, err := http.Get("http://" + c.params.APIAddr + api.PathBlobs + digest)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.t.Fatalf("blob: %d %v", resp.StatusCode, err)
	}
	return b
}

func (c *city) decide(id string) {
	c.t.Helper()
	line := transport.New(transport.Params{Base: "http://" + c.params.APIAddr})
	defer line.Close()
	var v api.Verdict
	now := time.Now().In(zone)
	err := line.JSON(c.t.Context(), http.MethodPost, api.PathDecisions, api.DecisionRequest{ID: "decision-" + id, CaseID: id, Act: cases.Act{
		Kind: cases.ActDecide, At: cases.Stamp{Time: now, Source: cases.FromPeer}, By: cases.Who{Operator: "1001", Name: "王岚", Terminal: "dept"},
		Decision: &cases.Decision{Granted: true, Number: "闽榕食许〔2026〕1 号", Officer: "王岚", Dept: "市场监督管理局", At: now}}}, &v)
	if err != nil || v.Outcome != api.Accepted {
		c.t.Fatalf("decision: %+v %v", v, err)
	}
}

func TestFourCasesArriveOnceThoughThePlatformAndTheTerminalWereGone(t *testing.T) {
	town := newCity(t)
	d := newDesk(t, "http://"+town.params.APIAddr)
	d.until("a block of numbers", func() bool { return !d.store.NeedBlock() })
	scans := map[string][]byte{}
	file := func(id string) {
		scans[id] = bytes.Repeat([]byte(id), 100_000) // several chunks
		d.file(id, scans[id])
	}
	file("case-1")
	file("case-2")
	d.until("two cases sent", d.sent)

	town.stop()
	file("case-3")
	d.until("the line to be seen as down", func() bool { return !d.view().Online })
	file("case-4")
	if v := d.view(); v.Waiting != 6 || v.Entries[0].Act != cases.ActAccept || !strings.HasPrefix(v.Entries[0].Title, "受理 · 食品经营许可(新办) B018") {
		t.Errorf("with the platform away: %+v", v)
	}
	d.until("tries to be counted", func() bool { return d.view().Entries[0].Attempts > 1 })
	d.stop()
	d.open()
	if v := d.view(); v.Waiting != 6 {
		t.Errorf("after a restart without a line: %+v", v)
	}
	if s := d.store.Stamp(); s.Source != cases.FromOffset {
		t.Errorf("stamp after a restart without a line: %+v", s)
	}

	town.start()
	d.until("everything sent", d.sent)
	held := town.cases()
	if len(held) != 4 {
		t.Errorf("the platform holds %d cases", len(held))
	}
	numbers := map[string]bool{}
	for id, scan := range scans {
		c := held[id]
		numbers[c.Number] = true
		if c.Revision != 1 || c.State != cases.Accepted || !bytes.Equal(town.blob(c.Materials[0].Pages[0].Digest), scan) {
			t.Errorf("%s at the platform: revision %d, %s", id, c.Revision, c.State)
		}
	}
	if len(numbers) != 4 {
		t.Errorf("case numbers: %v", numbers)
	}
}

func TestADecisionComesWithItsDocumentAndGoesOutAgain(t *testing.T) {
	town := newCity(t)
	d := newDesk(t, "http://"+town.params.APIAddr)
	d.until("a block of numbers", func() bool { return !d.store.NeedBlock() })
	d.file("case-1", []byte("scan"))
	d.until("the case sent", d.sent)
	town.decide("case-1")
	var c cases.Case
	d.until("the decision", func() bool {
		c, _ = d.store.Case(t.Context(), "case-1")
		return c.State == cases.Granted
	})
	d.until("the result document", func() bool {
		f, err := d.store.OpenFile(t.Context(), c.Decision.Result.Page.Digest)
		if err != nil {
			return false
		}
		_ = f.Close()
		return true
	})
	town.stop()
	d.until("the line to be seen as down", func() bool { return !d.view().Online })
	record, err := d.store.PutFile(t.Context(), "application/pdf", strings.NewReader("%PDF-1.4 delivery"))
	if err != nil {
		t.Fatal(err)
	}
	d.act(c, cases.Act{Kind: cases.ActHandOut,
		Paper:   &cases.IssuedPaper{Kind: cases.DeliveryRecord, Number: "1", Page: record},
		HandOut: &cases.Delivery{Document: c.Decision.Result.Number, Receiver: "张𬭎", Way: cases.WayHand, Verified: true}})
	town.start()
	d.until("the hand-out sent", d.sent)
	if got := town.cases()["case-1"]; got.State != cases.HandedOut || got.Revision != 3 {
		t.Errorf("at the platform: %s, revision %d", got.State, got.Revision)
	}
}

func TestARestoredPlatformGetsBackWhatItsBackupLacked(t *testing.T) {
	town := newCity(t)
	d := newDesk(t, "http://"+town.params.APIAddr)
	d.until("a block of numbers", func() bool { return !d.store.NeedBlock() })
	d.file("case-1", []byte("scan one"))
	d.until("the first case sent", d.sent)
	town.stop()
	backup := t.TempDir()
	if err := os.CopyFS(backup, os.DirFS(filepath.Join(town.params.Dir, "backup"))); err != nil {
		t.Fatal(err)
	}
	town.start()
	scan := bytes.Repeat([]byte("scan two"), 100_000)
	d.file("case-2", scan)
	d.until("the second case sent", d.sent)
	town.decide("case-2") // what a department did since the backup is lost; it will do it again
	d.until("the decision", func() bool { c, _ := d.store.Case(t.Context(), "case-2"); return c.State == cases.Granted })

	town.stop()
	town.params.Dir, town.params.BackupDir, town.params.Restore = t.TempDir(), backup, true
	town.start()
	d.until("the second case taken back to what the platform knows", func() bool {
		c, _ := d.store.Case(t.Context(), "case-2")
		return c.State == cases.Accepted && d.sent()
	})
	held := town.cases()
	if len(held) != 2 || held["case-2"].Revision != 1 || held["case-1"].Revision != 1 {
		t.Fatalf("the platform holds %d cases: %+v", len(held), held)
	}
	if !bytes.Equal(town.blob(held["case-2"].Materials[0].Pages[0].Digest), scan) {
		t.Error("the scan did not come back")
	}
}

func TestWhatThePlatformsBackupHoldsLeavesTheOutbox(t *testing.T) {
	town := newCity(t)
	town.stop()
	town.params.BackupEvery = 10 * time.Millisecond
	town.start()
	d := newDesk(t, "http://"+town.params.APIAddr)
	d.until("a block of numbers", func() bool { return !d.store.NeedBlock() })
	d.file("case-1", []byte("scan"))
	d.until("the case sent", d.sent)
	for n := 2; ; n++ { // every exchange tells how far the backup reaches
		ops, files, line, err := d.store.Owed().Load()
		if err != nil {
			t.Fatal(err)
		}
		if gone := !slices.ContainsFunc(ops, func(o outbox.Op) bool { return o.Lane == "case-1" }); gone {
			if line.Durable == 0 || slices.ContainsFunc(files, func(f outbox.File) bool { return f.Op == "0199-C03-0001" }) {
				t.Errorf("durable %d, files %+v", line.Durable, files)
			}
			break
		}
		if n > 200 {
			t.Fatalf("still kept: %+v, %+v", ops, line)
		}
		d.file(fmt.Sprintf("case-%d", n), fmt.Appendf(nil, "scan %d", n))
		d.until("the next case sent", d.sent)
	}
	if err := d.store.Owed().Trim(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.stop()
	d.open()
	if _, err := d.store.Case(t.Context(), "case-1"); err != nil {
		t.Error("the case left with its operation")
	}
}
