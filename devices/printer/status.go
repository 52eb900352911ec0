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
	codeTorn     = "PRN-008" // the paper ended in the middle of a ticket
	codeOffline  = "PRN-009"
	codeNearEnd  = "PRN-010"
	codeStopped  = "PRN-011"
	codeContents = "PRN-012"
)

func attention(code string, cause error) *devices.Error {
	return devices.NewError(devices.KindAttention, code, cause)
}

// trouble is why the printer cannot print, nil when it can.
func (c condition) trouble() *devices.Error {
	switch {
	case c.cover:
		return attention(codeCover, nil)
	case c.paperOut || c.stoppedAtPaper:
		return attention(codePaper, nil)
	case c.cutter:
		return attention(codeCutter, nil)
	case c.broken:
		return attention(codeBroken, nil)
	case c.hot:
		return attention(codeHot, nil)
	case c.failed || c.offline:
		return attention(codeOffline, nil)
	}
	return nil
}

// status is what a look at the printer shows. Near end is ready, with a hint.
func (c condition) status() devices.Status {
	if e := c.trouble(); e != nil {
		return devices.Told(devices.Attention, e.Code)
	}
	if c.nearEnd {
		return devices.Told(devices.Ready, codeNearEnd)
	}
	return devices.Status{State: devices.Ready}
}

func absent(err error) *devices.Error { return devices.NewError(devices.KindAbsent, codeAbsent, err) }

func silent(err error) *devices.Error { return attention(codeSilent, err) }

func stopped(err error) *devices.Error { return attention(codeStopped, err) }
