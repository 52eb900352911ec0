package offline

import (
	"strconv"
	"time"

	"onewindow/internal/cases"
)

// Told is the code of what a citizen is told when an act is done while the platform is away; "" = nothing.
func Told(k cases.ActKind) string {
	switch k {
	case cases.ActAccept:
		return "LIMIT-008"
	case cases.ActSupplement:
		return "LIMIT-009"
	case cases.ActRefuse:
		return "LIMIT-010"
	case cases.ActHandOut:
		return "LIMIT-011"
	}
	return ""
}

// Span is a time in words: whole hours, minutes below one.
func Span(d time.Duration) (zh, en string) {
	if d < time.Hour {
		return counted(int(d/time.Minute), " 分钟", "minute")
	}
	return counted(int(d/time.Hour), " 小时", "hour")
}

func counted(n int, zh, en string) (string, string) {
	if n != 1 {
		en += "s"
	}
	return strconv.Itoa(n) + zh, strconv.Itoa(n) + " " + en
}
