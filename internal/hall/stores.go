package hall

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/raft"
	wal "github.com/hashicorp/raft-wal"
	"github.com/hashicorp/raft-wal/metadb"
	bolterrors "go.etcd.io/bbolt/errors"
)

// A single voter waits for nobody: short limits make it ready at once.
const (
	voteWait     = 100 * time.Millisecond
	segmentBytes = 8 << 20 // of the log; segments are laid out in full, and a station's disk is small
	nodeID       = "hall-1"
)

// stores are the node's files: log, votes and snapshots.
type stores struct {
	log       *wal.WAL
	segments  *metadb.BoltMetaDB // the log's own table of segments; raft-wal 0.4.0 opens it but never closes it
	stable    *stable
	snapshots *raft.FileSnapshotStore
}

// openStores opens them in dir. The stable store goes first: it is the one that tells a second node on the same
// folder to go away instead of waiting for ever.
func openStores(dir string, log *slog.Logger) (*stores, error) {
	st, err := openStable(filepath.Join(dir, "votes.db"))
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, inUse()
	}
	if err != nil {
		return nil, fmt.Errorf("hall: open votes: %w", err)
	}
	logDir := filepath.Join(dir, "log")
	if err := os.MkdirAll(logDir, 0o700); err != nil {
		return nil, errors.Join(fmt.Errorf("hall: folder of the log: %w", err), st.close())
	}
	segments := &metadb.BoltMetaDB{}
	w, err := wal.Open(logDir, wal.WithSegmentSize(segmentBytes), wal.WithMetaStore(segments))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("hall: open log: %w", err), segments.Close(), st.close())
	}
	snaps, err := raft.NewFileSnapshotStore(dir, 2, raftLog{log})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("hall: open snapshots: %w", err), w.Close(), segments.Close(), st.close())
	}
	return &stores{w, segments, st, snaps}, nil
}

func (s *stores) close() error {
	return errors.Join(s.log.Close(), s.segments.Close(), s.stable.close())
}

// startRaft starts the one voter; a folder without a log begins one. (With one voter nothing can be split by that;
// a node of three will join by the hall's manifest instead.)
func startRaft(s *stores, m raft.FSM, leads chan<- bool, log *slog.Logger) (*raft.Raft, error) {
	c := raft.DefaultConfig()
	c.LocalID = nodeID
	c.HeartbeatTimeout, c.ElectionTimeout, c.LeaderLeaseTimeout = voteWait, voteWait, voteWait
	c.TrailingLogs = 64 // nobody follows yet
	c.NotifyCh = leads
	c.LogOutput, c.LogLevel = raftLog{log}, "WARN"
	addr, link := raft.NewInmemTransport(nodeID) // a single voter speaks to nobody
	old, err := raft.HasExistingState(s.log, s.stable, s.snapshots)
	if err != nil {
		return nil, fmt.Errorf("hall: read log: %w", err)
	}
	if !old {
		one := raft.Configuration{Servers: []raft.Server{{ID: nodeID, Address: addr}}}
		if err := raft.BootstrapCluster(c, s.log, s.stable, s.snapshots, link, one); err != nil {
			return nil, fmt.Errorf("hall: begin log: %w", err)
		}
	}
	r, err := raft.NewRaft(c, m, s.log, s.stable, s.snapshots, link)
	if err != nil {
		return nil, fmt.Errorf("hall: start log: %w", err)
	}
	return r, nil
}

// raftLog brings raft's own words (only warnings and worse; they name no command) into the program's log.
type raftLog struct{ log *slog.Logger }

func (l raftLog) Write(p []byte) (int, error) {
	l.log.Debug("raft", "says", string(p))
	return len(p), nil
}
