package citizen_test

import (
	"errors"
	"strings"
	"testing"

	"onewindow/internal/citizen"
	"onewindow/internal/workday"

	"pgregory.net/rapid"
)

func code(err error) string {
	var e *citizen.NumberError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func TestCitizenNumbers(t *testing.T) {
	for _, v := range []struct {
		number, code, birth string
		sex                 citizen.Sex
	}{
		{"350199195001010017", "", "1950-01-01", citizen.Male},
		{"350199195703150022", "", "1957-03-15", citizen.Female},
		{"350199198506150035", "", "1985-06-15", citizen.Male},
		{" 350199199003070011 ", "", "1990-03-07", citizen.Male},
		{"350199200112120044", "", "2001-12-12", citizen.Female},
		{"350199201809090062", "", "2018-09-09", citizen.Female},
		{"11010519491231002x", "", "1949-12-31", citizen.Female}, // the standard's own example
		{"440524188001010014", "", "1880-01-01", citizen.Male},   // the standard's own example
		{"340524198001010013", "ID-003", "", 0},
		{"350199198502300035", "ID-002", "", 0},
		{"35019919850615003", "ID-001", "", 0},
		{"35019919850615003Y", "ID-001", "", 0},
		{"3501991985061500３5", "ID-001", "", 0},
		{"", "ID-001", "", 0},
	} {
		id, err := citizen.CheckID(v.number)
		if code(err) != v.code || id.Birth.String() != v.birth || id.Sex != v.sex {
			t.Errorf("%q: %+v, %v", v.number, id, err)
		}
	}
}

func TestEveryWrongDigitIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte("350199198506150035")
		i := rapid.IntRange(0, 17).Draw(t, "place")
		d := byte(rapid.IntRange('0', '9').Draw(t, "digit"))
		if b[i] == d {
			return
		}
		b[i] = d
		if _, err := citizen.CheckID(string(b)); err == nil {
			t.Fatal("a number with one wrong digit passed")
		}
	})
}

func TestCreditCodes(t *testing.T) {
	for _, v := range []struct{ number, code string }{
		{"91350199MA0000015J", ""}, {"91350199MA00000A98", ""}, {"11350199MB00000199", ""},
		{"12350199MB0000035U", ""}, {"52350199MJ0000042X", ""}, {"91350199ma0000015j", ""},
		{"91350000158142711F", ""}, {"91350000157987632G", ""}, {"1135020000413900XC", ""}, {"123502001549897397", ""},
		{"91350100M0001TGQXM", "ORG-004"}, {"91350211M0000XUF46", "ORG-004"},
		{"91350203M0001FUE2P", "ORG-004"}, {"91350203M0001QAY9B", "ORG-004"},
		{"91350199MA0000015", "ORG-001"}, {"91350199MI0000015J", "ORG-002"}, {"91A50199MA0000015J", "ORG-002"},
	} {
		_, err := citizen.CheckCredit(v.number)
		if code(err) != v.code {
			t.Errorf("%s: %v, want %q", v.number, err, v.code)
		}
	}
}

func TestPilotCodesAreAWarningWithTheCodeRead(t *testing.T) {
	c, err := citizen.CheckCredit("91350100M0001TGQXM")
	var e *citizen.NumberError
	if !errors.As(err, &e) || !e.Warning || c.Kind != "91" {
		t.Errorf("%+v, %v: want a warning beside the code", c, err)
	}
}

func TestErrorsNeverRepeatTheNumber(t *testing.T) {
	for _, n := range []string{"340524198001010013", "350199198502300035", "12345"} {
		_, err := citizen.CheckID(n)
		var e *citizen.NumberError
		if !errors.As(err, &e) || strings.Contains(err.Error()+e.Sentence, n) {
			t.Errorf("the error of a wrong number repeats it")
		}
	}
}

func TestMasks(t *testing.T) {
	for _, v := range []struct{ got, want string }{
		{citizen.MaskName("张𬭎"), "*𬭎"}, {citizen.MaskName("林小华"), "林*华"}, {citizen.MaskName("李"), "*"},
		{citizen.MaskName("阿不都·热合曼"), "阿*****曼"}, {citizen.MaskName(""), ""},
		{citizen.MaskID("350199198506150035"), "350199********0035"},
		{citizen.MaskIDPublic("350199198506150035"), "3501**********0035"},
		{citizen.MaskPhone("13800001234"), "138****1234"},
		{citizen.MaskAddress("福州市鼓楼区八一七北路 12 号 3 座"), "福州市鼓楼区八一七北路***"},
		{citizen.MaskAddress("示例花园 3 座 402"), "示例花园***"}, {citizen.MaskAddress(""), ""},
		{citizen.MaskID("12345"), "*****"}, {citizen.MaskPhone(""), ""},
	} {
		if v.got != v.want {
			t.Errorf("%q, want %q", v.got, v.want)
		}
	}
}

func TestAgeTurnsOnTheBirthday(t *testing.T) {
	for _, v := range []struct {
		birth, on string
		age       int
	}{
		{"1957-03-15", "2026-03-14", 68}, {"1957-03-15", "2026-03-15", 69}, {"2000-02-29", "2025-02-28", 24},
		{"2000-02-29", "2025-03-01", 25}, {"2027-01-01", "2026-01-01", 0},
	} {
		b, _ := workday.ParseDate(v.birth)
		on, _ := workday.ParseDate(v.on)
		if got := citizen.Age(b, on); got != v.age {
			t.Errorf("born %s, on %s: %d, want %d", v.birth, v.on, got, v.age)
		}
	}
}

func TestNationsAndSexes(t *testing.T) {
	if n := len(citizen.Nations()); n != 56 {
		t.Fatalf("%d nations, want 56", n)
	}
	for c, want := range map[string]string{"01": "汉", "05": "维吾尔", "22": "畲", "23": "高山", "56": "基诺", "57": "", "00": "", "1": "", "97": "其他"} {
		if got := citizen.NationName(c); got != want {
			t.Errorf("nation %s is %q, want %q", c, got, want)
		}
	}
	if citizen.Male.Word() != "男" || citizen.Female.WordEN() != "female" || citizen.Sex(7).Word() != "未知" {
		t.Error("sex words")
	}
}

func TestNamesAreComparedFolded(t *testing.T) {
	if citizen.FoldName("福州（示例）有限公司 ") != citizen.FoldName("福州(示例)有限公司") {
		t.Error("brackets of the two widths differ")
	}
}

func FuzzNumbers(f *testing.F) {
	f.Add("350199198506150035")
	f.Add("91350199MA0000015J")
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := citizen.CheckID(s); err == nil && len(id.Number) != 18 {
			t.Fatal("a number of another length passed")
		}
		_, _ = citizen.CheckCredit(s)
		_, _, _ = citizen.MaskID(s), citizen.MaskName(s), citizen.MaskPhone(s)
	})
}
