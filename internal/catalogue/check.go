package catalogue

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

func checkItems(items []Item) []error {
	var faults []error
	ids, codes, basics := map[string]bool{}, map[string]bool{}, map[string]Item{}
	for _, it := range items {
		id, code := strings.ToUpper(it.ID), strings.ToUpper(it.Code)
		if ids[id] || codes[code] {
			faults = append(faults, &ImportError{Code: "CAT-003", Row: it.ID, What: "the id or the implementation code stands twice"})
		}
		ids[id], codes[code] = true, true
		if first, ok := basics[it.BasicCode]; ok && !sameService(first, it) {
			faults = append(faults, &ImportError{Code: "CAT-004", Row: it.ID,
				What: "basic code " + it.BasicCode + " has another name, type or basis at " + first.ID + " (三级四同)"})
		} else if !ok {
			basics[it.BasicCode] = it
		}
	}
	return faults
}

// sameService is 三级四同: with one basic code go one name, one type and one legal basis.
func sameService(a, b Item) bool {
	return a.Name == b.Name && a.TypeCode == b.TypeCode && slices.Equal(a.LegalBasis, b.LegalBasis)
}

// formFile is the forms as they travel. Use names fields of the file's shared section by key.
type formFile struct {
	Shared []Field `json:"shared"`
	Forms  []struct {
		Item   string      `json:"item"`
		Fields []formField `json:"fields"`
	} `json:"forms"`
}

// formField is a field of its own, or by Use a shared one.
type formField struct {
	Use string `json:"use"`
	Field
}

func (c *Catalogue) loadForms(b []byte) []error {
	var f formFile
	if err := json.Unmarshal(b, &f); err != nil {
		return []error{&ImportError{Code: "CAT-005", Row: "forms", What: err.Error()}}
	}
	var faults []error
	fault := func(item, format string, args ...any) {
		faults = append(faults, &ImportError{Code: "CAT-005", Row: "form " + item, What: fmt.Sprintf(format, args...)})
	}
	shared := Form{Fields: f.Shared}
	for _, from := range f.Forms {
		form := Form{Item: from.Item}
		for _, x := range from.Fields {
			field := x.Field
			if x.Use != "" {
				var ok bool
				if field, ok = shared.Field(x.Use); !ok {
					fault(from.Item, "no shared field %s", x.Use)
					continue
				}
			}
			if what := unsoundField(field); what != "" {
				fault(from.Item, "%s %s", field.Key, what)
			}
			if _, twice := form.Field(field.Key); twice {
				fault(from.Item, "%s stands twice", field.Key)
			}
			form.Fields = append(form.Fields, field)
		}
		if _, known := c.byKey[strings.ToUpper(from.Item)]; !known && from.Item != "" {
			fault(from.Item, "no such item")
		}
		if _, twice := c.forms[from.Item]; twice {
			fault(from.Item, "stands twice")
		}
		c.forms[from.Item] = form
	}
	if _, ok := c.forms[""]; !ok {
		fault("", "the applicant's form is missing")
	}
	return faults
}

func unsoundField(f Field) string {
	choice := f.Kind == FieldChoice || f.Kind == FieldChoices
	kinds := []FieldKind{FieldText, FieldNumber, FieldDate, FieldPhone, FieldPerson, FieldCredit, FieldChoice, FieldChoices}
	switch {
	case f.Key == "" || f.Label == "" || f.LabelEN == "":
		return "has no key or no label in both languages"
	case !slices.Contains(kinds, f.Kind):
		return "is of the unknown kind " + string(f.Kind)
	case choice != (len(f.Options) > 1):
		return "has options without being a choice, or is a choice without options"
	}
	return ""
}
