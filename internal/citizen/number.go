package citizen

import (
	"strings"
	"time"

	"onewindow/internal/workday"
)

// NumberError says what is wrong with a number, without repeating it.
type NumberError struct {
	Code       string // "ID-003"
	Sentence   string
	SentenceEN string
	// Warning is set when a legal number may look like this: the clerk may go on and give a reason.
	Warning bool
}

func (e *NumberError) Error() string { return e.Code + " " + e.SentenceEN }

// ID is a checked citizen number (公民身份号码, GB 11643).
type ID struct {
	Number string // 18 characters, upper case
	Region string // first six; a hint only, abolished counties stay in numbers
	Birth  workday.Date
	Sex    Sex
}

var idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// CheckID reads a citizen number: length, characters, birth date and check digit (ISO 7064 MOD 11-2).
// Spaces around it and a small x are forgiven. Errors are *NumberError: ID-001 length, ID-002 birth date, ID-003 check.
func CheckID(s string) (ID, error) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) != 18 || !digits(s[:17]) || !(digits(s[17:]) || s[17] == 'X') {
		return ID{}, &NumberError{Code: "ID-001",
			Sentence:   "身份证号码应为 18 位，末位是数字或 X。",
			SentenceEN: "An ID number has 18 characters; the last is a digit or X."}
	}
	birth, ok := compactDate(s[6:14])
	if !ok {
		return ID{}, &NumberError{Code: "ID-002",
			Sentence:   "号码里的出生日期不存在，请核对第 7 至 14 位。",
			SentenceEN: "The birth date in the number does not exist; check characters 7 to 14."}
	}
	if IDCheck(s[:17]) != s[17] {
		return ID{}, &NumberError{Code: "ID-003",
			Sentence:   "这个号码末位核对不上，请再看一遍。",
			SentenceEN: "The last digit does not fit the number; check it again."}
	}
	sex := Male
	if (s[16]-'0')%2 == 0 {
		sex = Female
	}
	return ID{Number: s, Region: s[:6], Birth: birth, Sex: sex}, nil
}

// IDCheck gives the check character of the first 17 digits of a citizen number.
func IDCheck(first17 string) byte {
	sum := 0
	for i, w := range idWeights {
		sum += int(first17[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// compactDate reads "19850615", a date that exists.
func compactDate(s string) (workday.Date, bool) {
	t, err := time.Parse("20060102", s)
	if err != nil || t.Year() < 1800 {
		return workday.Date{}, false
	}
	return workday.DateOf(t), true
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
