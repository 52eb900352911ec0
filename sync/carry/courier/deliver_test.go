package courier_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/internal/pki"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
	"onewindow/sync/carry/courier"
	"onewindow/sync/transport"
)

// town answers whatever it is asked with the same.
type town struct {
	status int
	body   string
	err    error
	took   int64 // bytes
}

func (c *town) Do(_ context.Context, r transport.Request) (*transport.Response, error) {
	n, err := io.Copy(io.Discard, r.Body)
	if c.took = n; err == nil && n != r.Length {
		err = errors.New("not the length it said")
	}
	if err = errors.Join(err, c.err); err != nil {
		return nil, err
	}
	return &transport.Response{Status: c.status, Body: io.NopCloser(strings.NewReader(c.body))}, nil
}

func written(t *testing.T, me *pki.Paper, h carry.Header) string {
	t.Helper()
	var out bytes.Buffer
	w, err := carry.NewWriter(&out, h, me, &me.Key.PublicKey)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A courier keeps only what looks like the receipts for what it brought, whatever a line gives it.
func TestOnlyReceiptsForThisFileAreKept(t *testing.T) {
	a, err := pki.OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	files, err1 := a.Machine(pki.Peer{Name: "W03", Role: pki.Counter})
	conf, err2 := pki.Load(files)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	me, err := pki.PaperOf(conf)
	if err != nil {
		t.Fatal(err)
	}
	h := carry.Header{Kind: carry.Outbox, Terminal: "W03", Export: "e-1", Number: 3, Part: 1, Parts: 1}
	file := written(t, me, h)
	right, other, own := h, h, file
	right.Kind, other.Kind = carry.Receipts, carry.Receipts
	other.Export = "e-2"
	stick := t.TempDir()
	path := filepath.Join(stick, h.Name())
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		town town
		want string
	}{
		{"a hotel's sign-in page", town{status: 200, body: "<html>Welcome</html>"}, "CARRY-012"},
		{"nothing", town{status: 200}, "CARRY-012"},
		{"receipts for another file", town{status: 200, body: written(t, me, other)}, "CARRY-012"},
		{"the file itself", town{status: 200, body: own}, "CARRY-012"},
		{"a proxy that fails", town{status: 502, body: "Bad Gateway"}, "CARRY-012"},
		{"a line that breaks", town{err: errors.New("reset")}, "CARRY-012"},
		{"the platform refuses", town{status: 400, body: `{"code":"CARRY-002","sentence":"不完整。","sentenceEn":"Not whole."}`}, "CARRY-002"},
		{"the platform is busy", town{status: http.StatusServiceUnavailable, body: `{"code":"CARRY-013","sentence":"请等。","sentenceEn":"Wait."}`}, "CARRY-013"},
		{"receipts", town{status: 200, body: written(t, me, right)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			told := int64(0)
			name, err := courier.Deliver(t.Context(), &c.town, path, dir, func(done, _ int64) { told = done })
			if code, _, _ := trouble.Told(err); code != c.want || (err == nil) != (c.want == "") || c.town.took != int64(len(file)) || told != c.town.took {
				t.Errorf("%v, %d bytes went", err, c.town.took)
			}
			left, err := os.ReadDir(dir)
			if err != nil || c.want != "" && len(left) > 0 || c.want == "" && (len(left) != 1 || left[0].Name() != name) {
				t.Errorf("kept %v, %v", left, err)
			}
		})
	}
	if _, err := courier.Deliver(t.Context(), &town{}, filepath.Join(stick, "none"), stick, nil); err == nil {
		t.Error("a file that is not there was delivered")
	}
}
