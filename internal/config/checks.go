package config

import (
	"fmt"
	"net"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func (p *problems) hall(c Hall) {
	p.folder("dir", c.Dir)
	if p.need("listen", c.Listen) {
		p.address("listen", c.Listen, true)
	}
	p.tls(c.TLS)
	p.keys(c.Keys)
	s := c.Settings
	p.need("settings.name", s.Name)
	if s.NameEN == "" {
		p.warn("settings.name_en", "没有英文厅名，英文界面会空着。", "There is no English name; English screens will leave it empty.")
	}
	p.number("settings.zone_minutes", s.ZoneMinutes, -14*60, 14*60, false)
	if !p.set("settings", "zone_minutes") {
		p.warn("settings.zone_minutes", "没有写时区，将按世界时算日期。福州写 480。", "There is no zone; days will be counted in UTC. Fuzhou is 480.")
	}
	p.number("settings.passed_minutes", s.PassedMinutes, 1, 24*60, true)
	p.number("settings.max_calls", s.MaxCalls, 1, 9, true)
	if s.ProgressBase == "" {
		p.warn("settings.progress_base", "没有进度页地址，号票上不会有二维码。", "There is no address of the progress page; tickets will carry no code.")
	} else {
		p.page("settings.progress_base", s.ProgressBase)
	}
	p.windows(s, p.categories(s.Categories))
}

var categoryCode = regexp.MustCompile(`^[A-Z]{1,2}$`)

func (p *problems) categories(all []HallCategory) map[string]bool {
	if len(all) == 0 {
		p.add("settings.category", "没有业务类别。请至少写一个（[[settings.category]]）。", "There is no category. Name at least one ([[settings.category]]).")
	}
	known := map[string]bool{}
	for i, k := range all {
		key := at("settings.category", i)
		if !categoryCode.MatchString(k.Code) {
			p.add(key+".code", fmt.Sprintf("%q 不能作类别代码。请写一两个大写字母，它印在号票上。", k.Code), fmt.Sprintf("%q is no category code. Write one or two capital letters; tickets begin with them.", k.Code))
		} else if known[k.Code] {
			p.add(key+".code", fmt.Sprintf("类别 %s 写了两次。请删去一个。", k.Code), fmt.Sprintf("Category %s is named twice. Delete one.", k.Code))
		}
		known[k.Code] = true
		p.need(key+".name", k.Name)
		p.number(key+".mean_service_sec", k.MeanServiceSec, 1, 8*60*60, true)
	}
	return known
}

func (p *problems) windows(s HallSettings, known map[string]bool) {
	if len(s.Windows) == 0 {
		p.add("settings.window", "没有窗口。请至少写一个（[[settings.window]]）。", "There is no window. Name at least one ([[settings.window]]).")
	}
	seen, served := map[int]bool{}, map[string]bool{}
	for i, w := range s.Windows {
		key := at("settings.window", i)
		p.number(key+".no", w.No, 1, 999, false)
		if seen[w.No] {
			p.add(key+".no", fmt.Sprintf("窗口 %d 写了两次。请删去一个。", w.No), fmt.Sprintf("Window %d is named twice. Delete one.", w.No))
		}
		seen[w.No] = true
		if len(w.Categories) == 0 {
			p.add(key+".categories", fmt.Sprintf("窗口 %d 没有类别，叫不了号。请写上它办的类别。", w.No), fmt.Sprintf("Window %d serves no category and could call nobody. Name what it serves.", w.No))
		}
		for _, k := range w.Categories {
			served[k] = true
			if !known[k] {
				p.add(key+".categories", fmt.Sprintf("窗口 %d 的类别 %q 没有定义。请在 [[settings.category]] 里加上，或改正。", w.No, k),
					fmt.Sprintf("Window %d serves category %q, which is not defined. Add it as [[settings.category]], or correct it.", w.No, k))
			}
		}
	}
	for i, k := range s.Categories {
		if !served[k.Code] && len(s.Windows) > 0 {
			p.warn(at("settings.category", i), fmt.Sprintf("没有窗口办类别 %s，取不了这类号。", k.Code), fmt.Sprintf("No window serves category %s; nobody can take its numbers.", k.Code))
		}
	}
}

func (p *problems) platform(c Platform) {
	p.folder("dir", c.Dir)
	for key, value := range map[string]string{"api": c.API, "web": c.Web} {
		if p.need(key, value) {
			p.address(key, value, true)
		}
	}
	if c.API != "" && c.API == c.Web && !strings.HasSuffix(c.API, ":0") {
		p.add("web", "和 api 是同一个地址。请换一个端口。", "This is the same address as api. Choose another port.")
	}
	if p.need("public_base", c.PublicBase) {
		p.page("public_base", c.PublicBase)
	}
	if c.BackupDir == "" {
		p.warn("backup_dir", "备份和资料在同一块盘上，盘坏了两份都没有。正式使用请写另一块盘上的文件夹。", "The backup lies on the same disk as the data; a dead disk takes both. In a real city, name a folder on another disk.")
	} else {
		p.folder("backup_dir", c.BackupDir)
	}
	p.number("backup_seconds", c.BackupSeconds, 1, 60*60, true)
	p.tls(c.TLS)
	p.keys(c.Keys)
	p.papers(c.Papers)
	p.users(c.Users)
}

func (p *problems) devsim(c Devsim) {
	if p.need("control", c.Control) {
		host := p.address("control", c.Control, true)
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			p.add("control", "控制口只能在本机，如 127.0.0.1:7300：谁连上它，谁就能放卡、抽纸。", "The control endpoint must be on loopback, as 127.0.0.1:7300: who reaches it puts cards down and takes paper away.")
		}
	}
	for _, a := range []struct{ key, value string }{{"reader_tcp", c.ReaderTCP}, {"printer", c.Printer}, {"scanner", c.Scanner}} {
		if a.value != "" {
			p.address(a.key, a.value, true)
		}
	}
	for _, f := range []struct{ key, value string }{{"reader", c.Reader}, {"kiosk_reader", c.Kiosk}, {"addresses", c.Addresses}} {
		if f.value != "" {
			p.beforeFile(f.key, f.value)
		}
	}
	if c.Reader != "" && c.Reader == c.Kiosk {
		p.add("kiosk_reader", "两台读卡器用了同一个路径。请换一个。", "Both readers have the same path. Choose another.")
	}
}

