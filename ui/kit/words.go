package kit

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"onewindow/assets"
)

// Lang is a language of the screens.
type Lang string

// Simplified Chinese first, English beside it.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// Words are the texts of one window in both languages, switchable while it runs. Used on the UI goroutine only.
type Words struct {
	lang      Lang
	texts     map[Lang]map[string]string
	listeners []*func()
}

// NewWords reads assets/lang/<package>.<lang>.json of every package named; keys of a later package win.
func NewWords(lang Lang, packages ...string) (*Words, error) {
	w := &Words{lang: lang, texts: map[Lang]map[string]string{Chinese: {}, English: {}}}
	for _, pkg := range packages {
		for l, into := range w.texts {
			raw, err := assets.Files.ReadFile("lang/" + pkg + "." + string(l) + ".json")
			if err != nil {
				return nil, fmt.Errorf("words of %s: %w", pkg, err)
			}
			if err := json.Unmarshal(raw, &into); err != nil {
				return nil, fmt.Errorf("words of %s in %s: %w", pkg, l, err)
			}
		}
	}
	return w, nil
}

// T is the text of a key in the present language. Pairs fill its placeholders: T("ahead", "n", "7") turns
// {n} into 7. A key nobody translated shows itself.
func (w *Words) T(key string, pairs ...string) string { return w.in(w.lang, key, pairs) }

// Other is the text of a key in the language that is not the present one: for the few places that show both.
func (w *Words) Other(key string, pairs ...string) string { return w.in(w.lang.other(), key, pairs) }

func (l Lang) other() Lang {
	if l == English {
		return Chinese
	}
	return English
}

func (w *Words) in(l Lang, key string, pairs []string) string {
	s, ok := w.texts[l][key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+pairs[i]+"}", pairs[i+1])
	}
	return s
}

// Has tells whether a key has a text.
func (w *Words) Has(key string) bool {
	_, ok := w.texts[w.lang][key]
	return ok
}

// Pick chooses between the two languages of a sentence that came from a use case.
func (w *Words) Pick(zh, en string) string {
	if w.lang == English && en != "" {
		return en
	}
	return zh
}

// Lang is the present language.
func (w *Words) Lang() Lang { return w.lang }

// SetLang changes the language and tells the listeners.
func (w *Words) SetLang(l Lang) {
	if l == w.lang || w.texts[l] == nil {
		return
	}
	w.lang = l
	for _, f := range slices.Clone(w.listeners) {
		(*f)()
	}
}

// Listen calls f after every change of language until stop is called.
func (w *Words) Listen(f func()) (stop func()) {
	p := &f
	w.listeners = append(w.listeners, p)
	return func() {
		w.listeners = slices.DeleteFunc(w.listeners, func(q *func()) bool { return q == p })
	}
}
