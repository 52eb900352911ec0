package trouble

import (
	"slices"
	"strings"
)

// Words is a sentence in both languages.
type Words struct{ Zh, En string }

// Fill puts values in: pairs are names and values in turn, and each {name} becomes its value in both languages.
// A name without a value leaves its braces, so that a forgotten one is seen.
func (w Words) Fill(pairs ...string) Words {
	var old []string
	for i := 0; i+1 < len(pairs); i += 2 {
		old = append(old, "{"+pairs[i]+"}", pairs[i+1])
	}
	r := strings.NewReplacer(old...)
	return Words{r.Replace(w.Zh), r.Replace(w.En)}
}

// In gives the sentence in a language: "en", or Chinese for anything else.
func (w Words) In(lang string) string {
	if lang == "en" {
		return w.En
	}
	return w.Zh
}

// Split parts what happened from what to do: the first sentence, and the rest ("" when there is but one).
func (w Words) Split() (what, do Words) {
	var a, b string
	what.Zh, a, _ = strings.Cut(w.Zh, "。")
	what.En, b, _ = strings.Cut(w.En, ". ")
	if a != "" || strings.HasSuffix(w.Zh, "。") {
		what.Zh += "。"
	}
	if b != "" {
		what.En += "."
	}
	return what, Words{a, b}
}

// Entry is one error a person can meet.
type Entry struct {
	Code    string
	Clerk   Words
	Citizen Words  // empty where a citizen gets the clerk's; see ForCitizen
	Scene   string // file name stem of its picture in the tour, "trouble-PRN-002"; "" where the tour need not show it
}

// ForCitizen gives the sentence for a citizen.
func (e Entry) ForCitizen() Words {
	if e.Citizen == (Words{}) {
		return e.Clerk
	}
	return e.Citizen
}

// All gives the whole table, by subject.
func All() []Entry {
	return slices.Concat(readers(), printers(), scanners(), lines(), exchange(), limits(), twins(), certificates(), people(), machine(), keys(), programs(), carried())
}

// Of gives the entry of a code; the zero Entry where the table does not hold it.
func Of(code string) Entry {
	for _, e := range All() {
		if e.Code == code {
			return e
		}
	}
	return Entry{}
}

// Listed gives the entries whose picture the tour must have.
func Listed() []Entry {
	return slices.DeleteFunc(All(), func(e Entry) bool { return e.Scene == "" })
}

// entry makes an Entry with one sentence for everybody.
func entry(code, zh, en string) Entry { return Entry{Code: code, Clerk: Words{zh, en}} }

// citizen adds the sentence for citizens.
func (e Entry) citizen(zh, en string) Entry {
	e.Citizen = Words{zh, en}
	return e
}

// shown marks an entry whose picture the tour must have.
func (e Entry) shown() Entry {
	e.Scene = "trouble-" + e.Code
	return e
}
