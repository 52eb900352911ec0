package store

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"onewindow/internal/cases"
	"onewindow/internal/vault"
)

// list is the case list as it was last read, and what may have changed since: a terminal may hold tens of thousands of
// cases, and the desk looks after every commit. A slice that was given away is never changed; news make a new one.
type list struct {
	reading sync.Mutex   // held while the vault is read for it
	read    bool         // once, whole
	sorted  []cases.Case // newest first

	mu      sync.Mutex
	touched map[string]uint64 // case id → newest entry of the journal that may change it
}

// touch notes inside an update that it may change a case.
func (l *list) touch(tx *vault.Tx, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.touched == nil {
		l.touched = map[string]uint64{}
	}
	l.touched[id] = tx.Index()
}

// due gives the ids to be read again.
func (l *list) due() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Collect(maps.Keys(l.touched))
}

// settle forgets what a look at entry at has surely seen; an update under way, or one that came to nothing, stays.
func (l *list) settle(at uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, entry := range l.touched {
		if entry <= at {
			delete(l.touched, id)
		}
	}
}

// Cases implements counter.Store: newest first, by id (UUIDv7: by time of opening). Nobody may change what the slice holds.
func (s *Store) Cases(context.Context) ([]cases.Case, error) {
	l := &s.list
	l.reading.Lock()
	defer l.reading.Unlock()
	err := s.p.Vault.View(func(tx *vault.Tx) error {
		look := allCases
		if l.read {
			look = l.renewed
		}
		next, err := look(tx)
		if err == nil {
			l.sorted, l.read = next, true
			l.settle(tx.Index())
		}
		return err
	})
	return slices.Clip(l.sorted), spoken(err)
}

// allCases reads every case; a working copy stands before its filed case.
func allCases(tx *vault.Tx) ([]cases.Case, error) {
	byID := map[string]cases.Case{}
	for _, bucket := range []string{casesBucket, draftsBucket} {
		err := tx.Each(bucket, "", func(id string, b []byte) error {
			var c cases.Case
			err := json.Unmarshal(b, &c)
			if filed, known := byID[id]; !known || sameState(c, filed) {
				byID[id] = c
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	all := make([]cases.Case, 0, len(byID))
	for _, c := range byID {
		all = append(all, c)
	}
	slices.SortFunc(all, newestFirst)
	return all, nil
}

func newestFirst(a, b cases.Case) int { return cmp.Compare(b.ID, a.ID) }

// renewed is the list with what was touched read again.
func (l *list) renewed(tx *vault.Tx) ([]cases.Case, error) {
	ids := l.due()
	if len(ids) == 0 {
		return l.sorted, nil
	}
	changed := map[string]bool{}
	var news []cases.Case
	for _, id := range ids {
		changed[id] = true
		c, ok, err := standing(tx, id)
		if err != nil {
			return nil, err
		}
		if ok {
			news = append(news, c)
		}
	}
	slices.SortFunc(news, newestFirst)
	return merged(l.sorted, news, changed), nil
}

// merged makes one sorted list of the old one without what changed and the news.
func merged(old, news []cases.Case, changed map[string]bool) []cases.Case {
	all := make([]cases.Case, 0, len(old)+len(news))
	for _, c := range old {
		if changed[c.ID] {
			continue
		}
		for len(news) > 0 && newestFirst(news[0], c) < 0 {
			all, news = append(all, news[0]), news[1:]
		}
		all = append(all, c)
	}
	return append(all, news...)
}

// standing gives a case as it is to be seen: its working copy, or the filed case where that has moved on.
func standing(tx *vault.Tx, id string) (c cases.Case, ok bool, err error) {
	work, working, err := getCase(tx, draftsBucket, id)
	if err != nil {
		return c, false, err
	}
	if c, ok, err = getCase(tx, casesBucket, id); err != nil || ok && (!working || !sameState(work, c)) {
		return c, ok, err
	}
	return work, working, nil
}

// sameState reports whether a working copy is still of the filed case as it stands.
func sameState(work, filed cases.Case) bool { return work.State == filed.State || filed.State == "" }
