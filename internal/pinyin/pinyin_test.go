package pinyin_test

import (
	"slices"
	"testing"

	"onewindow/internal/pinyin"
)

func TestInitialsAndFull(t *testing.T) {
	for _, v := range []struct{ s, full, initials string }{
		{"食品经营许可(新办)", "shipinjingyingxukexinban", "spjyxkxb"},
		{"社会保障卡", "shehuibaozhangka", "shbzk"},
		{"A类 2 项", "alei2xiang", "al2x"},
		{"女", "nv", "n"},
		{"", "", ""},
	} {
		if got := pinyin.Full(v.s); got != v.full {
			t.Errorf("full of %s is %q, want %q", v.s, got, v.full)
		}
		if got := pinyin.Initials(v.s); got != v.initials {
			t.Errorf("initials of %s are %q, want %q", v.s, got, v.initials)
		}
	}
}

func TestCandidatesPutCommonCharactersFirst(t *testing.T) {
	table := pinyin.NewTable()
	for syllable, want := range map[string]string{
		"zhang": "张", "lin": "林", "chen": "陈", "de": "的", "fu": "福", "zhou": "州", "nv": "女", "wang": "王",
	} {
		got := table.Candidates(syllable)
		if i := slices.Index(got, []rune(want)[0]); i < 0 || i > 4 {
			t.Errorf("%s: %s is at place %d of %d", syllable, want, i, len(got))
		}
	}
	if got := table.Candidates("yan"); !slices.Contains(got, '䶮') {
		t.Error("䶮 cannot be reached by yan")
	}
	if table.Candidates("xyz") != nil {
		t.Error("candidates for what is no syllable")
	}
}

func TestEveryCharacterCanBeReachedByItsFirstReading(t *testing.T) {
	table := pinyin.NewTable()
	for _, r := range "鼓楼区八一七北路张福州市台江仓山晋安马尾㛃" {
		if !slices.Contains(table.Candidates(pinyin.Full(string(r))), r) {
			t.Errorf("%c is not among its own candidates (%s)", r, pinyin.Full(string(r)))
		}
	}
}

func TestStartingListsSyllables(t *testing.T) {
	got := pinyin.NewTable().Starting("zhua")
	if !slices.Equal(got, []string{"zhua", "zhuai", "zhuan", "zhuang"}) {
		t.Errorf("zhua begins %v", got)
	}
}

func BenchmarkNewTable(b *testing.B) {
	for b.Loop() {
		pinyin.NewTable()
	}
}
