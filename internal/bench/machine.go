package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Machine is what a figure must be read with. It names no host and no folder.
type Machine struct {
	OS     string `json:"os"`
	Arch   string `json:"arch"`
	Kernel string `json:"kernel,omitempty"`
	Go     string `json:"go"`
	CPUs   int    `json:"cpus"`
	CPU    string `json:"cpu,omitempty"`
	Disk   string `json:"disk,omitempty"` // file system and kind: "ext4, turning"
}

func (m Machine) String() string {
	parts := []string{fmt.Sprintf("%d × %s", m.CPUs, or(m.CPU, m.Arch)), m.Go, m.OS + "/" + m.Arch}
	for _, s := range []string{m.Kernel, m.Disk} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// machine looks at this machine; dir is where the measures write.
func machine(dir string) Machine {
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	return Machine{OS: runtime.GOOS, Arch: runtime.GOARCH, Kernel: strings.TrimSpace(string(kernel)), Go: runtime.Version(),
		CPUs: runtime.NumCPU(), CPU: processor(), Disk: disk(dir)}
}

// processor is the model's name as Linux tells it.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return ""
}

// disk finds the file system of dir in the table of mounts (proc(5)): the longest mount point above it.
func disk(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	best, kind, device := "", "", ""
	for lines := bufio.NewScanner(bytes.NewReader(table)); lines.Scan(); {
		f := strings.Fields(lines.Text())
		i := 6 // optional fields end with a dash
		for i < len(f) && f[i] != "-" {
			i++
		}
		if i+1 >= len(f) {
			continue
		}
		if at := f[4]; len(at) >= len(best) && within(dir, at) {
			best, device, kind = at, f[2], f[i+1]
		}
	}
	if kind == "" {
		return ""
	}
	return kind + turning(device)
}

func within(dir, at string) bool {
	return at == "/" || dir == at || strings.HasPrefix(dir, at+"/")
}

// turning tells whether a block device (major:minor) turns.
func turning(device string) string {
	for _, queue := range []string{"/queue/rotational", "/../queue/rotational"} {
		switch text, _ := os.ReadFile("/sys/dev/block/" + device + queue); strings.TrimSpace(string(text)) {
		case "0":
			return ", solid state"
		case "1":
			return ", turning or virtual"
		}
	}
	return ""
}
