package queue

import "fmt"

// Codes of refusals.
const (
	CodeMalformed     = "QUEUE-001"
	CodeTooOld        = "QUEUE-002"
	CodeReusedID      = "QUEUE-003"
	CodeHasTicket     = "QUEUE-004"
	CodeDayClosed     = "QUEUE-005"
	CodeNoCategory    = "QUEUE-006"
	CodeNoWindow      = "QUEUE-007"
	CodeWindowClosed  = "QUEUE-008"
	CodeWindowPaused  = "QUEUE-009"
	CodeWindowBusy    = "QUEUE-010"
	CodeNobodyWaits   = "QUEUE-011"
	CodeNothingCalled = "QUEUE-012"
	CodeNotServing    = "QUEUE-013"
	CodeCalledEnough  = "QUEUE-014"
	CodeNoTicket      = "QUEUE-015"
	CodeNotPassed     = "QUEUE-016"
	CodePassedTooLong = "QUEUE-017"
	CodeOtherCategory = "QUEUE-018"
	CodePaper         = "QUEUE-019"
	CodeDay           = "QUEUE-020"
	CodeSettings      = "QUEUE-021"
	CodeOtherTerminal = "QUEUE-022"
)

func refuse(code, zh, en string) *Refusal {
	return &Refusal{Code: code, Sentence: zh, SentenceEN: en}
}

func malformed(field string) *Refusal {
	return refuse(CodeMalformed, "请求内容不完整或不合规定："+field+"。", "The request is incomplete or out of form: "+field+".")
}

func tooOld() *Refusal {
	return refuse(CodeTooOld, "这个请求太旧，系统不再处理。请重新操作。", "This request is too old to be acted on. Do it again.")
}

func reusedID() *Refusal {
	return refuse(CodeReusedID, "同一请求号已用于别的操作，本次未执行。", "This request id was used for something else; nothing was done.")
}

func hasTicket(number string) *Refusal {
	return &Refusal{
		Code:       CodeHasTicket,
		Sentence:   "您今天在本类已有号 " + number + "，不用再取。",
		SentenceEN: "You already hold " + number + " in this category today.",
		Ticket:     number,
	}
}

func dayClosed() *Refusal {
	return refuse(CodeDayClosed, "今天还没有开始取号，或已经结束。", "Numbers are not being given: the day is not open.")
}

func noCategory() *Refusal {
	return refuse(CodeNoCategory, "本厅没有窗口办理这类业务，请到导办台。", "No window here serves this category; ask at the guide desk.")
}

func noWindow(no int) *Refusal {
	return refuse(CodeNoWindow, fmt.Sprintf("本厅没有 %d 号窗口。", no), fmt.Sprintf("This hall has no window %d.", no))
}

func windowClosed(no int) *Refusal {
	return refuse(CodeWindowClosed, fmt.Sprintf("%d 号窗口还没有人登录。", no), fmt.Sprintf("Nobody has signed in at window %d.", no))
}

func windowPaused(no int) *Refusal {
	return refuse(CodeWindowPaused, fmt.Sprintf("%d 号窗口暂停中，先恢复再叫号。", no), fmt.Sprintf("Window %d is paused; resume it first.", no))
}

func windowBusy(no int, number string) *Refusal {
	r := refuse(CodeWindowBusy, fmt.Sprintf("%d 号窗口手上还有 %s，先办完或过号。", no, number),
		fmt.Sprintf("Window %d still has %s; finish it or pass it first.", no, number))
	r.Ticket = number
	return r
}

func nobodyWaits() *Refusal {
	return refuse(CodeNobodyWaits, "现在没有人等候。", "Nobody is waiting.")
}

func nothingCalled(no int) *Refusal {
	return refuse(CodeNothingCalled, fmt.Sprintf("%d 号窗口没有正在呼叫的号。", no), fmt.Sprintf("Window %d is not calling a number.", no))
}

func notServing(no int) *Refusal {
	return refuse(CodeNotServing, fmt.Sprintf("%d 号窗口没有正在办理的号。", no), fmt.Sprintf("Window %d is not serving a number.", no))
}

func calledEnough(t *Ticket) *Refusal {
	r := refuse(CodeCalledEnough, fmt.Sprintf("%s 已呼叫 %d 次，请作过号处理。", t.Number, t.Calls),
		fmt.Sprintf("%s was called %d times; mark it as passed.", t.Number, t.Calls))
	r.Ticket = t.Number
	return r
}

func noTicket() *Refusal {
	return refuse(CodeNoTicket, "今天没有这个号。", "There is no such number today.")
}

func aboutTicket(code string, t *Ticket, zh, en string) *Refusal {
	r := refuse(code, t.Number+" "+zh, t.Number+" "+en)
	r.Ticket = t.Number
	return r
}

func otherTerminal(no int) *Refusal {
	return refuse(CodeOtherTerminal, fmt.Sprintf("%d 号窗口已在另一台机器上打开。", no), fmt.Sprintf("Window %d was opened on another machine.", no))
}
