package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/internal/trouble"
)

const pin = "$argon2id$v=19$m=32768,t=3,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"

// examples are files in which nothing is wrong, one setting a line so that a test can spoil it.
var examples = map[Role]string{
	HallNode: `dir = "hall"
listen = "127.0.0.1:8443"
[tls]
ca = "ca.pem"
cert = "m.pem"
key = "m.key"
[settings]
name = "大厅"
name_en = "Hall"
zone_minutes = 480
progress_base = "https://hall.example/p/"
[[settings.category]]
code = "A"
name = "企业设立"
[[settings.category]]
code = "B"
name = "经营管理"
[[settings.window]]
no = 1
categories = ["A"]
[[settings.window]]
no = 2
categories = ["A", "B"]
`,
	Central: `dir = "platform"
api = "127.0.0.1:9443"
web = "127.0.0.1:443"
public_base = "https://hall.example/p/"
backup_dir = "backup"
[tls]
ca = "ca.pem"
cert = "m.pem"
key = "m.key"
[papers]
hall = "大厅"
phone = "0591-12345"
complaints = "0591-12345"
[[user]]
operator = "1001"
name = "王岚"
pin = "` + pin + `"
`,
	Simulators: "control = \"127.0.0.1:7300\"\nreader = \"dev/reader\"\nprinter = \"127.0.0.1:9100\"\n",
	Counter: terminal + `dir = "vault"
window = 3
[platform]
url = "https://127.0.0.1:9443"
[[user]]
operator = "0312"
name = "陈晓"
pin = "` + pin + `"
[papers]
hall = "大厅"
phone = "0591-12345"
complaints = "0591-12345"
[reader]
port = "dev/reader"
[scanner]
url = "http://127.0.0.1:80/eSCL"
` + links,
	Kiosk:   terminal + "[printer]\naddr = \"127.0.0.1:9100\"\nwidth = 576\ncharset = \"gbk\"\n[reader]\nport = \"tcp://127.0.0.1:7\"\n" + links,
	Display: terminal + "window = 0\n" + links,
}

const (
	terminal = "terminal = \"W03\"\nlanguage = \"zh\"\n"
	links    = "[hall]\nnodes = [\"https://127.0.0.1:8443\"]\n[tls]\nca = \"ca.pem\"\ncert = \"m.pem\"\nkey = \"m.key\"\n[screen]\nsize = \"1366x768\"\n"
)

