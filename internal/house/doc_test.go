package house

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sentence ends a sentence.
var sentence = regexp.MustCompile(`[.。](\s|$)`)

// Every room has a doc.go, and only there stands what the room is for, what it promises and what it must not know.
func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range listed(t) {
		dir := filepath.Join("../..", filepath.FromSlash(strings.TrimPrefix(p.ImportPath, "onewindow/")))
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		said := false
		for _, f := range files {
			if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
				continue
			}
			comment := packageComment(t, filepath.Join(dir, f.Name()))
			switch {
			case f.Name() != "doc.go" && comment != "":
				t.Errorf("%s: the package comment stands in %s; it belongs into doc.go", p.ImportPath, f.Name())
			case f.Name() == "doc.go":
				said = true
				if n := len(sentence.FindAllString(comment, -1)); n < 2 {
					t.Errorf("%s: doc.go says %d sentences; say what the room is for, what it promises, what it must not know", p.ImportPath, n)
				}
			}
		}
		// A package of tests only has no room of its own.
		if !said && slices.ContainsFunc(files, func(f os.DirEntry) bool {
			return strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go")
		}) {
			t.Errorf("%s has no doc.go", p.ImportPath)
		}
	}
}

func packageComment(t *testing.T, path string) string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return f.Doc.Text()
}
