package intake

import (
	"errors"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// verdict gives an answer to one offer, without its id.
func verdict(o api.Outcome, code, zh, en string) api.Verdict {
	return api.Verdict{Outcome: o, Code: code, Sentence: zh, SentenceEN: en}
}

// The platform's own words on an operation. What cases.Apply refuses comes with its own sentence.
var (
	otherBytes     = verdict(api.Conflict, "OPS-001", "同一个操作编号送来了不同的内容，没有采用，请后台核对。", "The same operation id came with other bytes; not taken. The back office must look.")
	damagedBytes   = verdict(api.Parked, "OPS-002", "操作内容与它的摘要不符，请工程师查看。", "The operation does not fit its digest; an engineer must look.")
	newerSchema    = verdict(api.Parked, "OPS-003", "这一步用了平台还不认识的新格式，升级平台后会自动收下。", "This operation is of a newer form than the platform knows; it is taken after the platform's update.")
	olderSchema    = verdict(api.Parked, "OPS-021", "这一步是很早的程序版本写的，平台已经不认识这种格式，请工程师查看。", "This operation was written by a program too old for this platform; an engineer must look.")
	unreadable     = verdict(api.Parked, "OPS-004", "操作内容读不懂，请工程师查看。", "The operation cannot be read; an engineer must look.")
	wrongHand      = verdict(api.Parked, "OPS-005", "操作所写的设备或人员与送来的设备不一致，请工程师查看。", "The operation names another machine or operator than the one that sent it; an engineer must look.")
	laneGap        = verdict(api.Retry, "OPS-006", "本件前面还有一步没有到，到了再收。", "An earlier step of this case has not arrived; this one is taken after it.")
	laneHalted     = verdict(api.Retry, "OPS-007", "本件前一步被退回，改好那一步后再收。", "An earlier step of this case was sent back; this one is taken once that is put right.")
	placeTaken     = verdict(api.Conflict, "OPS-008", "本件这一步的位置已经被另一个操作占用，请后台核对。", "Another operation has this place in the case; the back office must look.")
	notAWindowsAct = verdict(api.Rejected, "OPS-009", "这一步只能由部门在平台上办。", "Only a department can take this step, on the platform.")
	noFile         = verdict(api.Rejected, "OPS-010", "平台没有这个件，这一步也没有带整份材料。", "The platform does not know this case, and the step does not carry the file.")
	numberTaken    = verdict(api.Conflict, "OPS-011", "这个案件号已经用在另一个件上，请后台核对。", "This case number belongs to another case; the back office must look.")
	unreadableFile = verdict(api.Rejected, "OPS-015", "这一步带的材料不是这个件的。", "The file the step carries is of another case.")
)

// The platform's words on a department's act.
var (
	MovedOn      = verdict(api.Conflict, "OPS-012", "这个件在您决定时已有变化，请看过新内容再决定。", "The case changed meanwhile; look again before deciding.")
	UnknownCase  = verdict(api.Rejected, "OPS-013", "平台没有这个件。", "The platform does not know this case.")
	NotADecision = verdict(api.Rejected, "OPS-014", "这里只收部门的决定和补正要求。", "Only a department's decisions and requests for correction are taken here.")
)

// Forgotten is the word on a step made upon more than this platform knows: it was restored from a backup, and what came
// between is not offered again yet, or was a department's. People look; the step stays in its outbox and may be offered
// again.
var Forgotten = verdict(api.Conflict, "OPS-016", "平台曾从备份恢复，少了本件前面的经过。这一步已留存，请后台核对补录后再送。",
	"The platform was restored and lacks earlier steps of this case. This step is kept; the back office must look, then offer it again.")

// Refusal turns the case machine's refusal into a verdict: its code and its sentences.
func Refusal(err error) api.Verdict {
	v := verdict(api.Rejected, "OPS-020", "这一步现在不能办。", "This step is not possible now.")
	var r *cases.Refusal
	if errors.As(err, &r) {
		v.Code, v.Sentence, v.SentenceEN = r.Code, r.Sentence, r.SentenceEN
	}
	return v
}
