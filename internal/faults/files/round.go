package files

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"onewindow/internal/faults/damage"
	"onewindow/internal/faults/disk"
	"onewindow/internal/faults/station"
)

// round lets one thing go wrong with one machine, and has it work again at the end.
func (r *run) round() error {
	m := r.machines[r.rnd.IntN(len(r.machines))]
	turn := r.rnd.IntN(5)
	switch {
	case m.disk == nil || turn < 3:
		return r.killed(m)
	case turn == 3:
		return r.failing(m)
	}
	return r.opening(m)
}

// killed kills a machine's program, perhaps damages one of its files, and opens it again. A counter may have been cut off
// from the platform before, or be busy with its vault's upkeep.
func (r *run) killed(m *machine) error {
	store := filepath.Join(m.real, "vault", "vault.db")
	if m.seat == nil {
		return r.struck(m, "", store)
	}
	alone := r.rnd.IntN(2) == 0
	if alone { // what it makes now is nowhere but here
		r.machines[0].Kill()
		r.report.FaultAt(r.machines[0].name, "platform killed")
		for range 2 + r.rnd.IntN(6) {
			awaitCommit(store)
		}
	}
	when, err := "", error(nil)
	switch turn := r.rnd.IntN(4); {
	case turn == 0 && !m.seat.Params.Upkeep.IsZero():
		err = r.toUpkeep(m)
	case alone || turn < 3:
		when = " at a commit"
		awaitCommit(store)
	}
	if err == nil {
		err = r.struck(m, when, store)
	}
	if alone && err == nil {
		err = r.reopen(r.machines[0], "")
	}
	return err
}

// struck ends a machine's program without a word, perhaps damages a file, best one that it was just writing, and opens it
// again.
func (r *run) struck(m *machine, when, store string) error {
	m.Kill()
	if met := m.met(); met != "" {
		when = met
	}
	r.report.FaultAt(m.name, m.kind+" killed"+when)
	hit := ""
	if r.rnd.IntN(3) > 0 {
		path := store
		if when == "" || r.rnd.IntN(2) == 0 {
			path = r.anyFile(m)
		}
		var err error
		if hit, err = r.damage(m, path); err != nil {
			return err
		}
	}
	return r.reopen(m, hit)
}

// upkeepLimit is how long a kill waits for a work of the upkeep to begin.
const upkeepLimit = 400 * time.Millisecond

// toUpkeep kills a counter and opens it again, and waits until it is somewhere in a work of its vault's upkeep: much of that is
// done in the first quiet moment after a start.
func (r *run) toUpkeep(m *machine) error {
	works := []string{station.UpkeepCopy, station.UpkeepRotate, station.UpkeepRetire, station.UpkeepSmall, station.UpkeepRead}
	m.Kill()
	r.report.FaultAt(m.name, m.kind+" killed"+m.met())
	if err := r.reopen(m, ""); err != nil {
		return err
	}
	m.seat.AwaitUpkeep(works[r.rnd.IntN(len(works))], upkeepLimit)
	time.Sleep(time.Duration(r.rnd.IntN(30)) * time.Millisecond)
	return nil
}

// awaitCommit waits until a store's head changes, which is the moment of a commit: its first two pages say which tree counts.
// It does not wait long for a counter that has nothing to write.
func awaitCommit(store string) {
	head := func() (pages [2 * 4096]byte) {
		if f, err := os.Open(store); err == nil {
			_, _ = f.ReadAt(pages[:], 0)
			_ = f.Close()
		}
		return pages
	}
	const look = 50 * time.Microsecond // a commit takes longer; who looks without a rest takes a core from who writes
	for before, end := head(), time.Now().Add(200*time.Millisecond); head() == before && time.Now().Before(end); {
		time.Sleep(look)
	}
}

// failing lets a machine's disk fail under its program, which may be killed meanwhile. Once the disk is well, the program
// goes on, or starts again if it gave up.
func (r *run) failing(m *machine) error {
	m.hurt = true
	f := r.diskFault()
	struck := m.disk.Arm(f)
	select {
	case <-struck:
		time.Sleep(time.Duration(r.rnd.IntN(100)) * time.Millisecond)
	case <-m.Ended():
	case <-time.After(300 * time.Millisecond):
	}
	word := ""
	if r.rnd.IntN(2) == 0 {
		m.Kill()
		word = ", and it was killed"
	}
	if m.disk.Heal() > 0 {
		r.report.FaultAt(m.name, m.kind+"'s "+string(f.Kind)+word)
	}
	if m.Alive() {
		return nil
	}
	m.Kill()
	return r.reopen(m, "")
}

