package station_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/pki"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
	"onewindow/sync/carry/courier"
	"onewindow/sync/carry/station"
	"onewindow/sync/outbox"
)

func code(err error) string {
	c, _, _ := trouble.Told(err)
	return c
}

func TestACutOffStationIsDrainedByOneStickThereAndBack(t *testing.T) {
	c := newTown(t)
	d := newDesk(t, c, "W03")
	d.accept("case-1", 3*api.ChunkSize+17)
	d.rate("case-1")
	d.accept("case-2", 1000)
	load, err := d.station.Load()
	if err != nil || len(load.Ops) != 3 || len(load.Files) != 4 {
		t.Fatalf("%+v %v", load, err)
	}
	file := d.export()
	if info, err := os.Stat(file); err != nil || info.Size() > load.Bytes() || filepath.Base(file) != "W03-000001.carry" {
		t.Errorf("%s of %v bytes, foretold %d, %v", filepath.Base(file), info.Size(), load.Bytes(), err)
	}
	if after, _ := d.station.Load(); len(after.Ops) != 3 {
		t.Errorf("the export marks as sent: %+v", after)
	}
	receipts := d.deliver(file)
	taken := d.take(receipts)
	if taken.Verdicts[api.Accepted] != 3 || taken.Stored != 4 || !taken.Left.Empty() {
		t.Errorf("%+v", taken)
	}
	d.drained()

	// The second copy of everything changes nothing.
	again := d.deliver(file)
	if taken := d.take(receipts); taken.Verdicts[api.Accepted] != 3 || !taken.Left.Empty() {
		t.Errorf("receipts twice: %+v", taken)
	}
	if taken := d.take(again); taken.Verdicts[api.Duplicate] != 3 || taken.Stored != 4 {
		t.Errorf("the file twice: %+v", taken)
	}
	d.drained()
	if _, err := d.station.Export(t.Context(), station.Export{Dir: t.TempDir(), To: c.key()}); code(err) != carry.CodeNothing {
		t.Errorf("an empty outbox: %v", err)
	}
}

func TestTheSameOperationsByWireBeforeBetweenAndAfterCountOnce(t *testing.T) {
	for _, tc := range []struct {
		name string
		play func(d *desk)
	}{
		{"the wire returns before the stick arrives", func(d *desk) {
			file := d.export()
			d.byWire(false)
			d.byWire(false)
			d.take(d.deliver(file))
		}},
		{"and its answers are lost", func(d *desk) {
			file := d.export()
			d.byWire(true)
			d.byWire(true)
			d.take(d.deliver(file))
		}},
		{"between the stick and its receipts", func(d *desk) {
			receipts := d.deliver(d.export())
			d.byWire(false)
			d.byWire(false)
			d.take(receipts)
		}},
		{"after the receipts", func(d *desk) {
			d.take(d.deliver(d.export()))
			d.byWire(false)
		}},
		{"the receipts never come", func(d *desk) {
			d.deliver(d.export())
			for range 4 { // the answers say that the backup holds it
				d.byWire(false)
			}
		}},
		{"new acts meanwhile, an older stick after a newer one", func(d *desk) {
			old := d.export()
			d.rate("case-r")
			d.accept("case-2", 5000)
			newer := d.deliver(d.export())
			older := d.deliver(old)
			d.take(newer)
			d.take(older)
		}},
		{"and the other way round", func(d *desk) {
			old := d.export()
			d.rate("case-r")
			newer := d.export()
			d.take(d.deliver(old))
			d.take(d.deliver(newer))
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := newDesk(t, newTown(t), "W03")
			d.accept("case-1", api.ChunkSize+5)
			d.rate("case-1")
			d.accept("case-r", 100)
			tc.play(d)
			d.drained()
		})
	}
}

