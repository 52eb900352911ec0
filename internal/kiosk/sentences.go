package kiosk

import (
	"errors"

	"onewindow/devices"
	"onewindow/internal/citizen"
	"onewindow/internal/queue"
)

func problem(code, zh, en string) *Problem { return &Problem{Code: code, Sentence: zh, SentenceEN: en} }

func noContact() *Problem {
	return problem("HALL-001", "大厅系统暂时连不上，现在取不了号。请到导办台，工作人员会给您安排。",
		"The hall system cannot be reached, so no number can be given. Ask at the guide desk.")
}

func noAnswer() *Problem {
	return problem("HALL-002", "没有收到大厅系统的答复。请再试一次，不会多取号；还是不行就到导办台。",
		"No answer came from the hall system. Try again: you will not get two numbers. Or ask at the guide desk.")
}

func dayClosed() *Problem {
	return problem(queue.CodeDayClosed, "今天还没有开始取号，或已经结束。请看门口的办公时间，或问导办台。",
		"Numbers are not being given now: the day has not begun or is over. See the hours at the door, or ask at the guide desk.")
}

func notServedHere(name, nameEN string) *Problem {
	return problem(queue.CodeNoCategory, "本厅没有窗口办理“"+name+"”。请到导办台，工作人员会告诉您去哪里办。",
		"No window here serves "+nameEN+". Ask at the guide desk where it is done.")
}

func liftAndPutAgain() *Problem {
	return problem("CARD-012", "请拿起身份证，再放一次。", "Lift the card and put it on again.")
}

func refused(r *queue.Refusal) *Problem {
	p := problem(r.Code, r.Sentence, r.SentenceEN)
	p.Number = r.Ticket
	return p
}

// fromDevice says a driver's error.
func fromDevice(err error, code, zh, en string) *Problem {
	var d *devices.Error
	if errors.As(err, &d) && d.Sentence != "" {
		return problem(d.Code, d.Sentence, d.SentenceEN)
	}
	return problem(code, zh, en)
}

func unreadable(err error) *Problem {
	return fromDevice(err, "CARD-012", "请拿起身份证，再放一次。", "Lift the card and put it on again.")
}

func unprinted(err error) *Problem {
	return fromDevice(err, "PRN-001", "打印机没有出票。", "The printer gave no slip.")
}

func wrongNumber(err error) *Problem {
	var n *citizen.NumberError
	if errors.As(err, &n) {
		return problem(n.Code, n.Sentence, n.SentenceEN)
	}
	return problem("ID-001", "这个号码不对，请再看一遍。", "This number is not right; check it again.")
}
