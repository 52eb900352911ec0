package seal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-tpm/tpm2"
	"github.com/google/go-tpm/tpm2/transport"
	"github.com/zalando/go-keyring"
)

// onBus is set in the copy of this test that runs beside a real Secret Service (see TestTheKeyringOfARealDesktop).
const onBus = "ONEWINDOW_SEAL_TEST_ON_BUS"

// useMock puts a keyring in memory in the place of this system's, except beside a real one.
func useMock(t *testing.T) {
	t.Helper()
	if os.Getenv(onBus) == "" {
		keyring.MockInit()
	}
}

// swtpm starts a software TPM with its state in a new folder and gives its socket.
func swtpm(t *testing.T) (socket string) {
	t.Helper()
	if _, err := exec.LookPath("swtpm"); err != nil {
		t.Skip("no swtpm on this machine (make deps installs it): the TPM guard is not tested")
	}
	dir, err := os.MkdirTemp("", "tpm") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	runTPM(t, dir)
	return filepath.Join(dir, "tpm.sock")
}

// runTPM starts the chip whose state lies in dir; stop switches it off.
func runTPM(t *testing.T, dir string) (stop func()) {
	t.Helper()
	socket := filepath.Join(dir, "tpm.sock")
	cmd := exec.Command("swtpm", "socket", "--tpm2", "--tpmstate", "dir="+dir, "--server", "type=unixio,path="+socket, "--flags", "not-need-init,startup-clear")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = os.Remove(socket)
	}
	t.Cleanup(stop)
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if _, err := OpenTPM(socket); err == nil {
			return stop
		} else if time.Now().After(end) {
			t.Fatalf("swtpm does not come up: %v", err)
		}
	}
}

// makers give a provider that has wrapped nothing yet, and the same guard opened anew, as the next start does.
func makers(t *testing.T) map[string]func(t *testing.T) (first, again func() Provider) {
	t.Helper()
	useMock(t)
	open := func(t *testing.T, f func(begin bool) (Provider, error)) (first, again func() Provider) {
		of := func(begin bool) func() Provider {
			return func() Provider {
				p, err := f(begin)
				if err != nil {
					t.Fatal(err)
				}
				return p
			}
		}
		return of(true), of(false)
	}
	return map[string]func(t *testing.T) (first, again func() Provider){
		GuardFile: func(t *testing.T) (first, again func() Provider) {
			path := filepath.Join(t.TempDir(), wrapName)
			return open(t, func(begin bool) (Provider, error) { return openKeyFile(path, begin) })
		},
		GuardTPM: func(t *testing.T) (first, again func() Provider) {
			socket := swtpm(t)
			return open(t, func(bool) (Provider, error) { return OpenTPM(socket) })
		},
		GuardKeyring: func(t *testing.T) (first, again func() Provider) {
			return open(t, func(bool) (Provider, error) { return OpenKeyring(), nil })
		},
	}
}

func TestEveryGuardKeepsTheContract(t *testing.T) {
	for name, of := range makers(t) {
		t.Run(name, func(t *testing.T) {
			first, again := of(t)
			p := first()
			if zh, en := p.Strength(); p.Name() != name || zh == "" || en == "" {
				t.Errorf("calls itself %s: %q %q", p.Name(), zh, en)
			}
			for _, key := range [][]byte{{}, bytes.Repeat([]byte{7}, keySize), bytes.Repeat([]byte("ring"), 200)} {
				one, err1 := p.Wrap(key)
				two, err2 := p.Wrap(key)
				if err := errors.Join(err1, err2); err != nil {
					t.Fatal(err)
				}
				if bytes.Equal(one, two) || len(key) > 0 && bytes.Contains(one, key) {
					t.Error("two wraps are the same, or the key shows through")
				}
				for _, wrapped := range [][]byte{one, two} {
					if got, err := again().Unwrap(wrapped); err != nil || !bytes.Equal(got, key) {
						t.Fatalf("opened anew: %v", err)
					}
				}
				refusesDamage(t, again(), one)
			}
		})
	}
}

// refusesDamage flips a bit here and there: the error is typed, and nothing is given.
func refusesDamage(t *testing.T, p Provider, wrapped []byte) {
	t.Helper()
	for i := 0; i < len(wrapped); i += 1 + len(wrapped)/16 {
		bad := bytes.Clone(wrapped)
		bad[i] ^= 4
		got, err := p.Unwrap(bad)
		var typed *Error
		if got != nil || !errors.As(err, &typed) {
			t.Errorf("a flipped bit at %d: %v", i, err)
		}
	}
	for _, short := range [][]byte{nil, wrapped[:1], wrapped[:len(wrapped)/2], wrapped[:len(wrapped)-1]} {
		if _, err := p.Unwrap(short); err == nil {
			t.Errorf("%d of %d bytes open", len(short), len(wrapped))
		}
	}
}

