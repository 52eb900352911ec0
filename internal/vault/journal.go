package vault

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"
	wal "github.com/hashicorp/raft-wal"
	"github.com/hashicorp/raft-wal/metadb"

	"onewindow/internal/seal"
)

// cancelKey in the vault's own bucket marks an entry that cancels the one before.
const cancelKey = "cancel"

// registerName is the file in which raft-wal keeps the list of its segments.
const registerName = "wal-meta.db"

// segmentSize is what the journal takes from the disk at a time.
const segmentSize = 4 << 20

// journal is the row of write batches, numbered from 1 without gaps, each synced before it counts.
type journal struct {
	log  *wal.WAL
	meta *metadb.BoltMetaDB // ours to close: WAL.Close (0.4.0) leaves its register open and locked
	box  *seal.Box
}

func openJournal(dir string, box *seal.Box) (j *journal, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	err = guarded(func() error {
		j, err = startJournal(dir, box)
		return err
	})
	return j, err
}

func startJournal(dir string, box *seal.Box) (*journal, error) {
	meta := &metadb.BoltMetaDB{}
	log, err := wal.Open(dir, wal.WithSegmentSize(segmentSize), wal.WithMetaStore(meta), wal.WithLogger(hclog.NewNullLogger()))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the journal: %w", err), meta.Close())
	}
	return &journal{log, meta, box}, nil
}

func journalAAD(index uint64) []byte {
	return []byte("journal\x00" + schema + "\x00" + strconv.FormatUint(index, 10))
}

// append writes and syncs one batch.
func (j *journal) append(index uint64, ws []write) error {
	return j.log.StoreLog(&raft.Log{Index: index, Data: j.box.Seal(encodeBatch(ws), journalAAD(index))})
}

// cancel makes entry index-1 count for nothing: it was written, but its commit failed. (Cutting it off the end is not safe:
// raft-wal 0.4.0 cannot read a segment again whose end was cut before it was full.)
func (j *journal) cancel(index uint64) error {
	return j.append(index, []write{{string(ownBucket), cancelKey, []byte{}}})
}

func cancels(ws []write) bool {
	return len(ws) == 1 && ws[0].bucket == string(ownBucket) && ws[0].key == cancelKey
}

// trim lets go of everything before index.
func (j *journal) trim(index uint64) error {
	first, _, err := j.span()
	if err != nil || first == 0 || first >= index {
		return err
	}
	return j.log.DeleteRange(first, index-1)
}

// span gives the first and last number held; 0, 0 when empty.
func (j *journal) span() (first, last uint64, err error) {
	first, err1 := j.log.FirstIndex()
	last, err2 := j.log.LastIndex()
	return first, last, errors.Join(err1, err2)
}

// stale reports whether an entry was sealed with an older key.
func (j *journal) stale(index uint64) (bool, error) {
	var entry raft.Log
	err := guarded(func() error { return j.log.GetLog(index, &entry) })
	return err == nil && j.box.Stale(entry.Data), err
}

// read gives one batch. Its errors are seal's, or the file's.
func (j *journal) read(index uint64) ([]write, error) {
	var entry raft.Log
	if err := guarded(func() error { return j.log.GetLog(index, &entry) }); err != nil {
		return nil, err
	}
	plain, err := j.box.Open(entry.Data, journalAAD(index))
	if err != nil {
		return nil, err
	}
	return decodeBatch(plain)
}

// each calls f for the entries first..last in order, each of them read once: with what it wrote, with nothing where it was taken
// back or takes one back, or with why it cannot be read. An error of f ends the walk and is given back.
func (j *journal) each(first, last uint64, f func(index uint64, ws []write, unread error) error) error {
	if first == 0 || first > last {
		return nil
	}
	ws, unread := j.read(first)
	for i := first; i <= last; i++ {
		var next []write
		var nextUnread error
		if i < last {
			next, nextUnread = j.read(i + 1)
		}
		if cancels(ws) || cancels(next) {
			ws, unread = nil, nil
		}
		if err := f(i, ws, unread); err != nil {
			return err
		}
		ws, unread = next, nextUnread
	}
	return nil
}

func (j *journal) close() error { return errors.Join(j.log.Close(), j.meta.Close()) }
