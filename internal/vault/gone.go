package vault

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/trouble"
)

// missing is what a recovery could not apply, by entries of the journal.
type missing struct {
	from, to uint64          // a stretch; 0, 0 = none
	single   map[uint64]bool // entries that cannot be read
}

func (m missing) has(entry uint64) bool {
	return m.single[entry] || m.from <= entry && entry <= m.to && m.to > 0
}

// settleLedger brings the ledger to where store and journal are: it finds which acts are gone, and notes again what a power
// cut took of its end. sound: the vault was closed in order, with a whole ledger.
func (v *Vault) settleLedger(sound bool) error {
	if err := v.findGone(); err != nil {
		return err
	}
	if _, err := os.Stat(v.ledger.path); errors.Is(err, fs.ErrNotExist) { // a vault from before there were ledgers, or one that lost it
		if err := v.ledger.keep(nil); err != nil {
			return err
		}
	} else if sound {
		return nil
	}
	noted, err := v.ledger.newestNoted()
	if err != nil {
		return err
	}
	first, last, err := v.journal.span()
	if err != nil || last == 0 {
		return err
	}
	return v.journal.each(max(first, noted+1), last, func(_ uint64, ws []write, _ error) error {
		return v.ledger.append(actsOf(ws)...) // what cannot be read was told when it was looked for
	})
}

// findGone names the acts that were noted and did not come back, and moves them to gone.log.
func (v *Vault) findGone() error {
	noted, err := v.ledger.newestNoted()
	if err != nil {
		return err
	}
	if !v.recovery.Lost && noted <= v.newest {
		return nil
	}
	acts, unread, err := readLedger(v.ledger.path, v.ledger.box)
	if err != nil {
		return err
	}
	acts = v.withSecond(acts, unread)
	var kept []Act
	for _, a := range acts {
		if a.Entry > v.newest || v.missing.has(a.Entry) {
			v.recovery.Gone = append(v.recovery.Gone, a)
		} else {
			kept = append(kept, a)
		}
	}
	slices.SortFunc(v.recovery.Gone, func(a, b Act) int { return cmp.Compare(a.Entry, b.Entry) })
	if v.recovery.Lost {
		v.recovery.Unnamed = unread
	}
	if len(v.recovery.Gone) == 0 {
		return nil
	}
	v.recovery.Lost = true
	remembered := &ledger{path: v.path(goneName), box: v.ledger.box}
	if err := remembered.append(v.recovery.Gone...); err != nil {
		return err
	}
	if err := remembered.close(); err != nil {
		return err
	}
	return v.ledger.keep(kept)
}

// withSecond adds what the second place's ledger has and this one, which is damaged, has not.
func (v *Vault) withSecond(acts []Act, unread int) []Act {
	if v.p.Second == "" || unread == 0 && len(acts) > 0 {
		return acts
	}
	more, _, err := readLedger(filepath.Join(v.p.Second, ledgerName), v.ledger.box)
	if err != nil {
		return acts
	}
	for _, a := range more {
		if !slices.ContainsFunc(acts, func(b Act) bool { return b.Op == a.Op && b.Entry == a.Entry }) {
			acts = append(acts, a)
		}
	}
	return acts
}

// trimLedger lets go of the acts before entry below, which are safe elsewhere.
func (v *Vault) trimLedger(below uint64) error {
	acts, _, err := readLedger(v.ledger.path, v.ledger.box)
	if err != nil {
		return err
	}
	kept := slices.DeleteFunc(slices.Clone(acts), func(a Act) bool { return a.Entry < below })
	if len(kept) == len(acts) {
		return nil
	}
	return v.ledger.keep(kept)
}

const named = 5 // so many acts are named in a sentence; the others in the technician's check

// goneWords says which acts are gone.
func goneWords(gone []Act) trouble.Words {
	var zh, en []string
	for _, a := range gone[:min(len(gone), named)] {
		w := a.Words()
		zh, en = append(zh, w.Zh), append(en, w.En)
	}
	list := trouble.Words{Zh: strings.Join(zh, "；"), En: strings.Join(en, "; ")}
	if len(gone) > named {
		list.Zh, list.En = list.Zh+"……", list.En+" …"
	}
	n := fmt.Sprint(len(gone))
	w := trouble.Of(CodeGone).Clerk
	return trouble.Words{Zh: w.Fill("n", n, "list", list.Zh).Zh, En: w.Fill("n", n, "list", list.En).En}
}

// Words name an act for a person: which case, what, when, by whom.
func (a Act) Words() trouble.Words {
	zh, en := cases.ActName(cases.ActKind(a.Kind))
	number := cases.ShortNumber(a.Number)
	if a.Number == "" {
		number = a.Case
	}
	at := a.At.Format("01-02 15:04")
	return trouble.Words{Zh: strings.Join([]string{number, zh, at, a.Operator}, " "), En: strings.Join([]string{number, en, at, a.Operator}, " ")}
}
