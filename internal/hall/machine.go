package hall

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/hashicorp/raft"

	"onewindow/internal/queue"
)

// Places of sealed bytes (associated data).
var (
	placeEntry    = []byte("onewindow hall log entry 1")
	placeSnapshot = []byte("onewindow hall snapshot 1")
)

// machine is the replicated state machine as raft sees it: sealed bytes in, answers out.
type machine struct {
	table  *table
	seal   Sealer
	broken chan error // gets the first entry that could not be read: the node must stop, it would lead astray
}

// Apply gives a queue.Answer, or an error that ends the node.
func (m *machine) Apply(l *raft.Log) any {
	plain, err := m.seal.Open(l.Data, placeEntry)
	if err != nil {
		return m.fail(fmt.Errorf("hall: entry %d cannot be opened: %w", l.Index, err))
	}
	var e queue.Entry
	if err := json.Unmarshal(plain, &e); err != nil {
		return m.fail(fmt.Errorf("hall: entry %d cannot be read: %w", l.Index, err))
	}
	e.Index = l.Index
	return m.table.step(e)
}

func (m *machine) fail(err error) error {
	select {
	case m.broken <- err:
	default:
	}
	return err
}

// Snapshot takes the state's bytes at once; sealing and writing them comes later.
func (m *machine) Snapshot() (raft.FSMSnapshot, error) {
	plain, err := m.table.snapshot()
	if err != nil {
		return nil, err
	}
	return &snapshot{plain, m.seal}, nil
}

// Restore takes a snapshot's place.
func (m *machine) Restore(r io.ReadCloser) error {
	sealed, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("hall: read snapshot: %w", err)
	}
	plain, err := m.seal.Open(sealed, placeSnapshot)
	if err != nil {
		return fmt.Errorf("hall: open snapshot: %w", err)
	}
	s, err := queue.Restore(plain)
	if err != nil {
		return err
	}
	m.table.restore(s)
	return r.Close()
}

type snapshot struct {
	plain []byte
	seal  Sealer
}

func (s *snapshot) Persist(sink raft.SnapshotSink) error {
	if _, err := sink.Write(s.seal.Seal(s.plain, placeSnapshot)); err != nil {
		_ = sink.Cancel()
		return fmt.Errorf("hall: write snapshot: %w", err)
	}
	return sink.Close()
}

func (s *snapshot) Release() {}
