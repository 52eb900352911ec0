package store

import (
	"context"
	"encoding/json"
	"fmt"

	"onewindow/internal/counter"
	"onewindow/internal/vault"
)

const (
	blockKey  = "block"
	maxSerial = 9999 // four digits of a case number
)

// block is the terminal's block of case numbers and how far it is used.
type block struct {
	Block string `json:"block"`
	Day   string `json:"day"` // newest day numbered, "20261123"
	Last  int    `json:"last"`
}

func readBlock(tx *vault.Tx) (b block, err error) {
	data, err := tx.Get(ownBucket, blockKey)
	if err != nil || data == nil {
		return b, err
	}
	return b, json.Unmarshal(data, &b)
}

func putBlock(tx *vault.Tx, b block) error {
	data, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("store: encode: %w", err)
	}
	return tx.Put(ownBucket, blockKey, data)
}

// NextSerial implements counter.Store. A day earlier than the newest one numbered means that the clock was set back: the
// block is given up, for its numbers may be out already.
func (s *Store) NextSerial(ctx context.Context, day string) (name string, serial int, err error) {
	err = s.p.Vault.Update(ctx, func(tx *vault.Tx) error {
		b, err := readBlock(tx)
		if err != nil {
			return err
		}
		if b.Block != "" && day < b.Day || b.Day == day && b.Last >= maxSerial {
			b = block{}
		}
		if b.Block == "" {
			return putBlock(tx, b)
		}
		if b.Day != day {
			b.Day, b.Last = day, 0
		}
		b.Last++
		name, serial = b.Block, b.Last
		return putBlock(tx, b)
	})
	if err == nil && name == "" {
		err = counter.ErrNoBlock
	}
	return name, serial, spoken(err)
}

// NeedBlock reports whether the terminal has no block of case numbers. The runner asks.
func (s *Store) NeedBlock() bool {
	var b block
	err := s.p.Vault.View(func(tx *vault.Tx) (err error) {
		b, err = readBlock(tx)
		return err
	})
	return err == nil && b.Block == ""
}

// SetBlock takes a block the platform gave.
func (s *Store) SetBlock(ctx context.Context, name string) error {
	return s.p.Vault.Update(ctx, func(tx *vault.Tx) error { return putBlock(tx, block{Block: name}) })
}