// write puts a file and what it names into a folder.
func write(t testing.TB, text string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "machine.toml")
	for name, text := range map[string]string{path: text, "ca.pem": "", "m.pem": "", "m.key": "", "file": ""} {
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestGoodFilesAreRecognisedAndHaveNoFaults(t *testing.T) {
	for role, text := range examples {
		m, faults := Look(write(t, text), "")
		if len(faults) > 0 {
			t.Errorf("%s: %v", role, faults)
		}
		if m.Role != role || m.Zh == "" || m.En == "" {
			t.Errorf("%s was taken for %+v", role, m)
		}
	}
}

func TestATerminalsPathsStartAtItsFile(t *testing.T) {
	path := write(t, strings.Replace(examples[Counter], `"ca.pem"`, `"/dev/null"`, 1))
	c, err := LoadTerminal(path, Counter)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(path)
	if c.Dir != filepath.Join(dir, "vault") || c.Reader.Port != filepath.Join(dir, "dev/reader") || c.TLS.CA != "/dev/null" {
		t.Errorf("paths are %q, %q and %q", c.Dir, c.Reader.Port, c.TLS.CA)
	}
	k, err := LoadTerminal(write(t, examples[Kiosk]), Kiosk)
	if err != nil || k.Reader.Port != "tcp://127.0.0.1:7" {
		t.Errorf("a network reader became the path %q, %v", k.Reader.Port, err)
	}
}

// Each case spoils one setting of a good file; the fault names its key and its line.
func TestWhatIsWrongIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct {
		role     Role
		old, new string
		key      string
		line     int
	}{
		{Counter, `language = "zh"`, `langauge = "zh"`, "langauge", 2},
		{Counter, `language = "zh"`, `language = "fr"`, "language", 2},
		{Counter, `terminal = "W03"`, ``, "terminal", 0},
		{Counter, `terminal = "W03"`, `terminal = "` + strings.Repeat("W", 65) + `"`, "terminal", 1},
		{Counter, `window = 3`, `window = 0`, "window", 4},
		{Counter, `window = 3`, `window = 1000`, "window", 4},
		{Counter, `window = 3`, `window = "3"`, "window", 4},
		{Counter, `dir = "vault"`, `dir = "file"`, "dir", 3},
		{Counter, `dir = "vault"`, `dir = "file/vault"`, "dir", 3},
		{Counter, `"https://127.0.0.1:9443"`, `"127.0.0.1:9443"`, "platform.url", 6},
		{Counter, `"https://127.0.0.1:9443"`, `"http://127.0.0.1:9443"`, "platform.url", 6},
		{Counter, `url = "https://127.0.0.1:9443"`, `url = "https://127.0.0.1:9443"` + "\nlimits = [\"08:30-17:30 2\"]", "platform.limits", 7},
		{Counter, `"https://127.0.0.1:8443"`, `"https://127.0.0.1:99999"`, "hall.nodes", 20},
		{Counter, `nodes = ["https://127.0.0.1:8443"]`, `nodes = []`, "hall.nodes", 20},
		{Counter, `pin = "` + pin, `pin = "246810`, "user[1].pin", 10},
		{Counter, `name = "陈晓"`, `name = " "`, "user[1].name", 9},
		{Counter, `[reader]`, "[[user]]\noperator = \"0312\"\nname = \"x\"\npin = \"" + pin + "\"\n[reader]", "user[2].operator", 16},
		{Counter, `port = "dev/reader"`, `port = "usb://1"`, "reader.port", 16},
		{Counter, `"http://127.0.0.1:80/eSCL"`, `"127.0.0.1"`, "scanner.url", 18},
		{Counter, `complaints = "0591-12345"`, `complaints = "0591-12345"` + "\nopen = [\"/no/such/program\"]", "papers.open", 15},
		{Counter, `complaints = "0591-12345"`, `complaints = "0591-12345"` + "\nprogress_base = \"https://hall.example/p\"", "papers.progress_base", 15},
		{Counter, `key = "m.key"`, `key = "none.key"`, "tls.key", 24},
		{Counter, `"1366x768"`, `"5x5"`, "screen.size", 26},
		{Counter, `port = "dev/reader"`, "port = \"dev/reader\"\n[vault]\nsecond = \"vault/copies\"", "vault.second", 18},
		{Counter, `port = "dev/reader"`, "port = \"dev/reader\"\n[outbox]\nstick = \"vault/stick\"", "outbox.stick", 18},
		{Counter, `port = "dev/reader"`, "port = \"dev/reader\"\n[outbox]\nremind_days = 400", "outbox.remind_days", 18},
		{Counter, `port = "dev/reader"`, "port = \"dev/reader\"\n[vault]\nkeep_days = 5000", "vault.keep_days", 18},
		{Counter, `port = "dev/reader"`, "port = \"dev/reader\"\n[vault]\nlimit_mb = 5", "vault.limit_mb", 18},
		{Kiosk, `width = 576`, `width = 400`, "printer.width", 5},
		{Kiosk, `charset = "gbk"`, `charset = "utf-8"`, "printer.charset", 6},
		{Kiosk, `addr = "127.0.0.1:9100"`, `addr = "127.0.0.1"`, "printer.addr", 4},
		{Display, `window = 0`, `window = -1`, "window", 3},
		{HallNode, `listen = "127.0.0.1:8443"`, `listen = "8443"`, "listen", 2},
		{HallNode, `zone_minutes = 480`, `zone_minutes = 1000`, "settings.zone_minutes", 10},
		{HallNode, `code = "B"`, `code = "A"`, "settings.category[2].code", 16},
		{HallNode, `code = "B"`, `code = "b1"`, "settings.category[2].code", 16},
		{HallNode, `categories = ["A", "B"]`, `categories = ["A", "Q"]`, "settings.window[2].categories", 23},
		{HallNode, `no = 2`, `no = 1`, "settings.window[2].no", 22},
		{HallNode, `name = "大厅"`, `name = "大厅"` + "\nmax_calls = 20", "settings.max_calls", 9},
		{Central, `web = "127.0.0.1:443"`, `web = "127.0.0.1:9443"`, "web", 3},
		{Central, `dir = "platform"`, `dir = "platform"` + "\nbackup_seconds = 9999", "backup_seconds", 2},
		{Simulators, `"127.0.0.1:7300"`, `"0.0.0.0:7300"`, "control", 1},
		{Simulators, `printer = "127.0.0.1:9100"`, `printer = "none"`, "printer", 3},
		{Simulators, `control =`, `control`, "", 1},
	} {
		t.Run(fmt.Sprintf("%s %s", c.role, c.new), func(t *testing.T) {
			text := examples[c.role]
			if !strings.Contains(text, c.old) {
				t.Fatalf("nothing to spoil: %q", c.old)
			}
			_, faults := Look(write(t, strings.Replace(text, c.old, c.new, 1)), c.role)
			for _, f := range faults {
				if f.Key == c.key && f.Line == c.line && !f.Warning && f.Sentence != "" && f.SentenceEN != "" {
					return
				}
			}
			t.Errorf("got %v, want a fault of %q in line %d", faults, c.key, c.line)
		})
	}
}

