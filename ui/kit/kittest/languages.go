package kittest

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onewindow/assets"
)

// Languages holds the package of the test to its texts in assets/lang/<pkg>.{zh,en}.json: no Chinese stands in its
// source (but outside, which is data), every key is in both languages, and every key is said.
func Languages(t testing.TB, pkg string, outside ...string) {
	t.Helper()
	zh, en := texts(t, pkg, "zh"), texts(t, pkg, "en")
	said, parts := literals(t, func(file, text string) {
		if strings.ContainsFunc(text, isHan) && !slices.Contains(outside, text) {
			t.Errorf("%s: %q belongs into assets/lang", file, text)
		}
	})
	for key, text := range zh {
		if _, ok := en[key]; !ok {
			t.Errorf("%s: %q is not in English", key, text)
		}
		if !said[key] && !slices.ContainsFunc(parts, func(s string) bool { return strings.HasPrefix(key, s) || strings.HasSuffix(key, s) }) {
			t.Errorf("%s is never said", key)
		}
	}
	for key := range en {
		if _, ok := zh[key]; !ok {
			t.Errorf("%s is said in English only", key)
		}
	}
}

func texts(t testing.TB, pkg, lang string) map[string]string {
	t.Helper()
	raw, err := assets.Files.ReadFile("lang/" + pkg + "." + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// literals visits every string of the package's source; parts are those that end or begin with a dot: keys are put
// together of them.
func literals(t testing.TB, visit func(file, text string)) (said map[string]bool, parts []string) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	said = map[string]bool{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if text, err := strconv.Unquote(lit.Value); err == nil {
				visit(name, text)
				said[text] = true
				part, _, _ := strings.Cut(text, "%")
				if len(part) > 1 && (strings.HasSuffix(part, ".") || strings.HasPrefix(part, ".")) {
					parts = append(parts, part)
				}
			}
			return true
		})
	}
	return said, parts
}
