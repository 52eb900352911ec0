package present

import (
	"strconv"
	"time"

	"onewindow/devices"
	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
)

// Materials is the right half of the file.
type Materials struct {
	CaseID string
	Count  string
	Hint   string
	Rows   []Material
	After  After
}

// Material is one row: its state, how it came, and what can be done with it now.
type Material struct {
	Index  int
	No     string
	Name   string
	Aside  string // beside the name: 代理时必要
	Mark   Mark
	How    string
	Acts   []Act // at most three
	Pages  []Page
	Scan   string // "第4页 扫描中": the page that is being scanned, after the others
	Red    bool   // the row blocks acceptance now
	Locked bool
}

// Page is one scanned page, by digest.
type Page struct{ Digest, Type string }

// After says which paper acceptance will give, and how its date is found.
type After struct{ Title, Line, Detail string }

// NewMaterials draws the list of materials.
func NewMaterials(s desk.Snapshot, now time.Time, w Words) Materials {
	c := s.Current
	m := Materials{CaseID: c.Case.ID, Hint: w.T("materials.hint")}
	in, all := materialsIn(c.Case.Materials)
	m.Count = w.T("materials.count", "in", strconv.Itoa(in), "all", strconv.Itoa(all))
	if c.ReadOnly {
		m.Hint = ""
	}
	for i := range c.Case.Materials {
		m.Rows = append(m.Rows, newMaterial(s, i, w))
	}
	m.After = After{
		Title: w.T("after.title"), Line: w.T("after.line"),
		Detail: w.T("after.detail", "start", shortDay(w, today(now).AddDays(1)), "limit", limit(w, c.Case.Item.Promised), "due", shortDay(w, c.PromisedBy)),
	}
	if c.OnTheSpot {
		m.After.Detail = w.T("after.onTheSpot")
	}
	return m
}

func newMaterial(s desk.Snapshot, i int, w Words) Material {
	c := s.Current
	m := c.Case.Materials[i]
	scan := s.Scan
	if scan != nil && (scan.CaseID != c.Case.ID || scan.Material != i) {
		scan = nil
	}
	row := Material{Index: i, No: strconv.Itoa(i + 1), Name: m.Spec.Name, Locked: c.ReadOnly}
	if m.State == cases.Scanned || scan != nil { // paper is at hand: its scan is one key away
		for _, p := range m.Pages {
			row.Pages = append(row.Pages, Page{p.Digest, p.Type})
		}
	}
	row.Red = !c.ReadOnly && missing(m) && formDone(c)
	row.Mark = materialMark(m, row.Red, w)
	row.How = how(m, w)
	if optional(m) {
		row.Aside = w.T("material.optional")
	}
	if scan != nil {
		row.Mark = Mark{"scan", w.T("material.scanning", "n", strconv.Itoa(scan.Pages)), Done}
		row.Scan = w.T("material.page", "n", strconv.Itoa(len(m.Pages)+1))
		row.Acts = []Act{{ID: materialID(i, "stop"), Label: w.T("act.stopScan"), Key: "Esc"}}
		return row
	}
	if !c.ReadOnly {
		row.Acts = materialActs(s, i, w)
	} else if len(m.Pages) > 0 {
		row.Acts = []Act{{ID: materialID(i, "view"), Label: w.T("act.view"), Key: w.T("key.enter")}}
	}
	return row
}

func materialID(i int, what string) string { return "material." + strconv.Itoa(i+1) + "." + what }

// materialActs lists what can be done with a row, the likeliest last, where the eye ends.
func materialActs(s desk.Snapshot, i int, w Words) []Act {
	m := s.Current.Case.Materials[i]
	scan := Act{ID: materialID(i, "scan"), Label: w.T("act.scan"), Key: "F9", Blocked: noScanner(s, w)}
	paper := Act{ID: materialID(i, "paper"), Label: w.T("act.paper"), Key: w.T("key.space")}
	view := Act{ID: materialID(i, "view"), Label: w.T("act.view"), Key: w.T("key.enter")}
	undo := Act{ID: materialID(i, "undo"), Label: w.T("act.undo"), Key: w.T("key.space")}
	switch m.State {
	case cases.Paper:
		if len(m.Pages) > 0 {
			return []Act{undo, scan, view}
		}
		return []Act{undo, scan}
	case cases.Scanned:
		return []Act{scan, view}
	case cases.Shared, cases.Deferred:
		return []Act{undo, scan}
	}
	acts := []Act{scan, paper}
	switch {
	case m.Spec.FromSharedData:
		acts = append(acts, Act{ID: materialID(i, "shared"), Label: w.T("act.shared"), Key: "Ctrl R", Blocked: noPlatform(s, w)})
	case deferrable(m):
		acts = append(acts, Act{ID: materialID(i, "defer"), Label: w.T("act.defer"), Key: "Ctrl D"})
	}
	return acts
}

