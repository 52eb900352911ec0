package present_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// outside are the Chinese texts that may stand in the source: data the catalogue and the rating's standard bring, texts
// of papers (which are Chinese in any language of the screen), and sentences whose English stands beside them.
var outside = []string{
	"、", "。.", "非常", "中文", "不收费", "复印件", "容缺后补", "非必要", "平方米", "人", "辆", "吨", "元", "万元", "美元",
	"申请事项依法不需要取得行政许可。依据《中华人民共和国行政许可法》第三十二条第一款第（一）项。",
	"申请事项依法不属于本行政机关职权范围，请向有关行政机关申请。依据《中华人民共和国行政许可法》第三十二条第一款第（二）项。",
	"申请人不具备该事项规定的申请资格。", "取送材料", "设备故障", "短时离岗", "交接班",
}

// sources gives every string literal of the counter's windows.
func sources(t *testing.T, visit func(file, text string)) {
	t.Helper()
	for _, pattern := range []string{"*.go", "../*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil {
						visit(name, text)
					}
				}
				return true
			})
		}
	}
}

func TestNoTextOfTheScreenStandsOutsideTheLanguages(t *testing.T) {
	sources(t, func(file, text string) {
		han := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) || strings.ContainsRune("，。；：、", r) })
		if han && !slices.Contains(outside, text) {
			t.Errorf("%s: %q belongs into assets/lang", file, text)
		}
	})
}

func TestEveryTextIsUsed(t *testing.T) {
	said := map[string]bool{}
	var starts []string // keys that are put together: "state." + …
	sources(t, func(_, text string) {
		said[text] = true
		if strings.HasSuffix(text, ".") && len(text) > 1 {
			starts = append(starts, text)
		}
	})
	for key := range chinese(t) {
		if !said[key] && !slices.ContainsFunc(starts, func(s string) bool { return strings.HasPrefix(key, s) }) {
			t.Errorf("%s is never said", key)
		}
	}
}

func chinese(t *testing.T) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("../../../assets/lang/counter.zh.json")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}
