package assets_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"onewindow/assets"
)

// made are keys whose beginning the program makes; those whose end it makes ("slip."+state) are found in the source.
var made = []string{"card.*.sub", "closed.*", "ended.*", "quiet.*", "searching.*"}

// apart are keys that need not say the same in both languages, and why.
var apart = map[string]string{
	"counter:date.short":       "English writes the month's name",
	"kiosk:date":               "English writes the month's name",
	"display:slip.done":        "the window's number stands beside it",
	"display:strip.categories": "Chinese counts all of them, English the others",
	"display:people.unit":      "English has no word for counted people",
	"display:strip.please":     "English has it in its sentence",
}

// own is what languages and keyboards are called in themselves.
var own = strings.NewReplacer("中文", "", "中 / EN", "")

// han are the files of windows that may hold Chinese outside the words: which, and why.
var han = []struct{ file, texts, why string }{
	{"ui/counter/citizen_view.go", "非常", "where a grade's word is broken"},
	{"ui/counter/keys.go", "中文", "what Chinese is called in itself"},
	{"ui/counter/present/panel.go", "", "what goes onto a notice and to the displays: Chinese in any language of the screen"},
	{"ui/counter/present/casefile.go", "不收费", "a value of the catalogue"},
	{"ui/counter/present/form.go", "平方米 人 辆 吨 元 万元 美元", "the catalogue's units"},
	{"ui/counter/present/materials.go", "复印件 容缺后补 非必要", "values of the catalogue"},
	{"ui/kiosk/presenter.go", "复印件", "a value of the catalogue"},
	{"ui/kiosk/presenter.go", "%d月%d日 零一二三四五六七八九", "dates and spoken numbers of Chinese"},
	{"ui/kit/kittest/data.go", "", "what Chinese is called in itself"},
	{"ui/kit/prose.go", "国", "measures a line"},
	{"ui/demo/column.go", "国", "measures a line"},
	{"cmd/onewindow/main.go", "", "the list of commands is in both languages"},
	{"cmd/onewindow/outbox.go", "", "a technician's command answers in both languages at once"},
	{"cmd/onewindow/vault.go", "", "likewise"},
	{"cmd/onewindow/vaultkeys.go", "", "likewise"},
	{"cmd/onewindow/vaulttold.go", "", "likewise"},
	{"cmd/onewindow/setup.go", "陈晓 王岚", "people of the demonstration"},
}

// places says whose words a folder's files use, beside those of kit.
var places = []struct{ folder, words string }{
	{"ui/counter", "counter"}, {"ui/kiosk", "kiosk"}, {"ui/display", "display"}, {"ui/demo", "demo"}, {"ui/doorway", "doorway"},
	{"ui/kit", "kit"}, {"cmd/onewindow", "demo"},
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// read gives the words of a package in a language.
func read(t *testing.T, pkg, lang string) map[string]string {
	t.Helper()
	raw, err := assets.Files.ReadFile("lang/" + pkg + "." + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("%s.%s: %v", pkg, lang, err)
	}
	return out
}

func packages(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(assets.Files, "lang/*.zh.json")
	if err != nil || len(names) < 5 {
		t.Fatalf("%d words: %v", len(names), err)
	}
	for i, n := range names {
		names[i] = strings.TrimSuffix(filepath.Base(n), ".zh.json")
	}
	return names
}

var placeholder = regexp.MustCompile(`\{[a-zA-Z]+\}`)

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	for _, pkg := range packages(t) {
		zh, en := read(t, pkg, "zh"), read(t, pkg, "en")
		for key, text := range zh {
			other, ok := en[key]
			if !ok {
				t.Errorf("%s: %q has no English", pkg, key)
				continue
			}
			a, b := placeholder.FindAllString(text, -1), placeholder.FindAllString(other, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(slices.Compact(a), slices.Compact(b)) && apart[pkg+":"+key] == "" {
				t.Errorf("%s: %q fills %v in Chinese and %v in English", pkg, key, a, b)
			}
			if (text == "" || other == "") && apart[pkg+":"+key] == "" {
				t.Errorf("%s: %q is empty in a language", pkg, key)
			}
		}
		for key, text := range en {
			if _, ok := zh[key]; !ok {
				t.Errorf("%s: %q has no Chinese", pkg, key)
			}
			if strings.ContainsFunc(own.Replace(text), isHan) {
				t.Errorf("%s: the English of %q holds Chinese: %q", pkg, key, text)
			}
		}
	}
}

// source is one file of the program.
type source struct {
	path string
	file *ast.File
	set  *token.FileSet
}

func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(n.Pos()).Line)
}

