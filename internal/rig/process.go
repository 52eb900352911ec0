package rig

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"onewindow/internal/trouble"
)

// Command is how one program is started.
type Command struct {
	Name  string   // "counter"; its log is Name.log
	Path  string   // the executable
	Args  []string //
	Env   []string // added to ours
	Ready string   // a line that begins so says it is ready; "" = as soon as it runs
}

// Process is a running program.
type Process struct {
	name  string
	cmd   *exec.Cmd
	ready chan struct{}
	said  chan struct{} // closed when it said a trouble
	done  chan struct{}
	err   error
	last  *trouble.Error // what it said last to a person; read after done
}

// Start runs a program, its output going to a log in dir, and waits until it says it is ready.
func Start(ctx context.Context, dir string, c Command) (*Process, error) {
	log, err := os.OpenFile(filepath.Join(dir, c.Name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("rig: %w", err)
	}
	p := &Process{name: c.Name, ready: make(chan struct{}), said: make(chan struct{}), done: make(chan struct{})}
	p.cmd = exec.Command(c.Path, c.Args...)
	p.cmd.Env = append(os.Environ(), c.Env...)
	p.cmd.SysProcAttr = bound()
	out, in, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("rig: %w", err)
	}
	p.cmd.Stdout, p.cmd.Stderr = in, in
	if err := p.cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("rig: %s: %w", c.Name, err), in.Close(), out.Close(), log.Close())
	}
	_ = in.Close() // the child holds its own
	go p.follow(out, log, c.Ready)
	select {
	case <-p.ready:
		return p, nil
	case <-p.done:
		return nil, fmt.Errorf("rig: %s ended before it was ready, see %s.log: %w", c.Name, c.Name, p.Err())
	case <-p.said:
		return p.saying(c.Name)
	case <-ctx.Done():
		p.Kill()
		return nil, fmt.Errorf("rig: %s was not ready in time: %w", c.Name, ctx.Err())
	}
}

// lastWords is how long a program takes to end after it said why it must.
const lastWords = 2 * time.Second

// saying waits for the end of a program that said a trouble instead of being ready. One that stays has a window open that
// says it and lets a person try again: it runs.
func (p *Process) saying(name string) (*Process, error) {
	select {
	case <-p.done:
		return nil, fmt.Errorf("rig: %s ended before it was ready, see %s.log: %w", name, name, p.Err())
	case <-time.After(lastWords):
		return p, nil
	}
}

// follow copies the program's output to its log until it ends, and looks for the ready line on the way.
func (p *Process) follow(out *os.File, log *os.File, ready string) {
	var once sync.Once
	announce := func() { once.Do(func() { close(p.ready) }) }
	if ready == "" {
		announce()
	}
	lines := bufio.NewScanner(io.TeeReader(out, log))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if ready != "" && strings.HasPrefix(lines.Text(), ready) {
			announce()
		}
		if code, words, ok := trouble.ParseLine(lines.Text()); ok {
			if p.last == nil {
				close(p.said)
			}
			p.last = &trouble.Error{Code: code, Words: words}
		}
	}
	p.err = p.cmd.Wait()
	_, _ = out.Close(), log.Close()
	close(p.done)
}

// Stop asks the program to end, and ends it after ten seconds if it does not.
func (p *Process) Stop() {
	_ = p.cmd.Process.Signal(os.Interrupt)
	select {
	case <-p.done:
	case <-time.After(10 * time.Second):
		p.Kill()
	}
}

// Kill ends the program at once (kill -9), as a power cut would, and waits until it is gone.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// Done is closed when the program has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err is why a program that is done ended, in its own words where it left any (trouble.Told finds them); nil if it ended
// well.
func (p *Process) Err() error {
	if p.err != nil && p.last != nil {
		return &trouble.Error{Code: p.last.Code, Words: p.last.Words, Err: p.err}
	}
	return p.err
}

// PID is the program's process id.
func (p *Process) PID() int { return p.cmd.Process.Pid }
