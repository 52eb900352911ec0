package rig

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/pki"
	"onewindow/internal/trouble"
)

// testPIN is the form of a hash; nobody signs in with it.
const testPIN = "$argon2id$v=19$m=32768,t=3,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"

func people(dir string) Params {
	return Params{Dir: dir, Clerk: Person{"0312", "陈晓", testPIN}, Reviewer: Person{"1001", "王岚", testPIN}}
}

func TestTheFilesOfTheSmallHallAreGoodConfiguration(t *testing.T) {
	dir := t.TempDir()
	p := people(dir)
	a, err := Write(p)
	if err != nil {
		t.Fatal(err)
	}
	hall, err := config.LoadHall(filepath.Join(dir, "hall.toml"))
	if err != nil || len(hall.Settings.Windows) != 57 || hall.Listen != a.HallAddr {
		t.Errorf("hall: %d windows at %s, %v", len(hall.Settings.Windows), hall.Listen, err)
	}
	if _, err := config.LoadPlatform(filepath.Join(dir, "platform.toml")); err != nil {
		t.Error(err)
	}
	if _, err := config.LoadDevsim(filepath.Join(dir, "devsim.toml")); err != nil {
		t.Error(err)
	}
	for _, name := range []string{Counter, Kiosk, Display, Strip} {
		c, err := config.LoadTerminal(filepath.Join(dir, name+".toml"), map[string]config.Role{Counter: config.Counter, Kiosk: config.Kiosk, Display: config.Display, Strip: config.Display}[name])
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := pki.Load(pki.Files(c.TLS)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, terminal := range append(CrowdKiosks(), CrowdCounters()...) {
		if _, err := pki.Load(Identity(dir, terminal)); err != nil {
			t.Errorf("%s: %v", terminal, err)
		}
	}
}

func TestWhatAPersonChangedStays(t *testing.T) {
	dir := t.TempDir()
	first, err := Write(people(dir))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "display.toml")
	if err := os.WriteFile(path, []byte("terminal='D1'\n[hall]\nnodes=['x']\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := Write(people(dir))
	if err != nil || again != first {
		t.Errorf("addresses were %v, are %v, %v", first, again, err)
	}
	if text, _ := os.ReadFile(path); string(text) != "terminal='D1'\n[hall]\nnodes=['x']\n" {
		t.Error("a changed file was written over")
	}
}

func TestAProgramIsReadyWhenItSaysSoAndGoneWhenKilled(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	p, err := Start(ctx, t.TempDir(), Command{Name: "x", Path: "/bin/sh", Args: []string{"-c", "echo warming; echo 'x: ready'; exec sleep 60"}, Ready: "x: ready"})
	if err != nil {
		t.Fatal(err)
	}
	p.Kill()
	select {
	case <-p.Done():
	default:
		t.Error("a killed program is still there")
	}
}

func TestAProgramThatEndsSaysWhyInItsOwnWords(t *testing.T) {
	script := `echo 'time=x level=INFO'; echo 'PORT-001 端口被占用。 · The port is taken.' >&2; exit 1`
	_, err := Start(t.Context(), t.TempDir(), Command{Name: "x", Path: "/bin/sh", Args: []string{"-c", script}, Ready: "x: ready"})
	if code, words, ok := trouble.Told(err); !ok || code != "PORT-001" || words.En != "The port is taken." {
		t.Errorf("it told %q %v", code, words)
	}
}

func TestAProgramThatSaysItsTroubleInAWindowRuns(t *testing.T) {
	script := `echo 'VAULT-001 请先关掉它。 · Close it first.' >&2; exec sleep 60`
	p, err := Start(t.Context(), t.TempDir(), Command{Name: "x", Path: "/bin/sh", Args: []string{"-c", script}, Ready: "x: ready"})
	if err != nil {
		t.Fatal(err)
	}
	p.Kill()
	if code, _, _ := trouble.Told(p.Err()); code != "VAULT-001" {
		t.Errorf("it told %v", p.Err())
	}
}

func TestAProgramThatEndsEarlyIsAnError(t *testing.T) {
	if p, err := Start(t.Context(), t.TempDir(), Command{Name: "x", Path: "/bin/false", Ready: "x: ready"}); err == nil {
		p.Kill()
		t.Error("it was taken for ready")
	}
}
