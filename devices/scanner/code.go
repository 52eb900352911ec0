package scanner

import (
	"fmt"

	"onewindow/devices"
)

func absent(err error) *devices.Error {
	return &devices.Error{Kind: devices.KindAbsent, Code: "SCAN-001", Sentence: "没有找到扫描仪。请检查电源和网线。",
		SentenceEN: "No scanner found. Check its power and cable.", Err: err}
}

func busy(err error) *devices.Error {
	return &devices.Error{Kind: devices.KindBusy, Code: "SCAN-002", Sentence: "扫描仪正忙，请稍候再试。",
		SentenceEN: "The scanner is busy. Try again in a moment.", Err: err}
}

func attention(code, zh, en string) *devices.Error {
	return &devices.Error{Kind: devices.KindAttention, Code: code, Sentence: zh, SentenceEN: en}
}

func empty() *devices.Error {
	return attention("SCAN-003", "进纸器里没有纸，请放好后再扫。", "The feeder is empty. Put the pages in and scan again.")
}

func jam() *devices.Error {
	return attention("SCAN-004", "进纸器卡纸，请取出后再扫。", "Paper is jammed in the feeder. Take it out and scan again.")
}

func hatch() *devices.Error {
	return attention("SCAN-005", "扫描仪盖子没有合上。", "The scanner's cover is open.")
}

func down() *devices.Error {
	return attention("SCAN-006", "扫描仪停止工作，请关闭电源后重新打开。", "The scanner has stopped. Switch it off and on.")
}

func protocol(err error) *devices.Error {
	return &devices.Error{Kind: devices.KindProtocol, Code: "SCAN-008", Sentence: "扫描仪的应答无法识别，请联系技术人员。",
		SentenceEN: "The scanner's answer cannot be understood. Call a technician.", Err: err}
}

func refused(err error) *devices.Error {
	return &devices.Error{Kind: devices.KindProtocol, Code: "SCAN-009", Sentence: "扫描仪不接受这种扫描方式。",
		SentenceEN: "The scanner does not accept these settings.", Err: err}
}

// halted is the error of a job that ended after some pages: they are kept.
func halted(pages int, cause *devices.Error) *devices.Error {
	return &devices.Error{Kind: cause.Kind, Code: "SCAN-007",
		Sentence:   fmt.Sprintf("扫描停在第 %d 页，前 %d 页已保存。", pages+1, pages) + cause.Sentence,
		SentenceEN: fmt.Sprintf("Scanning stopped at page %d; %d pages are kept. ", pages+1, pages) + cause.SentenceEN, Err: cause}
}

// trouble is why the scanner cannot scan now, nil when it can. An empty feeder is no trouble by itself.
func (s scannerStatus) trouble() *devices.Error {
	switch {
	case s.State == "Down" || s.State == "Stopped" && s.Adf == "":
		return down()
	case s.Adf == "ScannerAdfJam", s.Adf == "ScannerAdfMispick", s.Adf == "ScannerAdfMultipickDetected":
		return jam()
	case s.Adf == "ScannerAdfHatchOpen":
		return hatch()
	case s.State == "Stopped":
		return down()
	case s.State == "Processing" || s.State == "Testing":
		return busy(nil)
	}
	return nil
}
