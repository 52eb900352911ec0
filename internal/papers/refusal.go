package papers

import "errors"

// refusal is the 不予受理通知书: the reason with its article, the right organ if there is one (it stands in the
// reason), and what the applicant may do against it.
func (n note) refusal(s *sheet) error {
	if n.reason == "" {
		return errors.New("papers: a refusal needs its reason")
	}
	n.addressee(s)
	s.paragraph(true,
		span{bodyType, n.you() + "于 "}, span{bodyType.strong(), dayOf(n.at)},
		span{bodyType, " 提出的"}, span{bodyType.strong(), "“" + n.c.Item.Name + "”"},
		span{bodyType, "申请，经审查，" + n.basis("第三十二条第一款第一项、第二项") + "，本机关决定"},
		span{bodyType.strong(), "不予受理"}, span{bodyType, "。"})
	s.y += 12
	s.section("不予受理的理由", "")
	s.paragraph(true, span{bodyType, n.reason})
	s.y += 14
	n.applicantFacts(s)
	s.y += 14
	n.rights(s, "对本决定不服，可自收到之日起 60 日内向本级人民政府申请行政复议，或在 6 个月内向人民法院提起行政诉讼")
	return nil
}
