package station_test

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"onewindow/internal/counter"
	"onewindow/internal/pki"
	"onewindow/sync/carry"
	"onewindow/sync/carry/courier"
	"onewindow/sync/carry/stick"
)

// byWindow is a station's window with one folder as the stick.
func byWindow(t *testing.T, d *desk) (c *stick.Carrier, dir string) {
	t.Helper()
	dir = t.TempDir()
	return stick.New(stick.Params{Station: d.station, Terminal: d.name, Places: func() []string { return []string{dir, filepath.Join(dir, "none")} },
		Key: func() (*ecdsa.PublicKey, error) { return d.town.key(), nil }}), dir
}

// brought has the hall's courier bring everything on a stick to the platform; receipts come to lie beside.
func (d *desk) brought(dir string, names []string) {
	d.t.Helper()
	for _, name := range names {
		if _, err := courier.Deliver(d.t.Context(), d.town.line("H1", pki.HallNode), filepath.Join(dir, name), dir, nil); err != nil {
			d.t.Fatal(err)
		}
	}
}

func (d *desk) last(c *stick.Carrier) *counter.CarryFile {
	d.t.Helper()
	look, err := c.Look(d.t.Context())
	if err != nil || len(look.Sticks) != 1 || look.Sticks[0].Free <= 0 {
		d.t.Fatalf("%+v %v", look, err)
	}
	return look.Last
}

func TestAWindowCarriesItsOutboxOnAStickThereAndBack(t *testing.T) {
	town := newTown(t)
	d, other := newDesk(t, town, "W03"), newDesk(t, town, "W04")
	c, dir := byWindow(t, d)
	if f := d.last(c); f != nil {
		t.Errorf("before anything was written: %+v", f)
	}
	if _, err := c.Read(t.Context(), dir); code(err) != carry.CodeNoReceipts {
		t.Errorf("an empty stick: %v", err)
	}
	d.accept("case-1", 40_000)
	d.rate("case-1")
	var told int64
	w, err := c.Write(t.Context(), dir, func(done, all int64) { told = done })
	if err != nil || w.Acts != 2 || w.Scans != 2 || len(w.Files) != 1 || w.Files[0] != "W03-000001.carry" || told != w.Bytes {
		t.Fatalf("%+v, told %d, %v", w, told, err)
	}
	if f := d.last(c); f == nil || f.Name != w.Files[0] || f.Acts != 2 || f.Scans != 2 || f.At.IsZero() {
		t.Errorf("no receipts are awaited: %+v", f)
	}
	if load, err := d.station.Load(); err != nil || len(load.Ops) != 2 {
		t.Errorf("writing marks as sent: %+v %v", load, err)
	}
	if _, err := c.Read(t.Context(), dir); code(err) != carry.CodeNoReceipts {
		t.Errorf("the outbox's own file is no receipt: %v", err)
	}

	// Another station's receipts lie on the same stick, and a file that only has the name.
	other.accept("case-9", 500)
	o, err := stick.New(stick.Params{Station: other.station, Terminal: "W04", Key: func() (*ecdsa.PublicKey, error) { return town.key(), nil }}).Write(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "W03-000009-receipts.carry"), []byte("OWCARRY\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.brought(dir, append(w.Files, o.Files...))
	r, err := c.Read(t.Context(), dir)
	if err != nil || r.Accepted != 2 || r.Stored != 2 || r.Left != 0 || r.People != 0 || len(r.Files) != 1 || r.Files[0] != "W03-000001-receipts.carry" {
		t.Fatalf("%+v %v", r, err)
	}
	d.drained()
	if f := d.last(c); f != nil {
		t.Errorf("still awaited: %+v", f)
	}
}

func TestReceiptsOfAnEarlierFileDoNotAnswerTheNewest(t *testing.T) {
	d := newDesk(t, newTown(t), "W03")
	c, dir := byWindow(t, d)
	d.accept("case-1", 500)
	first, err := c.Write(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.rate("case-1")
	second, err := c.Write(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.brought(dir, first.Files)
	if r, err := c.Read(t.Context(), dir); err != nil || r.Accepted != 1 || r.Left != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	if f := d.last(c); f == nil || f.Name != second.Files[0] {
		t.Errorf("awaited: %+v", f)
	}
	d.brought(dir, second.Files)
	if r, err := c.Read(t.Context(), dir); err != nil || len(r.Files) != 1 || r.Files[0] != "W03-000002-receipts.carry" || r.Left != 0 {
		t.Fatalf("%+v %v", r, err)
	}
	if f := d.last(c); f != nil {
		t.Errorf("still awaited: %+v", f)
	}
	d.drained()
}

func TestAWritingThatIsStoppedOrCannotBeLeavesNoFile(t *testing.T) {
	d := newDesk(t, newTown(t), "W03")
	c, dir := byWindow(t, d)
	d.accept("case-1", 400_000)
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := c.Write(ctx, dir, func(int64, int64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if _, err := c.Write(t.Context(), filepath.Join(dir, "none"), nil); code(err) != carry.CodePath {
		t.Errorf("a stick that is out: %v", err)
	}
	if _, err := c.Read(t.Context(), filepath.Join(dir, "none")); code(err) != carry.CodePath {
		t.Errorf("a stick that is out: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left on the stick: %v %v", left, err)
	}
	if f := d.last(c); f != nil {
		t.Errorf("awaited: %+v", f)
	}
}
