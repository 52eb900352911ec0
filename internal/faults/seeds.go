package faults

import (
	"fmt"
	"strconv"
	"strings"
)

// Seeds reads "7" or "1..1000".
func Seeds(text string) (first, last uint64, err error) {
	a, b, ranged := strings.Cut(text, "..")
	if !ranged {
		b = a
	}
	first, err1 := strconv.ParseUint(a, 10, 63)
	last, err2 := strconv.ParseUint(b, 10, 63)
	if err1 != nil || err2 != nil || last < first {
		return 0, 0, fmt.Errorf("seed %q: give one number, or first..last", text)
	}
	return first, last, nil
}
