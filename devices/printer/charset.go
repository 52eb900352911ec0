package printer

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Charset is what a printer's own font holds.
type Charset string

// The three sets of Chinese printers, each holding the one before.
const (
	GB2312  Charset = "gb2312"
	GBK     Charset = "gbk"
	GB18030 Charset = "gb18030"
)

// plain stands in for punctuation that GB 2312 lacks and everybody writes.
var plain = strings.NewReplacer("–", "-", "\u00a0", " ", "•", "·")

// encode gives s in the printer's codes; ok is false when a single character is outside. A decoder's U+FFFD is
// no proof of anything (x/text gives it without an error), so GB 2312 is tested by its own rows.
func (c Charset) encode(s string) (b []byte, ok bool) {
	s = plain.Replace(s)
	enc := encoding.Encoding(simplifiedchinese.GBK)
	if c == GB18030 {
		enc = simplifiedchinese.GB18030
	}
	for _, r := range s {
		if r < 0x20 || r == 0x7F {
			return nil, false // a control character would be a command
		}
		one, err := enc.NewEncoder().Bytes([]byte(string(r)))
		if err != nil || len(one) == 1 && one[0] >= 0x80 {
			return nil, false
		}
		back, err := enc.NewDecoder().Bytes(one)
		if err != nil || string(back) != string(r) || c != GBK && c != GB18030 && !inGB2312(one) {
			return nil, false
		}
		b = append(b, one...)
	}
	return b, true
}

// inGB2312 says whether a GBK code is one of GB 2312-80: ASCII, rows 1 to 9 where they are used, rows 16 to 87.
func inGB2312(code []byte) bool {
	if len(code) == 1 {
		return true
	}
	hi, lo := code[0], code[1]
	if lo < 0xA1 || lo == 0xFF {
		return false
	}
	in := func(from, to byte) bool { return lo >= from && lo <= to }
	switch {
	case hi == 0xA1, hi == 0xA3:
		return true
	case hi == 0xA2:
		return in(0xB1, 0xE2) || in(0xE5, 0xEE) || in(0xF1, 0xFC)
	case hi == 0xA4:
		return in(0xA1, 0xF3)
	case hi == 0xA5:
		return in(0xA1, 0xF6)
	case hi == 0xA6:
		return in(0xA1, 0xB8) || in(0xC1, 0xD8)
	case hi == 0xA7:
		return in(0xA1, 0xC1) || in(0xD1, 0xF1)
	case hi == 0xA8:
		return in(0xA1, 0xBA) || in(0xC5, 0xE9)
	case hi == 0xA9:
		return in(0xA4, 0xEF)
	case hi == 0xD7:
		return lo <= 0xF9
	}
	return hi >= 0xB0 && hi <= 0xF7
}

// cell is the width of r in the printer's own font, in half columns: 1 for ASCII, 2 for everything else.
func cell(r rune) int {
	if r < 0x80 {
		return 1
	}
	return 2
}

func columns(s string) int {
	n := 0
	for _, r := range plain.Replace(s) {
		n += cell(r)
	}
	return n
}
