package window

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// process is one program as Linux counts it (proc(5)).
type process struct {
	pid, parent int
	ticks       int // of its work, in user and kernel mode
}

// tick is one of them: USER_HZ is 100 on every Linux Go runs on.
const tick = 10 * time.Millisecond

// processes is a program and all it started.
type processes []process

// family finds a program and all it started.
func family(pid int) processes {
	var all []process
	names, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range names {
		if text, err := os.ReadFile(name); err == nil { // one that ended meanwhile is not there
			if p, ok := parseStat(string(text)); ok {
				all = append(all, p)
			}
		}
	}
	in := map[int]bool{pid: true}
	for grown := true; grown; {
		grown = false
		for _, p := range all {
			if in[p.parent] && !in[p.pid] {
				in[p.pid], grown = true, true
			}
		}
	}
	var out processes
	for _, p := range all {
		if in[p.pid] {
			out = append(out, p)
		}
	}
	return out
}

// parseStat reads pid, parent and work of /proc/pid/stat. The program's name in brackets may hold anything.
func parseStat(text string) (process, bool) {
	open, shut := strings.IndexByte(text, '('), strings.LastIndexByte(text, ')')
	if open < 0 || shut < open {
		return process{}, false
	}
	rest := strings.Fields(text[shut+1:])
	if len(rest) < 13 {
		return process{}, false
	}
	pid, err1 := strconv.Atoi(strings.TrimSpace(text[:open]))
	parent, err2 := strconv.Atoi(rest[1])
	user, err3 := strconv.Atoi(rest[11])
	kernel, err4 := strconv.Atoi(rest[12])
	return process{pid, parent, user + kernel}, errors.Join(err1, err2, err3, err4) == nil
}

// work is what all of them did since they began.
func (all processes) work() time.Duration {
	n := 0
	for _, p := range all {
		n += p.ticks
	}
	return time.Duration(n) * tick
}

// memory is what all of them hold, in bytes, shared pages divided among those who share them (Pss).
func (all processes) memory() (int, error) {
	sum := 0
	for _, p := range all {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.pid))
		if err != nil {
			continue // it ended meanwhile
		}
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
				kib, err := strconv.Atoi(strings.Fields(rest)[0])
				if err != nil {
					return 0, fmt.Errorf("bench: %w", err)
				}
				sum += kib << 10
			}
		}
	}
	if sum == 0 {
		return 0, errors.New("bench: the system does not say how much memory a program holds")
	}
	return sum, nil
}
