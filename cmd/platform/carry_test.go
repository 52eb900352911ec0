package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/pki"
	"onewindow/internal/rig"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
)

func paper(t *testing.T, dir, name string) *pki.Paper {
	t.Helper()
	conf, err := pki.Load(rig.Identity(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	p, err := pki.PaperOf(conf)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// stick writes what W03 would carry.
func stick(t *testing.T, dir string, offers []api.Offer) string {
	t.Helper()
	h := carry.Header{Kind: carry.Outbox, Terminal: "W03", Export: "e-1", Number: 1, Part: 1, Parts: 1}
	var file bytes.Buffer
	w, err := carry.NewWriter(&file, h, paper(t, dir, "W03"), &paper(t, dir, "P1").Key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range offers {
		err = errors.Join(err, w.Offer(o))
	}
	path := filepath.Join(t.TempDir(), h.Name())
	if err := errors.Join(err, w.Close(), os.WriteFile(path, file.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

// outcome gives the first verdict of receipts.
func outcome(t *testing.T, dir, receipts string) api.Outcome {
	t.Helper()
	b, err := os.ReadFile(receipts)
	if err != nil {
		t.Fatal(err)
	}
	r, err := carry.Open(bytes.NewReader(b), carry.Receipts, paper(t, dir, "W03"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	rec, err := r.Next()
	if err != nil || len(rec.Verdicts) != 1 {
		t.Fatalf("%+v %v", rec, err)
	}
	return rec.Verdicts[0].Outcome
}

// A stick is taken where the platform stands, whether it runs or not, and counts once.
func TestAStickIsTakenByAPlatformThatRestsAndByOneThatRuns(t *testing.T) {
	dir := t.TempDir()
	if _, err := rig.Write(rig.Params{Dir: dir, Clerk: rig.Person{Operator: "0312", Name: "陈晓", PIN: seal.HashPIN("246810")},
		Reviewer: rig.Person{Operator: "1001", Name: "王岚", PIN: seal.HashPIN("135790")}}); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "platform.toml")
	file := stick(t, dir, filing(draft(t)).Offers)
	take := func() string {
		t.Helper()
		var out strings.Builder
		if err := run(t.Context(), []string{"carry", "-config", config, file}, &out); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(out.String())
	}
	if got := outcome(t, dir, take()); got != api.Accepted {
		t.Errorf("at rest: %s", got)
	}
	start(t, config)
	receipts := take()
	if got := outcome(t, dir, receipts); got != api.Duplicate || filepath.Dir(receipts) != filepath.Dir(file) {
		t.Errorf("at work: %s in %s", got, receipts)
	}
	err := run(context.Background(), []string{"carry", "-config", config, receipts}, io.Discard)
	if code, _, _ := trouble.Told(err); code != carry.CodeWrongKind {
		t.Errorf("its own receipts: %v", err)
	}
}
