package stick

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"onewindow/internal/api"
	"onewindow/internal/counter"
	"onewindow/internal/durable"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
	"onewindow/sync/carry/station"
)

// Params is what a Carrier needs; all of it is required.
type Params struct {
	Station  *station.Station
	Terminal string                           // this one's name
	Key      func() (*ecdsa.PublicKey, error) // whom to seal to, as it is known now
	Places   func() []string                  // removable places that are there now; see Places
}

// mostSize is the largest file that is written: what a FAT stick takes.
const mostSize = 4000 << 20

// Carrier carries a counter's outbox by hand.
type Carrier struct{ p Params }

// New makes a carrier.
func New(p Params) *Carrier { return &Carrier{p} }

var _ counter.Carrier = (*Carrier)(nil)

// Look implements counter.Carrier.
func (c *Carrier) Look(context.Context) (look counter.CarryLook, err error) {
	for _, path := range c.p.Places() {
		free, err := durable.Free(path)
		if err != nil || !writable(path) {
			continue
		}
		look.Sticks = append(look.Sticks, counter.Stick{Path: path, Name: name(path), Free: free})
	}
	last, ok, err := c.p.Station.Last()
	if err != nil || !ok || last.Answered() {
		return look, err
	}
	look.Last = &counter.CarryFile{Name: last.Files[0], At: last.At, Acts: last.Ops, Scans: last.Scans}
	return look, nil
}

// name is what people call a place: its last folder, or the drive's letter.
func name(path string) string {
	if base := filepath.Base(path); base != string(filepath.Separator) {
		return base
	}
	return strings.TrimRight(path, `\/`)
}

// Write implements counter.Carrier.
func (c *Carrier) Write(ctx context.Context, stick string, progress func(done, all int64)) (w counter.CarryWritten, err error) {
	to, err := c.p.Key()
	if err != nil {
		return w, err
	}
	out, err := c.p.Station.Export(ctx, station.Export{Dir: stick, To: to, MostSize: mostSize, Progress: progress})
	if err != nil {
		return w, worded(ctx, err, stick)
	}
	return counter.CarryWritten{Files: out.Files, Acts: out.Ops, Scans: out.Scans, Unreadable: out.Unreadable, Bytes: out.Bytes}, nil
}

// Read implements counter.Carrier.
func (c *Carrier) Read(ctx context.Context, stick string) (r counter.CarryRead, err error) {
	files, err := c.receipts(stick)
	if err != nil {
		return r, worded(ctx, err, stick)
	}
	if len(files) == 0 {
		return r, trouble.New(carry.CodeNoReceipts, nil)
	}
	for _, file := range files {
		taken, err := c.p.Station.Import(ctx, file)
		if err != nil {
			return r, worded(ctx, err, file)
		}
		v := taken.Verdicts
		r.Files = append(r.Files, filepath.Base(file))
		r.Accepted += v[api.Accepted] + v[api.Duplicate]
		r.People += v[api.Rejected] + v[api.Conflict] + v[api.Parked]
		r.Stored += taken.Stored
		r.Left = len(taken.Left.Ops) + len(taken.Left.Files)
	}
	return r, nil
}

// receipts are the files with the newest receipts for this terminal that lie on a stick: all parts of one export. The
// platform's clock says which are newest: numbers begin anew where a vault was restored.
func (c *Carrier) receipts(stick string) (files []string, err error) {
	all, err := os.ReadDir(stick)
	if err != nil {
		return nil, err
	}
	var newest carry.Header
	for _, e := range all {
		path := filepath.Join(stick, e.Name())
		if e.IsDir() || filepath.Ext(path) != carry.Extension {
			continue
		}
		h, ok := c.look(path)
		switch {
		case !ok:
		case h.Export == newest.Export:
			files = append(files, path)
		case files == nil || h.At.After(newest.At):
			newest, files = h, []string{path}
		}
	}
	return files, nil
}

// look tells whether a file says of itself that it holds receipts for this terminal. Nothing is believed yet: a file that
// cannot be looked at is somebody else's.
func (c *Carrier) look(path string) (h carry.Header, ok bool) {
	f, err := os.Open(path)
	if err != nil {
		return h, false
	}
	defer func() { _ = f.Close() }()
	h, err = carry.Look(f)
	return h, err == nil && h.Kind == carry.Receipts && h.Terminal == c.p.Terminal
}

// worded gives what the system said of a stick the words for it; a wish to stop stays one.
func worded(ctx context.Context, err error, path string) error {
	var file *os.PathError
	var link *os.LinkError
	_, _, told := trouble.Told(err)
	if told || ctx.Err() != nil || !errors.As(err, &file) && !errors.As(err, &link) {
		return err
	}
	return trouble.New(carry.CodePath, err, "file", path)
}
