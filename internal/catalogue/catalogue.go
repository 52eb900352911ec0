package catalogue

import (
	"slices"
	"strings"

	"onewindow/internal/workday"
)

// Index turns a name into its full pinyin and its initials, both lower case without gaps.
type Index func(name string) (full, initials string)

// Catalogue is one version of the list.
type Catalogue struct {
	items []Item // in the order of the list
	byKey map[string]int
	forms map[string]Form
	rows  []row
}

// Items gives all items in the order of the list. The slice is the catalogue's own: do not change it.
func (c *Catalogue) Items() []Item { return c.items }

// Find gives an item by its id or by its implementation code.
func (c *Catalogue) Find(key string) (Item, bool) {
	i, ok := c.byKey[strings.ToUpper(strings.TrimSpace(key))]
	if !ok {
		return Item{}, false
	}
	return c.items[i], true
}

// OfCategories gives the items of the categories named by letter, in the order of the letters, then of the list.
func (c *Catalogue) OfCategories(letters []string) []Item {
	var out []Item
	for _, l := range letters {
		for _, it := range c.items {
			if it.Category == l {
				out = append(out, it)
			}
		}
	}
	return out
}

// Form gives what an item asks the applicant to state: its own form, or the applicant's form.
func (c *Catalogue) Form(itemID string) Form {
	if f, ok := c.forms[itemID]; ok {
		return f
	}
	return c.forms[""]
}

// HasOwnForm reports whether an item has a form of its own.
func (c *Catalogue) HasOwnForm(itemID string) bool {
	_, ok := c.forms[itemID]
	return ok && itemID != ""
}

// Field finds a field by its key.
func (f Form) Field(key string) (Field, bool) {
	i := slices.IndexFunc(f.Fields, func(x Field) bool { return x.Key == key })
	if i < 0 {
		return Field{}, false
	}
	return f.Fields[i], true
}

// Workday gives the limit in the calendar's terms.
func (l Limit) Workday() workday.Limit {
	return workday.Limit{Days: l.Value, Natural: l.Unit == NaturalDays}
}

// Required reports whether the item cannot be accepted without the material.
func (m MaterialSpec) Required() bool { return m.Necessity == "必要" }

// ChoiceSep stands between the answers of a field of several choices.
const ChoiceSep = "、"
