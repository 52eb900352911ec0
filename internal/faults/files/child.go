package files

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// childEnv tells a program that it is one of the two that are killed. Its value is a job as JSON.
const childEnv = "ONEWINDOW_FAULTS_CHILD"

// job is what a child shall be.
type job struct {
	Office *OfficeParams
	Place  *StationParams
}

// Child runs this process as a station or an office when it was started as one, and says whether it was. Programs that
// call Run must call it first.
func Child() (was bool) {
	text := os.Getenv(childEnv)
	if text == "" {
		return false
	}
	var j job
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	err := json.Unmarshal([]byte(text), &j)
	switch {
	case err != nil:
	case j.Office != nil:
		j.Office.Out = os.Stdout
		err = Office(ctx, *j.Office)
	case j.Place != nil:
		j.Place.Out = os.Stdout
		err = Station(ctx, *j.Place)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

// child is a started program and what it has said.
type child struct {
	cmd  *exec.Cmd
	done chan struct{}

	mu    sync.Mutex
	lines []string
	more  chan struct{}
	errs  strings.Builder
}

func start(j job) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(j)
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.Command(self), done: make(chan struct{}), more: make(chan struct{}, 1)}
	c.cmd.Env = append(os.Environ(), childEnv+"="+string(text))
	c.cmd.Stderr = &c.errs
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		in := bufio.NewScanner(out)
		in.Buffer(nil, 1<<22)
		for in.Scan() {
			c.mu.Lock()
			c.lines = append(c.lines, in.Text())
			c.mu.Unlock()
			select {
			case c.more <- struct{}{}:
			default:
			}
		}
		_ = c.cmd.Wait()
		close(c.done)
	}()
	return c, nil
}

// said waits until the child wrote a line that fits, or ended, or too long passed.
func (c *child) said(limit time.Duration, fits func(line string) bool) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for seen := 0; ; {
		c.mu.Lock()
		for ; seen < len(c.lines); seen++ {
			if fits(c.lines[seen]) {
				c.mu.Unlock()
				return nil
			}
		}
		c.mu.Unlock()
		select {
		case <-c.more:
		case <-c.done:
			return fmt.Errorf("it ended: %s", strings.TrimSpace(c.errs.String()))
		case <-timer.C:
			return fmt.Errorf("it said nothing of the kind in %s", limit)
		}
	}
}

// kill ends it without a word and gives everything it said.
func (c *child) kill() []string {
	_ = c.cmd.Process.Kill()
	<-c.done
	return c.lines
}

// stop asks it to end.
func (c *child) stop() []string {
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-c.done:
	case <-time.After(20 * time.Second):
		_ = c.cmd.Process.Kill()
		<-c.done
	}
	return c.lines
}

// filesBelow gives every file below dir.
func filesBelow(dir string) (all []string) {
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			all = append(all, path)
		}
		return nil
	})
	return all
}
