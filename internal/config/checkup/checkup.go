package checkup

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/pki"
	"onewindow/internal/trouble"
)

// Soon is how long before its end a certificate is warned of.
const Soon = 30 * 24 * time.Hour

// Files looks at every file, for a role ("" = recognise it), prints what it finds and reports whether all may be started.
func Files(out io.Writer, files []string, as config.Role, now time.Time) bool {
	good := true
	for _, f := range files {
		m, faults := config.Look(f, as)
		until := ""
		if m.TLS.Cert != "" {
			more, end := certificate(f, m, now)
			faults, until = append(faults, more...), end
		}
		good = report(out, f, m, until, faults) && good
	}
	return good
}

// report prints one file's findings.
func report(out io.Writer, file string, m config.Machine, until string, faults config.Faults) bool {
	bad := 0
	for _, e := range faults {
		if !e.Warning {
			bad++
		}
	}
	name := filepath.Base(file)
	if bad == 0 {
		say(out, "%s: ok\n  %s。\n  %s.\n", name, m.Zh, upper(m.En))
		if m.Limits[0] != "" {
			say(out, "  %s。\n  %s.\n", m.Limits[0], upper(m.Limits[1]))
		}
		if until != "" {
			say(out, "  证书有效至 %s。 The certificate is good until %s.\n", until, until)
		}
	} else {
		say(out, "%s: %d 处要改 · %d to mend\n", name, bad, bad)
	}
	for _, e := range faults {
		mark := config.Code
		if e.Warning {
			mark = "提醒 note"
		}
		say(out, "  %-9s  %s\n             %s\n             %s\n", mark, e.Where(), e.Sentence, e.SentenceEN)
	}
	return bad == 0
}

func say(out io.Writer, form string, with ...any) { _, _ = fmt.Fprintf(out, form, with...) }

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// certificate says what is wrong with a machine's certificate, and until when it is good.
func certificate(file string, m config.Machine, now time.Time) (found config.Faults, until string) {
	add := func(key, zh, en string, warning bool) {
		found = append(found, config.Fault(file, key, zh, en, warning))
	}
	files := pki.Files(m.TLS)
	id, err := pki.Read(files)
	if id.Until.IsZero() {
		if _, w, ok := trouble.Told(err); ok {
			add("tls.cert", w.Zh, w.En, false)
		}
		return found, "" // a file that cannot be read is said already
	}
	if err != nil {
		add("tls.ca", "证书不是这个机构签发的，别的机器不会相信它。请换成同一机构的证书。", "This authority did not sign the certificate; no other machine will trust it. Use one of the same authority.", false)
	}
	until = id.Until.In(now.Location()).Format(time.DateOnly)
	if c, err := pki.Load(files); err == nil {
		if err := pki.Check(c, now); err != nil {
			_, w, _ := trouble.Told(err)
			add("tls.cert", w.Zh, w.En, false)
		} else if left := id.Until.Sub(now); left < Soon {
			days := int(left / (24 * time.Hour))
			add("tls.cert", fmt.Sprintf("证书还有 %d 天到期（%s）。请尽快换新。", days, until), fmt.Sprintf("The certificate ends in %d days (%s). Renew it soon.", days, until), true)
		}
	}
	if m.Name != "" && id.Peer.Name != m.Name {
		add("terminal", fmt.Sprintf("证书上的名字是 %s，不是 %s；大厅和平台会拒绝它。请改成一样的。", id.Peer.Name, m.Name),
			fmt.Sprintf("The certificate is for %s, not for %s; hall and platform will refuse it. Make them the same.", id.Peer.Name, m.Name), false)
	}
	if string(id.Peer.Role) != string(m.Role) {
		add("tls.cert", fmt.Sprintf("这是 %s 的证书，这台机器是 %s。请换上它自己的证书。", id.Peer.Role, m.Role),
			fmt.Sprintf("This certificate is a %s's, and this machine is a %s. Use its own.", id.Peer.Role, m.Role), false)
	}
	for _, host := range m.Hosts {
		if !id.Names(host) {
			add("tls.cert", fmt.Sprintf("证书上没有地址 %s，别的机器连不上它。请换一张写有这个地址的证书。", host),
				fmt.Sprintf("The certificate does not name %s; other machines will not connect. Use one that names it.", host), false)
		}
	}
	return found, until
}