// Whatever order sticks, receipts and wire come in, whatever is lost or comes twice, and though the platform is restored
// from a backup in between: when all is quiet, every act is there once.
func TestEveryActIsThereOnceWhateverWayItTook(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue { // each check is a platform with restarts
		_ = f.Value.Set("5")
	}
	rapid.Check(t, func(rt *rapid.T) {
		c := newTown(t)
		defer func() { c.stop() }()
		d := newDesk(t, c, "W03")
		d.accept("case-0", 100)
		d.byWire(false)
		var files, receipts []string
		saved := c.copied()
		pick := func(list []string) string { return rapid.SampledFrom(list).Draw(rt, "which") }
		for range rapid.IntRange(4, 14).Draw(rt, "steps") {
			switch what := rapid.SampledFrom([]string{"act", "act", "export", "deliver", "deliver", "import", "import", "wire", "lost", "backup", "restore", "reopen"}).Draw(rt, "step"); {
			case what == "act":
				if id := fmt.Sprintf("case-%d", rapid.IntRange(0, len(d.acts)-1).Draw(rt, "case")); d.acts[id] == 1 {
					d.rate(id)
				} else {
					d.accept(fmt.Sprintf("case-%d", len(d.acts)), 2000)
				}
			case what == "export":
				if load, err := d.station.Load(); err == nil && !load.Empty() {
					files = append(files, d.export())
				}
			case what == "deliver" && len(files) > 0:
				receipts = append(receipts, d.deliver(pick(files)))
				saved = c.copied() // the platform backed itself up before it wrote them
			case what == "import" && len(receipts) > 0:
				if _, err := d.station.Import(t.Context(), pick(receipts)); err != nil && code(err) != carry.CodeOldEpoch {
					rt.Fatal(err)
				}
			case what == "wire" || what == "lost":
				d.byWire(what == "lost")
			case what == "backup":
				saved = c.copied()
			case what == "restore":
				c.restore(saved)
				saved, d.wire = c.copied(), nil
			case what == "reopen":
				if err := d.vault.Close(); err != nil {
					rt.Fatal(err)
				}
				d.open()
			}
		}
		for range 4 { // quiet again: what is left goes by stick, until nothing is
			if load, err := d.station.Load(); err == nil && !load.Empty() {
				d.take(d.deliver(d.export()))
			}
		}
		if load, _ := d.station.Load(); !load.Empty() {
			rt.Fatalf("left: %+v", load)
		}
		d.drained()
		if t.Failed() {
			rt.FailNow()
		}
	})
}

func TestAHaltedCaseStaysAndTheOthersGo(t *testing.T) {
	d := newDesk(t, newTown(t), "W03")
	d.rate("case-1") // of a case the platform has never heard of
	d.rate("case-1")
	d.accept("case-2", 100)
	taken := d.take(d.deliver(d.export()))
	if taken.Verdicts[api.Rejected]+taken.Verdicts[api.Conflict] != 1 || taken.Verdicts[api.Retry] != 1 || taken.Verdicts[api.Accepted] != 1 || !taken.Left.Empty() {
		t.Errorf("%+v", taken)
	}
	ops, _, _, err := d.outbox.Load()
	if err != nil || len(ops) != 2 || !ops[0].State.Halts() || ops[0].Why.Sentence == "" || ops[1].State != outbox.Waiting {
		t.Errorf("%+v %v", ops, err)
	}
}

func TestReceiptsOfBeforeARestoreAreRefused(t *testing.T) {
	c := newTown(t)
	d := newDesk(t, c, "W03")
	d.accept("case-0", 100)
	d.byWire(false)
	saved := c.copied()
	d.accept("case-1", 100)
	old := d.deliver(d.export())
	c.restore(saved)
	d.wire = nil
	d.byWire(false) // hears of the new epoch
	d.rate("case-1")
	if _, err := d.station.Import(t.Context(), old); code(err) != carry.CodeOldEpoch {
		t.Errorf("%v", err)
	}
	d.take(d.deliver(d.export()))
	d.drained()
}

