package cases

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// Problem is one thing wrong with a file, in words.
type Problem struct {
	Key        string // field key, or "" for what is no field
	Code       string
	Sentence   string
	SentenceEN string
	Warning    bool // worth a look; with a reason (Value.Note) it does not block
}

// Text gives the answer of a field, "" when there is none.
func (c Case) Text(key string) string {
	for _, v := range c.Form {
		if v.Key == key {
			return v.Text
		}
	}
	return ""
}

// Note gives the reason why an answer stands although a check warns of it, "" when there is none.
func (c Case) Note(key string) string {
	for _, v := range c.Form {
		if v.Key == key {
			return v.Note
		}
	}
	return ""
}

// Check looks at every answer of a form and gives the problems in the form's order.
func Check(f catalogue.Form, c Case) []Problem {
	var out []Problem
	for _, field := range f.Fields {
		if p, bad := CheckField(field, c.Text(field.Key), wanted(field, c)); bad {
			out = append(out, p)
		}
	}
	return out
}

// wanted reports whether a field must be answered in this case: the postal address only when the result is posted.
func wanted(f catalogue.Field, c Case) bool {
	return f.Required || f.Key == "delivery.address" && c.Delivery == WayPost
}

// CheckField looks at one answer.
func CheckField(f catalogue.Field, text string, required bool) (Problem, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		if !required {
			return Problem{}, false
		}
		return problem(f, "FORM-001", "请填写"+f.Label+"。", f.LabelEN+" is missing."), true
	}
	if f.MaxRunes > 0 && utf8.RuneCountInString(text) > f.MaxRunes {
		return problem(f, "FORM-002", fmt.Sprintf("%s最多 %d 个字。", f.Label, f.MaxRunes),
			fmt.Sprintf("%s takes at most %d characters.", f.LabelEN, f.MaxRunes)), true
	}
	return checkKind(f, text)
}

func checkKind(f catalogue.Field, text string) (Problem, bool) {
	switch f.Kind {
	case catalogue.FieldNumber:
		if n, err := strconv.ParseFloat(text, 64); err != nil || n < 0 || n > 1e15 || strings.ContainsAny(text, "xXeEpPiInN_+") {
			return problem(f, "FORM-003", f.Label+"应为数字。", f.LabelEN+" is a number."), true
		}
	case catalogue.FieldDate:
		if _, err := workday.ParseDate(text); err != nil {
			return problem(f, "FORM-004", f.Label+"应写成 2026-11-23 的样子。", f.LabelEN+" is written like 2026-11-23."), true
		}
	case catalogue.FieldPhone:
		if !phone(text) {
			return problem(f, "FORM-005", "手机号码应为 11 位，座机请带区号。", "A mobile number has 11 digits; give the area code of a landline."), true
		}
	case catalogue.FieldPerson:
		_, err := citizen.CheckID(text)
		return numberProblem(f, err)
	case catalogue.FieldCredit:
		_, err := citizen.CheckCredit(text)
		return numberProblem(f, err)
	case catalogue.FieldChoice:
		return choiceProblem(f, []string{text})
	case catalogue.FieldChoices:
		return choiceProblem(f, strings.Split(text, catalogue.ChoiceSep))
	}
	return Problem{}, false
}

func problem(f catalogue.Field, code, zh, en string) Problem {
	return Problem{Key: f.Key, Code: code, Sentence: zh, SentenceEN: en}
}

func numberProblem(f catalogue.Field, err error) (Problem, bool) {
	if err == nil {
		return Problem{}, false
	}
	e, ok := err.(*citizen.NumberError)
	if !ok {
		return problem(f, "FORM-009", f.Label+"不对，请核对。", f.LabelEN+" is wrong; check it."), true
	}
	p := problem(f, e.Code, e.Sentence, e.SentenceEN)
	p.Warning = e.Warning
	return p, true
}

func choiceProblem(f catalogue.Field, answers []string) (Problem, bool) {
	for _, a := range answers {
		if !slices.Contains(f.Options, a) {
			return problem(f, "FORM-006", "请从列出的选项中选择"+f.Label+"。", "Choose "+strings.ToLower(f.LabelEN)+" from the list."), true
		}
	}
	return Problem{}, false
}

