package trouble

import (
	"regexp"
	"strings"
)

// Shape is what a code looks like: letters, a dash, three digits.
const Shape = `[A-Z]{2,8}-[0-9]{3}`

var codeShape = regexp.MustCompile(`^` + Shape + `$`)

// ParseLine reads what Line wrote; ok is false for any other text.
func ParseLine(line string) (code string, w Words, ok bool) {
	code, rest, ok := strings.Cut(strings.TrimSpace(line), " ")
	if !ok || !codeShape.MatchString(code) {
		return "", Words{}, false
	}
	if w.Zh, w.En, ok = strings.Cut(rest, between); !ok {
		return "", Words{}, false
	}
	return code, w, true
}
