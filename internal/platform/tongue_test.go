package platform

import (
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"onewindow/internal/cases"
)

func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

var (
	filled = regexp.MustCompile(`\{\w+\}`)
	asked  = regexp.MustCompile(`"([a-z]+(?:\.[a-z]+)+|brand|place|switch|logout|search|done)"`)
	begun  = regexp.MustCompile(`"([a-z]+(?:\.[a-z]+)*\.)"`) // the rest of the key is made
)

func TestBothLanguagesOfThePagesSayTheSameAndNothingIsLeftOver(t *testing.T) {
	all, err := tongues()
	if err != nil {
		t.Fatal(err)
	}
	zh, en := all["zh"].words, all["en"].words
	for key, text := range zh {
		a, b := filled.FindAllString(text, -1), filled.FindAllString(en[key], -1)
		slices.Sort(a)
		slices.Sort(b)
		if en[key] == "" || text == "" || !slices.Equal(a, b) {
			t.Errorf("%s: %q and %q", key, text, en[key])
		}
		if han(en[key]) && key != "switch" {
			t.Errorf("the English of %s is Chinese", key)
		}
	}
	for key := range en {
		if _, ok := zh[key]; !ok {
			t.Errorf("%s has no Chinese", key)
		}
	}
	used, made := map[string]bool{}, []string{}
	for _, pattern := range []string{"*.go", "web/*.html"} {
		files, _ := filepath.Glob(pattern)
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			source, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range asked.FindAllStringSubmatch(string(source), -1) {
				used[m[1]] = true
			}
			for _, m := range begun.FindAllStringSubmatch(string(source), -1) {
				made = append(made, m[1])
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(zh)) {
		if !used[key] && !slices.ContainsFunc(made, func(begin string) bool { return strings.HasPrefix(key, begin) }) {
			t.Errorf("nobody uses %s", key)
		}
	}
}

// plain makes a platform on which everything people and the catalogue say is English, so that any Chinese is the pages' own.
func plain(t *testing.T) (*world, cases.Case) {
	t.Helper()
	w := newWorld(t, func(p *Params) {
		p.Users = []User{{Login: "1001", Name: "Wang Lan", Post: "审查岗", PostEN: "Reviewer", Hash: "secret"}}
	})
	c := scanned(w.draft(1), []byte("page"))
	c.Item.Name, c.Item.Dept, c.Item.Legal.Unit, c.By.Name = "Food permit", "Market office", "", "Chen"
	c.Applicant.Name = "Chen"
	for i := range c.Form {
		c.Form[i].Text, c.Form[i].Was = "Answer", ""
	}
	for i := range c.Materials {
		c.Materials[i].Spec.Name = "Material"
	}
	return w, c
}

// own takes away what is Chinese for a reason: an opinion's text goes onto papers, and Chinese is called so in itself.
var own = regexp.MustCompile(`data-text="[^"]*"|>中文<`)

func TestAnEnglishPageHoldsNoChinese(t *testing.T) {
	w, c := plain(t)
	b := w.browser().get("/login")
	look := func(where string, words ...string) {
		t.Helper()
		rest := own.ReplaceAllString(b.page, "")
		if at := strings.IndexFunc(rest, func(r rune) bool { return unicode.Is(unicode.Han, r) }); at >= 0 {
			t.Errorf("%s: Chinese in …%s…", where, rest[max(at-80, 0):min(at+80, len(rest))])
		}
		for _, word := range append(words, `lang="en"`) {
			if !strings.Contains(b.page, word) {
				t.Errorf("%s does not say %q", where, word)
			}
		}
		if m := regexp.MustCompile(`(?:>|")((?:[a-z]+\.)+[a-z]+)(?:<|")`).FindStringSubmatch(strings.ReplaceAll(rest, "csrf", "")); m != nil && !strings.Contains(m[1], "svg") && !strings.Contains(m[1], "css") {
			t.Errorf("%s shows the key %q", where, m[1])
		}
	}
	b.speak("en", "/login").wants(http.StatusOK)
	look("the door", "Staff number")
	b.login("1001", "wrong").wants(http.StatusUnauthorized, "tries left: 4")
	look("a wrong password")
	b.login("1001", "secret").wants(http.StatusOK)
	look("an empty console", "To review", "Reviewer", ">All<")
	filing := accept(c)
	filing.By.Name, filing.Paper.Number = "Chen", "No. 1"
	w.offer(offerOf(operation("op-1", c.ID, 1, filing)))
	path := "/console/cases/" + c.ID
	b.get("/console?q=nothing")
	look("a search", "Found: 0")
	b.get("/console/cases/none")
	look("a case of another", "WEB-002")
	b.get(path)
	look("a case", "Grant", "Decide by", "As filled in", "Acceptance notice", "Accept")
	b.press(path, "act", "deny", "")
	look("a denial without reason", "WEB-003")
	b.press(path, "act", "correct", "Area")
	look("corrections asked for", "Clock stopped", "Corrections asked for: Area")
	b.press(path, "act", "grant", "")
	page := strings.ReplaceAll(strings.ReplaceAll(b.page, "一窗准字〔2026〕第", ""), "号", "")
	b.page = page
	look("a granted case", "Granted · Wang Lan", "Decided. Result and papers")
	b.get("/p/" + c.Token)
	look("the citizen's page", "Granted. The result waits", "History")
	b.get("/p/none")
	look("no case", "No case yet")
}

func TestTheLanguageIsSwitchedOnTheSpotAndNothingWrittenIsLost(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	path := "/console/cases/" + c.ID
	b := w.browser().login("1001", "secret").get(path)
	b.wants(http.StatusOK, "审查意见", `lang="en">English</button>`)
	b.press(path, "lang", "en", "面积 86.5").wants(http.StatusOK, "Opinion", "面积 86.5", ">All<", ">中文</button>")
	b.get("/console").wants(http.StatusOK, "To review")
	b.speak("zh", "/console?queue=done").wants(http.StatusOK, "已送达 0")
	b.get("/p/"+c.Token+"?lang=en").wants(http.StatusOK, "Progress")
	b.get("/p/"+c.Token).wants(http.StatusOK, "Progress")
}

func TestTheSwitchLeadsNowhereElse(t *testing.T) {
	for path, want := range map[string]string{"/console?q=1": "/console?q=1", "": "/console", "//elsewhere.example/": "/console", "https://elsewhere.example/": "/console",
		`/\elsewhere.example`: "/console", "console": "/console", "/a\r\nSet-Cookie: x": "/console"} {
		if got := here(path); got != want {
			t.Errorf("%q leads to %q", path, got)
		}
	}
}

// speak presses the button of the other language.
func (b *browser) speak(lang, back string) *browser {
	b.w.t.Helper()
	return b.read(b.http.PostForm(b.w.web+"/language", url.Values{"lang": {lang}, "back": {back}}))
}
