package config

import (
	"fmt"
	"os"
	"strings"

	"github.com/BurntSushi/toml"
)

// Role is the kind of machine a file is for.
type Role string

// The machines of a hall that have a file.
const (
	HallNode   Role = "hall"
	Central    Role = "platform"
	Simulators Role = "devsim"
	Counter    Role = "counter"
	Kiosk      Role = "kiosk"
	Display    Role = "display"
)

// Roles are all of them.
func Roles() []Role { return []Role{HallNode, Central, Simulators, Counter, Kiosk, Display} }

// Machine is what a file makes of a computer.
type Machine struct {
	Role   Role
	Name   string // the name its certificate must carry; "" = any
	TLS    TLS    // empty for simulators
	Dir    string // what it keeps, sealed; "" = nothing
	Keys   Keys
	Hosts  []string  // where others reach it, to be named in its certificate
	Zh, En string    // in one sentence
	Limits [2]string // of a counter: how far it goes on without the platform, Chinese and English
}

// Fault is something wrong with a setting that somebody else found: what its certificate says, say.
func Fault(path, key, zh, en string, warning bool) *Error {
	e := &Error{File: path, Key: key, Sentence: zh, SentenceEN: en, Warning: warning}
	if text, err := os.ReadFile(path); err == nil {
		e.Line = linesOf(string(text)).of(key)
	}
	return e
}

// Look reads a file for a role ("" = recognise it) and gives what the machine will be with everything that is wrong, warnings too.
func Look(path string, as Role) (Machine, Faults) {
	if as == "" {
		var f Faults
		if as, f = recognise(path); f != nil {
			return Machine{}, f
		}
	}
	switch as {
	case HallNode:
		var c Hall
		f := read(path, &c, func(p *problems) { p.hall(c) })
		return c.beside(path).machine(), f
	case Central:
		var c Platform
		f := read(path, &c, func(p *problems) { p.platform(c) })
		return c.beside(path).machine(), f
	case Simulators:
		var c Devsim
		f := read(path, &c, func(p *problems) { p.devsim(c) })
		return c.machine(), f
	case Counter, Kiosk, Display:
		var c Terminal
		f := read(path, &c, func(p *problems) { p.terminal(c, as) })
		return c.beside(path).machine(as), f
	}
	return Machine{}, Faults{{File: path, Sentence: fmt.Sprintf("没有 %q 这种机器。", as), SentenceEN: fmt.Sprintf("There is no machine of kind %q.", as)}}
}

// LoadMachine reads a file whose role it recognises. Its error is Faults.
func LoadMachine(path string) (Machine, error) {
	m, f := Look(path, "")
	return m, f.hard()
}

// recognise tells from the keys of a file which machine it is for.
func recognise(path string) (Role, Faults) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", Faults{unreadable(path, err)}
	}
	var any map[string]any
	if _, err := toml.Decode(string(text), &any); err != nil {
		return "", Faults{broken(path, err)}
	}
	for _, sign := range []struct {
		role Role
		keys string
	}{
		{HallNode, "settings listen auto_open"}, {Central, "api web public_base backup_dir"}, {Simulators, "control kiosk_reader reader_tcp"},
		{Counter, "dir user platform scanner"}, {Kiosk, "printer reader"}, {Display, "terminal hall window"},
	} {
		for key := range strings.FieldsSeq(sign.keys) {
			if _, ok := any[key]; ok {
				return sign.role, nil
			}
		}
	}
	return "", Faults{{File: path, Sentence: "看不出这是哪种机器的文件。请对照示例，或用 -role 说明。", SentenceEN: "It cannot be seen which machine this file is for. Compare it with the examples, or say so with -role."}}
}

func (c Hall) machine() Machine {
	s := c.Settings
	return Machine{Role: HallNode, TLS: c.TLS, Dir: c.Dir, Keys: c.Keys, Hosts: hosts(c.Listen),
		Zh: fmt.Sprintf("%s的大厅节点，%d 类业务，%d 个窗口，在 %s", s.Name, len(s.Categories), len(s.Windows), c.Listen),
		En: fmt.Sprintf("the hall node of %s, %d categories, %d windows, on %s", or(s.NameEN, s.Name), len(s.Categories), len(s.Windows), c.Listen)}
}

func (c Platform) machine() Machine {
	return Machine{Role: Central, TLS: c.TLS, Dir: c.Dir, Keys: c.Keys, Hosts: append(hosts(c.API), hosts(c.Web)...),
		Zh: fmt.Sprintf("中心平台，机器接口 %s，网页 %s，%d 名审查人员", c.API, c.Web, len(c.Users)),
		En: fmt.Sprintf("the central platform, machines on %s, pages on %s, officers: %d", c.API, c.Web, len(c.Users))}
}

func (c Devsim) machine() Machine {
	return Machine{Role: Simulators, Zh: "模拟设备，控制口 http://" + c.Control, En: "simulated devices, controlled at http://" + c.Control}
}

func (c Terminal) machine(as Role) Machine {
	m := Machine{Role: as, Name: c.Terminal, TLS: c.TLS}
	switch {
	case as == Counter:
		m.Dir, m.Keys = c.Dir, c.Keys
		m.Limits[0], m.Limits[1] = offlineWords(c.Offline.Rules())
		m.Zh = fmt.Sprintf("%02d 号窗口 %s，%d 名人员可登录，平台 %s", c.Window, c.Terminal, len(c.Users), c.Platform.URL)
		m.En = fmt.Sprintf("window %d, %s, people who may sign in: %d, platform %s", c.Window, c.Terminal, len(c.Users), c.Platform.URL)
	case as == Kiosk:
		m.Zh, m.En = "自助机 "+c.Terminal+"，打印机 "+or(c.Printer.Addr, "无"), "kiosk "+c.Terminal+", printer "+or(c.Printer.Addr, "none")
	case c.Window > 0:
		m.Zh, m.En = fmt.Sprintf("%02d 号窗口的窗口屏 %s", c.Window, c.Terminal), fmt.Sprintf("the strip above window %d, %s", c.Window, c.Terminal)
	default:
		m.Zh, m.En = "大厅屏 "+c.Terminal, "the hall's display "+c.Terminal
	}
	if nodes := strings.Join(c.Hall.Nodes, " "); nodes != "" {
		m.Zh, m.En = m.Zh+"，大厅 "+nodes, m.En+", hall "+nodes
	}
	return m
}

// hosts gives what a listening address says of a machine's name; nothing when it listens on every interface.
func hosts(addr string) []string {
	host := addr
	if i := strings.LastIndex(addr, ":"); i >= 0 {
		host = strings.Trim(addr[:i], "[]")
	}
	if host == "" || host == "0.0.0.0" || host == "::" {
		return nil
	}
	return []string{host}
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}
