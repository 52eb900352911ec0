package station_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/api/apitest"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/pki"
	"onewindow/internal/platform"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/internal/workday"
	"onewindow/sync/carry/courier"
	"onewindow/sync/carry/station"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
	"onewindow/sync/upload"
)

var zone = time.FixedZone("CST", 8*60*60)

// Nobody's name and number: test people of the unassigned county.
const (
	person = "张𬭎"
	idcard = "350199198506150035"
)

// identity is a machine of one authority.
func identity(t testing.TB, a *pki.Authority, name string, role pki.Role, hosts ...string) (*tls.Config, *pki.Paper) {
	t.Helper()
	f, err := a.Machine(pki.Peer{Name: name, Role: role, Hall: "350100"}, hosts...)
	if err != nil {
		t.Fatal(err)
	}
	conf, err := pki.Load(f)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := pki.PaperOf(conf)
	if err != nil {
		t.Fatal(err)
	}
	return conf, paper
}

// town is a real platform behind mutual TLS, and the authority of its machines.
type town struct {
	t         testing.TB
	authority *pki.Authority
	dir       string // of the authority
	params    platform.Params
	pf        *platform.Platform
	stop      func()
}

func newTown(t testing.TB) *town {
	t.Helper()
	dir := t.TempDir()
	a, err := pki.OpenAuthority(dir)
	if err != nil {
		t.Fatal(err)
	}
	conf, paper := identity(t, a, "P1", pki.Platform, "127.0.0.1")
	box, err := seal.NewBox([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	var ids atomic.Int64
	c := &town{t: t, authority: a, dir: dir, params: platform.Params{
		Dir: t.TempDir(), BackupEvery: time.Hour, APIAddr: "127.0.0.1:0", APITLS: conf, Paper: paper, WebAddr: "127.0.0.1:0", Seal: box,
		PublicBase: "https://hall.example/p/",
		Now:        func() time.Time { return time.Now().In(zone) },
		NewID:      func() string { return fmt.Sprintf("town-%d", ids.Add(1)) },
		Random:     func(n int) []byte { b := make([]byte, n); _, _ = rand.Read(b); return b },
	}}
	c.start()
	t.Cleanup(func() { c.stop() })
	return c
}

func (c *town) start() {
	c.t.Helper()
	pf, err := platform.New(c.params)
	if err != nil {
		c.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pf.Serve(ctx) }()
	c.pf = pf
	c.stop = func() {
		cancel()
		<-done
		_ = pf.Close()
		c.stop = func() {}
	}
}

// restore puts the platform back to a copy of its folder: what came since is lost, and a new epoch begins.
func (c *town) restore(copied string) {
	c.t.Helper()
	c.stop()
	dir := c.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(copied)); err != nil {
		c.t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "platform.db")); err != nil {
		c.t.Fatal(err)
	}
	c.params.Dir, c.params.Restore = dir, true
	c.start()
	c.params.Restore = false
}

// copied is a copy of the platform's folder as its newest backup leaves it.
func (c *town) copied() string {
	c.t.Helper()
	if err := c.pf.Backup(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	dir := c.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(c.params.Dir)); err != nil {
		c.t.Fatal(err)
	}
	return dir
}

func (c *town) key() *ecdsa.PublicKey { return &c.params.Paper.Key.PublicKey }

// line reaches the platform as a machine of the hall, held to assets/openapi/platform.yaml.
func (c *town) line(name string, role pki.Role) *contractLine {
	conf, _ := identity(c.t, c.authority, name, role)
	addr, _ := c.pf.Addrs()
	tr := &http.Transport{TLSClientConfig: conf}
	c.t.Cleanup(tr.CloseIdleConnections)
	return &contractLine{base: "https://" + addr, http: &http.Client{Transport: apitest.Platform(c.t).Line(c.t, tr)}}
}

// contractLine is a line on which nothing is said that is not written down.
type contractLine struct {
	base string
	http *http.Client
}

// Do implements courier.Line and upload.Caller.
func (l *contractLine) Do(ctx context.Context, r transport.Request) (*transport.Response, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, l.base+r.Path, r.Body)
	if err != nil {
		return nil, err
	}
	if r.Header != nil {
		req.Header = r.Header
	}
	if r.Length > 0 {
		req.ContentLength = r.Length
	}
	resp, err := l.http.Do(req)
	if err != nil {
		return nil, &transport.Error{Kind: transport.Unreachable, Op: r.Path, Err: err}
	}
	return &transport.Response{Status: resp.StatusCode, Header: resp.Header, Body: resp.Body}, nil
}

