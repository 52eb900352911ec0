package trouble_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"onewindow/internal/trouble"
)

func TestEachCodeStandsOnceAndHasItsShape(t *testing.T) {
	seen := map[string]bool{}
	shape := regexp.MustCompile("^" + trouble.Shape + "$")
	for _, e := range trouble.All() {
		if !shape.MatchString(e.Code) || seen[e.Code] {
			t.Errorf("%s has no code's shape, or stands twice", e.Code)
		}
		seen[e.Code] = true
		if got := trouble.Of(e.Code); got != e {
			t.Errorf("Of(%s) gives %+v", e.Code, got)
		}
	}
	if got := trouble.Of("NONE-000"); got != (trouble.Entry{}) {
		t.Errorf("a code of no table gave %+v", got)
	}
}

// advice are the words with which a sentence says what to do, or that nothing need be done.
var advice = map[string]*regexp.Regexp{
	"zh": regexp.MustCompile(`请|自动|可试|再`),
	"en": regexp.MustCompile(`(?i)\b(check|type|ask|unplug|close|call|lift|use|have|put|shut|switch|wait|press|look|note|scan|take|try|let it|start|update|make|mend|stop|choose|correct|confirm|delete|go on|reconnects|will be sent|left\.)`),
}

func TestEachSentenceSaysInBothLanguagesWhatToDo(t *testing.T) {
	filled := regexp.MustCompile(`{(\w+)}`)
	for _, e := range trouble.All() {
		for who, w := range map[string]trouble.Words{"clerk": e.Clerk, "citizen": e.ForCitizen()} {
			for lang, text := range map[string]string{"zh": w.Zh, "en": w.En} {
				name := e.Code + " " + who + " " + lang
				if text == "" || strings.ContainsAny(text, "!！") || strings.TrimSpace(text) != text {
					t.Errorf("%s: %q is empty, ragged or shouts", name, text)
				}
				for _, bad := range []string{"系统错误", "请稍后再试", "未知错误", "error occurred", "try again later"} {
					if strings.Contains(text, bad) {
						t.Errorf("%s: says %q", name, bad)
					}
				}
				if plain := filled.ReplaceAllString(text, "x"); !advice[lang].MatchString(plain) && e.Code != "SCAN-007" { // what stopped it says it
					t.Errorf("%s: %q does not say what to do", name, text)
				}
				if clauses := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("。，；：,.;:", r) }); len(clauses) < 2 && !oneStep[e.Code] {
					t.Errorf("%s: %q says but one thing", name, text)
				}
				if lang == "en" && strings.Count(strings.ToLower(text), "please") > 1 {
					t.Errorf("%s: begs", name)
				}
				if lang == "en" && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
					t.Errorf("%s: holds Chinese", name)
				}
			}
		}
	}
}

// oneStep are sentences that are nothing but what to do, as LOOK words them.
var oneStep = map[string]bool{"CARD-012": true}

func TestCitizensAreAddressedPolitely(t *testing.T) {
	for _, e := range trouble.All() {
		if c := e.Citizen.Zh; c != "" && !strings.Contains(c, "您") {
			t.Errorf("%s: %q lacks 您", e.Code, c)
		}
	}
}

func TestBothLanguagesAskForTheSameValues(t *testing.T) {
	name := regexp.MustCompile(`{\w+}`)
	twins := map[string]string{"{tries}": "{left}", "{offEn}": "{off}", "{stateEn}": "{state}", "{whyEn}": "{why}", "{keptEn}": "{kept}", "{faultsEn}": "{faults}", "{ageEn}": "{age}", "{mostEn}": "{most}", "{actEn}": "{act}", "{placeEn}": "{place}", "{atEn}": "{at}"} // a number with its noun, in English
	for _, e := range trouble.All() {
		for _, w := range []trouble.Words{e.Clerk, e.Citizen} {
			have := map[string]bool{}
			for _, n := range name.FindAllString(w.Zh, -1) {
				have[n] = true
			}
			for _, n := range name.FindAllString(w.En, -1) {
				if twin, ok := twins[n]; ok {
					n = twin
				}
				if !have[n] {
					t.Errorf("%s: the English asks for %s, the Chinese does not", e.Code, n)
				}
				delete(have, n)
			}
			if len(have) > 0 {
				t.Errorf("%s: the English leaves out %v", e.Code, have)
			}
		}
	}
}

