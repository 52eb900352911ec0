// Package config reads the one commented TOML file a machine has, checks it and says in plain words what is
// wrong with it. It knows shapes and ranges only; what a setting does is the business of the program it is for.
package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
)

// TLS names this machine's own key and certificate and the authority it trusts (mutual TLS on every link
// between machines). All three are PEM files; relative paths start at the configuration file's folder.
type TLS struct {
	CA   string `toml:"ca"`
	Cert string `toml:"cert"`
	Key  string `toml:"key"`
}

// User is one person who may sign in. PIN is a hash made by `onewindow pin`, never the PIN itself.
type User struct {
	Operator string   `toml:"operator"`
	Name     string   `toml:"name"`
	PIN      string   `toml:"pin"`
	Roles    []string `toml:"roles"`
	Dept     string   `toml:"dept"` // platform: the deciding department this person sits in; "" = all
}

// Hall is the hall node's file.
type Hall struct {
	Dir      string       `toml:"dir"`
	Listen   string       `toml:"listen"`
	AutoOpen bool         `toml:"auto_open"` // open the day by itself at the first start of a calendar day
	TLS      TLS          `toml:"tls"`
	Settings HallSettings `toml:"settings"`
}

// HallSettings are the hall's rules; they enter the replicated log when they differ from it.
type HallSettings struct {
	Name          string         `toml:"name"`
	NameEN        string         `toml:"name_en"`
	ZoneMinutes   int            `toml:"zone_minutes"`
	PassedMinutes int            `toml:"passed_minutes"`
	MaxCalls      int            `toml:"max_calls"` // how often a number is spoken; default 3
	ProgressBase  string         `toml:"progress_base"`
	Categories    []HallCategory `toml:"category"`
	Windows       []HallWindow   `toml:"window"`
}

// HallCategory is one kind of business.
type HallCategory struct {
	Code           string `toml:"code"`
	Name           string `toml:"name"`
	NameEN         string `toml:"name_en"`
	MeanServiceSec int    `toml:"mean_service_sec"`
}

// HallWindow is one window.
type HallWindow struct {
	No         int      `toml:"no"`
	Categories []string `toml:"categories"`
}

// Platform is the reference platform's file.
type Platform struct {
	Dir           string `toml:"dir"`
	API           string `toml:"api"` // address of the machines' interface, mutual TLS
	Web           string `toml:"web"` // address of console and progress page, TLS with the same certificate
	PublicBase    string `toml:"public_base"`
	BackupDir     string `toml:"backup_dir"` // another disk, for good reason; "" = backup inside dir
	BackupSeconds int    `toml:"backup_seconds"`
	TLS           TLS    `toml:"tls"`
	Papers        Papers `toml:"papers"`
	Users         []User `toml:"user"`
}

// Devsim is the simulators' file.
type Devsim struct {
	Control   string `toml:"control"`      // loopback address of the control endpoint
	Reader    string `toml:"reader"`       // path of the pty's link
	ReaderTCP string `toml:"reader_tcp"`   // address, for systems without a pty
	Kiosk     string `toml:"kiosk_reader"` // path of a second reader's link, for the kiosk
	Printer   string `toml:"printer"`      // address, ESC/POS
	Scanner   string `toml:"scanner"`      // address, eSCL over HTTP
	Addresses string `toml:"addresses"`    // file to write the addresses to, JSON
}

// Terminal is the file of a counter, a kiosk or a display.
type Terminal struct {
	Terminal string         `toml:"terminal"` // name in the certificate: "W03"
	Language string         `toml:"language"` // zh or en
	Dir      string         `toml:"dir"`      // vault; counters only
	TLS      TLS            `toml:"tls"`
	Hall     TerminalHall   `toml:"hall"`
	Platform TerminalServer `toml:"platform"`
	Window   int            `toml:"window"` // counter: its number; display: the one window it shows, 0 = hall screen
	Users    []User         `toml:"user"`
	Reader   Reader         `toml:"reader"`
	Printer  Printer        `toml:"printer"`
	Scanner  Scanner        `toml:"scanner"`
	Screen   Screen         `toml:"screen"`
	Papers   Papers         `toml:"papers"`
}

// TerminalHall is where the hall's nodes are, in order of preference.
type TerminalHall struct {
	Nodes []string `toml:"nodes"`
}

// TerminalServer is where the platform is.
type TerminalServer struct {
	URL          string `toml:"url"`
	RetrySeconds int    `toml:"retry_seconds"` // longest pause between two tries; default 300
}

// Reader is an ID-card reader: a serial port, a pty or tcp://host:port; "" = none.
type Reader struct {
	Port string `toml:"port"`
}

// Printer is a ticket printer; an empty address = none.
type Printer struct {
	Addr    string `toml:"addr"`
	Width   int    `toml:"width"`   // dots: 576 or 384
	Charset string `toml:"charset"` // gb2312, gbk or gb18030: what its own font holds
	QR      bool   `toml:"qr"`      // it has the QR command
	Cutter  bool   `toml:"cutter"`
}

// Scanner is an eSCL scanner's base URL ("http://host/eSCL"); "" = none.
type Scanner struct {
	URL string `toml:"url"`
}

// Screen says how windows are shown.
type Screen struct {
	Fullscreen   bool   `toml:"fullscreen"`
	ReduceMotion bool   `toml:"reduce_motion"`
	Size         string `toml:"size"` // "1920x1080"; "" = the drawing's size
}

