package hall

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/queue"
)

// childDir tells a copy of this test program to be a node on that folder until it is killed.
const childDir = "ONEWINDOW_HALL_TEST_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		beNode(dir)
	}
	os.Exit(m.Run())
}

func beNode(dir string) {
	n, err := New(params(&testing.T{}, dir))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() {
		<-n.Ready()
		fmt.Println(n.Addr())
	}()
	fmt.Fprintln(os.Stderr, n.Serve(context.Background()))
	os.Exit(1)
}

// spawn starts a node in a process of its own.
func spawn(t *testing.T, dir string) (*running, *exec.Cmd) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the node said nothing: %v", err)
	}
	return &running{t: t, base: "http://" + strings.TrimSpace(line), client: checked(t)}, cmd
}

func TestANodeKilledInTheMiddleOfItsWorkLosesNothingItAnsweredFor(t *testing.T) {
	dir := t.TempDir()
	r, cmd := spawn(t, dir)
	var mu sync.Mutex
	given := map[string]string{} // ticket id → command id
	enough := make(chan struct{})
	var once sync.Once
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for {
				id := newID()
				body, _ := json.Marshal(queue.Command{ID: id, Kind: queue.Issue, Terminal: "T", Category: "A"})
				resp, err := r.client.Post(r.base+api.PathCommands, "application/json", strings.NewReader(string(body)))
				if err != nil {
					return // killed
				}
				var a queue.Answer
				err = json.NewDecoder(resp.Body).Decode(&a)
				_ = resp.Body.Close()
				if err != nil || a.Ticket == nil {
					return
				}
				mu.Lock()
				given[a.Ticket.ID] = id
				n := len(given)
				mu.Unlock()
				if n > 60 {
					once.Do(func() { close(enough) })
				}
			}
		})
	}
	<-enough
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	wait.Wait()
	_ = cmd.Wait()

	again := start(t, params(t, dir))
	for ticket, id := range given {
		a := again.must(queue.Command{ID: id, Kind: queue.Issue, Category: "A"})
		if a.Ticket.ID != ticket {
			t.Errorf("%s became %s", ticket, a.Ticket.ID)
		}
	}
	waiting := again.state().Board.Waiting
	if waiting < len(given) || waiting > len(given)+4 { // four may have been on their way
		t.Errorf("%d were answered, %d wait", len(given), waiting)
	}
	next := again.must(queue.Command{Kind: queue.Issue, Category: "A"}).Ticket
	if want := fmt.Sprintf("A%03d", waiting+1); next.Number != want || given[next.ID] != "" {
		t.Errorf("numbers go on with %s, want %s", next.Number, want)
	}
}

func TestNothingOfAPersonLiesOnDiskInTheClear(t *testing.T) {
	dir := t.TempDir()
	p := params(t, dir)
	r := start(t, p)
	person := "5a5b5c5d5e5f505152535455"
	issued := r.must(queue.Command{Kind: queue.Issue, Category: "A", PersonKey: person})
	var key api.DayKey
	r.get(api.PathDayKey, &key)
	if err := r.node.raft.Snapshot().Error(); err != nil {
		t.Fatal(err)
	}
	r.stop()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		for _, secret := range []string{person, issued.Ticket.Token, string(key.Key), "ticket.issue"} {
			if strings.Contains(string(text), secret) {
				t.Errorf("%s holds %q in the clear", filepath.Base(path), secret)
			}
		}
		return err
	})
	if err != nil || files < 4 {
		t.Errorf("looked at %d files, %v", files, err)
	}
}