func TestWhatOnlyDeservesANoteStopsNothing(t *testing.T) {
	for _, c := range []struct {
		role     Role
		old, new string
		key      string
	}{
		{HallNode, `name_en = "Hall"`, ``, "settings.name_en"},
		{HallNode, `zone_minutes = 480`, ``, "settings.zone_minutes"},
		{HallNode, `categories = ["A", "B"]`, `categories = ["A"]`, "settings.category[2]"},
		{Central, `backup_dir = "backup"`, ``, "backup_dir"},
		{Display, `[screen]`, "[printer]\naddr = \"x\"\n[screen]", "printer"},
		{Kiosk, `addr = "127.0.0.1:9100"`, ``, "printer.addr"},
	} {
		path := write(t, strings.Replace(examples[c.role], c.old, c.new, 1))
		_, faults := Look(path, c.role)
		if len(faults) != 1 || !faults[0].Warning || faults[0].Key != c.key {
			t.Errorf("%s without %s: %v", c.role, c.old, faults)
		}
		if faults.hard() != nil {
			t.Errorf("%s: a note stops the program", c.key)
		}
	}
}

func TestEveryFaultIsToldAtOnceInBothLanguages(t *testing.T) {
	text := strings.Replace(strings.Replace(examples[Counter], `"zh"`, `"fr"`, 1), "window = 3", "window = 0", 1)
	_, err := LoadTerminal(write(t, text), Counter)
	code, w, ok := trouble.Told(err)
	if !ok || code != "CONF-001" {
		t.Fatalf("%v tells %s", err, code)
	}
	for _, part := range []struct{ in, want string }{{w.Zh, "machine.toml"}, {w.Zh, "第 2 行 language"}, {w.Zh, "第 4 行 window"}, {w.En, "line 2, language"}, {w.En, "line 4, window"}} {
		if !strings.Contains(part.in, part.want) {
			t.Errorf("%q does not say %q", part.in, part.want)
		}
	}
	if strings.ContainsAny(w.Zh+w.En, "{}") {
		t.Errorf("something was left open in %q %q", w.Zh, w.En)
	}
}

func TestAFileThatIsNotThereOrIsNobodysIsSaidSo(t *testing.T) {
	_, err := LoadPlatform(filepath.Join(t.TempDir(), "none.toml"))
	var ce *Error
	if !errors.As(err, &ce) || len(FaultsOf(err)) != 1 {
		t.Errorf("got %v", err)
	}
	if _, f := Look(write(t, "colour = 'red'\n"), ""); len(f) != 1 {
		t.Errorf("a file for no machine: %v", f)
	}
}

// FuzzFiles gives the same text to every program's file.
func FuzzFiles(f *testing.F) {
	for _, text := range examples {
		f.Add(text)
	}
	f.Add("terminal=\n")
	f.Add("[[settings.window]]\n[[settings.window]]\nno=1\n[x.\"y\"]\n")
	path := write(f, "")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "/") { // a fuzzer shall not try to write into folders of this machine
			text = strings.ReplaceAll(text, "/", "_")
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, role := range append(Roles(), "") {
			m, faults := Look(path, role)
			if faults.hard() == nil && m.Zh == "" {
				t.Errorf("%s: nothing is said of a good file", role)
			}
			for _, e := range faults {
				if e.Sentence == "" || e.SentenceEN == "" || e.Line > strings.Count(text, "\n")+1 {
					t.Errorf("%s: %+v", role, e)
				}
			}
		}
	})
}
