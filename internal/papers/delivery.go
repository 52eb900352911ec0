package papers

import (
	"fmt"

	"onewindow/internal/cases"
)

// delivery is the 送达回证: which document, to whom, how, when, by whom, and the receiver's signature.
func (n note) delivery(s *sheet) error {
	h := n.handOut
	text := func(v string) []span { return []span{{secondType, first(v, "—")}} }
	verified := "未读卡，由窗口核对证件"
	if h.Verified {
		verified = "已读取身份证核验"
	}
	place := n.Hall
	if h.By.Window > 0 {
		place += fmt.Sprintf("　%02d 号窗口", h.By.Window)
	}
	document := h.Document
	if d := n.c.Decision; document == "" && d != nil {
		document = d.Number
	}
	at := h.At.Time
	if at.IsZero() {
		at = n.at
	}
	s.y += 6
	s.facts([][2]fact{
		{{"送达文书", []span{{secondType.strong(), first(document, "—")}}}},
		{{"结果名称", text(n.c.Item.ResultName)}},
		{{"办理事项", text(n.c.Item.Name)}},
		{{"案件编号", text(shortNumber(n.c.Number))}, {"申请人", text(n.applicant().name)}},
		{{"受送达人", []span{{secondType.strong(), first(h.Receiver, n.c.Applicant.Name)}}}, {"身份核验", text(verified)}},
		{{"送达方式", text(handWord(h.Way))}, {"送达人", text(h.By.Name + " " + h.By.Operator)}},
		{{"送达时间", text(dayOf(at) + at.Format(" 15:04"))}, {"时间依据", text(timeSource(h.At.Source))}},
		{{"送达地点", text(place)}},
	})
	s.y += 16
	s.paragraph(true, span{bodyType, "受送达人已收到上列文书，份数、内容与登记一致。代理人领取的，同时出示授权委托书并在下方签收；拒绝签收的，由送达人注明情况，并请见证人签名。"})
	s.y += 8
	s.facts([][2]fact{{{"备注", text("　")}}, {{"见证人", text("　")}}})
	s.y += 14
	n.rights(s, "")
	return nil
}

// timeSource says what a legal time stands on.
func timeSource(source cases.TimeSource) string {
	switch source {
	case cases.FromPeer:
		return "平台时间"
	case cases.FromOffset:
		return "本机时间（已校正）"
	case cases.FromClerk:
		return "窗口确认"
	}
	return ""
}
