package station_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/pki"
	"onewindow/sync/carry/station"
)

// A child that exports is this test program itself, told so by its environment.
const (
	childVault = "CARRY_CHILD_VAULT"
	childHall  = "CARRY_CHILD_HALL" // the authority's folder
	childStick = "CARRY_CHILD_STICK"
)

// TestTheChild exports, says that it is half through, and goes no further.
func TestTheChild(t *testing.T) {
	if os.Getenv(childVault) == "" {
		t.Skip("not a child")
	}
	a, err := pki.OpenAuthority(os.Getenv(childHall))
	if err != nil {
		t.Fatal(err)
	}
	_, platform := identity(t, a, "P1", pki.Platform, "127.0.0.1")
	_, paper := identity(t, a, "W03", pki.Counter)
	d := &desk{t: t, name: "W03", paper: paper, dir: os.Getenv(childVault)}
	d.open()
	_, err = d.station.Export(t.Context(), station.Export{Dir: os.Getenv(childStick), To: &platform.Key.PublicKey, Progress: func(done, all int64) {
		if done > all/2 {
			fmt.Println("half")
			select {}
		}
	}})
	t.Fatalf("it went on: %v", err)
}

func TestAnExportThatIsKilledLeavesNoHalfFile(t *testing.T) {
	c := newTown(t)
	d := newDesk(t, c, "W03")
	d.accept("case-1", 10*api.ChunkSize)
	if err := d.vault.Close(); err != nil {
		t.Fatal(err)
	}
	stick := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestTheChild$")
	child.Env = append(os.Environ(), childVault+"="+d.dir, childHall+"="+c.dir, childStick+"="+stick)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "half" {
	}
	if lines.Text() != "half" {
		t.Fatalf("the child says %q", lines.Text())
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	if names := on(t, stick); len(names) != 1 || strings.HasSuffix(names[0], ".carry") {
		t.Errorf("after the kill the stick holds %v", names)
	}
	d.open()
	w, err := d.station.Export(t.Context(), station.Export{Dir: stick, To: c.key()})
	if err != nil {
		t.Fatal(err)
	}
	if names := on(t, stick); len(names) != 1 || names[0] != w.Files[0] {
		t.Errorf("after the next export the stick holds %v", names)
	}
	d.take(d.deliver(filepath.Join(stick, w.Files[0])))
	d.drained()
}

func on(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		names = append(names, e.Name())
	}
	return names
}
