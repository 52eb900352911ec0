package trouble_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"onewindow/internal/trouble"
)

// tables are the other tables of codes, by prefix: the package whose rules they are. HALL is in two: what the node
// answers (HALL-0xx) and what the link to it says (HALL-1xx, in the table of troubles).
var tables = map[string]string{
	"CASE": "internal/cases", "FORM": "internal/cases", "QUEUE": "internal/queue",
	"ID": "internal/citizen", "ORG": "internal/citizen", "CAT": "internal/catalogue",
	"DESK": "internal/counter", "CAL": "internal/counter",
	"HALL": "internal/hall", "PLAT": "internal/platform", "BLOB": "internal/platform", "BLOCK": "internal/platform", "OPS": "internal/platform",
}

// source is one file of ours that is no test.
type source struct {
	dir, name string
	file      *ast.File
	consts    map[string]string // names of constants of its folder that are codes
}

var code = regexp.MustCompile("^" + trouble.Shape + "$")

func TestTheSourceKeepsToTheTables(t *testing.T) {
	all := sources(t)
	t.Run("every code stands in a table", func(t *testing.T) { everyCodeStandsInATable(t, all) })
	t.Run("nobody writes a sentence for a code of the table of troubles", func(t *testing.T) { nobodyWritesASentence(t, all) })
}

func everyCodeStandsInATable(t *testing.T, all []source) {
	owned := map[string]bool{}
	for _, s := range all {
		for c := range s.codes() {
			if own, ok := tables[prefix(c)]; ok && within(s.dir, own) {
				owned[c] = true
			}
		}
	}
	n, said := 0, map[string]bool{}
	for _, s := range all {
		for c := range s.codes() {
			n++
			if !within(s.dir, "internal/trouble") || strings.HasSuffix(s.name, "/start.go") {
				said[c] = true
			}
			if trouble.Of(c).Code == "" && !owned[c] {
				t.Errorf("%s: %s stands in no table", s.name, c)
			}
		}
	}
	for _, e := range trouble.All() {
		if !said[e.Code] {
			t.Errorf("%s is said by nobody", e.Code)
		}
	}
	if n < 200 {
		t.Fatalf("only %d codes were found: the walk has lost its way", n)
	}
}

func nobodyWritesASentence(t *testing.T, all []source) {
	for _, s := range all {
		if within(s.dir, "internal/trouble") {
			continue
		}
		for c, text := range s.sentences() {
			t.Errorf("%s: %s has a sentence of its own: %q", s.name, c, text)
		}
	}
}

// The walk itself: what it must find and what it must let pass.
func TestTheWalkFindsSentencesBesideCodes(t *testing.T) {
	const text = `package p
	const mine = "PRN-002"
	var a = fault("CARD-001", "没有找到读卡器。", "No reader.", nil)
	var b = E{Code: mine, Sentence: fmt.Sprintf("缺纸 %d", 1)}
	var c = d.fail(told("SCAN-012", nil), "扫描", "Scanning")
	var e = fault("DESK-001", "没有完成。", "Not done.", nil)
	`
	f, err := parser.ParseFile(token.NewFileSet(), "p.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := source{dir: "p", file: f, consts: constants([]*ast.File{f})}
	got := s.sentences()
	if len(got) != 2 || got["CARD-001"] == "" || got["PRN-002"] == "" {
		t.Errorf("found %v", got)
	}
}

func prefix(c string) string { p, _, _ := strings.Cut(c, "-"); return p }

func within(dir, of string) bool { return dir == of || strings.HasPrefix(dir, of+"/") }

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	for _, top := range []string{"cmd", "devices", "internal", "sync", "ui"} {
		err := filepath.WalkDir(filepath.Join("../..", top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			of, err := folder(path)
			out = append(out, of...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// folder reads the files of one folder that are no tests.
func folder(path string) (out []source, err error) {
	names, err := filepath.Glob(filepath.Join(path, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
		dir, _ := strings.CutPrefix(filepath.ToSlash(path), "../../")
		out = append(out, source{dir: dir, name: filepath.ToSlash(name), file: f})
	}
	of := constants(files)
	for i := range out {
		out[i].consts = of
	}
	return out, nil
}

// constants gives the names that stand for codes.
func constants(files []*ast.File) map[string]string {
	out := map[string]string{}
	for _, f := range files {
		for n := range ast.Preorder(f) {
			v, ok := n.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, x := range v.Values {
				if c := literal(x); code.MatchString(c) {
					out[v.Names[i].Name] = c
				}
			}
		}
	}
	return out
}

func literal(x ast.Node) string {
	b, ok := x.(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(b.Value)
	if err != nil {
		return ""
	}
	return text
}

// codes gives the codes a file names.
func (s source) codes() map[string]bool {
	out := map[string]bool{}
	for n := range ast.Preorder(s.file) {
		if c := literal(n); code.MatchString(c) {
			out[c] = true
		}
	}
	return out
}

// sentences gives what stands beside a code of the table, in one call or one literal, and reads like a sentence.
func (s source) sentences() map[string]string {
	out := map[string]string{}
	for n := range ast.Preorder(s.file) {
		var parts []ast.Expr
		switch x := n.(type) {
		case *ast.CallExpr:
			parts = x.Args
		case *ast.CompositeLit:
			parts = x.Elts
		}
		if c := s.codeAmong(parts); c != "" {
			for _, p := range parts {
				if text := sentenceIn(p); text != "" {
					out[c] = text
				}
			}
		}
	}
	return out
}

// codeAmong gives the code of the table that is one of the parts.
func (s source) codeAmong(parts []ast.Expr) string {
	for _, p := range parts {
		if kv, ok := p.(*ast.KeyValueExpr); ok {
			p = kv.Value
		}
		c := literal(p)
		if id, ok := p.(*ast.Ident); ok {
			c = s.consts[id.Name]
		}
		if code.MatchString(c) && trouble.Of(c).Code != "" {
			return c
		}
	}
	return ""
}

// sentenceIn finds a text for people: Chinese, or several words with a full stop.
func sentenceIn(x ast.Expr) string {
	for n := range ast.Preorder(x) {
		text := literal(n)
		han := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		if han || strings.HasSuffix(text, ".") && len(slices.Collect(strings.FieldsSeq(text))) > 2 {
			return text
		}
	}
	return ""
}
