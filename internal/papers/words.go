package papers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// day writes a date as legal papers do: 2026年11月23日.
func day(d workday.Date) string {
	if d.IsZero() {
		return "—"
	}
	return fmt.Sprintf("%d年%02d月%02d日", d.Year, int(d.Month), d.Day)
}

// shortDay leaves the year out: 11月30日.
func shortDay(d workday.Date) string {
	return fmt.Sprintf("%02d月%02d日", int(d.Month), d.Day)
}

func dayOf(t time.Time) string { return day(workday.DateOf(t)) }

// limit says a time limit in words: 5 个工作日, 当场, 半个工作日.
func limit(l catalogue.Limit) string {
	switch l.Value {
	case 0:
		return "当场办结"
	case 0.5:
		return "半个" + string(l.Unit)
	}
	return strconv.FormatFloat(l.Value, 'f', -1, 64) + " 个" + string(l.Unit)
}

// numberOf is the paper's number: the act's own; else that of the case's paper of this kind; else the case's.
func numberOf(kind cases.PaperKind, c cases.Case, act cases.Act) string {
	if act.Paper != nil && act.Paper.Number != "" {
		return act.Paper.Number
	}
	if i := slices.IndexFunc(c.Papers, func(p cases.IssuedPaper) bool { return p.Kind == kind && p.Number != "" }); i >= 0 {
		return c.Papers[i].Number
	}
	return c.Number
}

// shortNumber is a case number as people read it: …1000 20261123 0312 0007.
func shortNumber(number string) string {
	if len(number) < 20 {
		return first(number, "—")
	}
	n := number[len(number)-20:]
	return "…" + n[:4] + " " + n[4:12] + " " + n[12:16] + " " + n[16:]
}

// organ is the deciding body's full name. It does not change with the place that received the case.
func (n note) organ() string {
	dept := n.c.Item.Dept
	if dept == "" {
		return n.Hall
	}
	for _, prefix := range []string{n.City, "福建省", "国家", "中华人民共和国"} {
		if prefix != "" && strings.HasPrefix(dept, prefix) {
			return dept
		}
	}
	return n.City + dept
}

// applicant is who applies, as papers name it: a body (company) with its credit code and the person who acts for it,
// or a person. The form tells a body by its business.* answers; an applicant known only by a credit code is one too.
type applicant struct {
	body         bool
	name, number string // of a person the number is masked
	person       string // who acts for a body, with the masked number
}

func (n note) applicant() applicant {
	party := n.c.Applicant
	if _, err := citizen.CheckCredit(party.Number); err == nil {
		return applicant{true, party.Name, party.Number, n.answer("applicant.name")}
	}
	if name := n.answer("business.name"); name != "" {
		person := first(party.Name, n.answer("applicant.name"))
		if number := first(party.Number, n.answer("applicant.number")); number != "" {
			person += "　" + citizen.MaskID(number)
		}
		return applicant{true, name, n.answer("business.credit"), person}
	}
	return applicant{name: party.Name, number: citizen.MaskID(party.Number)}
}

// you addresses the applicant.
func (n note) you() string {
	if n.applicant().body {
		return "您单位"
	}
	return "您"
}

// isLicence reports whether the administrative licence law (行政许可法) governs the item.
func (n note) isLicence() bool { return strings.Contains(n.c.Item.Type, "许可") }

// decided words a decision: what it does, and what the paper that says so is called.
func (n note) decided() (words, title string) {
	licence := n.isLicence()
	switch granted := n.decision.Granted; {
	case granted && licence:
		return "准予行政许可", "准予行政许可决定书"
	case licence:
		return "不予行政许可", "不予行政许可决定书"
	case granted:
		return "准予办理", "办理结果通知书"
	}
	return "不予办理", "不予办理决定书"
}

// basis cites what the outcome stands on: the article for licences, the item's own basis for everything else.
func (n note) basis(article string) string {
	if n.isLicence() {
		return "依照《中华人民共和国行政许可法》" + article
	}
	if len(n.c.Item.LegalBasis) > 0 {
		return "依照" + n.c.Item.LegalBasis[0]
	}
	return "依照本事项办事指南"
}

// answer is what the form says under the first of keys that was answered.
func (n note) answer(keys ...string) string {
	for _, key := range keys {
		if i := slices.IndexFunc(n.c.Form, func(v cases.Value) bool { return v.Key == key }); i >= 0 && n.c.Form[i].Text != "" {
			return n.c.Form[i].Text
		}
	}
	return ""
}

// deliveryWay says how the result will leave.
func (n note) deliveryWay() string {
	if n.c.Delivery == cases.WayPost {
		return "免费寄递：" + first(n.answer("delivery.address", "business.address", "applicant.address"), "按登记的地址")
	}
	return "到任一综合窗口领取"
}

// handWord is the field's word for a way of handing over.
func handWord(way string) string {
	switch way {
	case cases.WayHand:
		return "直接送达（窗口领取）"
	case cases.WayPost:
		return "邮寄送达"
	case cases.WayAgent:
		return "代理人领取"
	}
	return way
}
