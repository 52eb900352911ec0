package runner_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// depot takes files chunk by chunk, and remembers when each came.
type depot struct {
	*world
	file []byte

	mu     sync.Mutex
	chunks []time.Time
}

type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

func (d *depot) ReadFile(string) (runner.File, error) { return inMemory{bytes.NewReader(d.file)}, nil }

func (d *depot) Do(_ context.Context, r transport.Request) (*transport.Response, error) {
	resp := &transport.Response{Status: http.StatusNotFound, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(nil))}
	if r.Method != http.MethodPut {
		return resp, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.chunks = append(d.chunks, time.Now())
	offset, err := strconv.ParseInt(r.Header.Get(api.HeaderOffset), 10, 64)
	if err != nil {
		return nil, err
	}
	resp.Status = http.StatusOK
	resp.Header.Set(api.HeaderOffset, strconv.FormatInt(offset+r.Length, 10))
	resp.Header.Set(api.HeaderTime, time.Now().Format(api.TimeForm))
	if offset+r.Length == int64(len(d.file)) {
		resp.Header.Set(api.HeaderBlobPosition, "9")
	}
	return resp, nil
}

// oweFile makes an operation with a scan.
func (d *depot) oweFile(id string) {
	d.t.Helper()
	page := cases.Page{Digest: seal.Digest(d.file), Size: int64(len(d.file)), Type: "image/jpeg"}
	err := d.vault.Update(d.t.Context(), func(tx *vault.Tx) error {
		_, err := d.outbox.Append(tx, outbox.Draft{Lane: id, Files: []cases.Page{page}, Build: func(seq uint64) api.Operation {
			return api.Operation{ID: id, Kind: cases.ActAccept, Lane: id, Seq: seq, Blobs: []string{page.Digest}}
		}})
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

func TestScansKeepToTheHoursLimitAndSmallActsDoNot(t *testing.T) {
	for name, c := range map[string]struct {
		limits      engine.Limits
		least, most time.Duration
	}{
		"no limit":               {nil, 0, time.Second},
		"a limit of another day": {engine.Limits{{From: time.Hour, To: 2 * time.Hour, Rate: 100 << 10}}, 0, time.Second},
		"100 KiB a second":       {engine.Limits{{Rate: 100 << 10}}, 38 * time.Second, 41 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // it begins at midnight UTC
				w := newWorld(t)
				d := &depot{world: w, file: bytes.Repeat([]byte("scan"), 1<<20)} // 4 MiB
				w.runner = runner.New(w.params(func(p *runner.Params) { p.Files, p.Line, p.Limits, p.Zone = d, d, c.limits, time.UTC }))
				d.oweFile("with-scan")
				begun := time.Now()
				w.serve()
				defer w.stop()
				time.Sleep(10 * time.Second)
				w.owe("small")
				synctest.Wait()
				if w.sent() != "with-scan small" {
					t.Errorf("a small act made beside the scan is not sent at once: %q", w.sent())
				}
				if s := w.runner.Status(); c.least > 0 && (len(s.Notes) != 1 || s.Notes[0].Code != "SYNC-116") {
					t.Errorf("notes %+v", s.Notes)
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				d.mu.Lock()
				defer d.mu.Unlock()
				took := d.chunks[len(d.chunks)-1].Sub(begun)
				if len(d.chunks) != 16 || took < c.least || took > c.most {
					t.Errorf("%d chunks in %v", len(d.chunks), took)
				}
				if w.runner.Status().Attempts[seal.Digest(d.file)] > 1 {
					t.Error("waiting for its turn counts as a failure")
				}
			})
		})
	}
}
