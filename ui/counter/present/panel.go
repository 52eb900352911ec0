package present

import (
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
)

// Template is a reason for refusing, with its article.
type Template struct{ Name, Text string }

// RefusalTemplates are the lawful reasons for not accepting (行政许可法 art. 32: item needs no permit, or is not
// this body's business), and what a clerk adds by hand.
func RefusalTemplates(w Words) []Template {
	var out []Template
	for _, k := range []string{"noPermit", "otherBody", "notEntitled"} {
		out = append(out, Template{w.T("refuse." + k), w.T("refuse." + k + ".text")})
	}
	return out
}

// PauseReasons are the usual ones, in the order of their number keys.
func PauseReasons(w Words) []string {
	return []string{w.T("pause.1"), w.T("pause.2"), w.T("pause.3"), w.T("pause.4")}
}

// LackDraft is one line of the one-time notice as the clerk edits it.
type LackDraft struct {
	Material, Problem, Right string
	Leave                    bool // taken off the notice
}

// NewLackDrafts prepares the notice from what the use case proposes.
func NewLackDrafts(lacks []cases.Lack) []LackDraft {
	out := make([]LackDraft, len(lacks))
	for i, l := range lacks {
		out[i] = LackDraft{Material: l.Material, Problem: l.Problem, Right: l.Right}
	}
	return out
}

// Lacks gives what goes onto the notice: kept lines with both a name and a problem.
func Lacks(drafts []LackDraft) []cases.Lack {
	var out []cases.Lack
	for _, d := range drafts {
		if d.Leave || strings.TrimSpace(d.Material) == "" || strings.TrimSpace(d.Problem) == "" {
			continue
		}
		out = append(out, cases.Lack{Material: strings.TrimSpace(d.Material), Problem: strings.TrimSpace(d.Problem), Right: strings.TrimSpace(d.Right)})
	}
	return out
}

// HandOutWays are how a result leaves.
var HandOutWays = []string{"hand", "agent", "post"}

// HandOut is the panel that hands a result out.
type HandOut struct {
	CaseID   string
	Title    string
	Document string
	Receiver string
	Ways     []Choice
	Way      int
	Card     Mark // whether the receiver's card was read
}

// NewHandOut prepares the panel for the case in hand.
func NewHandOut(c *desk.CaseView, w Words) HandOut {
	k := c.Case
	h := HandOut{CaseID: k.ID, Title: k.Item.Name, Document: k.Item.ResultName, Receiver: k.Applicant.Name}
	if d := k.Decision; d != nil {
		h.Document = join(h.Document, d.Number)
	}
	for _, way := range HandOutWays {
		h.Ways = append(h.Ways, Choice{Value: way, Label: w.T("way." + way)})
	}
	if k.Delivery == ByPost {
		h.Way = 2
	}
	h.Card = Mark{"id-card", w.T("handOut.noCard"), Careful}
	if !c.CardReadAt.IsZero() {
		h.Card = Mark{"check", w.T("handOut.card", "time", clock(c.CardReadAt)), Done}
	}
	return h
}

// ItemRow is an item in the search list.
type ItemRow struct {
	ID, Category, Name, Dept, Limit, Aside string
}

// NewItemRows draws the items a search found.
func NewItemRows(items []catalogue.Item, w Words) []ItemRow {
	out := make([]ItemRow, len(items))
	for i, it := range items {
		aside := w.T("item.materials", "n", itoa(len(it.Materials)))
		out[i] = ItemRow{ID: it.ID, Category: it.Category, Name: it.Name, Dept: it.Dept, Limit: limits(it, w), Aside: join(it.ID, it.BasicCode, aside)}
	}
	return out
}

// KeyRow is a line of the shortcut overlay.
type KeyRow struct{ Key, What string }

// Keys lists every shortcut, in three columns: hall, file, window.
func Keys(w Words) [3][]KeyRow {
	row := func(key, word string) KeyRow { return KeyRow{key, w.T(word)} }
	return [3][]KeyRow{
		{row("F2", "act.call"), row("F3", "act.recall"), row("F4", "act.noShow"), row("F5", "act.start"), row("F6", "act.transfer"), row("F7", "act.pause"), row("F8", "act.callBackPick")},
		{row("F9", "act.scan"), row("F10", "act.accept"), row("F11", "act.supplement"), row("F12", "act.refuse"), row("Ctrl M", "keys.materials"), row("Ctrl F", "keys.form"), row("Ctrl R", "keys.shared"), row("Ctrl D", "act.defer"), row("Ctrl H", "act.typeApplicant"), row("Ctrl P", "act.park"), row("Ctrl W", "act.drop")},
		{row("Ctrl K", "lintel.search"), row("Ctrl L", "lintel.work"), row("Ctrl 1–4", "keys.tabs"), row("Ctrl N", "act.newCase"), row("Ctrl S", "keys.screen"), row("Ctrl E", "act.askRating"), row("Ctrl U", "keys.outbox"), row("Ctrl I", "keys.rail"), row("Ctrl O", "act.openPaper"), row("Ctrl Q", "keys.signOut"), row("Esc", "keys.esc")},
	}
}
