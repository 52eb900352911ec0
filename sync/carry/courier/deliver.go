package courier

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"onewindow/internal/api"
	"onewindow/internal/durable"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
	"onewindow/sync/transport"
)

// Line is the way to the platform; *transport.Client is one.
type Line interface {
	Do(ctx context.Context, r transport.Request) (*transport.Response, error)
}

// codeUnsent says that the file did not get there.
const codeUnsent = "CARRY-012"

// maxReceipts bounds what is taken for receipts.
const maxReceipts = 256 << 20

// Deliver brings a file to the platform, writes the receipts into dir and gives their name. A refusal is the platform's own
// words; a line that broke is a CARRY-012.
func Deliver(ctx context.Context, line Line, path, dir string, progress func(done, all int64)) (name string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	head, err := carry.Look(f)
	if err != nil {
		return "", err
	}
	if head.Kind != carry.Outbox {
		return "", trouble.New(carry.CodeWrongKind, nil)
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return "", err
	}
	resp, err := line.Do(ctx, transport.Request{Method: http.MethodPost, Path: api.PathCarried, Length: size,
		Header: http.Header{"Content-Type": {"application/octet-stream"}}, Body: &read{f, size, 0, progress}})
	if err != nil {
		return "", trouble.New(codeUnsent, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.Status != http.StatusOK {
		return "", refusal(resp)
	}
	head.Kind = carry.Receipts
	return head.Name(), keep(resp.Body, dir, head)
}

// keep writes receipts down. That they are for this file, and not a hotel's sign-in page, their header says; whether they
// are true, only their terminal can see.
func keep(body io.Reader, dir string, want carry.Header) error {
	out, err := durable.Create(dir, 0o600)
	if err != nil {
		return err
	}
	defer out.Discard()
	if _, err := io.Copy(out, io.LimitReader(body, maxReceipts)); err != nil {
		return trouble.New(codeUnsent, err)
	}
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return err
	}
	got, err := carry.Look(out)
	if err == nil && (got.Kind != carry.Receipts || got.Export != want.Export || got.Part != want.Part) {
		err = errors.New("courier: receipts for another file")
	}
	if err != nil {
		return trouble.New(codeUnsent, err)
	}
	return out.Commit(want.Name())
}

func refusal(resp *transport.Response) error {
	var p api.Problem
	if err := json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&p); err == nil && p.Code != "" {
		return &p
	}
	return trouble.New(codeUnsent, fmt.Errorf("courier: the answer is %d", resp.Status))
}

// read tells how far the file is.
type read struct {
	io.Reader
	all, done int64
	progress  func(done, all int64)
}

func (r *read) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	r.done += int64(n)
	if r.progress != nil {
		r.progress(r.done, r.all)
	}
	return n, err
}