// sources are the Go files below folders of the repository, tests left out.
func sources(t *testing.T, folders ...string) []source {
	t.Helper()
	var out []source
	for _, folder := range folders {
		err := filepath.WalkDir("../"+folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			out = append(out, source{filepath.ToSlash(path[len("../"):]), f, set})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 20 {
		t.Fatalf("only %d files", len(out))
	}
	return out
}

// literal is a string constant's text.
func literal(n ast.Node) (string, bool) {
	l, ok := n.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// asks are the methods that look a key up.
var asks = []string{"T", "Other", "Has", "t", "word"}

func TestEveryKeyIsUsedAndNoneIsMissing(t *testing.T) {
	words := map[string]map[string]string{}
	for _, pkg := range packages(t) {
		words[pkg] = read(t, pkg, "zh")
	}
	used, patterns := map[string]bool{}, map[string]bool{}
	for _, p := range made {
		patterns[p] = true
	}
	for _, s := range sources(t, "ui", "cmd/onewindow") {
		mine := wordsOf(s.path)
		ast.Inspect(s.file, func(n ast.Node) bool {
			if text, ok := literal(n); ok {
				used[text] = true
			}
			if p := pattern(n); p != "" {
				patterns[p] = true
			}
			key, ok := asked(n)
			if !ok {
				return true
			}
			if _, ok := words["kit"][key]; ok {
				return true
			}
			if _, ok := words[mine][key]; !ok {
				t.Errorf("%s: no words for %q", s.at(n), key)
			}
			return true
		})
	}
	for pkg, all := range words {
		for _, key := range slices.Sorted(maps.Keys(all)) {
			matches := func(p string) bool { ok, _ := path.Match(p, key); return ok }
			if !used[key] && !slices.ContainsFunc(slices.Collect(maps.Keys(patterns)), matches) {
				t.Errorf("%s: nobody uses %q", pkg, key)
			}
		}
	}
}

// pattern is what a sum of texts looks like: "strip."+state+".title" is strip.*.title. It has to begin with a part of a
// key, so that it names something.
func pattern(n ast.Node) string {
	sum, ok := n.(*ast.BinaryExpr)
	if !ok || sum.Op != token.ADD {
		return ""
	}
	var parts func(e ast.Expr) string
	parts = func(e ast.Expr) string {
		if b, ok := e.(*ast.BinaryExpr); ok {
			return parts(b.X) + parts(b.Y)
		}
		if text, ok := literal(e); ok {
			return text
		}
		return "*"
	}
	p := parts(sum)
	if begin, _, dynamic := strings.Cut(p, "*"); dynamic && keyBegin.MatchString(begin) {
		return p
	}
	return ""
}

var keyBegin = regexp.MustCompile(`^[a-zA-Z]+(\.[a-zA-Z0-9]+)*[.]$`)

func wordsOf(file string) string {
	for _, p := range places {
		if strings.HasPrefix(file, p.folder+"/") {
			return p.words
		}
	}
	return "kit"
}

// asked is the key that a call looks up, if it is written there.
func asked(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", false
	}
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	if !slices.Contains(asks, name) {
		return "", false
	}
	return literal(call.Args[0])
}

func TestWindowsHoldNoChineseOfTheirOwn(t *testing.T) {
	seen := map[int]bool{}
	for _, s := range sources(t, "ui", "cmd/onewindow") {
		ast.Inspect(s.file, func(n ast.Node) bool {
			text, ok := literal(n)
			if !ok || !strings.ContainsFunc(text, isHan) {
				return true
			}
			i := slices.IndexFunc(han, func(a struct{ file, texts, why string }) bool {
				return a.file == s.path && (a.texts == "" || slices.Contains(strings.Fields(a.texts), text))
			})
			if seen[i] = true; i < 0 {
				t.Errorf("%s: %q belongs in assets/lang", s.at(n), text)
			}
			return true
		})
	}
	for i, a := range han {
		if !seen[i] {
			t.Errorf("%s holds no %s any more", a.file, a.texts)
		}
	}
}

func TestKeysThatTheProgramMakesAreFound(t *testing.T) {
	for code, want := range map[string]string{
		`"strip." + state + ".title"`: "strip.*.title",
		`"slip." + string(s)`:         "slip.*",
		`"weekday." + "1"`:            "",
		`x + ".title"`:                "",
		`"no key: " + x`:              "",
	} {
		e, err := parser.ParseExpr(code)
		if err != nil {
			t.Fatal(err)
		}
		if got := pattern(e); got != want {
			t.Errorf("%s makes %q, want %q", code, got, want)
		}
	}
}