func TestARetiredGuardOpensNothing(t *testing.T) {
	all := makers(t)
	delete(all, GuardTPM) // the chip holds nothing of ours that could go
	for name, of := range all {
		t.Run(name, func(t *testing.T) {
			first, _ := of(t)
			p := first()
			wrapped, err := p.Wrap([]byte("key"))
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(p.Retire(), p.Retire()); err != nil {
				t.Fatal(err)
			}
			if k, ok := p.(*KeyFile); ok {
				_, err = openKeyFile(k.path, false)
			} else {
				_, err = OpenKeyring().Unwrap(wrapped)
			}
			if !errors.Is(err, &Error{Kind: KeyMissing}) && !errors.Is(err, &Error{Kind: RingForgotten}) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestKeysMoveFromEveryGuardToEveryOtherAndSurviveAStopAtEachStep(t *testing.T) {
	useMock(t)
	g := Guard{TPM: swtpm(t)}
	for _, from := range Guards() {
		for _, to := range Guards() {
			if from != to {
				t.Run(fmt.Sprint(from, " to ", to), func(t *testing.T) { moves(t, g, from, to) })
			}
		}
	}
}

func TestAnInstallationIsBegunRotatedAndOpenedUnderEveryGuard(t *testing.T) {
	useMock(t)
	socket := swtpm(t)
	for _, name := range Guards() {
		t.Run(name, func(t *testing.T) {
			dir, g := t.TempDir(), Guard{Name: name, TPM: socket}
			k, p, err := OpenGuarded(dir, g)
			if err != nil || p.Name() != name {
				t.Fatal(p, err)
			}
			if err := k.Rotate(); err != nil {
				t.Fatal(err)
			}
			again, _, err := OpenGuarded(dir, Guard{TPM: socket}) // whoever guards them
			if err != nil || !again.ring.equal(k.ring) || len(again.ring.masters) != 2 {
				t.Fatalf("opened again: %v", err)
			}
			_, err = os.Stat(filepath.Join(dir, wrapName))
			if there := err == nil; there != (name == GuardFile) {
				t.Errorf("a key file beside the guard: %v", there)
			}
		})
	}
}

func TestAClearedTPMOrAnotherOneIsToldFromOneThatIsNotThere(t *testing.T) {
	mine, other := swtpm(t), swtpm(t)
	dir := t.TempDir()
	if _, _, err := OpenGuarded(dir, Guard{Name: GuardTPM, TPM: mine}); err != nil {
		t.Fatal(err)
	}
	for socket, want := range map[string]Kind{other: TPMCleared, filepath.Join(dir, "none"): TPMAbsent, dir: TPMAbsent} {
		if _, _, err := OpenGuarded(dir, Guard{TPM: socket}); !errors.Is(err, &Error{Kind: want}) {
			t.Errorf("want %s: %v", want, err)
		}
	}
	if _, _, err := OpenGuarded(dir, Guard{TPM: mine}); err != nil {
		t.Errorf("back in its place: %v", err)
	}
}

func TestATPMOpensWhatItWrappedAfterItWasSwitchedOff(t *testing.T) {
	if _, err := exec.LookPath("swtpm"); err != nil {
		t.Skip("no swtpm on this machine (make deps installs it): the TPM guard is not tested")
	}
	chip, err := os.MkdirTemp("", "tpm")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(chip) })
	stop := runTPM(t, chip)
	g := Guard{Name: GuardTPM, TPM: filepath.Join(chip, "tpm.sock")}
	dir := t.TempDir()
	k, _, err := OpenGuarded(dir, g)
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if _, _, err := OpenGuarded(dir, g); !errors.Is(err, &Error{Kind: TPMAbsent}) {
		t.Errorf("switched off: %v", err)
	}
	runTPM(t, chip)
	again, _, err := OpenGuarded(dir, g)
	if err != nil || !again.ring.equal(k.ring) {
		t.Errorf("switched on again: %v", err)
	}
}

func TestATPMWhoseOwnerHasAPasswordRefuses(t *testing.T) {
	socket := swtpm(t)
	p, err := OpenTPM(socket)
	if err != nil {
		t.Fatal(err)
	}
	err = p.with(func(chip transport.TPM) error {
		_, err := tpm2.HierarchyChangeAuth{
			AuthHandle: tpm2.AuthHandle{Handle: tpm2.TPMRHOwner, Auth: tpm2.PasswordAuth(nil)},
			NewAuth:    tpm2.TPM2BAuth{Buffer: []byte("owner")},
		}.Execute(chip)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Wrap([]byte("key")); !errors.Is(err, &Error{Kind: TPMRefuses}) {
		t.Errorf("got %v", err)
	}
}

func TestAKeyringThatIsAbsentOrSilentSaysWhich(t *testing.T) {
	if os.Getenv(onBus) != "" {
		t.Skip("beside a real keyring there is nothing to play")
	}
	t.Cleanup(keyring.MockInit)
	keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
	if _, err := OpenKeyring().Wrap([]byte("key")); !errors.Is(err, &Error{Kind: RingAbsent}) {
		t.Errorf("absent: %v", err)
	}
	silent := &Keyring{wait: time.Nanosecond}
	never := make(chan error)
	if err := silent.ask(func() error { return <-never }); !errors.Is(err, &Error{Kind: RingLocked}) {
		t.Errorf("silent: %v", err)
	}
	close(never)
}

// A real gnome-keyring on a bus of its own: the contract, the moves and the installation are run once more against it.
func TestTheKeyringOfARealDesktop(t *testing.T) {
	if os.Getenv(onBus) != "" {
		t.Skip("this is it")
	}
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("no " + program + " on this machine (make deps installs it): only a keyring in memory is tested")
		}
	}
	home := t.TempDir()
	cmd := exec.Command("dbus-run-session", "--", "sh", "-c",
		`printf secret | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null && exec "$0" -test.run 'EveryGuard|RetiredGuard|UnderEveryGuard' -test.v`, os.Args[0])
	cmd.Env = append(os.Environ(), onBus+"=1", "HOME="+home, "XDG_RUNTIME_DIR="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home)
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: TestEveryGuardKeepsTheContract/keyring")) {
		t.Errorf("%v\n%s", err, out)
	}
}
