package pinyin

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"

	gopinyin "github.com/mozillazg/go-pinyin"
)

// common holds three lines: characters of daily use, of names and of Fuzhou's places, most used first; then the
// rest of level 1 and of level 2 of GB 2312, each in the standard's order. go-pinyin has no frequencies of its own.
//
//go:embed common.txt
var common string

// Table answers which characters a syllable may stand for. It is not changed after NewTable, so it may be shared.
type Table struct {
	syllables map[string][]rune
	sorted    []string
}

// NewTable builds the table in some milliseconds; build one and share it.
func NewTable() *Table {
	rank := ranks()
	order := make(map[string][]int, 420)
	for code, readings := range gopinyin.PinyinDict {
		var seen []string
		for i, reading := range strings.Split(readings, ",") {
			p := toneless(reading)
			if slices.Contains(seen, p) {
				continue
			}
			seen = append(seen, p)
			order[p] = append(order[p], weight(rune(code), i, rank)<<21|code)
		}
	}
	t := &Table{syllables: make(map[string][]rune, len(order)), sorted: make([]string, 0, len(order))}
	for p, keys := range order {
		slices.Sort(keys)
		runes := make([]rune, len(keys))
		for i, k := range keys {
			runes[i] = rune(k & (1<<21 - 1))
		}
		t.syllables[p] = runes
		t.sorted = append(t.sorted, p)
	}
	slices.Sort(t.sorted)
	return t
}

// toneless writes a reading of the dictionary as keyboards do: zhāng → zhang, nǚ → nv.
func toneless(reading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII:
			return r
		case r >= 0x300 && r <= 0x36f: // a tone standing by itself
			return -1
		}
		for _, vowel := range [...]string{"aāáǎà", "eēéěèêếề", "iīíǐì", "mḿ", "nńňǹ", "oōóǒò", "uūúǔù", "vüǖǘǚǜ"} {
			if strings.ContainsRune(vowel, r) {
				return rune(vowel[0])
			}
		}
		return r
	}, reading)
}

// weight orders a character under one of its readings, lower first: by rank, a side reading well behind the main
// one; what has no rank comes after, in code order, so extensions come last.
func weight(r rune, reading int, rank map[rune]int) int {
	w, ok := rank[r]
	if !ok {
		w = 20_000
	}
	if reading > 0 {
		w += 1_500
	}
	return w
}

func ranks() map[rune]int {
	rank := make(map[rune]int, 7000)
	n := 0
	for _, r := range common {
		if r == '\n' {
			n += 200 // a step between the levels
			continue
		}
		rank[r] = n
		n++
	}
	return rank
}

// Candidates gives the characters of a syllable without tone ("zhang", "nv"), most used first. The slice is the
// table's own: do not change it. Nothing is found for what is no syllable.
func (t *Table) Candidates(syllable string) []rune {
	return t.syllables[strings.ReplaceAll(strings.ToLower(syllable), "ü", "v")]
}

// Starting gives the syllables that begin with what was typed so far, in alphabetical order.
func (t *Table) Starting(typed string) []string {
	typed = strings.ToLower(typed)
	i, _ := slices.BinarySearch(t.sorted, typed)
	j := i
	for j < len(t.sorted) && strings.HasPrefix(t.sorted[j], typed) {
		j++
	}
	return t.sorted[i:j:j]
}
