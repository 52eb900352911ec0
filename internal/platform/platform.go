package platform

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/pki"
	"onewindow/internal/workday"
)

// Sealer seals what lies on disk. Implemented by seal.Box.
type Sealer interface {
	Seal(plain, aad []byte) []byte
	SealTo(dst, plain, aad []byte) []byte // behind dst
	Open(sealed, aad []byte) ([]byte, error)
}

// User is an officer who may sign in to the console.
type User struct {
	Login  string // staff number
	Name   string
	Post   string // 审查岗
	PostEN string
	Dept   string // deciding department as the catalogue names it; "" = all
	Hash   string // for Params.Verify; never the password
}

// Params is what a platform needs. Dir, Now, NewID, Random and Seal are required.
type Params struct {
	Dir         string        // platform.db and blobs/
	BackupDir   string        // the second folder; default Dir/backup
	BackupEvery time.Duration // default 5 s
	Restore     bool          // the database is lost: put the newest backup back and begin a new epoch

	APIAddr    string      // the machines' interface
	APITLS     *tls.Config // mutual TLS; nil = plain and unchecked, for tests
	Paper      *pki.Paper  // opens carried files and signs receipts; nil = none are taken
	WebAddr    string      // console and progress page
	WebTLS     *tls.Config
	PublicBase string // how a citizen's phone reaches the progress page, without the token: "https://host/p/"

	Users    []User
	Verify   func(hash, password string) bool
	Calendar *workday.Calendar
	Form     func(itemID string) catalogue.Form // names the answers of an item's form; nil = by key

	Schemas api.Schemas // of operations it reads; zero = what this build does

	Now    func() time.Time // with the zone dates are written in
	NewID  func() string    // UUIDv7
	Random func(n int) []byte
	Seal   Sealer

	// ResultPaper draws the document of a decision (PDF). nil = decisions carry no document.
	ResultPaper func(ctx context.Context, c cases.Case, d cases.Decision) ([]byte, error)
	Log         *slog.Logger
}

// Platform is a running platform. Make it with New, run it with Serve.
type Platform struct {
	p        Params
	store    *store
	files    *blobFiles
	console  *console
	progress *progress
	api, web net.Listener
	behind   sync.Map      // terminals that read less than is written here and were noted
	stopping chan struct{} // closed when Serve is asked to end: long polls end, everything else is finished
	close    sync.Once
	carrying sync.Mutex // held while a carried file is taken
	backing  sync.Mutex // held while a backup is made
}

// New opens (or makes) the database and both listeners, so that Addrs tells them; nothing is answered before Serve.
func New(p Params) (*Platform, error) {
	if err := p.complete(); err != nil {
		return nil, err
	}
	api, web, err := listeners(p) // before the database is touched: another platform may be at work
	if err != nil {
		return nil, err
	}
	st, err := openStore(p)
	if err != nil {
		return nil, errors.Join(err, api.Close(), web.Close())
	}
	pf := &Platform{p: p, api: api, web: web, store: st, files: newBlobFiles(filepath.Join(p.Dir, "blobs"), p.Seal), stopping: make(chan struct{})}
	pf.console = newConsole(pf)
	pf.progress = newProgress(pf)
	return pf, nil
}

func listeners(p Params) (api, web net.Listener, err error) {
	if api, err = listen(p.APIAddr, p.APITLS); err != nil {
		return nil, nil, err
	}
	if web, err = listen(p.WebAddr, p.WebTLS); err != nil {
		return nil, nil, errors.Join(err, api.Close())
	}
	return api, web, nil
}

func (p *Params) complete() error {
	if p.Dir == "" || p.Now == nil || p.NewID == nil || p.Random == nil || p.Seal == nil {
		return errors.New("platform: Dir, Now, NewID, Random and Seal are required")
	}
	if p.BackupDir == "" {
		p.BackupDir = filepath.Join(p.Dir, "backup")
	}
	p.Schemas = p.Schemas.Or(api.Reads())
	if p.BackupEvery <= 0 {
		p.BackupEvery = 5 * time.Second
	}
	if p.Verify == nil {
		p.Verify = func(string, string) bool { return false }
	}
	if p.Calendar == nil {
		p.Calendar = new(workday.Calendar)
	}
	if p.Form == nil {
		p.Form = func(string) catalogue.Form { return catalogue.Form{} }
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}

func listen(addr string, conf *tls.Config) (net.Listener, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("platform: listen on %s: %w", addr, err)
	}
	if conf != nil {
		conf = conf.Clone()
		conf.NextProtos = []string{"h2", "http/1.1"}
		l = tls.NewListener(l, conf)
	}
	return l, nil
}

// Addrs tells where the machines' interface and the web pages are answered.
func (pf *Platform) Addrs() (api, web string) { return pf.api.Addr().String(), pf.web.Addr().String() }

// Serve answers until ctx ends, then lets what is under way finish, makes a last backup and gives nil. Call it once.
func (pf *Platform) Serve(ctx context.Context) error {
	api, web := pf.server(pf.apiHandler()), pf.server(pf.webHandler())
	failed := make(chan error, 2)
	serve := func(s *http.Server, l net.Listener) {
		if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}
	go serve(api, pf.api)
	go serve(web, pf.web)
	backing, lastOne := context.WithCancel(context.WithoutCancel(ctx))
	backups := make(chan struct{})
	go func() {
		defer close(backups)
		pf.keepBackups(backing)
	}()

	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
		err = fmt.Errorf("platform: serve: %w", err)
	}
	close(pf.stopping)
	stop, done := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer done()
	for _, s := range []*http.Server{api, web} {
		if s.Shutdown(stop) != nil {
			_ = s.Close() // a connection that will not end is cut; its client asks again
		}
	}
	lastOne() // the last backup comes after the last act
	<-backups
	return err
}

func (pf *Platform) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(pf.p.Log.Handler(), slog.LevelDebug),
	}
}

// Close lets go of listeners and database. Call it after Serve has returned.
func (pf *Platform) Close() error {
	var err error
	pf.close.Do(func() {
		for _, l := range []net.Listener{pf.api, pf.web} {
			if l != nil {
				_ = l.Close()
			}
		}
		err = pf.store.close()
	})
	return err
}