// phone takes an 11-digit mobile number, or a landline of 10 to 12 digits that starts with its area code's 0.
func phone(s string) bool {
	s = strings.NewReplacer("-", "", " ", "").Replace(s)
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == 11 && s[0] == '1' || len(s) >= 10 && len(s) <= 12 && s[0] == '0'
}

// MissingForAccept lists everything that blocks an acceptance, in the order of the screen; empty = may be accepted.
func MissingForAccept(f catalogue.Form, c Case) []Problem {
	if c.Item.ID == "" {
		return []Problem{{Code: "CASE-013", Sentence: "还没有选定事项。", SentenceEN: "No item has been chosen."}}
	}
	var out []Problem
	if strings.TrimSpace(c.Applicant.Name) == "" || strings.TrimSpace(c.Applicant.Number) == "" {
		out = append(out, Problem{Code: "CASE-014", Sentence: "还没有申请人：请读身份证，或输入姓名和号码。",
			SentenceEN: "No applicant yet: read a card, or type name and number."})
	}
	if c.Delivery == WayPost && !c.Item.Express {
		out = append(out, Problem{Code: "CASE-051", Sentence: "这个事项的结果不能邮寄，请改为窗口领取。",
			SentenceEN: "The result of this item cannot be posted; choose the window."})
	}
	for _, p := range Check(f, c) {
		if !p.Warning || c.Note(p.Key) == "" { // a warning wants a reason, not another answer
			out = append(out, p)
		}
	}
	return append(out, MissingMaterials(c)...)
}

// MissingMaterials says which materials block an acceptance: required ones that did not come, those that may follow
// but have no commitment yet, and states that the list does not allow.
func MissingMaterials(c Case) []Problem {
	var lacking, promise, wrong []string
	for _, m := range c.Materials {
		switch {
		case m.State == Deferred && !m.Spec.Deferrable, m.State == Shared && !m.Spec.FromSharedData, m.State == Scanned && len(m.Pages) == 0:
			wrong = append(wrong, m.Spec.Name)
		case m.State == Paper, m.State == Scanned, m.State == Shared, m.State == Deferred:
		case m.Spec.Deferrable:
			promise = append(promise, m.Spec.Name)
		case m.Spec.Required():
			lacking = append(lacking, m.Spec.Name)
		}
	}
	var out []Problem
	add := func(code string, names []string, zh, en string) {
		if len(names) > 0 {
			list := strings.Join(names, "、")
			out = append(out, Problem{Code: code, Sentence: fmt.Sprintf(zh, len(names), list), SentenceEN: fmt.Sprintf(en, len(names), list)})
		}
	}
	add("CASE-052", lacking, "还差 %d 份必要材料：%s。", "Required papers missing (%d): %s.")
	add("CASE-053", promise, "%d 份可容缺材料，请收取或签容缺承诺：%s。", "May follow (%d), take them in or sign the commitment: %s.")
	add("CASE-054", wrong, "%d 份材料的收取方式不对：%s。", "Taken in a way the list does not allow (%d): %s.")
	return out
}

// ProposedLacks turns the materials that did not come into lines of the one-time notice.
func ProposedLacks(c Case) []Lack {
	var out []Lack
	for _, m := range c.Materials {
		if (m.State == NotYet || m.State == "") && (m.Spec.Required() || m.Spec.Deferrable) {
			out = append(out, Lack{Material: m.Spec.Name, Problem: "缺少", Right: whatIsRight(m.Spec)})
		}
	}
	return out
}

func whatIsRight(s catalogue.MaterialSpec) string {
	right := s.OriginalOrCopy
	if right == "" {
		right = "原件"
	}
	if s.PaperCopies > 0 {
		right += fmt.Sprintf(" %d 份", s.PaperCopies)
	}
	if s.Form != "" {
		right += "，" + s.Form
	}
	if s.SharedSource != "" {
		right += "；可由本窗口从" + s.SharedSource + "调取"
	}
	return right
}

// NewMaterials gives the empty materials list of an item.
func NewMaterials(it catalogue.Item) []Material {
	out := make([]Material, len(it.Materials))
	for i, spec := range it.Materials {
		out[i] = Material{Spec: spec, State: NotYet}
	}
	return out
}
