package papers

import (
	"errors"

	"onewindow/internal/cases"
)

// result is the department's decision: what was decided, why, by whom, and what the applicant may do against it.
func (n note) result(s *sheet) error {
	d := n.decision
	if !d.Granted && d.Reason == "" {
		return errors.New("papers: a refusing decision needs its reason")
	}
	n.addressee(s)
	article := "第三十八条第一款"
	if !d.Granted {
		article = "第三十八条第二款"
	}
	decided, _ := n.decided()
	accepted := n.c.AcceptedAt.Time
	opened := "本机关受理的"
	if !accepted.IsZero() {
		opened = "本机关于 " + dayOf(accepted) + " 受理的"
	}
	s.paragraph(true,
		span{bodyType, n.you() + "提出、" + opened}, span{bodyType.strong(), "“" + n.c.Item.Name + "”"},
		span{bodyType, "申请，经审查，" + n.basis(article) + "，决定"}, span{bodyType.strong(), decided}, span{bodyType, "。"})
	s.y += 10
	n.decisionBox(s, d)
	n.applicantFacts(s)
	s.y += 14
	if d.Reason != "" {
		s.section("决定的理由", "")
		s.paragraph(true, span{bodyType, d.Reason})
		s.y += 10
	}
	n.rights(s, "对本决定不服，可自收到之日起 60 日内申请行政复议，或在 6 个月内向人民法院提起行政诉讼")
	return nil
}

func (n note) decisionBox(s *sheet, d cases.Decision) {
	ground, outcome := green, "发给："+first(n.c.Item.ResultName, "办理结果")
	if !d.Granted {
		words, _ := n.decided()
		ground, outcome = red, "结果："+words
	}
	s.highlight("决定日期", dayOf(d.At), ground, outcome, "承办人 "+first(d.Officer, "—")+"　"+first(d.Dept, n.organ()))
}
