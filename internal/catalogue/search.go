package catalogue

import (
	"slices"
	"strings"
)

// row is what a search looks at, all lower case.
type row struct {
	id, number, code, name, dept, full, initials string
}

func indexRows(items []Item, index Index) []row {
	rows := make([]row, len(items))
	for i, it := range items {
		full, initials := index(it.Name)
		rows[i] = row{
			id: strings.ToLower(it.ID), number: strings.TrimLeft(it.ID, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0"), code: strings.ToLower(it.Code), name: strings.ToLower(it.Name),
			dept: it.Dept, full: full, initials: initials,
		}
	}
	return rows
}

// Ranks of a hit, better first. A prefix is better than a hit inside.
const (
	hitID = iota
	hitNumber
	hitCode
	hitName
	hitInitials
	hitInName
	hitFull
	hitInInitials
	hitInFull
	hitScattered
	hitDept
	noHit
)

func (r *row) rank(q string) int {
	switch {
	case r.id == q || r.code == q:
		return hitID
	case r.number != "" && strings.TrimLeft(q, "0") == r.number:
		return hitNumber
	case len(q) >= 4 && strings.Contains(r.code, q):
		return hitCode
	case strings.HasPrefix(r.name, q):
		return hitName
	case strings.HasPrefix(r.initials, q):
		return hitInitials
	case strings.Contains(r.name, q):
		return hitInName
	case strings.HasPrefix(r.full, q):
		return hitFull
	case len(q) > 1 && strings.Contains(r.initials, q):
		return hitInInitials
	case len(q) > 2 && strings.Contains(r.full, q):
		return hitInFull
	case len(q) > 3 && scattered(r.name, q):
		return hitScattered
	case strings.Contains(r.dept, q):
		return hitDept
	}
	return noHit
}

// scattered reports whether the characters of q stand in name in their order, with others between:
// 公积金提取 means 职工住房公积金提取(购买自住住房), 社保卡 means 社会保障卡.
func scattered(name, q string) bool {
	for _, c := range q {
		i := strings.IndexRune(name, c)
		if i < 0 {
			return false
		}
		name = name[i+len(string(c)):]
	}
	return true
}

// Search finds items by id, by its number ("5" finds FZ005), code, name, any part of the name or its characters in order, pinyin initials
// ("spjy"), full pinyin or department; best first, in the list's order among equals, at most limit (0 = all).
// Several words must all be found. The empty query finds every item.
func (c *Catalogue) Search(query string, limit int) []Item {
	words := strings.Fields(strings.ToLower(query))
	hits := make([]hit, 0, len(c.rows))
	for i := range c.rows {
		worst := 0
		for _, w := range words {
			worst = max(worst, c.rows[i].rank(w))
		}
		if worst < noHit {
			hits = append(hits, hit{rank: worst, at: i})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.rank - b.rank })
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	out := make([]Item, len(hits))
	for i, h := range hits {
		out[i] = c.items[h.at]
	}
	return out
}

type hit struct{ rank, at int }
