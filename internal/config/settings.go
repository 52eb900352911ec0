package config

// TLS names this machine's own key and certificate and the authority it trusts (mutual TLS on every link
// between machines). All three are PEM files; relative paths start at the configuration file's folder.
type TLS struct {
	CA   string `toml:"ca"`
	Cert string `toml:"cert"`
	Key  string `toml:"key"`
}

// Keys says who guards this machine's keys. It has the shape of seal.Guard.
type Keys struct {
	Name string `toml:"guard"` // file, keyring or tpm; "" = file
	TPM  string `toml:"tpm"`   // the TPM's device, or a software TPM's socket or tcp://host:port; "" = the system's own
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
	Keys     Keys         `toml:"keys"`
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
	Keys          Keys   `toml:"keys"`
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
	Disk     Disk           `toml:"disk"`
	Keys     Keys           `toml:"keys"` // counters only
	Vault    Vault          `toml:"vault"`
	Outbox   Outbox         `toml:"outbox"` // counters only
	Offline  Offline        `toml:"offline"`
}

// Outbox is how what waits is carried by hand.
type Outbox struct {
	Stick      string `toml:"stick"`       // a removable place beside those the system finds; "" = none
	RemindDays int    `toml:"remind_days"` // after how many days a file without receipts is asked about; default 3
}

// Offline is how far a counter goes on while the platform cannot be reached; see Rules for its defaults.
type Offline struct {
	WarnPercent int         `toml:"warn_percent"` // from this share of a limit on, the screen tells it; default 80
	Accept      OfflineRule `toml:"accept"`       // also decides whether a new case may be begun
	Supplement  OfflineRule `toml:"supplement"`
	Refuse      OfflineRule `toml:"refuse"`
	HandOut     OfflineRule `toml:"hand_out"`
}

// OfflineRule is one kind of act.
type OfflineRule struct {
	Allowed *bool `toml:"allowed"` // false: only while the platform answers; default true
	Hours   int   `toml:"hours"`   // the longest that nothing may have got through; default 72, hand_out 24
	Unsent  int   `toml:"unsent"`  // how many acts may wait; default 500
}

// Vault says where a counter's data is copied to, how large it may grow and how long it keeps what is safe at the platform.
type Vault struct {
	Second        string `toml:"second"`          // folder on another disk, copied to while nobody works; "" = none
	IdleMinutes   int    `toml:"idle_minutes"`    // nobody works when nothing was saved for so long; default 10
	LimitMB       int    `toml:"limit_mb"`        // bytes all of it may take; 0 = no limit but the disk
	KeepDays      int    `toml:"keep_days"`       // an ended case; default 30
	KeepScansDays int    `toml:"keep_scans_days"` // scans of a case that has not ended; default 7
}

// Disk says when a counter's disk counts as nearly full, in megabytes that are free.
type Disk struct {
	LowMB  int `toml:"low_mb"`  // below it a technician is asked to make room; default 2048
	FullMB int `toml:"full_mb"` // below it no new case is opened; default 512
}

// TerminalHall is where the hall's nodes are, in order of preference.
type TerminalHall struct {
	Nodes []string `toml:"nodes"`
}

// TerminalServer is where the platform is.
type TerminalServer struct {
	URL          string `toml:"url"`
	RetrySeconds int    `toml:"retry_seconds"` // longest pause between two tries; default 300
	Certificate  string `toml:"certificate"`   // the platform's, to seal what is carried by hand; "" = the one last met on the line
	// Limits are spans of the day in which scans leave room on the line for others, "08:30-17:30 2mbit"; default none.
	Limits []string `toml:"limits"`
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
