package config

import (
	"path/filepath"
	"strings"

	"onewindow/internal/trouble"
)

// Faults is everything that is wrong with one file, in the order of the file's checks. It is never empty.
type Faults []*Error

func (f Faults) Error() string {
	var all []string
	for _, e := range f {
		all = append(all, e.Error())
	}
	return strings.Join(all, "\n")
}

// Unwrap gives the faults one by one.
func (f Faults) Unwrap() []error {
	var all []error
	for _, e := range f {
		all = append(all, e)
	}
	return all
}

// Trouble implements trouble.Teller: one CONF-001 that names every fault.
func (f Faults) Trouble() (code string, w trouble.Words) {
	var zh, en []string
	for _, e := range f {
		at := e.Key
		if at == "" {
			zh, en = append(zh, e.Sentence), append(en, e.SentenceEN)
			continue
		}
		zh, en = append(zh, at+" "+e.Sentence), append(en, at+": "+e.SentenceEN)
	}
	w = trouble.Of("CONF-001").Clerk.Fill("file", filepath.Base(f[0].File), "faults", strings.Join(zh, "；")+"。", "faultsEn", strings.Join(en, "; ")+".")
	return "CONF-001", w
}
