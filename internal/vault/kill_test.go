package vault_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

const childEnv = "ONEWINDOW_VAULT_TEST_CHILD"

func TestMain(m *testing.M) {
	if vault.ServeCheck() {
		return
	}
	if dir := os.Getenv(resealEnv); dir != "" {
		resealChild(dir, os.Getenv(childEnv))
		return
	}
	if dir := os.Getenv(childEnv); dir != "" {
		child(dir)
		return
	}
	os.Exit(m.Run())
}

// child counts upwards in the vault for ever; a number is printed when Update said it is on disk.
func child(dir string) {
	ctx := context.Background()
	keys, err := seal.NewKeys([]byte(master))
	if err != nil {
		panic(err)
	}
	v, err := vault.Open(ctx, vault.Params{Dir: dir, Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		panic(err)
	}
	for {
		n := 0
		err := v.Update(ctx, func(tx *vault.Tx) error {
			old, err := tx.Get("count", "newest")
			if err != nil {
				return err
			}
			n, _ = strconv.Atoi(string(old))
			n++
			if err := tx.Put("count", "newest", []byte(strconv.Itoa(n))); err != nil {
				return err
			}
			return tx.Put("count", fmt.Sprintf("n%06d", n), []byte(strings.Repeat("x", n%3000)))
		})
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

func TestWhatWasSaidToBeOnDiskSurvivesAKillAtAnyPoint(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rnd := rand.New(rand.NewPCG(5, 6))
	said := 0
	for round := range 24 {
		said = max(said, runAndKill(t, dir, rnd.IntN(40)))
		v := open(t, dir)
		newest, _ := strconv.Atoi(get(t, v, "count", "newest"))
		if newest < said {
			t.Fatalf("round %d: %d was said to be on disk, %d is the newest", round, said, newest)
		}
		n := 0
		err := v.View(func(tx *vault.Tx) error {
			return tx.Each("count", "n0", func(key string, value []byte) error {
				if n++; key != fmt.Sprintf("n%06d", n) || len(value) != n%3000 {
					t.Errorf("round %d: entry %d is %s with %d bytes", round, n, key, len(value))
				}
				return nil
			})
		})
		if err != nil || n != newest || v.Recovery().Lost {
			t.Fatalf("round %d: %d entries, newest %d, %+v: %v", round, n, newest, v.Recovery(), err)
		}
		shut(t, v)
	}
	if said == 0 {
		t.Fatal("the child never got anything onto the disk")
	}
}

// runAndKill lets a child count, kills it after it spoke a given number of times, and gives the last number it spoke.
func runAndKill(t *testing.T, dir string, lines int) (last int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewScanner(out)
	for i := 0; i < lines && in.Scan(); i++ {
		if last, err = strconv.Atoi(in.Text()); err != nil {
			t.Errorf("the child says %q", in.Text())
		}
	}
	_ = cmd.Process.Kill()
	for in.Scan() { // what it had said already
		if n, err := strconv.Atoi(in.Text()); err == nil {
			last = n
		}
	}
	_ = cmd.Wait()
	return last
}
