package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"onewindow/internal/trouble"
)

// Code is the trouble of every fault of a file.
const Code = "CONF-001"

// Error is one thing wrong with a file: where it is, and what to do.
type Error struct {
	File       string
	Key        string // as a person would look for it, "settings.window[3].categories"; "" = the file as a whole
	Line       int    // from 1; 0 = in no one line
	Sentence   string
	SentenceEN string
	Warning    bool // the program starts all the same
}

// Where names the place, "counter.toml:12 hall.nodes".
func (e *Error) Where() string {
	w := filepath.Base(e.File)
	if e.Line > 0 {
		w += fmt.Sprintf(":%d", e.Line)
	}
	return strings.TrimSpace(w + " " + e.Key)
}

func (e *Error) Error() string { return Code + " " + e.Where() + ": " + e.SentenceEN }

// Faults are all that is wrong with one file, from the top down.
type Faults []*Error

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, e := range f {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the faults one by one.
func (f Faults) Unwrap() []error {
	all := make([]error, len(f))
	for i, e := range f {
		all[i] = e
	}
	return all
}

// Trouble implements trouble.Teller: it tells a person everything at once: CONF-001 with every fault in its language.
func (f Faults) Trouble() (code string, w trouble.Words) {
	file, zh, en := "", "", ""
	for _, e := range f {
		file = filepath.Base(e.File)
		place, spot := e.Key, e.Key
		if e.Line > 0 {
			place, spot = strings.TrimSpace(fmt.Sprintf("第 %d 行 %s", e.Line, e.Key)), strings.TrimSpace(fmt.Sprintf("line %d, %s", e.Line, e.Key))
		}
		zh += "\n" + strings.TrimPrefix(strings.TrimSuffix(place, " ")+"："+e.Sentence, "：")
		en += "\n" + strings.TrimPrefix(strings.TrimSuffix(spot, ", ")+": "+e.SentenceEN, ": ")
	}
	return Code, trouble.Of(Code).Clerk.Fill("file", file, "faults", zh, "faultsEn", en)
}

// hard gives the faults that keep a program from starting, nil when there are none.
func (f Faults) hard() error {
	var out Faults
	for _, e := range f {
		if !e.Warning {
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// FaultsOf finds the faults inside an error.
func FaultsOf(err error) (f Faults) {
	errors.As(err, &f)
	return f
}
