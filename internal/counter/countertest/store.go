package countertest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
)

// Op names a method of the store that can be made to fail.
type Op string

// What can fail.
const (
	OpSaveDraft Op = "SaveDraft"
	OpCommit    Op = "Commit"
	OpPutFile   Op = "PutFile"
	OpSerial    Op = "NextSerial"
)

// Committed is one act that the store holds.
type Committed struct {
	ID    string
	After cases.Case
	Act   cases.Act

	Replaces string // the id of the operation it corrects
	state    string // "" = on its way, or at the platform
	code     string
	handed   *counter.Handed
}

// Store keeps everything in memory.
type Store struct {
	mu      sync.Mutex
	cases   map[string]cases.Case
	drafts  map[string]cases.Case
	order   []string // ids, oldest first
	files   map[string][]byte
	ops     []Committed
	serial  map[string]int
	block   string
	online  bool
	heard   time.Time
	sent    int // of ops
	fail    map[Op]error
	lost    bool // the next commit is done and then reports a failure
	retries int
	changed chan struct{}
	ended   []counter.Ended
	made    int // operations
}

// NewStore is empty, online and owns block 0312.
func NewStore() *Store {
	return &Store{cases: map[string]cases.Case{}, drafts: map[string]cases.Case{}, files: map[string][]byte{},
		serial: map[string]int{}, block: "0312", online: true, fail: map[Op]error{}, changed: make(chan struct{}, 1)}
}

// Fail makes a method fail until it is called with nil.
func (s *Store) Fail(op Op, err error) { s.mu.Lock(); defer s.mu.Unlock(); s.fail[op] = err }

// LoseAnswer makes the next commit succeed and report a failure.
func (s *Store) LoseAnswer() { s.mu.Lock(); defer s.mu.Unlock(); s.lost = true }

// SetBlock gives the terminal another block; "" takes it away.
func (s *Store) SetBlock(b string) { s.mu.Lock(); defer s.mu.Unlock(); s.block = b }

// SetOnline says whether the platform answers.
func (s *Store) SetOnline(online bool) {
	s.mu.Lock()
	if online || s.online { // what was committed on the line is sent
		s.sent = len(s.ops)
	}
	s.online = online
	s.mu.Unlock()
	s.pulse()
}

// SilentSince cuts the line to the platform, which was last heard at a time.
func (s *Store) SilentSince(heard time.Time) {
	s.mu.Lock()
	s.heard = heard
	s.mu.Unlock()
	s.SetOnline(false)
}

// Feed brings a case from the platform, as the change feed does.
func (s *Store) Feed(c cases.Case) {
	s.mu.Lock()
	s.keep(c)
	s.mu.Unlock()
	s.pulse()
}

// Ops are the acts that were committed, in order.
func (s *Store) Ops() []Committed { s.mu.Lock(); defer s.mu.Unlock(); return slices.Clone(s.ops) }

// Drafts are the drafts on disk.
func (s *Store) Drafts() []cases.Case {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []cases.Case
	for _, id := range s.order {
		if c, ok := s.drafts[id]; ok {
			out = append(out, cases.Clone(c))
		}
	}
	return out
}

// Retries counts how often an attempt was asked for.
func (s *Store) Retries() int { s.mu.Lock(); defer s.mu.Unlock(); return s.retries }

func (s *Store) pulse() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// keep wants mu.
func (s *Store) keep(c cases.Case) {
	if !slices.Contains(s.order, c.ID) {
		s.order = append(s.order, c.ID)
	}
	s.cases[c.ID] = cases.Clone(c)
	delete(s.drafts, c.ID)
}

// SaveDraft implements counter.Store.
func (s *Store) SaveDraft(ctx context.Context, c cases.Case) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.failing(ctx, OpSaveDraft); err != nil {
		return err
	}
	if !slices.Contains(s.order, c.ID) {
		s.order = append(s.order, c.ID)
	}
	s.drafts[c.ID] = cases.Clone(c)
	s.pulse()
	return nil
}

func (s *Store) failing(ctx context.Context, op Op) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.fail[op]
}

// DropDraft implements counter.Store.
func (s *Store) DropDraft(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.drafts, id)
	s.pulse()
	return nil
}

// Commit implements counter.Store.
func (s *Store) Commit(ctx context.Context, after cases.Case, act cases.Act) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.failing(ctx, OpCommit); err != nil {
		return "", err
	}
	s.made++
	id := fmt.Sprintf("op-%d", s.made)
	filed := after
	_, working := s.drafts[after.ID]
	if working = working && act.Filing == nil; working {
		var err error
		if filed, err = cases.Apply(s.cases[after.ID], act); err != nil {
			return "", err
		}
	}
	s.ops = append(s.ops, Committed{ID: id, After: cases.Clone(filed), Act: act})
	s.keep(filed)
	if working {
		s.drafts[after.ID] = cases.Rebase(after, filed)
	}
	s.pulse()
	if s.lost {
		s.lost = false
		return "", fmt.Errorf("the answer was lost")
	}
	return id, nil
}

// Case implements counter.Store.
func (s *Store) Case(_ context.Context, id string) (cases.Case, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.newest(id); ok {
		return cases.Clone(c), nil
	}
	return cases.Case{}, counter.ErrNotFound
}

func (s *Store) newest(id string) (cases.Case, bool) {
	if c, ok := s.drafts[id]; ok {
		return c, true
	}
	c, ok := s.cases[id]
	return c, ok
}

// Cases implements counter.Store.
func (s *Store) Cases(context.Context) ([]cases.Case, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []cases.Case
	for _, id := range slices.Backward(s.order) {
		if c, ok := s.newest(id); ok {
			out = append(out, cases.Clone(c))
		}
	}
	return out, nil
}

// NextSerial implements counter.Store.
func (s *Store) NextSerial(ctx context.Context, day string) (string, int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.failing(ctx, OpSerial); err != nil {
		return "", 0, err
	}
	if s.block == "" {
		return "", 0, counter.ErrNoBlock
	}
	s.serial[day]++
	return s.block, s.serial[day], nil
}

// PutFile implements counter.Store.
func (s *Store) PutFile(ctx context.Context, typ string, r io.Reader) (cases.Page, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return cases.Page{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.failing(ctx, OpPutFile); err != nil {
		return cases.Page{}, err
	}
	sum := sha256.Sum256(b)
	digest := "sm3:" + hex.EncodeToString(sum[:]) // the shape of a digest; the real one is the store's business
	s.files[digest] = b
	return cases.Page{Digest: digest, Size: int64(len(b)), Type: typ}, nil
}

// OpenFile implements counter.Store.
func (s *Store) OpenFile(_ context.Context, digest string) (io.ReadCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.files[digest]
	if !ok {
		return nil, counter.ErrNotFound
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// Outbox implements counter.Store.
func (s *Store) Outbox(context.Context) (counter.OutboxView, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := counter.OutboxView{Online: s.online, Heard: s.heard, History: slices.Clone(s.ended)}
	for i, op := range s.ops {
		e, owed := s.entry(op)
		switch {
		case !owed, op.state == "" && i < s.sent:
			continue
		case e.Handed != nil:
			v.Handed++
		case e.Halts():
			v.Stuck++
		default:
			v.Waiting++
		}
		v.Entries = append(v.Entries, e)
	}
	return v, nil
}

// RetryNow implements counter.Store.
func (s *Store) RetryNow() { s.mu.Lock(); s.retries++; s.mu.Unlock() }

// Changed implements counter.Store.
func (s *Store) Changed() <-chan struct{} { return s.changed }
