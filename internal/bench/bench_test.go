//go:build !race

package bench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/bench"
)

// programs builds the hall node and the platform.
func programs(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", dir+string(filepath.Separator), "onewindow/cmd/hall", "onewindow/cmd/platform")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

// asDrain in the environment makes this test's own program the draining program.
const asDrain = "BENCH_TEST_DRAINS"

func TestMain(m *testing.M) {
	if os.Getenv(asDrain) == "" {
		os.Exit(m.Run())
	}
	if err := bench.Drain(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Costs are not what they are under the race detector.

func TestAQuickRunGivesBothFiguresOfEveryRow(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(asDrain, "1")
	var live bytes.Buffer
	report, err := bench.Run(t.Context(), bench.Params{Dir: filepath.Join(dir, "work"), Bin: programs(t), Drain: []string{os.Args[0]}, Quick: true,
		Measures: bench.Plain(), Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Live: &live})
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Failures(); err != nil {
		t.Fatalf("%v\n%s", err, &live)
	}
	if len(report.Rows) < len(bench.Plain()) {
		t.Errorf("%d rows of %d measures", len(report.Rows), len(bench.Plain()))
	}
	for _, r := range report.Rows {
		if r.Subject <= 0 || r.Bare <= 0 || r.Ratio <= 0 || r.N <= 0 || r.Unit == "" || r.Against == "" {
			t.Errorf("a row lacks a figure: %+v", r)
		}
	}
	if err := report.Write(dir); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "bench.json"))
	if err != nil {
		t.Fatal(err)
	}
	var again bench.Report
	if err := json.Unmarshal(text, &again); err != nil || len(again.Rows) != len(report.Rows) {
		t.Errorf("the JSON gives %d rows back, %v", len(again.Rows), err)
	}
	host, _ := os.Hostname()
	md, _ := os.ReadFile(filepath.Join(dir, "bench.md"))
	for name, text := range map[string][]byte{"bench.json": text, "bench.md": md} {
		if bytes.Contains(text, []byte(dir)) || host != "" && bytes.Contains(text, []byte(host)) {
			t.Errorf("%s names this machine or a folder of it", name)
		}
	}
	for _, r := range report.Rows {
		if !strings.Contains(string(md), r.Name) {
			t.Errorf("the table lacks %q", r.Name)
		}
	}
}
