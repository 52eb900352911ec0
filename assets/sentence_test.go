package assets_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// chineseOnly are literals that have no English, and why.
var chineseOnly = map[string]string{
	"internal/bench/operation.go: Title without TitleEN": "nobody reads what is only measured",
	"cmd/onewindow/display.go: Name without NameEN":      "a machine knows its hall's name from its papers, which are in Chinese; the hall tells the other",
}

var lineNumber = regexp.MustCompile(`:\d+: `)

// A struct with a field and its twin …EN is a sentence in two languages: who fills one must fill the other.
func TestEverySentenceIsWrittenInBothLanguages(t *testing.T) {
	all := sources(t, "internal", "devices", "sync", "ui", "cmd")
	pairs := pairs(all)
	if !pairs["internal/kiosk.Problem.Sentence"] {
		t.Fatal("the sentences of the kiosk are not found")
	}
	for _, s := range all {
		for _, fault := range s.halves(pairs) {
			if chineseOnly[lineNumber.ReplaceAllString(fault, ": ")] == "" {
				t.Error(fault)
			}
		}
	}
}

func TestHalfASentenceIsFound(t *testing.T) {
	const code = `package p
import "onewindow/internal/kiosk"
var a = kiosk.Problem{Code: "X", Sentence: "没有纸"}
var b = []*kiosk.Problem{{Sentence: "没有纸", SentenceEN: "no paper"}, {SentenceEN: "no paper"}}
var c = map[string]kiosk.Problem{"x": {Sentence: "没有纸"}}
var d = Problem{Sentence: "another one's"}`
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "p.go", code, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := source{"cmd/p/p.go", f, set}.halves(map[string]bool{"internal/kiosk.Problem.Sentence": true})
	want := []string{"cmd/p/p.go:3: Sentence without SentenceEN", "cmd/p/p.go:4: SentenceEN without Sentence", "cmd/p/p.go:5: Sentence without SentenceEN"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// halves are the literals of a file that fill one field of a pair.
func (s source) halves(pairs map[string]bool) []string {
	var out []string
	inner := map[ast.Node]ast.Expr{} // literals whose type stands outside
	ast.Inspect(s.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		kind := lit.Type
		if kind == nil {
			kind = inner[lit]
		}
		of := element(kind)
		filled := map[string]bool{}
		var names []string
		for _, e := range lit.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				e = kv.Value
				if id, ok := kv.Key.(*ast.Ident); ok {
					filled[id.Name] = true
					names = append(names, id.Name)
				}
			}
			inner[e] = of
		}
		for _, name := range names {
			base, twin := strings.TrimSuffix(name, "EN"), name+"EN"
			if base != name {
				twin = base
			}
			if pairs[s.typeOf(kind)+"."+base] && !filled[twin] {
				out = append(out, s.at(lit)+": "+name+" without "+twin)
			}
		}
		return true
	})
	return out
}

// element is the type of what a list or a map holds.
func element(e ast.Expr) ast.Expr {
	var of ast.Expr
	switch e := e.(type) {
	case *ast.ArrayType:
		of = e.Elt
	case *ast.MapType:
		of = e.Value
	}
	if p, ok := of.(*ast.StarExpr); ok {
		return p.X
	}
	return of
}

// pairs are "package.Type.Field" of every struct that has Field and FieldEN.
func pairs(all []source) map[string]bool {
	out := map[string]bool{}
	for _, s := range all {
		ast.Inspect(s.file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			st, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			fields := map[string]bool{}
			for _, f := range st.Fields.List {
				for _, id := range f.Names {
					fields[id.Name] = true
				}
			}
			for name := range fields {
				if fields[name+"EN"] {
					out[path.Dir(s.path)+"."+spec.Name.Name+"."+name] = true
				}
			}
			return true
		})
	}
	return out
}

// typeOf is a literal's type with its package's folder; "" where it is none of a name.
func (s source) typeOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return path.Dir(s.path) + "." + e.Name
	case *ast.SelectorExpr:
		pkg, ok := e.X.(*ast.Ident)
		if !ok {
			return ""
		}
		for _, imp := range s.file.Imports {
			from, _ := literal(imp.Path)
			name := path.Base(from)
			if imp.Name != nil {
				name = imp.Name.Name
			}
			if name == pkg.Name {
				return strings.TrimPrefix(from, "onewindow/") + "." + e.Sel.Name
			}
		}
	}
	return ""
}
