package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/rig"
	"onewindow/internal/seal"
	"onewindow/sync/hallclient"
)

// world is a small hall whose programs can be started one by one.
type world struct {
	dir   string
	lab   *Lab
	addrs rig.Addresses
}

func newWorld(l *Lab) (*world, error) {
	dir, err := l.Folder("hall")
	if err != nil {
		return nil, err
	}
	nobodys := seal.HashPIN("no window is opened") // the files want a hash; nobody signs in
	addrs, err := rig.Write(rig.Params{Dir: dir, Clerk: rig.Person{Operator: clerk.Operator, Name: clerk.Name, PIN: nobodys},
		Reviewer: rig.Person{Operator: "1001", Name: "王岚", PIN: nobodys}})
	return &world{dir, l, addrs}, err
}

// start starts the hall node or the platform.
func (w *world) start(ctx context.Context, name string) (*rig.Process, error) {
	ready := map[string]string{rig.Hall: "hall: listening", rig.Platform: "platform: api"}[name]
	return rig.Start(ctx, w.dir, rig.Command{Name: name, Path: w.lab.Program(name), Args: []string{"-config", filepath.Join(w.dir, name+".toml")}, Ready: ready})
}

// identity makes a machine's files, if they are not there.
func (w *world) identity(name string, role pki.Role, hosts ...string) (pki.Files, error) {
	a, err := pki.OpenAuthority(filepath.Join(w.dir, "pki"))
	if err != nil {
		return pki.Files{}, err
	}
	return a.Machine(pki.Peer{Name: name, Role: role, Hall: rig.HallCode}, hosts...)
}

// terminals gives n clients of the hall under one name, each with connections of its own.
func (w *world) terminals(n int, name string, role pki.Role) ([]*hallclient.Client, error) {
	files, err := w.identity(name, role)
	if err != nil {
		return nil, err
	}
	var all []*hallclient.Client
	for range n {
		conf, err := pki.Load(files)
		if err != nil {
			return nil, err
		}
		all = append(all, hallclient.New(hallclient.Params{Nodes: []string{"https://" + w.addrs.HallAddr}, TLS: conf, Terminal: name,
			Now: time.Now, NewID: w.lab.NewID}))
	}
	return all, nil
}

// together lets n hands work at once, each count times, and gives how long each piece took and all of it.
func together(n, count int, work func(hand, i int) error) (each Samples, all time.Duration, err error) {
	took := make([]Samples, n)
	errs := make([]error, n)
	var wg sync.WaitGroup
	began := time.Now()
	for hand := range n {
		wg.Go(func() {
			for i := range count {
				at := time.Now()
				if errs[hand] = work(hand, i); errs[hand] != nil {
					return
				}
				took[hand].Took(at)
			}
		})
	}
	wg.Wait()
	all = time.Since(began)
	for _, t := range took {
		each = append(each, t...)
	}
	return each, all, errors.Join(errs...)
}

// syncedFile is the simplest durable log: bytes appended by one hand at a time, synced before it goes on.
type syncedFile struct {
	mu   sync.Mutex
	file *os.File
}

func openSynced(path string) (*syncedFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	return &syncedFile{file: f}, err
}

func (s *syncedFile) append(b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.file.Write(b); err != nil {
		return err
	}
	return s.file.Sync()
}

func (s *syncedFile) close() error { return s.file.Close() }

// entryBytes is what the hall's log holds of a command: the entry as JSON, and what sealing adds.
func entryBytes(c queue.Command) ([]byte, error) {
	c.ID, c.Token = operationID(1), "AAAAAAAAAAAAAAAAAAAAAA"
	text, err := json.Marshal(queue.Entry{Index: 1000, At: queue.Instant(time.Now().UnixMilli()), Command: c})
	const sealing = 33
	return append(text, make([]byte, sealing)...), err
}

// once notes names and refuses one that comes twice.
type once struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (o *once) note(name string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.seen[name] {
		return fmt.Errorf("bench: ticket %s came twice", name)
	}
	if o.seen == nil {
		o.seen = map[string]bool{}
	}
	o.seen[name] = true
	return nil
}
