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
// this body's business), and what a clerk adds by hand. Their text goes onto the notice, which is Chinese in any language
// of the screen.
func RefusalTemplates(w Words) []Template {
	return []Template{
		{w.T("refuse.noPermit"), "申请事项依法不需要取得行政许可。依据《中华人民共和国行政许可法》第三十二条第一款第（一）项。"},
		{w.T("refuse.otherBody"), "申请事项依法不属于本行政机关职权范围，请向有关行政机关申请。依据《中华人民共和国行政许可法》第三十二条第一款第（二）项。"},
		{w.T("refuse.notEntitled"), "申请人不具备该事项规定的申请资格。"},
	}
}

// usualPauses are the usual reasons for a pause. The displays of the hall show the Chinese one.
func usualPauses() [][2]string {
	return [][2]string{{"取送材料", "Fetching papers"}, {"设备故障", "Device trouble"}, {"短时离岗", "Away briefly"}, {"交接班", "Shift change"}}
}

// PauseReasons are the usual ones, in the order of their number keys: what is sent, and its word on this screen.
func PauseReasons(w Words) []Choice {
	var out []Choice
	for _, r := range usualPauses() {
		out = append(out, Choice{Value: r[0], Label: w.Pick(r[0], r[1])})
	}
	return out
}

// pauseReason is the reason of a pause in the language of the screen, as far as it is a usual one.
func pauseReason(reason string, w Words) string {
	for _, r := range usualPauses() {
		if r[0] == reason {
			return w.Pick(r[0], r[1])
		}
	}
	return reason
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
	if !c.SeenAt.IsZero() {
		h.Card = Mark{"check", w.T("handOut.card", "time", clock(c.SeenAt)), Done}
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
