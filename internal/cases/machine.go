package cases

import (
	"fmt"
	"slices"
	"strings"

	"onewindow/internal/rating"
)

// startsFrom names, for each act, the states it may start from.
func startsFrom(k ActKind) []State {
	switch k {
	case ActAccept, ActRefuse:
		return []State{Draft, Supplement}
	case ActSupplement:
		return []State{Draft} // once, everything (行政许可法 art. 32)
	case ActDecide:
		return []State{Accepted, Correction}
	case ActCorrect:
		return []State{Accepted}
	case ActHandOut:
		return []State{Granted, Denied}
	case ActClose:
		return []State{Granted, Denied, HandedOut}
	case ActCheck:
		return []State{Supplement, Accepted, Correction, Granted, Denied}
	case ActRate:
		return []State{Supplement, Refused, Accepted, Correction, Granted, Denied, HandedOut, Closed}
	}
	return nil
}

// Apply makes one step of a case and gives the case after it, or a *Refusal and the case as it was. It is the only
// way a case's state changes: the window, its replay and the platform all call it. The zero Case is an unknown case,
// which the first filing act brings whole. Neither the case nor the act that was handed in is changed.
func Apply(c Case, a Act) (Case, error) {
	if c.State == "" {
		c.State = Draft
	}
	if err := allowed(c, a); err != nil {
		return c, err
	}
	next, err := c, error(nil)
	switch a.Kind {
	case ActAccept, ActSupplement, ActRefuse:
		next, err = file(c, a)
	case ActDecide:
		err = decide(&next, a)
	case ActCorrect:
		err = correct(&next, a)
	case ActHandOut:
		err = handOut(&next, a)
	case ActClose:
		err = closeCase(&next)
	case ActCheck:
		err = check(&next, a)
	case ActRate:
		err = rate(&next, a)
	}
	if err != nil {
		return c, err
	}
	if a.Paper != nil {
		next.Papers = addPaper(next.Papers, *a.Paper)
	}
	next.Revision = c.Revision + 1
	next.Steps = append(slices.Clip(next.Steps), step(next, a))
	return next, nil
}

// allowed checks what every act needs: a state it may start from, a time, a hand, and the right paper.
func allowed(c Case, a Act) error {
	from := startsFrom(a.Kind)
	if from == nil {
		return refuse("CASE-001", "没有这样的办理动作。", "There is no such act.")
	}
	if !slices.Contains(from, c.State) {
		stateZH, stateEN := StateName(c.State)
		actZH, actEN := ActName(a.Kind)
		if a.Kind == ActSupplement && c.State == Supplement {
			return refuse("CASE-003", "已经一次性告知过，不能再次要求补正。补齐可受理，否则不予受理。",
				"Supplements may be asked for once only. Accept what is complete, or refuse.")
		}
		return refuse("CASE-002", fmt.Sprintf("本件现在是“%s”，不能%s。", stateZH, actZH),
			fmt.Sprintf("The case is %s; this step is not possible now: %s.", stateEN, strings.ToLower(actEN)))
	}
	if a.At.Time.IsZero() {
		return refuse("CASE-004", "没有可信的办理时间。", "The act has no time one can stand behind.")
	}
	if a.By.Operator == "" && a.Kind != ActRate {
		return refuse("CASE-005", "没有写明经办人。", "The act names no operator.")
	}
	return rightPaper(a)
}

// paperOf is the paper that an act must hand over, "" when it needs none.
func paperOf(k ActKind) PaperKind {
	switch k {
	case ActAccept:
		return AcceptanceNotice
	case ActSupplement:
		return SupplementNotice
	case ActRefuse:
		return RefusalNotice
	case ActHandOut:
		return DeliveryRecord
	}
	return ""
}

func rightPaper(a Act) error {
	want := paperOf(a.Kind)
	if want != "" && (a.Paper == nil || a.Paper.Kind != want || a.Paper.Page.Digest == "") {
		return refuse("CASE-006", "缺少应当交给申请人的文书。", "The paper that this step hands over is missing.")
	}
	return nil
}

// addPaper keeps papers as they were and adds one that is not there yet.
func addPaper(papers []IssuedPaper, p IssuedPaper) []IssuedPaper {
	for _, have := range papers {
		if have.Kind == p.Kind && have.Page.Digest == p.Page.Digest {
			return papers
		}
	}
	return append(slices.Clip(papers), p)
}

