package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/config"
	"onewindow/internal/pki"
	"onewindow/internal/platform"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
	"onewindow/internal/workday"
	"onewindow/sync/carry/hatch"
	"onewindow/sync/carry/station"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// cityOf runs the platform whose file lies in dir.
func cityOf(t *testing.T, dir string) config.Platform {
	t.Helper()
	conf, err := config.LoadPlatform(filepath.Join(dir, "platform.toml"))
	if err != nil {
		t.Fatal(err)
	}
	own, err := pki.Load(pki.Files(conf.TLS))
	if err != nil {
		t.Fatal(err)
	}
	paper, err := pki.PaperOf(own)
	if err != nil {
		t.Fatal(err)
	}
	box, err := seal.NewBox([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	pf, err := platform.New(platform.Params{Dir: t.TempDir(), APIAddr: conf.API, APITLS: own, Paper: paper, WebAddr: conf.Web, Seal: box, Now: now, NewID: newID,
		Random: func(n int) []byte { b := make([]byte, n); _, _ = rand.Read(b); return b }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pf.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-done
		_ = pf.Close()
	})
	return conf
}

// owed puts a filed case with its scan into the vault's outbox.
func owed(t *testing.T, v *vault.Vault) {
	t.Helper()
	item := catalogue.Item{ID: "FZ999", Code: "1135019900000000000000000000001", Dept: "示例局", Materials: []catalogue.MaterialSpec{{Name: "申请表"}}}
	page, err := v.PutFile(t.Context(), "image/jpeg", bytes.NewReader(make([]byte, 300_000)))
	if err != nil {
		t.Fatal(err)
	}
	c := cases.Case{ID: "case-1", Number: item.Code + "20261123A0010001", State: cases.Draft, Item: item, Applicant: cases.Party{Name: "陈㛃", Number: "350199199003070011"},
		Promised: workday.Date{Year: 2026, Month: 12, Day: 1}, Legal: workday.Date{Year: 2026, Month: 12, Day: 20},
		Materials: []cases.Material{{Spec: item.Materials[0], State: cases.Scanned, Count: 1, Pages: []cases.Page{page}}}}
	act := cases.Act{Kind: cases.ActAccept, At: cases.Stamp{Time: time.Now(), Source: cases.FromPeer}, By: cases.Who{Operator: "0312", Name: "陈晓", Terminal: "W03", Window: 3},
		Filing: &c, Paper: &cases.IssuedPaper{Kind: cases.AcceptanceNotice, Number: "1", Page: page, At: time.Now()}}
	err = v.Update(t.Context(), func(tx *vault.Tx) error {
		_, err := outbox.New(v).Append(tx, outbox.Draft{Lane: c.ID, Files: []cases.Page{page}, Build: func(seq uint64) api.Operation {
			return api.Operation{ID: newID(), Schema: api.SchemaVersion, Kind: act.Kind, Terminal: "W03", Operator: "0312", Lane: c.ID, Seq: seq, At: act.At.Time, Blobs: []string{page.Digest}, Act: act}
		}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestATechnicianCarriesAnOutboxByHand(t *testing.T) {
	file, p := newVault(t)
	hall, stick := filepath.Dir(file), t.TempDir()
	do := func(want string, args ...string) {
		t.Helper()
		err := runOutbox(t.Context(), args)
		if code, _, _ := trouble.Told(err); code != want || (err == nil) != (want == "") {
			t.Fatalf("outbox %v: %v, want %q", args, err, want)
		}
	}
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	owed(t, v)
	for _, command := range []string{"list", "export", "import"} { // the counter is at work
		do("VAULT-001", command, "-config", file, "x")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	do("", "list", "-config", file)
	t.Run("while the counter runs", func(t *testing.T) { throughTheHatch(t, file, p) })
	do("CARRY-008", "export", "-config", file, "-dir", stick)

	// The line was there once: the platform's certificate is kept from it.
	city := cityOf(t, hall)
	conf, err := config.LoadTerminal(file, config.Counter)
	if err != nil {
		t.Fatal(err)
	}
	own, err := identity(conf)
	if err != nil {
		t.Fatal(err)
	}
	line := transport.New(transport.Params{Base: conf.Platform.URL, TLS: keepingPlatform(own, conf.Dir, slog.New(slog.DiscardHandler))})
	if err := line.JSON(t.Context(), http.MethodGet, api.PathHealth, nil, &api.HealthResponse{}); err != nil {
		t.Fatal(err)
	}
	line.Close()

	do("CARRY-015", "export", "-config", file, "-dir", filepath.Join(stick, "none"))
	do("", "export", "-config", file, "-dir", stick)
	carried := filepath.Join(stick, "W03-000001.carry")
	receipts := filepath.Join(stick, "W03-000001-receipts.carry")
	do("CARRY-011", "import", "-config", file, carried)
	do("", "deliver", "-config", filepath.Join(hall, "hall.toml"), "-platform", "https://"+city.API, carried)
	do("CARRY-011", "deliver", "-config", file, receipts)
	do("", "import", "-config", file, receipts)
	do("CARRY-009", "export", "-config", file, "-dir", stick)
	do("", "import", "-config", file, receipts)
	do("", "list", "-config", file)
	if left, err := os.ReadDir(stick); err != nil || len(left) != 2 {
		t.Errorf("the stick holds %v, %v", left, err)
	}
	do("", "deliver", "-config", file, carried) // a second time, from the counter itself: the same
}

// throughTheHatch is a command's work done by the counter that runs.
func throughTheHatch(t *testing.T, file string, p vault.Params) {
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	conf, err := config.LoadTerminal(file, config.Counter)
	if err != nil {
		t.Fatal(err)
	}
	own, err := identity(conf)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := pki.PaperOf(own)
	if err != nil {
		t.Fatal(err)
	}
	s := station.New(station.Params{Vault: v, Paper: paper, Now: time.Now, NewID: newID, Take: station.Offline(v, time.Now)})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- hatch.New(conf.Dir, s, slog.New(slog.DiscardHandler)).Serve(ctx) }()
	defer func() {
		cancel()
		<-done
	}()
	for _, err := hatch.Find(ctx, conf.Dir); err != nil && ctx.Err() == nil; _, err = hatch.Find(ctx, conf.Dir) {
	}
	if err := runOutbox(t.Context(), []string{"list", "-config", file}); err != nil {
		t.Error(err)
	}
	err = runOutbox(t.Context(), []string{"import", "-config", file, file})
	if code, _, _ := trouble.Told(err); code != "CARRY-001" {
		t.Errorf("%v", err)
	}
}

func TestAStickIsDeliveredOnlyWhereThereIsAPlatform(t *testing.T) {
	file, p := newVault(t)
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	owed(t, v)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	hall, stick := filepath.Dir(file), t.TempDir()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// The platform's certificate from the settings, where the line never was there.
	named := bytes.Replace(text, []byte("#certificate = \"\""), []byte("certificate = \"pki/P1.pem\""), 1)
	if err := os.WriteFile(file, named, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := runOutbox(t.Context(), []string{"export", "-config", file, "-dir", stick}); err != nil {
		t.Fatal(err)
	}
	err = runOutbox(t.Context(), []string{"deliver", "-config", file, filepath.Join(stick, "W03-000001.carry")})
	if code, _, _ := trouble.Told(err); code != "CARRY-012" {
		t.Errorf("with no platform there: %v", err)
	}
	if err := runOutbox(t.Context(), []string{"deliver", "-config", filepath.Join(hall, "hall.toml"), filepath.Join(stick, "W03-000001.carry")}); err == nil {
		t.Error("delivered without knowing where")
	}
}
