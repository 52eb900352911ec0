package hall

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

var stableBucket = []byte("stable")

// errNoKey says what raft expects to read for a key that was never set.
var errNoKey = errors.New("not found")

// stable keeps raft's term and vote: a few bytes that must survive.
type stable struct{ db *bbolt.DB }

// openStable opens the file at path. ErrTimeout of bbolt/errors means that another process holds it.
func openStable(path string) (*stable, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		// A power cut while bbolt makes its first pages leaves a file nobody can read: make it aside.
		if err := makeStable(path); err != nil {
			return nil, err
		}
	}
	db, err := openBolt(path)
	if err != nil {
		return nil, err
	}
	return &stable{db}, nil
}

func makeStable(path string) error {
	db, err := openBolt(path + ".new")
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(stableBucket)
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func openBolt(path string) (*bbolt.DB, error) {
	return bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true})
}

// syncFolder makes a rename last. Some systems cannot sync a folder; there the rename is as good as it gets.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

func (s *stable) Set(key, val []byte) error {
	return s.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(stableBucket).Put(key, val) })
}

func (s *stable) Get(key []byte) (val []byte, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		v := tx.Bucket(stableBucket).Get(key)
		if v == nil {
			return errNoKey
		}
		val = append([]byte{}, v...)
		return nil
	})
	return val, err
}

func (s *stable) SetUint64(key []byte, val uint64) error {
	return s.Set(key, binary.BigEndian.AppendUint64(nil, val))
}

func (s *stable) GetUint64(key []byte) (uint64, error) {
	v, err := s.Get(key)
	if err != nil {
		return 0, err
	}
	if len(v) != 8 {
		return 0, errors.New("hall: votes: not a number")
	}
	return binary.BigEndian.Uint64(v), nil
}

func (s *stable) close() error { return s.db.Close() }
