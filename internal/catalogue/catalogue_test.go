package catalogue_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"onewindow/assets"
	"onewindow/internal/catalogue"
	"onewindow/internal/pinyin"
)

func files(t testing.TB) (list, forms []byte) {
	t.Helper()
	list, err := assets.Files.ReadFile("catalogue/catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	if forms, err = assets.Files.ReadFile("catalogue/forms.json"); err != nil {
		t.Fatal(err)
	}
	return list, forms
}

func load(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	list, forms := files(t)
	c, err := catalogue.Load(list, forms, pinyin.Index)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheShippedListIsSound(t *testing.T) {
	c := load(t)
	if n := len(c.Items()); n != 54 {
		t.Errorf("%d items, want 54", n)
	}
	it, ok := c.Find("fz005")
	if !ok || it.Name != "食品经营许可(新办)" || it.Category != "A" || it.Promised.Value != 5 || !it.Express || len(it.Version) != 16 {
		t.Errorf("FZ005 is %+v", it)
	}
	if byCode, ok := c.Find(it.Code); !ok || byCode.ID != it.ID {
		t.Error("FZ005 is not found by its code")
	}
	if _, ok := c.Find("FZ999"); ok {
		t.Error("an item that is not there was found")
	}
}

func TestSixItemsOfFiveCategoriesHaveFormsOfTheirOwn(t *testing.T) {
	c := load(t)
	var own []string
	categories := map[string]bool{}
	for _, it := range c.Items() {
		f := c.Form(it.ID)
		if _, ok := f.Field("applicant.name"); !ok {
			t.Errorf("%s does not ask who applies", it.ID)
		}
		if c.HasOwnForm(it.ID) {
			own = append(own, it.ID)
			categories[it.Category] = true
		}
	}
	if len(own) != 6 || len(categories) != 5 {
		t.Errorf("own forms: %v in %d categories", own, len(categories))
	}
	if n := len(c.Form("FZ005").Fields); n != 14 {
		t.Errorf("FZ005 asks %d things, want 14", n)
	}
}

func TestSearchFindsWhatAClerkTypes(t *testing.T) {
	c := load(t)
	for _, v := range []struct{ query, first string }{
		{"FZ005", "FZ005"}, {"5", "FZ005"}, {"005", "FZ005"}, {"23", "FZ023"}, {"spjy", "FZ005"}, {"SPJY", "FZ005"},
		{"食品", "FZ005"}, {"shipinj", "FZ005"}, {"社会保障卡", "FZ023"}, {"shbz", "FZ023"}, {"公积金提取", "FZ024"},
		{"3350101001000", "FZ005"}, {"原产地", "FZ038"}, {"公积金 提取", "FZ024"}, {"社保卡", "FZ023"}, {"食品许可", "FZ005"},
	} {
		got := c.Search(v.query, 5)
		if len(got) == 0 || got[0].ID != v.first {
			t.Errorf("%q finds %v first, want %s", v.query, ids(got), v.first)
		}
	}
	if got := c.Search("", 0); len(got) != 54 {
		t.Errorf("the empty query finds %d", len(got))
	}
	if got := c.Search("没有这样的事", 0); len(got) != 0 {
		t.Errorf("nonsense finds %v", ids(got))
	}
	if got := c.Search("登记", 3); len(got) != 3 {
		t.Errorf("the limit gives %d", len(got))
	}
}

func ids(items []catalogue.Item) []string {
	var out []string
	for _, it := range items {
		out = append(out, it.ID)
	}
	return out
}

func TestItemsOfAWindowComeInItsOrder(t *testing.T) {
	got := load(t).OfCategories([]string{"E", "A"})
	if got[0].Category != "E" || got[len(got)-1].Category != "A" || len(got) != 14 {
		t.Errorf("E, A gives %v", ids(got))
	}
}

// edit changes one item of the shipped list.
func edit(t *testing.T, at int, change func(item map[string]any)) []byte {
	t.Helper()
	list, _ := files(t)
	var f map[string]any
	if err := json.Unmarshal(list, &f); err != nil {
		t.Fatal(err)
	}
	change(f["items"].([]any)[at].(map[string]any))
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBadListsAreRefusedWithTheRow(t *testing.T) {
	list, forms := files(t)
	setCodes := func(basic, implement string) func(map[string]any) {
		return func(it map[string]any) {
			codes := it["codes"].(map[string]any)
			codes["basic_code"], codes["implement_code"] = basic, implement
		}
	}
	for _, v := range []struct {
		what, code string
		list       []byte
	}{
		{"no JSON", "CAT-001", []byte("{")},
		{"another schema", "CAT-001", bytes.Replace(list, []byte("catalogue/1"), []byte("catalogue/9"), 1)},
		{"no name", "CAT-002", edit(t, 3, func(it map[string]any) { it["name"] = "" })},
		{"unknown category", "CAT-002", edit(t, 3, func(it map[string]any) { it["window_category"] = "别的" })},
		{"negative limit", "CAT-002", edit(t, 3, func(it map[string]any) { it["legal_limit"] = map[string]any{"value": -1, "unit": "工作日"} })},
		{"no materials", "CAT-002", edit(t, 3, func(it map[string]any) { it["materials"] = []any{} })},
		{"short code", "CAT-002", edit(t, 3, setCodes("350101001000", "350101001000"))},
		{"an id twice", "CAT-003", edit(t, 3, func(it map[string]any) { it["id"] = "FZ001" })},
		{"one basic code, two services", "CAT-004", edit(t, 3, setCodes("350101001000", "11350199MB000000993350101001000"))},
		{"a form for no item", "CAT-005", edit(t, 4, func(it map[string]any) { it["id"] = "FZ905" })},
	} {
		_, err := catalogue.Load(v.list, forms, pinyin.Index)
		var fault *catalogue.ImportError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), v.code) {
			t.Errorf("%s: %v, want %s", v.what, err, v.code)
		}
	}
}

