package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/pki"
)

// plainServer is the least that keeps what it is sent: over the same mutual TLS as the platform's, a body is appended to
// a file and synced, or kept under a name: written, synced, renamed.
type plainServer struct {
	dir    string
	log    *syncedFile
	server *http.Server
	addr   string
	client *http.Client
	base   string
}

func (w *world) plainServer(via func(addr string) (string, error)) (*plainServer, error) {
	dir, err := w.lab.Folder("plain")
	if err != nil {
		return nil, err
	}
	p := &plainServer{dir: dir}
	if p.log, err = openSynced(filepath.Join(dir, "append.log")); err != nil {
		return nil, err
	}
	own, err1 := w.identity("P1", pki.Platform, "127.0.0.1", "localhost")
	theirs, err2 := w.identity(clerk.Terminal, pki.Counter)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	serve, err1 := pki.Load(own)
	call, err2 := pki.Load(theirs)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /append", p.append)
	mux.HandleFunc("PUT /files/{name}", p.put)
	p.server = &http.Server{Handler: mux, TLSConfig: serve, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = p.server.ServeTLS(l, "", "") }()
	p.addr, p.base = l.Addr().String(), "https://"+l.Addr().String()
	p.client = &http.Client{Transport: &http.Transport{TLSClientConfig: call}}
	if via != nil {
		at, err := via(p.addr)
		p.base = "https://" + at
		return p, err
	}
	return p, nil
}

func (p *plainServer) close() error {
	p.client.CloseIdleConnections()
	return errors.Join(p.server.Close(), p.log.close())
}

func (p *plainServer) append(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err = errors.Join(err, p.log.append(body)); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (p *plainServer) put(w http.ResponseWriter, r *http.Request) {
	name := filepath.Join(p.dir, filepath.Base(r.PathValue("name")))
	f, err := os.Create(name + ".part")
	if err == nil {
		_, err = io.Copy(f, r.Body)
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err == nil {
		err = os.Rename(name+".part", name)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// send makes one request and wants 200.
func (p *plainServer) send(ctx context.Context, method, path string, body io.Reader) error {
	req, err := http.NewRequestWithContext(ctx, method, p.base+path, body)
	if err != nil {
		return err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		err = errors.Join(err, fmt.Errorf("bench: the plain server answers %d", resp.StatusCode))
	}
	return err
}
