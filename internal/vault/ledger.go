package vault

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"onewindow/internal/durable"
	"onewindow/internal/seal"
)

// Act is how a person would ask for an update by name, should it ever be gone: an operation's header.
type Act struct {
	Entry    uint64    `json:"e"` // of the journal
	At       time.Time `json:"t"`
	Op       string    `json:"o"` // operation id
	Kind     string    `json:"k"`
	Case     string    `json:"c"` // case id
	Number   string    `json:"n"` // case number, "" before it has one
	Operator string    `json:"b"`
}

// The ledger (acts.log) is a third, independent record of the acts: a row of sealed headers of one size, written after the
// commit and never synced by itself, so that it costs an act next to nothing. Where store and journal are both hit, it
// names exactly what is gone. What a power cut takes of its end, the next opening puts back from the journal, which
// carries the same headers. Acts that are safe elsewhere leave it with Trim.

const (
	ledgerName = "acts.log"
	goneName   = "gone.log" // acts that recoveries could not bring back; in the same form, for the technician's check
	actPlain   = 384
	actRecord  = actPlain + seal.Overhead
	actKey     = "act" // in the vault's own bucket of a journal entry
)

var actAAD = []byte("act\x00" + schema)

// encode gives the header, cut to what fits.
func (a Act) encode() []byte {
	a.Op, a.Kind, a.Case, a.Number, a.Operator = cut(a.Op, 40), cut(a.Kind, 32), cut(a.Case, 40), cut(a.Number, 48), cut(a.Operator, 32)
	text, err := json.Marshal(a)
	if err != nil || len(text) > actPlain { // strange characters take six bytes each
		a.Number, a.Operator, a.Kind = "", "", ""
		text, _ = json.Marshal(a)
	}
	return text
}

// cut gives at most n bytes of s, whole characters.
func cut(s string, n int) string {
	for len(s) > n {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// ledger is a file of such records.
type ledger struct {
	path string
	box  *seal.Box
	out  *os.File // nil until the first append
	owed []Act    // the disk did not take them; they come before the next
}

func (l *ledger) record(a Act) []byte {
	plain := make([]byte, actPlain)
	for i := copy(plain, a.encode()); i < len(plain); i++ {
		plain[i] = ' '
	}
	return l.box.Seal(plain, actAAD)
}

// append writes acts at the end. What the disk does not take is written before the next ones, or when the ledger is closed.
func (l *ledger) append(acts ...Act) error {
	if acts = append(l.owed, acts...); len(acts) == 0 {
		return nil
	}
	l.owed = acts
	if err := l.write(acts); err != nil {
		return errors.Join(err, l.letGo()) // a torn end is cut off before the next is written
	}
	l.owed = nil
	return nil
}

func (l *ledger) write(acts []Act) error {
	if l.out == nil {
		out, err := os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			return err
		}
		if info, err := out.Stat(); err == nil && info.Size()%actRecord != 0 { // a torn end
			err = out.Truncate(info.Size() / actRecord * actRecord)
			if err != nil {
				return errors.Join(err, out.Close())
			}
		}
		l.out = out
	}
	var text []byte
	for _, a := range acts {
		text = append(text, l.record(a)...)
	}
	n, err := l.out.Write(text)
	if err != nil {
		if info, e := l.out.Stat(); e == nil { // half a record would spoil those behind it
			_ = l.out.Truncate(info.Size() - int64(n))
		}
	}
	return err
}

func (l *ledger) close() error { return errors.Join(l.append(), l.letGo()) }

func (l *ledger) letGo() error {
	if l.out == nil {
		return nil
	}
	err := errors.Join(l.out.Sync(), l.out.Close())
	l.out = nil
	return err
}

// readLedger gives the acts of a file, oldest first, and how many records cannot be read. No file is none.
func readLedger(path string, box *seal.Box) (acts []Act, unread int, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return nil, 0, err
	}
	for ; len(text) >= actRecord; text = text[actRecord:] {
		if a, ok := decodeAct(box, text[:actRecord]); ok {
			acts = append(acts, a)
		} else {
			unread++
		}
	}
	return acts, unread, nil
}

func decodeAct(box *seal.Box, record []byte) (a Act, ok bool) {
	plain, err := box.Open(record, actAAD)
	return a, err == nil && json.Unmarshal(plain, &a) == nil
}

// newestNoted gives the entry of the last readable record, 0 when there is none. It reads from the end.
func (l *ledger) newestNoted() (entry uint64, err error) {
	in, err := os.Open(l.path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return 0, err
	}
	defer func() { _ = in.Close() }()
	size, err := in.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	record := make([]byte, actRecord)
	for at := size/actRecord*actRecord - actRecord; at >= 0; at -= actRecord {
		if _, err := in.ReadAt(record, at); err != nil {
			return 0, err
		}
		if a, ok := decodeAct(l.box, record); ok {
			return a.Entry, nil
		}
	}
	return 0, nil
}

// keep writes the ledger anew with those acts alone.
func (l *ledger) keep(acts []Act) error {
	if err := l.letGo(); err != nil {
		return err
	}
	var text strings.Builder
	for _, a := range append(acts[:len(acts):len(acts)], l.owed...) {
		text.Write(l.record(a))
	}
	if err := durable.Replace(l.path, []byte(text.String()), 0o600); err != nil {
		return err
	}
	l.owed = nil
	return nil
}

// Note gives an update a header. It is written down beside store and journal; see Act. Entry is set here.
func (tx *Tx) Note(a Act) error {
	if tx.over == nil {
		return errReadOnly
	}
	a.Entry = tx.index
	tx.acts = append(tx.acts, a)
	return nil
}

// actsOf gives the headers a journal entry carries.
func actsOf(ws []write) (acts []Act) {
	for _, w := range ws {
		var a Act
		if w.bucket == string(ownBucket) && w.key == actKey && json.Unmarshal(w.value, &a) == nil {
			acts = append(acts, a)
		}
	}
	return acts
}

// withActs puts the headers into a journal entry.
func withActs(ws []write, acts []Act) []write {
	all := ws[:len(ws):len(ws)]
	for _, a := range acts {
		all = append(all, write{string(ownBucket), actKey, a.encode()})
	}
	return all
}
