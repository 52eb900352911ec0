package config

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func (p *problems) need(key, value string) bool {
	if strings.TrimSpace(value) == "" {
		p.add(key, "没有填写。请补上。", "This is missing. Fill it in.")
		return false
	}
	return true
}

// number wants lo to hi; 0 stands for the default where it is one.
func (p *problems) number(key string, n, lo, hi int, zero bool) {
	if n == 0 && zero || n >= lo && n <= hi {
		return
	}
	p.add(key, fmt.Sprintf("%d 超出范围，应在 %d 到 %d 之间。", n, lo, hi), fmt.Sprintf("%d is out of range; write %d to %d.", n, lo, hi))
}

func (p *problems) oneOf(key, value string, options ...string) {
	if !slices.Contains(options, value) {
		p.add(key, fmt.Sprintf("不认识 %q，只能是 %s。", value, strings.Join(options, "、")), fmt.Sprintf("%q is unknown; write %s.", value, strings.Join(options, ", ")))
	}
}

// address wants host:port. listening addresses may leave the host out (every interface) and let the system choose the port (0).
func (p *problems) address(key, value string, listening bool) (host string) {
	host, port, err := net.SplitHostPort(value)
	n, bad := strconv.Atoi(port)
	switch {
	case err != nil, bad != nil, n < 0, n > 65535, !listening && (n == 0 || host == ""):
		p.add(key, fmt.Sprintf("%q 不是地址。请写成 主机:端口，如 192.168.1.10:8443。", value), fmt.Sprintf("%q is no address. Write host:port, as 192.168.1.10:8443.", value))
	}
	return host
}

// link wants an absolute URL of one of the schemes, without query.
func (p *problems) link(key, value, example string, schemes ...string) {
	u, err := url.Parse(value)
	if err != nil || !slices.Contains(schemes, u.Scheme) || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || !goodPort(u.Port()) {
		p.add(key, fmt.Sprintf("%q 不是完整的网址。请写成 %s 的样子。", value, example), fmt.Sprintf("%q is no whole address. Write it like %s.", value, example))
	}
}

func goodPort(port string) bool {
	n, err := strconv.Atoi(port)
	return port == "" || err == nil && n > 0 && n <= 65535
}

// page wants the public address that a token is put behind.
func (p *problems) page(key, value string) {
	const example = "https://hall.example/p/"
	p.link(key, value, example, "https", "http")
	if !strings.HasSuffix(value, "/") {
		p.add(key, "号票的编码接在它后面，末尾要有斜杠，如 "+example+"。", "A token goes behind it: it must end in a slash, as "+example+".")
	}
}

// readable wants a file that can be read.
func (p *problems) readable(key, path string) {
	if !p.need(key, path) {
		return
	}
	path = beside(p.file, path)
	f, err := os.Open(path)
	if err == nil {
		info, statErr := f.Stat()
		_ = f.Close()
		if err = statErr; err == nil && info.IsDir() {
			err = errors.New("it is a folder")
		}
	}
	if err != nil {
		p.add(key, fmt.Sprintf("读不到文件 %s。请核对路径和读取权限。", path), fmt.Sprintf("The file %s cannot be read. Check its path and its permissions.", path))
	}
}

// folder wants a folder that can be written, or one that can be made: then the nearest folder above it must be writable.
func (p *problems) folder(key, path string) {
	if !p.need(key, path) {
		return
	}
	path = beside(p.file, path)
	for dir := path; ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if errors.Is(err, fs.ErrNotExist) && dir != filepath.Dir(dir) {
			continue
		}
		if err == nil && info.IsDir() && writable(dir) {
			return
		}
		p.add(key, fmt.Sprintf("文件夹 %s 不能写入。请核对路径和写入权限。", path), fmt.Sprintf("The folder %s cannot be written. Check its path and its permissions.", path))
		return
	}
}

// writable tries: permissions alone do not say it on every system (read-only disks, access lists).
func writable(dir string) bool {
	f, err := os.CreateTemp(dir, ".onewindow-check-*")
	if err != nil {
		return false
	}
	return errors.Join(f.Close(), os.Remove(f.Name())) == nil
}

func (p *problems) program(key, name string) {
	if _, err := exec.LookPath(name); err != nil {
		p.add(key, fmt.Sprintf("找不到程序 %s。请核对路径。", name), fmt.Sprintf("The program %s is not found. Check its path.", name))
	}
}

var pinHash = regexp.MustCompile(`^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$`)

// users wants at least one, each staff number once, and hashes instead of PINs.
func (p *problems) users(all []User) {
	if len(all) == 0 {
		p.add("user", "没有人可以登录。请至少写一名人员（[[user]]）。", "Nobody could sign in. Name at least one person ([[user]]).")
	}
	seen := map[string]bool{}
	for i, u := range all {
		key := at("user", i)
		if p.need(key+".operator", u.Operator) && seen[u.Operator] {
			p.add(key+".operator", "工号写了两次。请改掉一个。", "This staff number is named twice. Change one.")
		}
		seen[u.Operator] = true
		p.need(key+".name", u.Name)
		if !pinHash.MatchString(u.PIN) {
			p.add(key+".pin", "这里要写口令的散列，不是口令本身。用 onewindow pin 生成。", "This must be the hash of a PIN, never the PIN. Make one with onewindow pin.")
		}
	}
}

func (p *problems) tls(t TLS) {
	p.readable("tls.ca", t.CA)
	p.readable("tls.cert", t.Cert)
	p.readable("tls.key", t.Key)
}

func (p *problems) keys(k Keys) {
	p.oneOf("keys.guard", k.Name, "", "file", "keyring", "tpm")
	if addr, ok := strings.CutPrefix(k.TPM, "tcp://"); ok {
		p.address("keys.tpm", addr, false)
	}
}

func (p *problems) papers(c Papers) {
	p.need("papers.hall", c.Hall)
	p.need("papers.phone", c.Phone)
	p.need("papers.complaints", c.Complaints)
	if c.ProgressBase != "" {
		p.page("papers.progress_base", c.ProgressBase)
	}
	if len(c.Open) > 0 {
		p.program("papers.open", c.Open[0])
	}
}