// beforeFile wants a folder in which a file can be made.
func (p *problems) beforeFile(key, path string) {
	if i := strings.LastIndexAny(path, `/\`); i > 0 {
		p.folder(key, path[:i])
	}
}

// needs says which tables a role's file may hold beside those of every terminal.
var needs = map[Role][]string{
	Counter: {"dir", "window", "platform", "user", "reader", "scanner", "papers", "disk", "vault", "outbox", "offline", "keys"},
	Kiosk:   {"reader", "printer", "papers"},
	Display: {"window", "papers"},
}

func (p *problems) terminal(c Terminal, as Role) {
	if p.need("terminal", c.Terminal) && len(c.Terminal) > 64 {
		p.add("terminal", "名字太长，最多 64 个字符。", "The name is too long; 64 characters at most.")
	}
	if c.Language != "" {
		p.oneOf("language", c.Language, "zh", "en")
	}
	if len(c.Hall.Nodes) == 0 {
		p.add("hall.nodes", "没有写大厅节点的地址。请至少写一个。", "No hall node is named. Name at least one.")
	}
	for _, n := range c.Hall.Nodes {
		p.link("hall.nodes", n, "https://192.168.1.10:8443", "https")
	}
	p.tls(c.TLS)
	p.oneOf("screen.size", c.Screen.Size, "", "1920x1080", "1366x768")
	for _, key := range needs[Counter] {
		if p.set(key) && !slices.Contains(needs[as], key) {
			p.warn(key, "这种机器不用这个设置。", "A machine of this kind does not use this setting.")
		}
	}
	if p.set("printer") && !slices.Contains(needs[as], "printer") {
		p.warn("printer", "这种机器不用这个设置。", "A machine of this kind does not use this setting.")
	}
	switch as {
	case Counter:
		p.counter(c)
	case Kiosk:
		p.kiosk(c)
	case Display:
		p.number("window", c.Window, 1, 999, true)
	}
}

func (p *problems) counter(c Terminal) {
	p.folder("dir", c.Dir)
	p.number("window", c.Window, 1, 999, false)
	if p.need("platform.url", c.Platform.URL) {
		p.link("platform.url", c.Platform.URL, "https://192.168.1.20:9443", "https")
	}
	if c.Platform.Certificate != "" {
		p.readable("platform.certificate", c.Platform.Certificate)
	}
	p.number("platform.retry_seconds", c.Platform.RetrySeconds, 1, 60*60, true)
	p.limits("platform.limits", c.Platform.Limits)
	p.number("disk.low_mb", c.Disk.LowMB, 1, 1<<30, true)
	p.number("disk.full_mb", c.Disk.FullMB, 1, 1<<30, true)
	p.vault(c)
	p.number("outbox.remind_days", c.Outbox.RemindDays, 1, 365, true)
	if c.Outbox.Stick != "" && within(c.Outbox.Stick, c.Dir) {
		p.add("outbox.stick", "U 盘的位置不能在资料自己的文件夹里。请写 U 盘插上后的文件夹。", "The stick's place cannot lie in the data's own folder. Name the folder at which the stick is mounted.")
	}
	p.offline(c.Offline)
	p.keys(c.Keys)
	p.users(c.Users)
	p.reader(c.Reader)
	if c.Scanner.URL != "" {
		p.link("scanner.url", c.Scanner.URL, "http://192.168.1.30/eSCL", "http", "https")
	}
	p.papers(c.Papers)
}

func (p *problems) vault(c Terminal) {
	v := c.Vault
	p.number("vault.idle_minutes", v.IdleMinutes, 1, 24*60, true)
	p.number("vault.limit_mb", v.LimitMB, 100, 1<<30, true)
	p.number("vault.keep_days", v.KeepDays, 1, 3650, true)
	p.number("vault.keep_scans_days", v.KeepScansDays, 1, 3650, true)
	if v.Second != "" && within(v.Second, c.Dir) {
		p.add("vault.second", "第二份备份不能放在资料自己的文件夹里。请写另一块盘上的文件夹。", "The second backup cannot lie in the data's own folder. Name a folder on another disk.")
	}
}

// within reports whether a folder is another or lies below it.
func within(folder, other string) bool {
	rel, err := filepath.Rel(other, folder)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func (p *problems) kiosk(c Terminal) {
	p.reader(c.Reader)
	pr := c.Printer
	if pr.Addr == "" {
		p.warn("printer.addr", "没有打印机，号码只在屏幕上。", "There is no printer; numbers are shown on the screen only.")
		return
	}
	p.address("printer.addr", pr.Addr, false)
	if pr.Width != 0 && pr.Width != 576 && pr.Width != 384 {
		p.add("printer.width", fmt.Sprintf("%d 点的打印机不认识。80 毫米纸写 576，58 毫米纸写 384。", pr.Width), fmt.Sprintf("Printers of %d dots are unknown. Write 576 for 80 mm paper, 384 for 58 mm.", pr.Width))
	}
	p.oneOf("printer.charset", pr.Charset, "", "gb2312", "gbk", "gb18030")
}

func (p *problems) reader(r Reader) {
	if addr, ok := strings.CutPrefix(r.Port, "tcp://"); ok {
		p.address("reader.port", addr, false)
	} else if strings.Contains(r.Port, "://") {
		p.add("reader.port", fmt.Sprintf("不认识 %q。请写串口（/dev/ttyUSB0、COM3）或 tcp://主机:端口。", r.Port), fmt.Sprintf("%q is unknown. Write a serial port (/dev/ttyUSB0, COM3) or tcp://host:port.", r.Port))
	}
}
