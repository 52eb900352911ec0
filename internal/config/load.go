package config

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// LoadHall reads and checks a hall node's file. Its error is Faults.
func LoadHall(path string) (c Hall, err error) {
	f := read(path, &c, func(p *problems) { p.hall(c) })
	return c.beside(path), f.hard()
}

// LoadPlatform reads and checks the platform's file. Its error is Faults.
func LoadPlatform(path string) (c Platform, err error) {
	f := read(path, &c, func(p *problems) { p.platform(c) })
	return c.beside(path), f.hard()
}

// LoadDevsim reads and checks the simulators' file. Its error is Faults.
func LoadDevsim(path string) (c Devsim, err error) {
	f := read(path, &c, func(p *problems) { p.devsim(c) })
	return c.beside(path), f.hard()
}

// LoadTerminal reads and checks the file of a counter, kiosk or display. Its error is Faults.
func LoadTerminal(path string, as Role) (c Terminal, err error) {
	f := read(path, &c, func(p *problems) { p.terminal(c, as) })
	return c.beside(path), f.hard()
}

func (c Hall) beside(path string) Hall {
	c.Dir, c.TLS, c.Keys = beside(path, c.Dir), c.TLS.beside(path), c.Keys.beside(path)
	return c
}

func (c Platform) beside(path string) Platform {
	c.Dir, c.BackupDir, c.TLS, c.Keys = beside(path, c.Dir), beside(path, c.BackupDir), c.TLS.beside(path), c.Keys.beside(path)
	return c
}

func (c Devsim) beside(path string) Devsim {
	c.Reader, c.Kiosk, c.Addresses = beside(path, c.Reader), beside(path, c.Kiosk), beside(path, c.Addresses)
	return c
}

func (c Terminal) beside(path string) Terminal {
	c.Dir, c.TLS, c.Keys = beside(path, c.Dir), c.TLS.beside(path), c.Keys.beside(path)
	c.Platform.Certificate = beside(path, c.Platform.Certificate)
	c.Vault.Second, c.Outbox.Stick = beside(path, c.Vault.Second), beside(path, c.Outbox.Stick)
	if p := c.Reader.Port; p != "" && !strings.Contains(p, "://") {
		c.Reader.Port = beside(path, p)
	}
	return c
}

func (t TLS) beside(path string) TLS {
	return TLS{beside(path, t.CA), beside(path, t.Cert), beside(path, t.Key)}
}

func (k Keys) beside(path string) Keys {
	if !strings.Contains(k.TPM, "://") {
		k.TPM = beside(path, k.TPM)
	}
	return k
}

// beside makes a relative path start at the configuration file's folder.
func beside(file, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

// read reads a file strictly: a key nobody knows is a fault, so that a typing slip is not silence.
func read(path string, into any, check func(*problems)) Faults {
	text, err := os.ReadFile(path)
	if err != nil {
		return Faults{unreadable(path, err)}
	}
	meta, err := toml.Decode(string(text), into)
	if err != nil {
		return Faults{broken(path, err)}
	}
	p := &problems{file: path, lines: linesOf(string(text)), set: meta.IsDefined}
	for _, k := range meta.Undecoded() {
		p.add(k.String(), "没有这个设置，是不是拼错了？请改正或删去。", "There is no such setting. Is it misspelt? Correct or delete it.")
	}
	check(p)
	slices.SortStableFunc(p.faults, func(a, b *Error) int { return cmp.Compare(uint(a.Line-1), uint(b.Line-1)) }) // without a line: last
	return p.faults
}

func unreadable(path string, err error) *Error {
	why := err
	if u := errors.Unwrap(err); u != nil {
		why = u
	}
	return &Error{File: path, Sentence: "读不到这个文件。请核对路径和读取权限。", SentenceEN: "The file cannot be read: " + why.Error() + ". Check its path and its permissions."}
}

func broken(path string, err error) *Error {
	e := &Error{File: path, Sentence: "写法不对，读不下去。请对照示例改正。", SentenceEN: "This is not TOML: " + err.Error() + ". Compare it with the example."}
	var pe toml.ParseError
	if errors.As(err, &pe) {
		e.Line, e.Key = pe.Position.Line, pe.LastKey
		e.SentenceEN = "This is not TOML: " + pe.Message + ". Compare it with the example."
	} else if m := wrongType.FindStringSubmatch(err.Error()); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Key, e.Sentence, e.SentenceEN = m[2], "值的类型不对（文字、数字、真假）。请对照示例改正。", "The value is of the wrong type: "+m[3]+". Compare it with the example."
	}
	return e
}

// wrongType is how the library tells of a value that does not fit, for which it has no type.
var wrongType = regexp.MustCompile(`^toml: line (\d+) \(last key "(.*?)"\): (.*)$`)

// problems gathers what is wrong with one file.
type problems struct {
	file   string
	lines  lines
	set    func(key ...string) bool
	faults Faults
}

func (p *problems) add(key, zh, en string) { p.tell(key, zh, en, false) }

func (p *problems) warn(key, zh, en string) { p.tell(key, zh, en, true) }

func (p *problems) tell(key, zh, en string, warning bool) {
	p.faults = append(p.faults, &Error{File: p.file, Key: key, Line: p.lines.of(key), Sentence: zh, SentenceEN: en, Warning: warning})
}

func at(table string, i int) string { return fmt.Sprintf("%s[%d]", table, i+1) }