// opening kills a machine's program and lets its disk fail while it opens again; once the disk is well it must open.
func (r *run) opening(m *machine) error {
	m.Kill()
	r.report.FaultAt(m.name, m.kind+" killed")
	m.hurt = true
	f := r.diskFault()
	m.disk.Arm(f)
	err := m.Start()
	if m.disk.Heal() > 0 {
		r.report.FaultAt(m.name, m.kind+"'s "+string(f.Kind)+" while it opened")
	}
	if err == nil && m.Alive() {
		r.report.Recoveries++
		return nil
	}
	m.Kill()
	return r.reopen(m, "")
}

func (r *run) diskFault() disk.Fault {
	kinds := disk.Kinds()
	f := disk.Fault{Kind: kinds[r.rnd.IntN(len(kinds))]}
	switch f.Kind {
	case disk.Full:
		f.Bytes = r.rnd.Int64N(1 << (4 + r.rnd.IntN(16)))
	case disk.NameFails:
		f.After = r.rnd.IntN(3)
	default:
		f.After, f.Bytes = r.rnd.IntN(1<<r.rnd.IntN(7)), r.rnd.Int64N(1<<(1+r.rnd.IntN(13)))
	}
	return f
}

// reopen starts a machine's program again. A platform whose database was hit may ask for its backup, and gets it.
func (r *run) reopen(m *machine, hit string) error {
	r.report.Recoveries++
	first := m.Start()
	if first == nil {
		if m.seat != nil && !m.hurt && m.seat.Opened.Sentence != "" {
			r.report.Breach(&r.report.Lost, "%s was only killed, and opens with %q", m.name, m.seat.Opened.Sentence)
		}
		return nil
	}
	if m.program != r.office || hit == "" || !restoreOffered(first) {
		return fmt.Errorf("%s does not open after %q: %w", m.kind, hit, first)
	}
	r.report.Fault("platform restored from its backup")
	if err := r.office.putBack(); err != nil {
		return fmt.Errorf("the platform does not come back from its backup after %q (%v): %w", hit, first, err)
	}
	return nil
}

// anyFile picks a file of a machine to be spoilt; "" when there is none.
func (r *run) anyFile(m *machine) string {
	all := slices.DeleteFunc(damage.Below(m.real), func(path string) bool {
		rel, _ := filepath.Rel(m.real, path)
		return spared(m.kind, rel)
	})
	if len(all) == 0 {
		return ""
	}
	path := all[r.rnd.IntN(len(all))]
	if r.rnd.IntN(2) == 0 { // scans are many: give the few others their turn
		few := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return strings.Contains(p, "/files/") || strings.Contains(p, "/blobs/") })
		path = few[r.rnd.IntN(len(few))]
	}
	return path
}

// damage spoils a file of a stopped machine and says what it did.
func (r *run) damage(m *machine, path string) (string, error) {
	if path == "" {
		return "", nil
	}
	how, err := damage.File(r.rnd, path)
	if m.disk != nil {
		m.disk.Changed()
	}
	if err != nil || how == "" {
		return "", err
	}
	m.hurt = true
	rel, _ := filepath.Rel(m.real, path)
	r.report.FaultAt(m.name, part(m.kind, rel)+": "+how)
	return rel + ": " + how, nil
}

// spared are files whose loss is another matter: what was set aside, what is always empty.
func spared(kind, rel string) bool {
	return strings.HasSuffix(rel, ".damaged") || strings.Contains(rel, "damaged/") || strings.HasSuffix(rel, ".lock") ||
		kind == "platform" && (strings.HasSuffix(rel, "-shm") || strings.Contains(rel, "backup/"))
}

// part names a file's role in the report.
func part(kind, rel string) string {
	base, place := filepath.Base(rel), ""
	if strings.HasPrefix(rel, "second/") {
		place = " in the second place"
	}
	switch {
	case strings.HasPrefix(base, ".part-"):
		base = "unfinished file"
	case place != "" && strings.HasSuffix(base, ".backup"):
		base = "copy of the store"
	case strings.Contains(rel, "files/") || strings.Contains(rel, "blobs/"):
		base = "scan"
	case strings.Contains(rel, "journal/"):
		base = "journal"
	}
	return kind + "'s " + base + place
}
