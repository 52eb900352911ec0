package printer

import "onewindow/devices"

// Codes of a printer.
const (
	codeAbsent   = "PRN-001"
	codePaper    = "PRN-002"
	codeCover    = "PRN-003"
	codeCutter   = "PRN-004"
	codeBroken   = "PRN-005"
	codeHot      = "PRN-006"
	codeSilent   = "PRN-007"
	codeOffline  = "PRN-009"
	codeNearEnd  = "PRN-010"
	codeStopped  = "PRN-011"
	codeContents = "PRN-012"
)

func attention(code, zh, en string) *devices.Error {
	return &devices.Error{Kind: devices.KindAttention, Code: code, Sentence: zh, SentenceEN: en}
}

// trouble is why the printer cannot print, nil when it can.
func (c condition) trouble() *devices.Error {
	switch {
	case c.cover:
		return attention(codeCover, "打印机盖子没有合上。", "The printer's cover is open.")
	case c.paperOut || c.stoppedAtPaper:
		return attention(codePaper, "打印机缺纸。", "The printer is out of paper.")
	case c.cutter:
		return attention(codeCutter, "打印机切刀卡住了，请联系工作人员。", "The printer's cutter is stuck. Please call staff.")
	case c.broken:
		return attention(codeBroken, "打印机故障，请联系工作人员。", "The printer is broken. Please call staff.")
	case c.hot:
		return attention(codeHot, "打印头过热，稍等片刻会自动恢复。", "The print head is too hot; it recovers by itself.")
	case c.failed || c.offline:
		return attention(codeOffline, "打印机没有就绪，请联系工作人员。", "The printer is off line. Please call staff.")
	}
	return nil
}

// status is what a look at the printer shows. Near end is ready, with a hint.
func (c condition) status() devices.Status {
	if e := c.trouble(); e != nil {
		return devices.Status{State: devices.Attention, Code: e.Code, Sentence: e.Sentence, SentenceEN: e.SentenceEN}
	}
	if c.nearEnd {
		return devices.Status{State: devices.Ready, Code: codeNearEnd, Sentence: "小票纸快用完。", SentenceEN: "Receipt paper is low."}
	}
	return devices.Status{State: devices.Ready}
}

func absent(err error) *devices.Error {
	return &devices.Error{Kind: devices.KindAbsent, Code: codeAbsent, Sentence: "没有找到打印机。请检查电源和网线。",
		SentenceEN: "No printer found. Check its power and cable.", Err: err}
}

func silent(err error) *devices.Error {
	e := attention(codeSilent, "打印机没有应答，请联系工作人员。", "The printer does not answer. Please call staff.")
	e.Err = err
	return e
}

func stopped(err error) *devices.Error {
	e := attention(codeStopped, "打印中断，不能确定号票是否打出。", "Printing stopped; the ticket may or may not be out.")
	e.Err = err
	return e
}