func decide(c *Case, a Act) error {
	d := a.Decision
	switch {
	case d == nil:
		return refuse("CASE-020", "没有写明决定内容。", "The decision is empty.")
	case !d.Granted && strings.TrimSpace(d.Reason) == "":
		return refuse("CASE-021", "不予许可要写明理由。", "A denial needs its reason.") // 行政许可法 art. 38
	case d.Result != nil && (d.Result.Kind != ResultDocument || d.Result.Page.Digest == ""):
		return refuse("CASE-022", "结果文件不完整。", "The result document is not complete.")
	}
	made := *d
	if made.At.IsZero() {
		made.At = a.At.Time
	}
	c.Decision = &made
	c.State = Denied
	if made.Granted {
		c.State = Granted
	}
	if made.Result != nil {
		c.Papers = addPaper(c.Papers, *made.Result)
	}
	return nil
}

func correct(c *Case, a Act) error {
	if len(a.Lacks) == 0 && strings.TrimSpace(a.Reason) == "" {
		return refuse("CASE-023", "要求补正，请写明补什么。", "Say what has to be corrected.")
	}
	c.State, c.Lacks, c.Reason = Correction, slices.Clone(a.Lacks), a.Reason
	return nil
}

func handOut(c *Case, a Act) error {
	h := a.HandOut
	switch {
	case c.Decision == nil || c.Decision.Result == nil:
		return refuse("CASE-030", "结果文件还没有送到，暂不能出件。", "The result has not arrived yet, so it cannot be handed out.")
	case h == nil || strings.TrimSpace(h.Receiver) == "":
		return refuse("CASE-031", "请写明领取人。", "Name the receiver.")
	case !slices.Contains([]string{WayHand, WayPost, WayAgent}, h.Way):
		return refuse("CASE-032", "请选择送达方式。", "Choose how the result is handed over.")
	}
	made := *h
	made.At, made.By = a.At, a.By
	c.HandOut, c.State = &made, HandedOut
	return nil
}

// Ways of delivery (送达方式).
const (
	WayHand  = "hand"
	WayPost  = "post"
	WayAgent = "agent"
)

// closeCase ends a case; a result on paper must have been handed out first.
func closeCase(c *Case) error {
	if c.State != HandedOut && c.Decision != nil && c.Decision.Result != nil {
		return refuse("CASE-033", "结果还没有送达，不能办结。", "The result has not been handed out, so the case cannot be closed.")
	}
	c.State = Closed
	return nil
}

func rate(c *Case, a Act) error {
	r := a.Rating
	switch {
	case r == nil || !rating.Grade(r.Grade).Valid():
		return refuse("CASE-040", "评价应为五档之一。", "A rating is one of five grades.")
	case r.Count < 1 || r.Count > Moments(*c):
		return refuse("CASE-041", "没有这一次服务可以评价。", "There is no such service to rate.")
	case Rated(*c, r.Count):
		return refuse("CASE-042", "这一次服务已经评价过。", "This service has been rated already.")
	}
	made := *r
	made.At = a.At.Time
	made.Reasons = slices.Clone(r.Reasons)
	c.Ratings = append(slices.Clip(c.Ratings), made)
	return nil
}

// Moments counts the services of a case that a citizen may rate so far, one a filing or hand-out (一次一评).
func Moments(c Case) int {
	n := 0
	for _, s := range c.Steps {
		if IsService(ActKind(s.Kind)) {
			n++
		}
	}
	return n
}

// IsService reports whether an act is a service that a citizen may rate.
func IsService(k ActKind) bool { return paperOf(k) != "" }

// Rated reports whether the citizen has rated a service moment, counted from 1.
func Rated(c Case, moment int) bool {
	return slices.ContainsFunc(c.Ratings, func(r Rating) bool { return r.Count == moment })
}

// step is the line of history that an act leaves.
func step(after Case, a Act) Step {
	zh, en := ActName(a.Kind)
	switch a.Kind {
	case ActAccept:
		zh, en = "受理，最迟 "+after.Promised.String()+" 办结", "Accepted, decided by "+after.Promised.String()
	case ActSupplement:
		zh, en = fmt.Sprintf("一次性告知，缺 %d 项", len(after.Lacks)), fmt.Sprintf("Asked once for %d papers", len(after.Lacks))
	case ActCheck:
		zh, en = fmt.Sprintf("已核对疑似重复件 %d 件，不合并", len(a.Twins)), fmt.Sprintf("Possible duplicates looked at: %d; not merged", len(a.Twins))
	case ActDecide:
		zh, en = StateName(after.State)
	case ActHandOut:
		way, wayEN := wayName(after.HandOut.Way)
		zh, en = "送达，"+way, "Handed out, "+wayEN
	}
	return Step{Kind: string(a.Kind), At: a.At.Time, By: a.By.Operator, Text: zh, TextEN: en}
}

func wayName(way string) (zh, en string) {
	switch way {
	case WayPost:
		return "邮寄", "by post"
	case WayAgent:
		return "代领", "to the agent"
	}
	return "窗口领取", "at the window"
}
