package scanner

import (
	"strconv"

	"onewindow/devices"
	"onewindow/internal/trouble"
)

func absent(err error) *devices.Error { return devices.NewError(devices.KindAbsent, "SCAN-001", err) }

func busy(err error) *devices.Error { return devices.NewError(devices.KindBusy, "SCAN-002", err) }

func attention(code string) *devices.Error {
	return devices.NewError(devices.KindAttention, code, nil)
}

func empty() *devices.Error { return attention("SCAN-003") }

func jam() *devices.Error { return attention("SCAN-004") }

func hatch() *devices.Error { return attention("SCAN-005") }

func down() *devices.Error { return attention("SCAN-006") }

func protocol(err error) *devices.Error {
	return devices.NewError(devices.KindProtocol, "SCAN-008", err)
}

func refused(err error) *devices.Error {
	return devices.NewError(devices.KindProtocol, "SCAN-009", err)
}

// halted is the error of a job that ended after some pages: they are kept.
func halted(pages int, cause *devices.Error) *devices.Error {
	return devices.NewError(cause.Kind, "SCAN-007", cause, append(trouble.Kept(pages), "page", strconv.Itoa(pages+1),
		"why", cause.Sentence, "whyEn", cause.SentenceEN)...)
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
