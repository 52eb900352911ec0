package checkup_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"onewindow/internal/config"
	"onewindow/internal/config/checkup"
	"onewindow/internal/pki"
	"onewindow/internal/rig"
	"onewindow/internal/seal"
)

var programs = []string{rig.Hall, rig.Platform, rig.Devsim, rig.Counter, rig.Kiosk, rig.Display, rig.Strip}

// setup writes the small hall as onewindow setup does.
func setup(t *testing.T) (dir string, files []string) {
	t.Helper()
	dir = t.TempDir()
	p := rig.Params{Dir: dir, Clerk: rig.Person{Operator: "0312", Name: "陈晓", PIN: seal.HashPIN("1")}, Reviewer: rig.Person{Operator: "1001", Name: "王岚", PIN: seal.HashPIN("2")}}
	if _, err := rig.Write(p); err != nil {
		t.Fatal(err)
	}
	for _, name := range programs {
		files = append(files, filepath.Join(dir, name+".toml"))
	}
	return dir, files
}

func look(files []string, now time.Time) (string, bool) {
	var out bytes.Buffer
	ok := checkup.Files(&out, files, "", now)
	return out.String(), ok
}

func TestTheFilesOfSetupPassAndSayWhatTheyAre(t *testing.T) {
	_, files := setup(t)
	said, ok := look(files, time.Now())
	if !ok {
		t.Error("setup's files do not pass")
	}
	for _, want := range []string{"hall.toml: ok", "57 windows", "counter.toml: ok", "Window 3, W03", "kiosk K1", "strip above window 3, D2", "大厅屏 D1", "The certificate is good until"} {
		if !strings.Contains(strings.ToLower(said), strings.ToLower(want)) {
			t.Errorf("nothing is said of %q in\n%s", want, said)
		}
	}
}

func TestACertificateIsLookedAt(t *testing.T) {
	dir, files := setup(t)
	counter, hall := files[3:4], files[0:1]
	year := 365 * 24 * time.Hour
	if said, ok := look(counter, time.Now().Add(year-10*24*time.Hour)); !ok || !strings.Contains(said, "提醒 note") || !strings.Contains(said, "The certificate ends in 9 days") {
		t.Errorf("ten days before its end:\n%s", said)
	}
	if said, ok := look(counter, time.Now().Add(year+time.Hour)); ok || !strings.Contains(said, "tls.cert") {
		t.Errorf("after its end:\n%s", said)
	}
	for name, c := range map[string]struct {
		file []string
		peer pki.Peer
		host string
		want string
	}{
		"another's name":     {counter, pki.Peer{Name: "W04", Role: pki.Counter}, "", "for W04, not for W03"},
		"another role":       {counter, pki.Peer{Name: "W03", Role: pki.Kiosk}, "", "is a kiosk's, and this machine is a counter"},
		"another address":    {hall, pki.Peer{Name: "H1", Role: pki.HallNode}, "hall.example", "does not name 127.0.0.1"},
		"of other authority": {counter, pki.Peer{Name: "W03", Role: pki.Counter}, "", "This authority did not sign"},
	} {
		t.Run(name, func(t *testing.T) {
			other, err := pki.OpenAuthority(t.TempDir()) // a fresh one: an authority keeps the certificate it gave to a name
			if err != nil {
				t.Fatal(err)
			}
			f, err := other.Machine(c.peer, []string{c.host}[:len(strings.Fields(c.host))]...)
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(c.file[0])
			if err != nil {
				t.Fatal(err)
			}
			changed := regexp.MustCompile(`cert = .*\nkey = .*`).ReplaceAllLiteralString(string(text), "cert = '"+f.Cert+"'\nkey = '"+f.Key+"'")
			path := filepath.Join(dir, "changed.toml")
			if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
				t.Fatal(err)
			}
			if said, ok := look([]string{path}, time.Now()); ok || !strings.Contains(said, c.want) {
				t.Errorf("want %q in\n%s", c.want, said)
			}
		})
	}
}

// behind finds a setting that an example shows behind a #.
var behind = regexp.MustCompile(`(?m)^#([a-z\[])`)

// The examples are the manual: each field of each file's type stands in one of them, used or behind a #, and what stands behind a
// # is good as it is.
func TestTheExamplesShowEverySetting(t *testing.T) {
	dir, files := setup(t)
	shown := map[string]bool{}
	for i, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		whole := behind.ReplaceAllString(string(text), "$1")
		if err := os.WriteFile(path, []byte(whole), 0o600); err != nil {
			t.Fatal(err)
		}
		var any map[string]any
		meta, err := toml.Decode(whole, &any)
		if err != nil {
			t.Errorf("%s with everything used: %v", programs[i], err)
		}
		for _, k := range meta.Keys() {
			shown[kind(programs[i])+" "+k.String()] = true
		}
		for n, line := range strings.Split(string(text), "\n") {
			if m := regexp.MustCompile(`^#?([a-z_]+) = `).FindStringSubmatch(line); m != nil && strings.HasPrefix(line, "#") && !strings.Contains(line, "  #") {
				t.Errorf("%s, line %d: nothing is said about %s", programs[i], n+1, m[1])
			}
		}
	}
	if said, ok := look(files, time.Now()); !ok {
		t.Errorf("with everything behind a # used:\n%s", said)
	}
	for name, v := range map[string]any{"hall": config.Hall{}, "platform": config.Platform{}, "devsim": config.Devsim{}, "terminal": config.Terminal{}} {
		for _, key := range keysOf(reflect.TypeOf(v), "") {
			if unused := map[string]bool{"platform user.roles": true, "terminal user.dept": true, "platform papers.open": true}; !shown[name+" "+key] && !unused[name+" "+key] {
				t.Errorf("no example shows %s of %s", key, name)
			}
		}
	}
	_ = dir
}

func kind(program string) string {
	switch program {
	case rig.Hall, rig.Platform, rig.Devsim:
		return program
	}
	return "terminal"
}

func keysOf(t reflect.Type, under string) []string {
	var all []string
	for i := range t.NumField() {
		f := t.Field(i)
		key := under + f.Tag.Get("toml")
		inner := f.Type
		if inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct {
			all = append(all, keysOf(inner, key+".")...)
			continue
		}
		all = append(all, key)
	}
	return all
}