// Papers are the facts on every paper.
type Papers struct {
	Hall         string `toml:"hall"`
	City         string `toml:"city"`          // set before a department's name where the catalogue leaves it out
	Phone        string `toml:"phone"`         // enquiries
	Complaints   string `toml:"complaints"`    // supervision
	ProgressBase string `toml:"progress_base"` // the QR's address without the token
	// Open is the program that prints or shows a paper: it gets the PDF on its standard input and the paper's
	// kind as its last argument. Empty = papers are not printed from here.
	Open []string `toml:"open"`
}

// Error says what is wrong with a file, where, and what to do.
type Error struct {
	File       string
	Key        string
	Sentence   string
	SentenceEN string
}

func (e *Error) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("CONF-001 %s: %s", filepath.Base(e.File), e.SentenceEN)
	}
	return fmt.Sprintf("CONF-001 %s: %s: %s", filepath.Base(e.File), e.Key, e.SentenceEN)
}

// LoadHall reads and checks a hall node's file.
func LoadHall(path string) (Hall, error) {
	var c Hall
	err := load(path, &c, func(p *problems) {
		p.need("dir", c.Dir)
		p.need("listen", c.Listen)
		p.need("settings.name", c.Settings.Name)
		if len(c.Settings.Categories) == 0 {
			p.add("settings.category", "至少要有一个业务类别", "name at least one category")
		}
		if len(c.Settings.Windows) == 0 {
			p.add("settings.window", "至少要有一个窗口", "name at least one window")
		}
		known := map[string]bool{}
		for _, k := range c.Settings.Categories {
			known[k.Code] = true
		}
		for _, w := range c.Settings.Windows {
			for _, k := range w.Categories {
				if !known[k] {
					p.add("settings.window", fmt.Sprintf("窗口 %d 的类别 %q 没有定义", w.No, k), fmt.Sprintf("window %d serves category %q, which is not defined", w.No, k))
				}
			}
		}
	})
	c.Dir = beside(path, c.Dir)
	c.TLS = c.TLS.beside(path)
	return c, err
}

// LoadPlatform reads and checks the platform's file.
func LoadPlatform(path string) (Platform, error) {
	var c Platform
	err := load(path, &c, func(p *problems) {
		p.need("dir", c.Dir)
		p.need("api", c.API)
		p.need("web", c.Web)
		p.need("public_base", c.PublicBase)
		p.need("papers.hall", c.Papers.Hall)
		p.need("papers.phone", c.Papers.Phone)
		p.need("papers.complaints", c.Papers.Complaints)
	})
	c.Dir = beside(path, c.Dir)
	c.BackupDir = beside(path, c.BackupDir)
	c.TLS = c.TLS.beside(path)
	return c, err
}

// LoadDevsim reads and checks the simulators' file.
func LoadDevsim(path string) (Devsim, error) {
	var c Devsim
	err := load(path, &c, func(p *problems) { p.need("control", c.Control) })
	c.Reader = beside(path, c.Reader)
	c.Kiosk = beside(path, c.Kiosk)
	c.Addresses = beside(path, c.Addresses)
	return c, err
}

// LoadTerminal reads and checks the file of a counter, kiosk or display.
func LoadTerminal(path string) (Terminal, error) {
	var c Terminal
	err := load(path, &c, func(p *problems) {
		p.need("terminal", c.Terminal)
		if len(c.Hall.Nodes) == 0 {
			p.add("hall.nodes", "没有写大厅节点的地址", "name at least one hall node")
		}
		if c.Language != "" && c.Language != "zh" && c.Language != "en" {
			p.add("language", "只能是 zh 或 en", "must be zh or en")
		}
	})
	c.Dir = beside(path, c.Dir)
	c.TLS = c.TLS.beside(path)
	if p := c.Reader.Port; p != "" && !strings.Contains(p, "://") {
		c.Reader.Port = beside(path, p)
	}
	return c, err
}

func (t TLS) beside(path string) TLS {
	return TLS{beside(path, t.CA), beside(path, t.Cert), beside(path, t.Key)}
}

// beside makes a relative path start at the configuration file's folder.
func beside(file, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

type problems struct {
	file string
	errs Faults
}

func (p *problems) add(key, zh, en string) {
	p.errs = append(p.errs, &Error{p.file, key, zh, en})
}

func (p *problems) need(key, value string) {
	if value == "" {
		p.add(key, "没有填写", "is missing")
	}
}

// load reads a file strictly: a key nobody knows is an error, so that a typing slip is not silence.
func load(path string, into any, check func(*problems)) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return Faults{{path, "", "读不到配置文件", "the file cannot be read: " + errors.Unwrap(err).Error()}}
	}
	return parse(path, string(text), into, check)
}

func parse(path, text string, into any, check func(*problems)) error {
	meta, err := toml.Decode(text, into)
	if err != nil {
		var pe toml.ParseError
		if errors.As(err, &pe) {
			return Faults{{path, fmt.Sprintf("line %d", pe.Position.Line), "写法不对：" + pe.Message, pe.Message}}
		}
		return Faults{{path, "", "写法不对", err.Error()}}
	}
	p := &problems{file: path}
	for _, k := range meta.Undecoded() {
		p.add(k.String(), "没有这个设置，是不是拼错了", "no such setting; is it misspelt?")
	}
	check(p)
	if len(p.errs) > 0 {
		return p.errs
	}
	return nil
}
