package papers

import (
	"errors"
	"strconv"
)

// supplement is the 一次性告知书: every missing or defective material at once, what is right and where to get it, by
// when, and what happens if it does not come.
func (n note) supplement(s *sheet) error {
	if len(n.lacks) == 0 {
		return errors.New("papers: a supplement notice needs what is missing")
	}
	n.addressee(s)
	s.paragraph(true,
		span{bodyType, n.you() + "于 "}, span{bodyType.strong(), dayOf(n.at)},
		span{bodyType, " 提出的"}, span{bodyType.strong(), "“" + n.c.Item.Name + "”"},
		span{bodyType, "申请，经核对，申请材料不齐全或者不符合法定形式。" + n.basis("第三十二条第一款第四项") + "，现将需要补正的"},
		span{bodyType.strong(), "全部内容一次告知"}, span{bodyType, "如下。"})
	s.y += 10
	if !n.c.SupplyBy.IsZero() {
		s.highlight("请在此日前补齐", day(n.c.SupplyBy), green,
			"任一综合窗口、自助机或寄递均可补交，以送达时间为准",
			"到期没有补齐的，本次申请退回；补齐后可随时重新申请")
	}
	n.applicantFacts(s)
	s.y += 14
	rows := make([][]span, len(n.lacks))
	for i, l := range n.lacks {
		rows[i] = []span{{secondType, strconv.Itoa(i + 1)}, {secondType.strong(), l.Material}, {secondType, first(l.Problem, "缺少")}, {secondType, first(l.Right, "按办事指南")}}
	}
	s.section("需要补正的材料", "共 "+strconv.Itoa(len(rows))+" 项，本告知书以外不再要求补正")
	s.table([]column{
		{"序", 27, toCentre}, {"材料", 150, toLeft}, {"问题", 110, toLeft}, {"怎样是对的、到哪里取得", width - 287, toLeft},
	}, rows)
	s.y += 12
	n.rights(s, "认为不应补正的，可向本机关说明，或按上述电话投诉")
	return nil
}
