package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "machine.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestATerminalsPathsStartAtItsFile(t *testing.T) {
	path := write(t, "terminal='W03'\ndir='vault'\n[hall]\nnodes=['https://127.0.0.1:1']\n[reader]\nport='dev/reader'\n[tls]\nca='/etc/ca.pem'\n")
	c, err := LoadTerminal(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(path)
	if c.Dir != filepath.Join(dir, "vault") || c.Reader.Port != filepath.Join(dir, "dev/reader") || c.TLS.CA != "/etc/ca.pem" {
		t.Errorf("paths are %q, %q and %q", c.Dir, c.Reader.Port, c.TLS.CA)
	}
}

func TestANetworkReaderIsNotAPath(t *testing.T) {
	c, err := LoadTerminal(write(t, "terminal='K1'\n[hall]\nnodes=['x']\n[reader]\nport='tcp://127.0.0.1:7'\n"))
	if err != nil || c.Reader.Port != "tcp://127.0.0.1:7" {
		t.Errorf("port %q, error %v", c.Reader.Port, err)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a misspelt key":        {"terminal='W03'\nlangauge='zh'\n[hall]\nnodes=['x']", "langauge"},
		"a missing name":        {"[hall]\nnodes=['x']", "terminal"},
		"no hall":               {"terminal='W03'", "hall.nodes"},
		"a language of no use":  {"terminal='W03'\nlanguage='fr'\n[hall]\nnodes=['x']", "language"},
		"a line that is broken": {"terminal=\n", "line 1"},
	} {
		_, err := LoadTerminal(write(t, c.text))
		var ce *Error
		if !errors.As(err, &ce) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want a word about %q", name, err, c.want)
		}
		if ce != nil && (ce.Sentence == "" || ce.SentenceEN == "") {
			t.Errorf("%s: a sentence is missing in %+v", name, ce)
		}
	}
}

func TestAWindowOfAnUnknownCategoryIsRefused(t *testing.T) {
	_, err := LoadHall(write(t, "dir='d'\nlisten='x'\n[settings]\nname='h'\n[[settings.category]]\ncode='A'\n[[settings.window]]\nno=1\ncategories=['Q']\n"))
	if err == nil || !strings.Contains(err.Error(), `"Q"`) {
		t.Errorf("got %v", err)
	}
}

func TestAFileThatIsNotThereIsSaidSo(t *testing.T) {
	_, err := LoadPlatform(filepath.Join(t.TempDir(), "none.toml"))
	var ce *Error
	if !errors.As(err, &ce) {
		t.Errorf("got %v", err)
	}
}

// FuzzFiles gives the same text to every program's file.
func FuzzFiles(f *testing.F) {
	f.Add("terminal='W03'\n[hall]\nnodes=['x']\n")
	f.Add("dir='d'\nlisten='x'\n[settings]\nname='h'\n[[settings.category]]\ncode='A'\n[[settings.window]]\nno=1\ncategories=['A']\n")
	f.Add("dir='d'\napi='a'\nweb='w'\npublic_base='p'\n[papers]\nhall='h'\nphone='1'\ncomplaints='2'\n")
	f.Add("control='127.0.0.1:0'\n")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(dir, "machine.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		hall, err1 := LoadHall(path)
		city, err2 := LoadPlatform(path)
		lab, err3 := LoadDevsim(path)
		terminal, err4 := LoadTerminal(path)
		for name, c := range map[string]struct {
			err error
			has bool
		}{"hall": {err1, hall.Dir != "" && len(hall.Settings.Windows) > 0}, "platform": {err2, city.Dir != "" && city.API != ""},
			"devsim": {err3, lab.Control != ""}, "terminal": {err4, terminal.Terminal != "" && len(terminal.Hall.Nodes) > 0}} {
			var ce *Error
			if c.err == nil && !c.has {
				t.Errorf("%s: a file without what it needs was taken", name)
			}
			if c.err != nil && (!errors.As(c.err, &ce) || ce.Sentence == "") {
				t.Errorf("%s: no word about %v", name, c.err)
			}
		}
	})
}