func TestBadFormsAreRefused(t *testing.T) {
	list, _ := files(t)
	field := `{"key":"a","label":"甲","labelEn":"A","kind":"text"}`
	for _, v := range []struct{ what, forms string }{
		{"no applicant's form", `{"forms":[]}`},
		{"a field twice", `{"forms":[{"item":"","fields":[` + field + `,` + field + `]}]}`},
		{"a shared field that is not there", `{"forms":[{"item":"","fields":[{"use":"x"}]}]}`},
		{"an unknown kind", `{"forms":[{"item":"","fields":[{"key":"a","label":"甲","labelEn":"A","kind":"colour"}]}]}`},
		{"a choice without options", `{"forms":[{"item":"","fields":[{"key":"a","label":"甲","labelEn":"A","kind":"choice"}]}]}`},
		{"no English label", `{"forms":[{"item":"","fields":[{"key":"a","label":"甲","kind":"text"}]}]}`},
		{"a form twice", `{"forms":[{"item":"","fields":[]},{"item":"","fields":[]}]}`},
	} {
		if _, err := catalogue.Load(list, []byte(v.forms), pinyin.Index); err == nil || !strings.Contains(err.Error(), "CAT-005") {
			t.Errorf("%s: %v", v.what, err)
		}
	}
}

func TestARowsVersionFollowsItsWords(t *testing.T) {
	list, forms := files(t)
	var pretty bytes.Buffer
	_ = json.Compact(&pretty, list)
	version := func(list []byte) string {
		c, err := catalogue.Load(list, forms, pinyin.Index)
		if err != nil {
			t.Fatal(err)
		}
		it, _ := c.Find("FZ005")
		return it.Version
	}
	if version(list) != version(pretty.Bytes()) {
		t.Error("the layout of the file changes a version")
	}
	if version(list) == version(edit(t, 4, func(it map[string]any) { it["visits"] = 2 })) {
		t.Error("another row keeps its version")
	}
}

func TestLimitsSpeakTheCalendarsTerms(t *testing.T) {
	it, _ := load(t).Find("FZ018")
	if l := it.Legal.Workday(); !l.Natural || l.Days != 60 {
		t.Errorf("60 natural days became %+v", l)
	}
	if !slices.ContainsFunc(it.Materials, catalogue.MaterialSpec.Required) {
		t.Error("FZ018 requires nothing")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"schema":"onewindow.catalogue/1","categories":{"企业设立":{"code":"A"}},"items":[{"id":"FZ001","window_category":"企业设立",
		"name":"登记","dept":"局","task_type_code":"07","task_type":"行政确认","case_type_code":"1","legal_limit":{"value":3,"unit":"工作日"},
		"promised_limit":{"value":0.5,"unit":"工作日"},"legal_basis":["法"],"materials":[{"name":"表","necessity":"必要"}],
		"codes":{"basic_code":"350101001000","dept_uscc":"11350199MB00000199","implement_code":"11350199MB000001993350101001000"}}]}`),
		[]byte(`{"shared":[{"key":"a","label":"甲","labelEn":"A","kind":"text"}],"forms":[{"item":"","fields":[{"use":"a"}]}]}`), "dengji")
	f.Fuzz(func(t *testing.T, list, forms []byte, query string) {
		c, err := catalogue.Load(list, forms, func(s string) (string, string) { return s, s })
		if err != nil {
			return
		}
		for _, it := range c.Search(query, 3) {
			if _, ok := c.Find(it.ID); !ok {
				t.Fatal("an item was found that is not there")
			}
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	c := load(b)
	b.ReportAllocs()
	for b.Loop() {
		c.Search("spjy", 8)
	}
}
