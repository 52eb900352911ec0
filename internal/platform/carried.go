package platform

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/durable"
	"onewindow/internal/pki"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
)

const (
	spoolName    = "carried"       // where a file lies, sealed as it came, while it is taken
	spoolReserve = 256 << 20       // bytes of the disk that a carried file must leave
	carriedPause = 1 * time.Minute // longest silence while a file comes in
)

// postCarried answers POST /v1/carried. Whoever has a line may bring the file; who wrote it, the file itself proves.
func (pf *Platform) postCarried(w http.ResponseWriter, r *http.Request) {
	body := &patient{r.Body, http.NewResponseController(w)}
	receipts, name, err := pf.TakeCarried(r.Context(), body)
	if err != nil {
		pf.refuseCarried(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(receipts) // the client is gone; it will ask again
}

// patient lets a long body take as long as it keeps coming.
type patient struct {
	io.Reader
	line *http.ResponseController
}

func (p *patient) Read(b []byte) (int, error) {
	_ = p.line.SetReadDeadline(time.Now().Add(carriedPause)) // a line that knows no deadlines has none
	return p.Reader.Read(b)
}

func (pf *Platform) refuseCarried(w http.ResponseWriter, r *http.Request, err error) {
	code, words, ok := trouble.Told(err)
	if !ok {
		pf.fail(w, r, err)
		return
	}
	status := http.StatusBadRequest
	switch code {
	case codeBusy:
		status = http.StatusServiceUnavailable
	case codeNoRoom:
		status = http.StatusInsufficientStorage
	}
	pf.p.Log.Warn("a carried file was refused", "code", code)
	refuse(w, status, api.Problem{Code: code, Sentence: words.Zh, SentenceEN: words.En})
}

const (
	codeBusy   = "CARRY-013"
	codeNoRoom = "CARRY-014"
)

// TakeCarried takes a file that came by hand, as its operations would have been taken by wire under its author's name, and
// gives the receipts (a file for its author alone) and their name. Everything the receipts say is on the disk, and in the
// backup where that can be written. The same file again changes nothing and gets the same receipts. Errors that speak to a
// person (CARRY) mean that nothing of it was taken.
func (pf *Platform) TakeCarried(ctx context.Context, file io.Reader) (receipts []byte, name string, err error) {
	if pf.p.Paper == nil {
		return nil, "", errors.New("platform: without a key of its own it takes no carried files")
	}
	if !pf.carrying.TryLock() {
		return nil, "", trouble.New(codeBusy, nil)
	}
	defer pf.carrying.Unlock()
	spool, err := pf.spool(file)
	if err != nil {
		return nil, "", err
	}
	defer spool.Discard()
	in, err := carry.Open(spool, carry.Outbox, pf.p.Paper, pf.p.Now())
	if err != nil {
		return nil, "", err
	}
	taken := &carried{pf: pf, ctx: ctx, from: in.Header.Terminal}
	if err := taken.all(in); err != nil {
		return nil, "", err
	}
	pf.tryBackup(ctx)
	return pf.receipts(ctx, in, taken)
}

// spool copies the file to this machine: what is looked through must be what is then taken.
func (pf *Platform) spool(file io.Reader) (*durable.File, error) {
	dir := filepath.Join(pf.p.Dir, spoolName)
	if err := errors.Join(os.MkdirAll(dir, 0o700), durable.Sweep(dir)); err != nil {
		return nil, err
	}
	free, err := durable.Free(dir)
	if err != nil {
		return nil, err
	}
	spool, err := durable.Create(dir, 0o600)
	if err != nil {
		return nil, err
	}
	n, err := io.Copy(spool, io.LimitReader(file, max(free-spoolReserve, 0)+1))
	if err == nil && n > free-spoolReserve {
		err = trouble.New(codeNoRoom, nil)
	}
	if err != nil {
		spool.Discard()
		return nil, err
	}
	return spool, nil
}

// receipts writes what became of a file.
func (pf *Platform) receipts(ctx context.Context, in *carry.Reader, taken *carried) ([]byte, string, error) {
	for i, v := range taken.verdicts { // what was wanted may have come with the file
		missing, err := missingBlobs(ctx, pf.store.reader, v.Wanted)
		if err != nil {
			return nil, "", err
		}
		taken.verdicts[i].Wanted = missing
	}
	h := in.Header
	h.Kind, h.Known = carry.Receipts, h.Epoch
	h.At, h.Epoch, h.Durable = pf.p.Now(), pf.store.epoch, pf.store.durable.Load()
	h.Ops, h.Files, h.Bytes = len(taken.verdicts), len(taken.stored), 0
	var out bytes.Buffer
	w, err := carry.NewWriter(&out, h, pf.p.Paper, in.Author)
	if err != nil {
		return nil, "", err
	}
	if err := errors.Join(w.Verdicts(taken.verdicts), w.Stored(taken.stored), w.Close()); err != nil {
		return nil, "", err
	}
	pf.p.Log.Info("a carried file was taken", "terminal", h.Terminal, "number", h.Number, "part", h.Part, "ops", h.Ops, "files", h.Files)
	return out.Bytes(), h.Name(), nil
}

// carriers are the machines that may bring a file.
var carriers = []pki.Role{pki.Counter, pki.Kiosk, pki.HallNode, pki.Platform}
