package vault

import (
	"errors"
	"io/fs"
	"syscall"
)

// What the disk refused must neither stand in the way of what comes next nor come back after a kill.

// note writes a batch into the journal as entry index. raft-wal (0.4.0) keeps an entry it could not write in its memory, where
// it stands before the next, and may have it on the disk all the same: after an error the journal is opened anew, and what
// is found there is cancelled. Where that fails, nobody knows what will be found: VAULT-006.
func (v *Vault) note(index uint64, ws []write) error {
	cause := v.journal.append(index, ws)
	if cause == nil {
		v.newest = index
		return nil
	}
	box := v.journal.box
	err := v.journal.close()
	v.journal = nil
	var last uint64
	if err == nil {
		v.journal, err = openJournal(v.path(journalName), box)
	}
	if err == nil {
		_, last, err = v.journal.span()
	}
	switch {
	case err != nil || last != index && last != index-1:
		v.broken = halfway(errors.Join(cause, err))
		return v.broken
	case last == index:
		return v.takeBack(index, cause)
	}
	return ioError(cause)
}

// mark goes on with an entry that holds nothing, so that journal and store meet in it. v.mu is held, or nobody else is here yet.
func (v *Vault) mark() (index uint64, err error) {
	index = v.newest + 1
	if err := v.note(index, nil); err != nil {
		return 0, err
	}
	if err := v.store.apply(index); err != nil {
		return 0, v.uncommitted(index, err)
	}
	v.applied.Store(index)
	return index, nil
}

// takeBack cancels the journal's entry whose commit failed, so that what was refused never comes back.
func (v *Vault) takeBack(index uint64, cause error) error {
	if err := v.journal.cancel(index + 1); err != nil {
		v.broken = halfway(errors.Join(cause, err))
		return v.broken
	}
	v.newest = index + 1
	return typed(cause, ioError)
}

// uncommitted deals with a commit that failed. A store whose disk failed while it was written shows by turns what was written
// and what was there before, as the system's cache forgets: it is not used any more, and the journal, which has the entry,
// decides at the next opening. A full disk takes nothing half-way that readers could see.
func (v *Vault) uncommitted(index uint64, cause error) error {
	var path *fs.PathError
	var number syscall.Errno
	if (errors.As(cause, &path) || errors.As(cause, &number)) && !errors.Is(cause, syscall.ENOSPC) {
		v.broken = halfway(cause)
		return v.broken
	}
	return v.takeBack(index, cause)
}

// holdsRefused reports whether the store ends with a batch that the journal cancels: its commit failed, and yet the disk has it.
func (v *Vault) holdsRefused(applied, last uint64) bool {
	if applied == 0 || applied >= last {
		return false
	}
	ws, err := v.journal.read(applied + 1)
	return err == nil && cancels(ws)
}
