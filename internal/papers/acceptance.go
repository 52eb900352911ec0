package papers

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// acceptance is the 受理通知书: applicant, item, accept date, promised finish date, organ, telephones, the materials
// that came, remedies (domain.md 2.4). An acceptance off the line says in words that it is still to be verified.
func (n note) acceptance(s *sheet) error {
	c := n.c
	if c.Promised.IsZero() {
		return errors.New("papers: an acceptance needs its promised date")
	}
	n.addressee(s)
	deferred := count(c.Materials, cases.Deferred)
	complete := "申请材料齐全、符合法定形式。"
	if deferred > 0 {
		complete = fmt.Sprintf("除依规容缺后补的 %d 份材料外，材料齐全、符合法定形式。", deferred)
	}
	s.paragraph(true,
		span{bodyType, n.you() + "于 "}, span{bodyType.strong(), dayOf(n.at)},
		span{bodyType, " 提出的"}, span{bodyType.strong(), "“" + c.Item.Name + "”"},
		span{bodyType, "申请，属于本机关职权范围，" + complete + n.basis("第三十二条第一款第五项") + "，本机关"},
		span{bodyType.strong(), "予以受理"}, span{bodyType, "。"})
	s.y += 10
	s.highlight("最迟办结日期（承诺）", day(c.Promised), green, n.limits(), "均从受理次日起算；检验等依法另计的时间，先书面告知")
	if c.Offline {
		s.warning("待线上核验", "受理时平台暂时连不上，共享信息和办件登记待恢复后核验。核验不改变受理日期和承诺日期；如有问题，窗口会主动联系您。")
	}
	n.applicantFacts(s)
	s.y += 14
	n.received(s)
	s.y += 12
	n.rights(s, "到期没有答复或对决定不服，可在 60 日内申请行政复议，或在 6 个月内提起行政诉讼")
	return nil
}

func (n note) addressee(s *sheet) {
	s.paragraph(false, span{sectionType, n.applicant().name + "："})
	s.y += 3
}

func (n note) limits() string {
	legal := ""
	if !n.c.Legal.IsZero() {
		legal = "（" + shortDay(n.c.Legal) + "）"
	}
	if n.c.Item.OnTheSpot && n.c.Item.Promised.Value == 0 {
		return "即办件，材料齐全当场办结；法定 " + limit(n.c.Item.Legal) + legal
	}
	return "承诺 " + limit(n.c.Item.Promised) + "，法定 " + limit(n.c.Item.Legal) + legal
}

func (n note) applicantFacts(s *sheet) {
	c := n.c
	text := func(v string) []span { return []span{{secondType, first(v, "—")}} }
	who := n.applicant()
	labels := [2]string{"申请人代码", "法定代表人"}
	if !who.body {
		labels, who.person = [2]string{"身份证号", "身份核验"}, n.verified()
	}
	agent := ""
	if c.Agent != nil {
		agent = citizen.MaskName(c.Agent.Name) + "　" + citizen.MaskID(c.Agent.Number)
	}
	phone := first(c.Applicant.Phone, n.answer("applicant.phone"))
	if phone != "" {
		phone = citizen.MaskPhone(phone)
	}
	s.facts([][2]fact{
		{{"事项编码", text(first(c.Item.BasicCode, c.Item.Code))}, {"案件编号", text(shortNumber(c.Number))}},
		{{labels[0], text(who.number)}, {labels[1], text(who.person)}},
		{{"代理人", text(agent)}, {"联系电话", text(phone)}},
		{{"领取方式", text(n.deliveryWay())}, {"收费", text(first(c.Item.Charge, "不收费"))}},
	})
}

// verified says what the applicant's number stands on.
func (n note) verified() string {
	at := n.c.Applicant.Verified.Time
	if at.IsZero() {
		return "证件号码由窗口录入"
	}
	return "身份证读卡核验 " + at.Format("15:04")
}

func count(materials []cases.Material, state ...cases.MaterialState) int {
	sum := 0
	for _, m := range materials {
		for _, st := range state {
			if m.State == st {
				sum++
			}
		}
	}
	return sum
}

// received is the table of the materials that came, are checked from shared records or may follow; what was not handed in is left out.
func (n note) received(s *sheet) {
	c := n.c
	var parts []string
	for _, k := range []struct {
		word  string
		state []cases.MaterialState
	}{{"纸质", []cases.MaterialState{cases.Paper, cases.Scanned}}, {"共享核验", []cases.MaterialState{cases.Shared}}, {"容缺后补", []cases.MaterialState{cases.Deferred}}} {
		if m := count(c.Materials, k.state...); m > 0 {
			parts = append(parts, fmt.Sprintf("%s %d 份", k.word, m))
		}
	}
	var rows [][]span
	for _, m := range c.Materials {
		if m.State == cases.NotYet || m.State == "" {
			continue
		}
		rows = append(rows, n.materialRow(len(rows)+1, m))
	}
	remark := fmt.Sprintf("共 %d 份", len(rows))
	if len(parts) > 0 {
		remark += "：" + strings.Join(parts, "，")
	}
	s.section("收到的材料", remark)
	if len(rows) == 0 {
		s.paragraph(false, span{secondType, "本事项不需要申请人提交材料。"})
		return
	}
	s.table([]column{
		{"序", 27, toCentre}, {"材料名称", 296, toLeft}, {"份数", 36, toCentre}, {"形式", 42, toCentre}, {"来源", width - 401, toCentre},
	}, rows)
}

func (n note) materialRow(no int, m cases.Material) []span {
	copies, form, source, st := "—", "免交", "由部门共享核验", secondType
	switch m.State {
	case cases.Paper, cases.Scanned:
		copies, form, source = strconv.Itoa(max(m.Count, 1)), first(shape(m.Spec.OriginalOrCopy), "纸质"), "申请人提交"
	case cases.Deferred:
		form, source, st = "后补", shortDay(n.supplyBy())+"前补", secondType.strong()
	}
	return []span{{secondType, strconv.Itoa(no)}, {secondType, m.Spec.Name}, {secondType, copies}, {st, form}, {st, source}}
}

// shape shortens the catalogue's "原件或复印件" to what a narrow column holds.
func shape(s string) string {
	switch {
	case strings.Contains(s, "原件") && strings.Contains(s, "复印件"):
		return "纸质"
	case strings.Contains(s, "原件"):
		return "原件"
	case strings.Contains(s, "复印件"):
		return "复印件"
	}
	return s
}

// supplyBy is the day by which deferred materials must come: never later than the promised day (domain.md 2.5).
func (n note) supplyBy() workday.Date {
	d := n.c.SupplyBy
	if d.IsZero() || n.c.Promised.Before(d) {
		return n.c.Promised
	}
	return d
}

// rights are the lines every outcome ends with: where to ask, where to complain, what one may do.
func (n note) rights(s *sheet, remedies string) {
	ask := "凭案件编号或身份证在任一窗口、自助机查询；咨询电话 "
	if n.hasCode() {
		ask = "扫右下方二维码，或凭身份证在任一窗口、自助机查询；咨询电话 "
	}
	s.entry("查进度", span{secondType, ask}, span{secondType.strong(), n.Enquiry})
	s.entry("投诉监督", span{secondType, n.Supervision})
	if remedies != "" {
		s.entry("您的权利", span{secondType, remedies})
	}
}
