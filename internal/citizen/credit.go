package citizen

import "strings"

// creditAlphabet is GB 32100's: no I O S V Z. A character's value is its place.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// Credit is a checked unified social credit code (统一社会信用代码, GB 32100).
type Credit struct {
	Code string // 18 characters, upper case
	Kind string // first two: "91" enterprise, "92" individual business, "11" organ …
}

// CheckCredit reads a unified social credit code. Errors are *NumberError: ORG-001 length, ORG-002 a character
// that the alphabet does not have, and two warnings that may be overridden with a reason, because codes of the
// early pilot (Fujian) legally fail them: ORG-003 the organisation code inside, ORG-004 the check character.
// With a warning the Credit is filled in.
func CheckCredit(s string) (Credit, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) != 18 {
		return Credit{}, &NumberError{Code: "ORG-001",
			Sentence:   "统一社会信用代码应为 18 位。",
			SentenceEN: "A unified social credit code has 18 characters."}
	}
	for i := range len(s) {
		if strings.IndexByte(creditAlphabet, s[i]) < 0 || i >= 2 && i < 8 && (s[i] < '0' || s[i] > '9') {
			return Credit{}, &NumberError{Code: "ORG-002",
				Sentence:   "信用代码里有不该出现的字符（不用 I、O、S、V、Z），请核对。",
				SentenceEN: "The code holds a character it cannot have (I, O, S, V, Z are not used); check it."}
		}
	}
	c := Credit{Code: s, Kind: s[:2]}
	if creditCheck(s[:17]) != s[17] {
		return c, &NumberError{Code: "ORG-004", Warning: true,
			Sentence:   "信用代码校验不符。早期试点代码属正常，确认后写明理由可继续。",
			SentenceEN: "The code fails its check. Early pilot codes do; give a reason to go on."}
	}
	if orgCheck(s[8:16]) != s[16] {
		return c, &NumberError{Code: "ORG-003", Warning: true,
			Sentence:   "信用代码中的组织机构代码校验不符，请核对；确认后写明理由可继续。",
			SentenceEN: "The organisation code inside fails its check; compare it, or give a reason to go on."}
	}
	return c, nil
}

// creditCheck is GB 32100: weights 3^(i-1) mod 31, check = (31 - sum mod 31) mod 31.
func creditCheck(first17 string) byte {
	sum, w := 0, 1
	for i := range 17 {
		sum += strings.IndexByte(creditAlphabet, first17[i]) * w
		w = w * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}

var orgWeights = [8]int{3, 7, 9, 10, 5, 8, 4, 2}

// orgCheck is GB 11714 over the eight characters of the organisation code: 10 is X, 11 is 0.
func orgCheck(first8 string) byte {
	sum := 0
	for i, w := range orgWeights {
		v := int(first8[i] - '0')
		if first8[i] >= 'A' {
			v = int(first8[i]-'A') + 10
		}
		sum += v * w
	}
	switch c := 11 - sum%11; c {
	case 10:
		return 'X'
	case 11:
		return '0'
	default:
		return byte('0' + c)
	}
}
