package kiosk

import (
	"errors"

	"onewindow/devices"
	"onewindow/internal/citizen"
	"onewindow/internal/queue"
	"onewindow/internal/trouble"
)

func problem(code, zh, en string) *Problem { return &Problem{Code: code, Sentence: zh, SentenceEN: en} }

// told is a trouble in the words for citizens; pairs fill its sentence.
func told(code string, pairs ...string) *Problem {
	w := trouble.Of(code).ForCitizen().Fill(pairs...)
	return problem(code, w.Zh, w.En)
}

// noContact says why no number can be given: the hall is away, or may not be spoken to.
func (k *Kiosk) noContact() *Problem {
	if p := told(k.view.Why.Code); p.Sentence != "" {
		return p
	}
	return told("HALL-101")
}

func noAnswer() *Problem { return told("HALL-102") }

func dayClosed() *Problem {
	return problem(queue.CodeDayClosed, "今天还没有开始取号，或已经结束。请看门口的办公时间，或问导办台。",
		"Numbers are not being given now: the day has not begun or is over. See the hours at the door, or ask at the guide desk.")
}

func notServedHere(name, nameEN string) *Problem {
	return problem(queue.CodeNoCategory, "本厅没有窗口办理“"+name+"”。请到导办台，工作人员会告诉您去哪里办。",
		"No window here serves "+nameEN+". Ask at the guide desk where it is done.")
}

func liftAndPutAgain() *Problem { return told("CARD-012") }

func refused(r *queue.Refusal) *Problem {
	p := problem(r.Code, r.Sentence, r.SentenceEN)
	p.Number = r.Ticket
	return p
}

// unreadable says why a card could not be read.
func unreadable(err error) *Problem {
	var d *devices.Error
	if errors.As(err, &d) {
		if p := told(d.Code); p.Sentence != "" {
			return p
		}
	}
	return liftAndPutAgain()
}

// unprinted says why a number has no paper.
func unprinted(err error, number string) *Problem {
	var d *devices.Error
	if errors.As(err, &d) {
		if p := told(d.Code, "number", number); p.Sentence != "" {
			p.Number = number
			return p
		}
	}
	p := told("PRN-011", "number", number)
	p.Number = number
	return p
}

func wrongNumber(err error) *Problem {
	var n *citizen.NumberError
	if errors.As(err, &n) {
		return problem(n.Code, n.Sentence, n.SentenceEN)
	}
	return problem("ID-001", "这个号码不对，请再看一遍。", "This number is not right; check it again.")
}
