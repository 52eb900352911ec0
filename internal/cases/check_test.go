package cases_test

import (
	"strings"
	"testing"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/workday"
)

func TestNumbers(t *testing.T) {
	day := workday.Date{Year: 2026, Month: 11, Day: 23}
	n, err := cases.Number("11350199MB000001993350101001000", day, "0312", 7)
	if err != nil || n != "11350199MB000001993350101001000"+"20261123"+"0312"+"0007" || len(n) != 47 {
		t.Fatalf("%q, %v", n, err)
	}
	if got := cases.ShortNumber(n); got != "…1123 0312 0007" {
		t.Errorf("short: %q", got)
	}
	if got := cases.ShortNumber("x"); got != "x" {
		t.Errorf("short of no number: %q", got)
	}
	if last, _ := cases.Number("11350199MB000001993350101001000", day, "Z0Z9", cases.MaxSerial); !strings.HasSuffix(last, "Z0Z9ZZZZ") {
		t.Errorf("the last serial: %q", last)
	}
	for _, v := range []struct {
		item, block string
		serial      int
		day         workday.Date
	}{
		{"short", "0312", 1, day}, {item().Code, "031", 1, day}, {item().Code, "03a2", 1, day},
		{item().Code, "0312", 0, day}, {item().Code, "0312", cases.MaxSerial + 1, day}, {item().Code, "0312", 1, workday.Date{}},
	} {
		if n, err := cases.Number(v.item, v.day, v.block, v.serial); err == nil {
			t.Errorf("%+v gave %q", v, n)
		}
	}
	if cases.ValidNumber(n[:46]+"a", item().Code) || cases.ValidNumber(strings.Replace(n, "20261123", "20261323", 1), item().Code) {
		t.Error("a bad number is valid")
	}
}

func TestFields(t *testing.T) {
	number := catalogue.Field{Key: "n", Label: "面积", LabelEN: "Area", Kind: catalogue.FieldNumber}
	choices := catalogue.Field{Key: "c", Label: "项目", LabelEN: "Activities", Kind: catalogue.FieldChoices, Options: []string{"热食", "冷食"}}
	for _, v := range []struct {
		f          catalogue.Field
		text, code string
	}{
		{number, "86.5", ""}, {number, "八十", "FORM-003"}, {number, "-1", "FORM-003"}, {number, "1e9", "FORM-003"}, {number, "NaN", "FORM-003"},
		{choices, "热食、冷食", ""}, {choices, "热食、凉皮", "FORM-006"},
		{catalogue.Field{Key: "d", Kind: catalogue.FieldDate}, "2026-02-29", "FORM-004"},
		{catalogue.Field{Key: "d", Kind: catalogue.FieldDate}, "2026-02-28", ""},
		{catalogue.Field{Key: "p", Kind: catalogue.FieldPhone}, "13800001234", ""},
		{catalogue.Field{Key: "p", Kind: catalogue.FieldPhone}, "0591-83320000", ""},
		{catalogue.Field{Key: "p", Kind: catalogue.FieldPhone}, "1380000123", "FORM-005"},
		{catalogue.Field{Key: "i", Kind: catalogue.FieldPerson}, "350199198506150036", "ID-003"},
		{catalogue.Field{Key: "u", Kind: catalogue.FieldCredit}, "91350199MA0000015J", ""},
		{catalogue.Field{Key: "t", Kind: catalogue.FieldText, MaxRunes: 2}, "张𬭎", ""},
		{catalogue.Field{Key: "t", Kind: catalogue.FieldText, MaxRunes: 2}, "张𬭎㛃", "FORM-002"},
	} {
		p, bad := cases.CheckField(v.f, v.text, true)
		if p.Code != v.code || bad != (v.code != "") || bad && (p.Sentence == "" || p.SentenceEN == "") {
			t.Errorf("%s %q: %+v, want %q", v.f.Kind, v.text, p, v.code)
		}
	}
	if p, bad := cases.CheckField(number, " ", true); !bad || p.Code != "FORM-001" {
		t.Errorf("an empty required field: %+v", p)
	}
	if _, bad := cases.CheckField(number, "", false); bad {
		t.Error("an empty optional field is a problem")
	}
}

func form() catalogue.Form {
	return catalogue.Form{Item: "FZ005", Fields: []catalogue.Field{
		{Key: "applicant.name", Label: "姓名", LabelEN: "Name", Kind: catalogue.FieldText, Required: true},
		{Key: "business.credit", Label: "信用代码", LabelEN: "Credit code", Kind: catalogue.FieldCredit, Required: true},
		{Key: "delivery.address", Label: "寄送地址", LabelEN: "Postal address", Kind: catalogue.FieldText},
	}}
}

func TestWhatBlocksAnAcceptance(t *testing.T) {
	c := draft(t)
	c.Form = []cases.Value{{Key: "applicant.name", Text: "张𬭎"}, {Key: "business.credit", Text: "91350100M0001TGQXM"}}
	if got := cases.MissingForAccept(form(), c); len(got) != 1 || got[0].Code != "ORG-004" {
		t.Errorf("a pilot code without a reason is blocked by %+v", got)
	}
	c.Form[1].Note = "营业执照原件上就是这个代码"
	if got := cases.MissingForAccept(form(), c); len(got) != 0 {
		t.Errorf("a complete file with a pilot code and its reason is blocked by %+v", got)
	}
	if got := cases.Check(form(), c); len(got) != 1 || !got[0].Warning {
		t.Errorf("the pilot code is not warned about: %+v", got)
	}
	c.Delivery = cases.WayPost
	got := cases.MissingForAccept(form(), c)
	if len(got) != 2 || got[0].Code != "CASE-051" || got[1].Key != "delivery.address" {
		t.Errorf("posting without an address an item that is not posted: %+v", got)
	}
	c.Materials[0].State, c.Materials[2].State = cases.NotYet, cases.NotYet
	got = cases.MissingForAccept(form(), c)
	if last := got[len(got)-2:]; last[0].Sentence != "还差 1 份必要材料：申请书。" || last[1].Code != "CASE-053" {
		t.Errorf("missing materials: %+v", last)
	}
	if got := cases.MissingForAccept(form(), cases.Case{}); len(got) != 1 || got[0].Code != "CASE-013" {
		t.Errorf("an empty draft: %+v", got)
	}
}

func TestTheNoticeProposesWhatDidNotCome(t *testing.T) {
	c := draft(t)
	c.Materials[0].State, c.Materials[1].State = cases.NotYet, cases.NotYet
	got := cases.ProposedLacks(c)
	if len(got) != 2 || got[0].Material != "申请书" || got[0].Right != "原件 1 份" || got[0].Problem != "缺少" {
		t.Errorf("%+v", got)
	}
}