func TestTheIssuesListHasAPictureEach(t *testing.T) {
	want := strings.Fields(`CARD-001 CARD-003 CARD-012 PRN-002 PRN-003 PRN-008 AUTH-002 AUTH-003 HALL-101 SYNC-101
		CERT-001 ITEM-001 SCAN-011 SCAN-004 PORT-001 VAULT-008 VAULT-001 CLOCK-001 CONF-001`)
	listed := map[string]string{}
	for _, e := range trouble.Listed() {
		listed[e.Code] = e.Scene
	}
	for _, code := range want {
		if listed[code] != "trouble-"+code {
			t.Errorf("%s has the picture %q", code, listed[code])
		}
		delete(listed, code)
	}
	if len(listed) > 0 {
		t.Errorf("%v have pictures nobody asked for", listed)
	}
}

// The sentences LOOK fixes in its section 8.
func TestTheWordsAreThoseOfTheLook(t *testing.T) {
	for _, c := range []struct {
		code   string
		fill   []string
		zh, en string
	}{
		{"SYNC-101", nil, "平台暂时连不上。您办的件已存本机，恢复后自动上传。", "The platform cannot be reached. Your cases are kept here and will be sent."},
		{"CARD-001", nil, "没有找到读卡器。请检查连线，或改为输入号码。", "No card reader found. Check its cable, or type the number."},
		{"CARD-012", nil, "请拿起身份证，再放一次。", "Lift the card and put it on again."},
		{"AUTH-002", []string{"left", "3", "tries", "3 tries"}, "密码不对，还可试 3 次。", "Wrong PIN, 3 tries left."},
		{"VAULT-001", nil, "另一个窗口程序正开着本机资料，请先关掉它。", "Another window of this program holds the data; close it first."},
	} {
		if got := trouble.Of(c.code).Clerk.Fill(c.fill...); got.Zh != c.zh || got.En != c.en {
			t.Errorf("%s: %+v", c.code, got)
		}
	}
	paper := trouble.Of("PRN-002").ForCitizen().Fill("number", "A021")
	if paper.Zh != "打印机缺纸，号票没有打出。您的号是 A021，请记下或扫码。" || paper.En != "The printer is out of paper. Your number is A021; note it or scan the code." {
		t.Errorf("PRN-002: %+v", paper)
	}
	scan := trouble.Of("SCAN-007").Clerk.Fill(append(trouble.Kept(3), "page", "4", "why", "", "whyEn", "")...)
	if scan.Zh != "扫描停在第 4 页，前 3 页已保存。" || strings.TrimSpace(scan.En) != "Scanning stopped at page 4; 3 pages are kept." {
		t.Errorf("SCAN-007: %+v", scan)
	}
}

func TestASentenceSplitsIntoWhatHappenedAndWhatToDo(t *testing.T) {
	what, do := trouble.Of("CARD-001").Clerk.Split()
	if what.Zh != "没有找到读卡器。" || do.Zh != "请检查连线，或改为输入号码。" || what.En != "No card reader found." || do.En != "Check its cable, or type the number." {
		t.Errorf("%+v, %+v", what, do)
	}
	for _, e := range trouble.All() {
		what, do := e.Clerk.Split()
		if what.Zh+do.Zh != e.Clerk.Zh || strings.TrimSpace(what.En+" "+do.En) != e.Clerk.En {
			t.Errorf("%s falls apart into %+v and %+v", e.Code, what, do)
		}
	}
}

func TestTheLastLineOfAProgramCanBeReadBack(t *testing.T) {
	cause := errors.New("bind: address already in use")
	err := fmt.Errorf("hall: %w", trouble.New("PORT-001", cause, "addr", "127.0.0.1:7443"))
	line := trouble.Line(errors.Join(err, errors.New("close")))
	code, w, ok := trouble.ParseLine(line)
	if !ok || code != "PORT-001" || !strings.Contains(w.Zh, "127.0.0.1:7443") || !strings.Contains(w.En, "127.0.0.1:7443") || strings.Contains(line, "{") {
		t.Errorf("%q gives %q, %+v, %v", line, code, w, ok)
	}
	if code, _, ok := trouble.ParseLine(trouble.Line(errors.New("any"))); !ok || code != "START-001" {
		t.Errorf("an error without words gave %q", code)
	}
	if many := trouble.Line(trouble.New("CONF-001", nil, "file", "a.toml", "faults", "\n1\n2")); strings.Contains(many, "\n") {
		t.Errorf("%q is no line", many)
	}
	for _, no := range []string{"", "hall: listening on :1", "PORT-001", "PORT-001 一", `level=INFO msg="x · y"`} {
		if _, _, ok := trouble.ParseLine(no); ok {
			t.Errorf("%q was read as a trouble", no)
		}
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
}
