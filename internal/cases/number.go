package cases

import (
	"fmt"
	"strconv"
	"strings"

	"onewindow/internal/workday"
)

// Lengths of a case number: item code, date, terminal block, serial (domain.md 1.2).
const (
	itemLen   = 31
	dateLen   = 8
	blockLen  = 4
	serialLen = 4
	NumberLen = itemLen + dateLen + blockLen + serialLen
)

// MaxSerial is the last serial of a terminal's block on one day.
const MaxSerial = 36*36*36*36 - 1

// Number makes a case number: the item's 31-character code, the day, the terminal's block of four base-36
// characters, and its serial of that day in four base-36 digits. 47 characters, safe to give without a line.
func Number(item31 string, day workday.Date, block string, serial int) (string, error) {
	switch {
	case len(item31) != itemLen:
		return "", fmt.Errorf("cases: an item code of %d characters cannot carry a number", len(item31))
	case day.IsZero() || day.Year > 9999:
		return "", fmt.Errorf("cases: a number needs a day")
	case len(block) != blockLen || !base36(block):
		return "", fmt.Errorf("cases: %q is not a block of four base-36 characters", block)
	case serial < 1 || serial > MaxSerial:
		return "", fmt.Errorf("cases: serial %d is outside 1..%d", serial, MaxSerial)
	}
	s := strings.ToUpper(strconv.FormatInt(int64(serial), 36))
	return fmt.Sprintf("%s%04d%02d%02d%s%s", item31, day.Year, int(day.Month), day.Day, block,
		strings.Repeat("0", serialLen-len(s))+s), nil
}

// ValidNumber reports whether number is one that Number gives for the item code.
func ValidNumber(number, item31 string) bool {
	if len(number) != NumberLen || len(item31) != itemLen || !strings.HasPrefix(number, item31) {
		return false
	}
	day := number[itemLen : itemLen+dateLen]
	_, err := workday.ParseDate(day[:4] + "-" + day[4:6] + "-" + day[6:])
	return err == nil && base36(number[itemLen+dateLen:])
}

// ShortNumber is a case number as screens show it: "…1123 0312 0007"; what is no case number stays as it is.
func ShortNumber(number string) string {
	if len(number) != NumberLen {
		return number
	}
	tail := number[itemLen+4:]
	return "…" + tail[:4] + " " + tail[4:8] + " " + tail[8:]
}

func base36(s string) bool {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && (s[i] < 'A' || s[i] > 'Z') {
			return false
		}
	}
	return true
}
