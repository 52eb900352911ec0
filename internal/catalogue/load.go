package catalogue

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
)

// Schema is the schema of the catalogue file this build reads.
const Schema = "onewindow.catalogue/1"

// ImportError is one thing wrong with a list that was to be imported.
type ImportError struct {
	Code string // CAT-001 file, CAT-002 row, CAT-003 twice, CAT-004 三级四同, CAT-005 form
	Row  string // item id, or what the row calls itself
	What string
}

func (e *ImportError) Error() string { return e.Code + " " + e.Row + ": " + e.What }

// file is the catalogue as it travels.
type file struct {
	Schema     string                           `json:"schema"`
	Categories map[string]struct{ Code string } `json:"categories"`
	Items      []json.RawMessage                `json:"items"`
}

type fileItem struct {
	ID           string `json:"id"`
	Category     string `json:"window_category"`
	Name         string `json:"name"`
	Dept         string `json:"dept"`
	TypeCode     string `json:"task_type_code"`
	Type         string `json:"task_type"`
	CaseTypeCode string `json:"case_type_code"`
	Legal        Limit  `json:"legal_limit"`
	Promised     Limit  `json:"promised_limit"`
	Visits       int    `json:"visits"`
	Objects      string `json:"service_objects"`
	Scope        string `json:"handling_scope"`
	Charge       struct {
		Detail string `json:"detail"`
	} `json:"charge"`
	Result struct {
		Name string `json:"name"`
	} `json:"result"`
	LegalBasis []string       `json:"legal_basis"`
	Special    []string       `json:"special_procedures"`
	Materials  []MaterialSpec `json:"materials"`
	Supports   struct {
		Express bool `json:"express"`
		Kiosk   bool `json:"kiosk"`
	} `json:"supports"`
	Note  string `json:"note"`
	Codes struct {
		Basic     string `json:"basic_code"`
		Dept      string `json:"dept_uscc"`
		Implement string `json:"implement_code"`
	} `json:"codes"`
}

// Load reads the list and the forms and checks both: every row complete, no id or code twice, one basic code with
// one name, type and basis at every level (三级四同), every form for an item that exists, every field answerable.
// All faults come back together, joined, each an *ImportError; with any fault there is no catalogue.
func Load(list, forms []byte, index Index) (*Catalogue, error) {
	var f file
	if err := json.Unmarshal(list, &f); err != nil {
		return nil, &ImportError{Code: "CAT-001", Row: "catalogue", What: err.Error()}
	}
	if f.Schema != Schema {
		return nil, &ImportError{Code: "CAT-001", Row: "catalogue", What: fmt.Sprintf("schema %q, this build reads %q", f.Schema, Schema)}
	}
	c := &Catalogue{byKey: map[string]int{}, forms: map[string]Form{}}
	var faults []error
	for n, raw := range f.Items {
		it, err := readItem(raw, f)
		if err != nil {
			faults = append(faults, fmt.Errorf("row %d: %w", n+1, err))
			continue
		}
		c.items = append(c.items, it)
	}
	faults = append(faults, checkItems(c.items)...)
	for i, it := range c.items {
		c.byKey[strings.ToUpper(it.ID)], c.byKey[strings.ToUpper(it.Code)] = i, i
	}
	faults = append(faults, c.loadForms(forms)...)
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	c.rows = indexRows(c.items, index)
	return c, nil
}

func readItem(raw json.RawMessage, f file) (Item, error) {
	var r fileItem
	if err := json.Unmarshal(raw, &r); err != nil {
		return Item{}, &ImportError{Code: "CAT-002", Row: "?", What: err.Error()}
	}
	it := Item{
		ID: r.ID, Version: rowVersion(raw), Code: r.Codes.Implement, BasicCode: r.Codes.Basic, Name: r.Name,
		Category: f.Categories[r.Category].Code, CategoryName: r.Category, Dept: r.Dept, DeptCode: r.Codes.Dept,
		TypeCode: r.TypeCode, Type: r.Type, OnTheSpot: r.CaseTypeCode == "1", Legal: r.Legal, Promised: r.Promised,
		Visits: r.Visits, Objects: r.Objects, Scope: r.Scope, Charge: r.Charge.Detail, ResultName: r.Result.Name,
		LegalBasis: r.LegalBasis, Special: r.Special, Materials: r.Materials,
		Express: r.Supports.Express, Kiosk: r.Supports.Kiosk, Note: r.Note,
	}
	if lack := lacking(it); lack != "" {
		return Item{}, &ImportError{Code: "CAT-002", Row: it.ID, What: lack}
	}
	return it, nil
}

// rowVersion names the exact words of a row: the same row gives the same version on every machine.
func rowVersion(raw json.RawMessage) string {
	var v any
	_ = json.Unmarshal(raw, &v) // it was read before
	b, _ := json.Marshal(v)     // keys sorted, no layout
	h := fnv.New64a()
	_, _ = h.Write(b)
	return fmt.Sprintf("%016x", h.Sum64())
}

func lacking(it Item) string {
	switch {
	case it.ID == "" || it.Name == "" || it.Dept == "" || it.Type == "":
		return "id, name, department or type is empty"
	case it.Category == "":
		return "the category " + it.CategoryName + " is not among the file's categories"
	case len(it.Code) != 31:
		return fmt.Sprintf("the implementation code has %d characters, not 31", len(it.Code))
	case len(it.BasicCode) != 12 || !strings.HasSuffix(it.Code, it.BasicCode):
		return "the implementation code does not end in the basic code of 12"
	case !sound(it.Legal) || !sound(it.Promised):
		return "a limit is negative or in an unknown unit"
	case len(it.LegalBasis) == 0 || len(it.Materials) == 0:
		return "no legal basis or no materials"
	}
	for _, m := range it.Materials {
		if m.Name == "" || m.Necessity == "" {
			return "a material has no name or no necessity"
		}
	}
	return ""
}

func sound(l Limit) bool {
	return l.Value >= 0 && l.Value < 1000 && (l.Unit == WorkingDays || l.Unit == NaturalDays)
}