func (l *contractLine) json(t testing.TB, method, path string, in, out any) {
	t.Helper()
	var body []byte
	if in != nil {
		body, _ = json.Marshal(in)
	}
	resp, err := l.Do(context.Background(), transport.Request{Method: method, Path: path, Body: bytes.NewReader(body), Length: int64(len(body)),
		Header: http.Header{"Content-Type": {"application/json"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil || resp.Status != http.StatusOK {
		t.Fatalf("%s: %d %v", path, resp.Status, err)
	}
}

// cases gives what the platform holds of every case.
func (c *town) cases() map[string]cases.Case {
	c.t.Helper()
	var page api.ChangesResponse
	c.line("W09", pki.Counter).json(c.t, http.MethodGet, api.PathChanges+"?since=&wait=0", nil, &page)
	out := map[string]cases.Case{}
	for _, ch := range page.Changes {
		var body api.CaseChange
		if err := json.Unmarshal(ch.Body, &body); err != nil {
			c.t.Fatal(err)
		}
		out[body.Case.ID] = body.Case
	}
	return out
}

// desk is a station: its vault, what it owes, and its side of carrying.
type desk struct {
	t       testing.TB
	town    *town
	name    string
	paper   *pki.Paper
	dir     string
	vault   *vault.Vault
	outbox  *outbox.Outbox
	station *station.Station
	ids     int
	acts    map[string]int // case → acts confirmed here
	wire    *contractLine
}

func newDesk(t testing.TB, c *town, name string) *desk {
	t.Helper()
	_, paper := identity(t, c.authority, name, pki.Counter)
	d := &desk{t: t, town: c, name: name, paper: paper, dir: t.TempDir(), acts: map[string]int{}}
	d.open()
	t.Cleanup(func() { _ = d.vault.Close() })
	return d
}

func (d *desk) open() {
	d.t.Helper()
	keys, err := seal.NewKeys([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		d.t.Fatal(err)
	}
	d.vault, err = vault.Open(context.Background(), vault.Params{Dir: d.dir, Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		d.t.Fatal(err)
	}
	d.outbox = outbox.New(d.vault)
	d.station = station.New(station.Params{Vault: d.vault, Paper: d.paper, Now: time.Now, NewID: d.newID, Take: station.Offline(d.vault, time.Now)})
}

func (d *desk) newID() string {
	d.ids++
	return fmt.Sprintf("0199-%s-%04d", d.name, d.ids)
}

var item = catalogue.Item{ID: "FZ999", Code: "1135019900000000000000000000001", Dept: "示例局", Materials: []catalogue.MaterialSpec{{Name: "申请表"}}}

// scan puts a page of the person's papers into the vault.
func (d *desk) scan(size int) cases.Page {
	d.t.Helper()
	d.ids++
	data := bytes.Repeat(fmt.Appendf(nil, "%s %s %d ", person, idcard, d.ids), size/20+1)[:size]
	page, err := d.vault.PutFile(d.t.Context(), "image/jpeg", bytes.NewReader(data))
	if err != nil {
		d.t.Fatal(err)
	}
	return page
}

// accept files a case with a scan.
func (d *desk) accept(id string, size int) cases.Page {
	d.t.Helper()
	page := d.scan(size)
	d.ids++
	c := cases.Case{ID: id, Number: fmt.Sprintf("%s20261123A001%04d", item.Code, d.ids), State: cases.Draft, Item: item,
		Applicant: cases.Party{Name: person, Number: idcard}, Promised: workday.Date{Year: 2026, Month: 12, Day: 1}, Legal: workday.Date{Year: 2026, Month: 12, Day: 20},
		Materials: []cases.Material{{Spec: item.Materials[0], State: cases.Scanned, Count: 1, Pages: []cases.Page{page}}}}
	paper := &cases.IssuedPaper{Kind: cases.AcceptanceNotice, Number: "1", At: time.Now(), Page: d.scan(300)}
	d.owe(id, cases.Act{Kind: cases.ActAccept, Filing: &c, Paper: paper}, page, paper.Page)
	return page
}

// rate is a further act on a case.
func (d *desk) rate(id string) {
	d.t.Helper()
	d.owe(id, cases.Act{Kind: cases.ActRate, Rating: &cases.Rating{Grade: 1, Count: 1, Device: d.name, At: time.Now()}})
}

// owe confirms an act.
func (d *desk) owe(lane string, act cases.Act, files ...cases.Page) {
	d.t.Helper()
	act.At = cases.Stamp{Time: time.Now().In(zone), Source: cases.FromPeer}
	act.By = cases.Who{Operator: "0312", Name: "陈晓", Terminal: d.name, Window: 3}
	var blobs []string
	for _, f := range files {
		blobs = append(blobs, f.Digest)
	}
	err := d.vault.Update(d.t.Context(), func(tx *vault.Tx) error {
		_, err := d.outbox.Append(tx, outbox.Draft{Lane: lane, Files: files, Label: outbox.Label{CaseID: lane, Since: time.Now()}, Build: func(seq uint64) api.Operation {
			return api.Operation{ID: d.newID(), Schema: api.SchemaVersion, Kind: act.Kind, Terminal: d.name, Operator: "0312", Lane: lane, Seq: seq,
				At: act.At.Time, Base: d.acts[lane], Blobs: blobs, Act: act}
		}})
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	d.acts[lane]++
}

// byWire exchanges once over the line, as far as it goes: one request of operations, one file. The answer may be lost.
func (d *desk) byWire(lost bool) {
	d.t.Helper()
	if d.wire == nil {
		d.wire = d.town.line(d.name, pki.Counter)
	}
	ops, files, line, err := d.outbox.Load()
	if err != nil {
		d.t.Fatal(err)
	}
	now := time.Now()
	state := engine.Begin(ops, files, line, now)
	step := func(in engine.Input) {
		next, change := engine.Step(state, in, now, engine.Settings{Random: func() float64 { return 0 }})
		if err := d.outbox.Record(d.t.Context(), change); err != nil {
			d.t.Fatal(err)
		}
		state = next
	}
	if plan := state.Next(now); len(plan.Ops) > 0 {
		req := api.OpsRequest{Terminal: d.name}
		var ids []string
		for _, op := range plan.Ops {
			o, err := d.outbox.Offer(op)
			if err != nil {
				d.t.Fatal(err)
			}
			req.Offers, ids = append(req.Offers, o), append(ids, op.ID)
		}
		step(engine.Sent{IDs: ids})
		var resp api.OpsResponse
		d.wire.json(d.t, http.MethodPost, api.PathOps, req, &resp)
		if lost {
			return
		}
		step(engine.Answered{Response: resp})
	}
	if plan := state.Next(now); plan.File != nil {
		f := *plan.File
		in, err := d.vault.OpenFile(f.Digest)
		if err != nil {
			d.t.Fatal(err)
		}
		defer func() { _ = in.Close() }()
		step(engine.UploadBegun{Digest: f.Digest})
		stored, err := upload.New(time.Now).Send(d.t.Context(), d.wire, cases.Page{Digest: f.Digest, Type: f.Type, Size: f.Size}, in, func() {})
		if err != nil {
			d.t.Fatal(err)
		}
		if !lost {
			step(engine.Uploaded{Digest: f.Digest, Position: stored.Position, Epoch: stored.Epoch})
		}
	}
}

// export writes a file and gives its path; "" when there is nothing to carry.
func (d *desk) export() string {
	d.t.Helper()
	dir := d.t.TempDir()
	w, err := d.station.Export(d.t.Context(), station.Export{Dir: dir, To: d.town.key()})
	if err != nil {
		d.t.Fatal(err)
	}
	if len(w.Files) != 1 || w.Unreadable > 0 {
		d.t.Fatalf("%+v", w)
	}
	return filepath.Join(dir, w.Files[0])
}

// deliver brings a file to the platform as the hall node does, and gives the receipts' path.
func (d *desk) deliver(file string) string {
	d.t.Helper()
	dir := d.t.TempDir()
	name, err := courier.Deliver(d.t.Context(), d.town.line("H1", pki.HallNode), file, dir, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

func (d *desk) take(receipts string) station.Taken {
	d.t.Helper()
	taken, err := d.station.Import(d.t.Context(), receipts)
	if err != nil {
		d.t.Fatal(err)
	}
	return taken
}

// drained fails unless nothing is left here and the platform holds every act once, and every scan.
func (d *desk) drained() {
	d.t.Helper()
	ops, files, _, err := d.outbox.Load()
	if err != nil || len(ops)+len(files) > 0 {
		d.t.Errorf("left here: %d operations, %d files %+v, %v", len(ops), len(files), ops, err)
	}
	d.once()
}

func (d *desk) once() {
	d.t.Helper()
	held := d.town.cases()
	for id, acts := range d.acts {
		c, ok := held[id]
		if !ok || c.Revision != acts || len(c.Steps) != acts {
			d.t.Errorf("%s is at revision %d with %d steps, %d acts were confirmed", id, c.Revision, len(c.Steps), acts)
			continue
		}
		for _, m := range c.Materials {
			for _, p := range m.Pages {
				if got := d.blob(p.Digest); seal.Digest(got) != p.Digest {
					d.t.Errorf("a scan of %s is not at the platform", id)
				}
			}
		}
	}
}

func (d *desk) blob(digest string) []byte {
	d.t.Helper()
	resp, err := d.town.line("W09", pki.Counter).Do(d.t.Context(), transport.Request{Method: http.MethodGet, Path: api.PathBlobs + digest})
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var b bytes.Buffer
	if _, err := b.ReadFrom(resp.Body); err != nil || resp.Status != http.StatusOK {
		return nil
	}
	return b.Bytes()
}