func TestReceiptsAreForTheirTerminalAndWhole(t *testing.T) {
	c := newTown(t)
	d, other := newDesk(t, c, "W03"), newDesk(t, c, "W04")
	d.accept("case-1", 100)
	file := d.export()
	receipts := d.deliver(file)
	whole, err := os.ReadFile(receipts)
	if err != nil {
		t.Fatal(err)
	}
	write := func(b []byte) string {
		path := filepath.Join(t.TempDir(), "r.carry")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	changed := bytes.Clone(whole)
	changed[len(changed)*2/3] ^= 1
	for _, tc := range []struct {
		name string
		at   *desk
		path string
		want string
	}{
		{"another terminal", other, receipts, carry.CodeOther},
		{"half copied", d, write(whole[:len(whole)/2]), carry.CodeDamaged},
		{"one bit changed", d, write(changed), carry.CodeDamaged},
		{"the outbox itself", d, file, carry.CodeWrongKind},
		{"something else", d, write([]byte("receipts, I promise")), carry.CodeNoFile},
	} {
		if _, err := tc.at.station.Import(t.Context(), tc.path); code(err) != tc.want {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
	if load, _ := d.station.Load(); len(load.Ops) != 1 {
		t.Errorf("refused receipts changed something: %+v", load)
	}
}

func TestThePlatformTakesNothingOfAFileThatIsNotWhole(t *testing.T) {
	c := newTown(t)
	d := newDesk(t, c, "W03")
	d.accept("case-1", api.ChunkSize)
	whole, err := os.ReadFile(d.export())
	if err != nil {
		t.Fatal(err)
	}
	try := func(b []byte) string {
		_, _, err := c.pf.TakeCarried(t.Context(), bytes.NewReader(b))
		return code(err)
	}
	for i := 0; i < len(whole); i += len(whole)/97 + 1 {
		bad := bytes.Clone(whole)
		bad[i] ^= 0x40
		if got := try(bad); got == "" {
			t.Errorf("byte %d of %d changed, and it was taken", i, len(whole))
		}
		if got := try(whole[:i]); got != carry.CodeDamaged {
			t.Errorf("cut after %d of %d: %q", i, len(whole), got)
		}
	}
	if held := c.cases(); len(held) != 0 {
		t.Errorf("the platform holds %v", held)
	}
	left, err := os.ReadDir(filepath.Join(c.params.Dir, "carried"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if got := try(whole); got != "" {
		t.Errorf("the whole file: %q", got)
	}
	d.once()
}

func TestNobodySpeaksForAnotherTerminalByHandEither(t *testing.T) {
	c := newTown(t)
	d, other := newDesk(t, c, "W03"), newDesk(t, c, "W04")
	d.accept("case-1", 100)
	ops, _, _, err := d.outbox.Load()
	if err != nil {
		t.Fatal(err)
	}
	stolen, err := d.outbox.Offer(ops[0])
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	w, err := carry.NewWriter(&file, carry.Header{Kind: carry.Outbox, Terminal: "W04", Number: 1, Part: 1, Parts: 1}, other.paper, c.key())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Offer(stolen), w.Close()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.pf.TakeCarried(t.Context(), &file); err != nil {
		t.Fatal(err)
	}
	if held := c.cases(); len(held) != 0 {
		t.Errorf("W04 filed W03's case: %v", held)
	}
}

func TestWhatLiesOnTheStickTellsNothing(t *testing.T) {
	d := newDesk(t, newTown(t), "W03")
	d.accept("case-1", 100_000)
	file := d.export()
	for _, path := range []string{file, d.deliver(file)} {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{person, idcard, "case-1", item.Code, "0312"} {
			if bytes.Contains(b, []byte(secret)) || strings.Contains(filepath.Base(path), secret) {
				t.Errorf("%s holds %q", filepath.Base(path), secret)
			}
		}
	}
}

func TestOnlyMachinesOfTheHallBringFiles(t *testing.T) {
	c := newTown(t)
	d := newDesk(t, c, "W03")
	d.accept("case-1", 100)
	file := d.export()
	for role, want := range map[pki.Role]string{pki.Display: "PLAT-001", pki.Dept: "PLAT-001", pki.Counter: "", pki.Kiosk: "", pki.Platform: ""} {
		dir := t.TempDir()
		_, err := courier.Deliver(t.Context(), c.line("X-"+string(role), role), file, dir, nil)
		if got := code(err); got != want {
			t.Errorf("%s: %v", role, err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 && want != "" {
			t.Errorf("%s: left behind: %v", role, left)
		}
	}
	d.once()
}

func TestAnExportThatIsGivenUpLeavesNoFile(t *testing.T) {
	c := newTown(t)
	d := newDesk(t, c, "W03")
	d.accept("case-1", 10*api.ChunkSize)
	dir := t.TempDir()
	for _, at := range []int64{1, 3 * api.ChunkSize, 9 * api.ChunkSize} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := d.station.Export(ctx, station.Export{Dir: dir, To: c.key(), Progress: func(done, _ int64) {
			if done >= at {
				cancel()
			}
		}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("given up at %d: %v", at, err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("given up at %d, left behind: %v", at, left)
		}
		cancel()
	}
	gone := filepath.Join(dir, "no", "stick")
	if _, err := d.station.Export(t.Context(), station.Export{Dir: gone, To: c.key()}); err == nil {
		t.Error("written to a stick that is not there")
	}
}

func TestWhatDoesNotFitOneStickGoesOnSeveral(t *testing.T) {
	c := newTown(t)
	d := newDesk(t, c, "W03")
	for n := range 6 {
		d.accept(fmt.Sprintf("case-%d", n), 2*api.ChunkSize)
	}
	dir := t.TempDir()
	const most = 5 * api.ChunkSize
	w, err := d.station.Export(t.Context(), station.Export{Dir: dir, To: c.key(), MostSize: most})
	if err != nil || len(w.Files) != 3 || w.Scans != 12 || w.Ops != 6 || w.Files[1] != "W03-000001-2of3.carry" {
		t.Fatalf("%+v %v", w, err)
	}
	var receipts []string
	for i := range w.Files { // the last one first
		path := filepath.Join(dir, w.Files[len(w.Files)-1-i])
		if info, err := os.Stat(path); err != nil || info.Size() > most {
			t.Errorf("%v %v", info.Size(), err)
		}
		receipts = append(receipts, d.deliver(path))
	}
	for _, r := range receipts {
		d.take(r)
	}
	for load, err := d.station.Load(); !load.Empty() && err == nil; load, err = d.station.Load() {
		d.take(d.deliver(d.export()))
	}
	d.drained()
}

func TestADamagedScanStaysAndTheRestGoes(t *testing.T) {
	c := newTown(t)
	d := newDesk(t, c, "W03")
	d.accept("case-1", 4*api.ChunkSize)
	d.accept("case-2", 100)
	var largest string
	err := filepath.Walk(filepath.Join(d.dir, "files"), func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Size() > 4*api.ChunkSize {
			largest = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(largest)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(largest, b, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	w, err := d.station.Export(t.Context(), station.Export{Dir: dir, To: c.key()})
	if err != nil || w.Unreadable != 1 || w.Ops != 2 || w.Scans != 3 {
		t.Fatalf("%+v %v", w, err)
	}
	taken := d.take(d.deliver(filepath.Join(dir, w.Files[0])))
	if taken.Verdicts[api.Accepted] != 2 || taken.Stored != 3 || len(taken.Left.Files) != 1 {
		t.Errorf("%+v", taken)
	}
}

func TestAFileThePlatformDoesNotTakeIsSaidSo(t *testing.T) {
	c := newTown(t)
	d := newDesk(t, c, "W03")
	page := d.scan(100)
	page.Type = "text/plain"
	d.owe("case-1", cases.Act{Kind: cases.ActRate, Rating: &cases.Rating{Grade: 1, Count: 1, Device: "W03", At: time.Now()}}, page)
	d.take(d.deliver(d.export()))
	_, files, _, err := d.outbox.Load()
	if err != nil || len(files) != 1 || files[0].State != outbox.Parked || files[0].Why.Code != "BLOB-005" {
		t.Errorf("%+v %v", files, err)
	}
}