// noScanner is why nothing can be scanned now. A scanner that only wants attention is tried: it may say more.
func noScanner(s desk.Snapshot, w Words) string {
	switch {
	case s.Scan != nil:
		return w.T("why.scanning")
	case s.Scanner.State == devices.Absent:
		return first(w.Pick(s.Scanner.Sentence, s.Scanner.SentenceEN), w.T("why.noScanner"))
	}
	return ""
}

// noPlatform is why no city record can stand for a paper now.
func noPlatform(s desk.Snapshot, w Words) string {
	if s.Outbox.Online {
		return ""
	}
	return w.T("why.noShared")
}

func materialMark(m cases.Material, red bool, w Words) Mark {
	switch m.State {
	case cases.Paper:
		return Mark{"paper", w.T("material.paper"), Done}
	case cases.Scanned:
		return Mark{"scan", w.T("material.scanned", "n", strconv.Itoa(len(m.Pages))), Done}
	case cases.Shared:
		return Mark{"shared-data", w.T("material.shared"), Data}
	case cases.Deferred:
		return Mark{"deferrable", w.T("material.deferred"), Careful}
	}
	switch {
	case deferrable(m):
		return Mark{"deferrable", w.T("material.deferrable"), Careful}
	case red:
		return Mark{"missing", w.T("material.missing"), Wrong}
	}
	return Mark{"clock", w.T("material.notYet"), Plain}
}

// how tells in one line how a material came, or how it may come.
func how(m cases.Material, w Words) string {
	copies := ""
	if m.Spec.PaperCopies > 0 {
		copies = w.T("material.copies", "kind", w.T("material."+original(m)), "n", strconv.Itoa(max(m.Count, m.Spec.PaperCopies)))
	}
	when := ""
	if !m.At.IsZero() {
		when = clock(m.At)
	}
	switch m.State {
	case cases.Paper:
		if when != "" {
			when = w.T("material.takenAt", "time", when)
		}
		pages := ""
		if n := len(m.Pages); n > 0 {
			pages = w.T("material.pages", "n", strconv.Itoa(n))
		}
		return join(copies, when, pages)
	case cases.Scanned:
		return join(copies, when)
	case cases.Shared:
		return join(first(m.Spec.SharedSource, w.T("material.city")), when, w.T("material.noPaper"))
	case cases.Deferred:
		return join(w.T("material.promised"), when)
	}
	switch {
	case m.Spec.FromSharedData:
		return join(copies, w.T("material.canShare"))
	case deferrable(m):
		return join(copies, w.T("material.canDefer"))
	}
	return copies
}

func original(m cases.Material) string {
	if m.Spec.OriginalOrCopy == "复印件" {
		return "copy"
	}
	return "original"
}

func deferrable(m cases.Material) bool {
	return m.Spec.Deferrable || m.Spec.Necessity == "容缺后补"
}

func optional(m cases.Material) bool { return m.Spec.Necessity == "非必要" }

func in(m cases.Material) bool { return m.State != cases.NotYet && m.State != "" }

// missing reports whether a material that must be there is not.
func missing(m cases.Material) bool { return !in(m) && !optional(m) && !deferrable(m) }

func needed(ms []cases.Material) []cases.Material {
	var out []cases.Material
	for _, m := range ms {
		if missing(m) {
			out = append(out, m)
		}
	}
	return out
}

func materialsIn(ms []cases.Material) (have, all int) {
	for _, m := range ms {
		if in(m) {
			have++
		}
	}
	return have, len(ms)
}

func formDone(c *desk.CaseView) bool {
	required, filled := requiredFields(c)
	return c.Case.Applicant.Number != "" && filled >= required
}
