package child

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// env tells a program that it is a child. Its value is an order.
const env = "ONEWINDOW_FAULTS_CHILD"

type order struct {
	Program string
	Params  json.RawMessage
}

// Program is one of the small programs: params are what Start was given, out is its screen. It runs until ctx ends.
type Program func(ctx context.Context, params json.RawMessage, out io.Writer) error

// Main runs this process as a child when it was started as one, and says whether it was. Whoever starts children must call
// it first thing.
func Main(programs map[string]Program) (was bool) {
	text := os.Getenv(env)
	if text == "" {
		return false
	}
	debug.SetGCPercent(400) // many short lives: memory is cheaper here than time
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	var o order
	err := json.Unmarshal([]byte(text), &o)
	if err == nil {
		if run := programs[o.Program]; run != nil {
			err = run(ctx, o.Params, os.Stdout)
		} else {
			err = fmt.Errorf("no program %q", o.Program)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

// Process is a started child and what it has said.
type Process struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	done chan struct{}

	mu    sync.Mutex
	lines []string
	more  chan struct{}
	errs  strings.Builder
}

// Start starts a program with its parameters.
func Start(program string, params any) (*Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(order{program, raw})
	if err != nil {
		return nil, err
	}
	c := &Process{cmd: exec.Command(self), done: make(chan struct{}), more: make(chan struct{}, 1)}
	c.cmd.Env = append(os.Environ(), env+"="+string(text))
	c.cmd.Stderr = &c.errs
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
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

// Tell writes a line to its standard input.
func (c *Process) Tell(line string) error {
	_, err := io.WriteString(c.in, line+"\n")
	return err
}

// Done closes when it ended.
func (c *Process) Done() <-chan struct{} { return c.done }

// Crash tells of a stack trace or a data race it left, "" for none: its first line and the functions on top of it. Call it when it ended.
func (c *Process) Crash() string {
	var told []string
	begins := func(line string, words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(line, w) })
	}
	for line := range strings.Lines(c.errs.String()) {
		line = strings.TrimRight(line, "\n")
		function := strings.HasSuffix(line, ")") && !begins(line, "\t", "panic(", "runtime.", "[")
		if len(told) == 0 && begins(line, "panic: ", "fatal error: ", "unexpected fault address", "WARNING: DATA RACE") || len(told) > 0 && len(told) < 8 && function {
			told = append(told, line)
		}
	}
	return strings.Join(told, " < ")
}

// Said waits until the child wrote a line that fits, or ended, or too long passed.
func (c *Process) Said(limit time.Duration, fits func(line string) bool) error {
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

// Kill ends it without a word and gives everything it said.
func (c *Process) Kill() []string {
	_ = c.cmd.Process.Kill()
	<-c.done
	return c.lines
}

// Stop asks it to end.
func (c *Process) Stop() []string {
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-c.done:
	case <-time.After(20 * time.Second):
		_ = c.cmd.Process.Kill()
		<-c.done
	}
	return c.lines
}
