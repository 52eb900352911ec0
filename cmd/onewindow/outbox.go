package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/config"
	"onewindow/internal/counter"
	"onewindow/internal/pki"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
	"onewindow/sync/carry"
	"onewindow/sync/carry/hatch"
	"onewindow/sync/carry/station"
	"onewindow/sync/carry/stick"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
)

// outboxCommands are what a technician can do with what a counter still owes. A counter that runs does it itself, through
// its hatch; the vault of one that does not is opened here.
func outboxCommands() []command {
	return []command{
		{"list", "what waits, since when and why  查看待送", outboxList},
		{"export", "writes what waits into a sealed file, to be carried by hand  导出", outboxExport},
		{"deliver", "deliver FILE…: brings such files to the platform, from any machine with a line  送达", outboxDeliver},
		{"import", "import FILE…: takes the platform's receipts in  导入回执", outboxImport},
	}
}

// runOutbox is onewindow outbox COMMAND -config FILE.
func runOutbox(ctx context.Context, args []string) error {
	if len(args) > 0 {
		for _, c := range outboxCommands() {
			if c.name == args[0] {
				return spoken(c.run(ctx, args[1:]))
			}
		}
	}
	fmt.Fprintln(os.Stderr, "usage: onewindow outbox <command> -config counter.toml")
	for _, c := range outboxCommands() {
		fmt.Fprintf(os.Stderr, "  %-8s %s\n", c.name, c.what)
	}
	return flag.ErrHelp
}

// spoken gives a file or folder that cannot be used the words for it.
func spoken(err error) error {
	var path *os.PathError
	if _, _, ok := trouble.Told(err); !ok && errors.As(err, &path) {
		return trouble.New(carry.CodePath, err, "file", path.Path)
	}
	return err
}

// carrier is the counter's side of carrying: its own vault's, or a running counter's.
type carrier interface {
	Owed() (station.Owed, error)
	Export(ctx context.Context, e station.Export) (station.Written, error)
	Import(ctx context.Context, path string) (station.Taken, error)
}

// tech is a counter as a technician's command works on it.
type tech struct {
	carrier
	conf  config.Terminal
	paper *pki.Paper
	close func() error
}

// openTech opens the counter whose file the flags name.
func openTech(ctx context.Context, name string, args []string, more func(*flag.FlagSet)) (t *tech, rest []string, err error) {
	var flags *flag.FlagSet
	conf, p, err := vaultOf("outbox "+name, args, func(fs *flag.FlagSet) {
		flags = fs
		if more != nil {
			more(fs)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	own, err := pki.Load(pki.Files(conf.TLS))
	if err != nil {
		return nil, nil, err
	}
	paper, err := pki.PaperOf(own)
	if err != nil {
		return nil, nil, err
	}
	t = &tech{conf: conf, paper: paper, close: func() error { return nil }}
	v, err := vault.Open(ctx, p)
	if err == nil {
		t.carrier = station.New(station.Params{Vault: v, Paper: paper, Now: time.Now, NewID: newID, Take: station.Offline(v, time.Now)})
		t.close = v.Close
		return t, flags.Args(), nil
	}
	running, none := hatch.Find(ctx, conf.Dir)
	if code, _, _ := trouble.Told(err); code != vault.CodeInUse || none != nil {
		return nil, nil, err
	}
	t.carrier = running
	return t, flags.Args(), nil
}

func outboxList(ctx context.Context, args []string) (err error) {
	t, _, err := openTech(ctx, "list", args, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	owed, err := t.Owed()
	if err != nil {
		return err
	}
	for _, op := range owed.Ops {
		fmt.Printf("%s  %-9s %s  %s%s\n", op.Label.Since.Format(time.DateTime), op.State, op.Label.Title, op.Label.Detail, because(op.Why))
	}
	for _, f := range owed.Files {
		fmt.Printf("%s  %-9s %s  %s%s\n", f.Label.Since.Format(time.DateTime), f.State, f.Type, station.Size(f.Size), because(f.Why))
	}
	epoch := owed.Line.Epoch
	if epoch == "" {
		epoch = "-"
	}
	tellLoad(owed.Load)
	fmt.Printf("platform epoch %s, backed up through %d\n", epoch, owed.Line.Durable)
	return nil
}

func tellLoad(l station.Load) {
	fmt.Printf("可转送 %d 步、%d 个文件，约 %s · to carry: %d operations, %d files, about %s\n",
		len(l.Ops), len(l.Files), station.Size(l.Bytes()), len(l.Ops), len(l.Files), station.Size(l.Bytes()))
}

func because(w outbox.Why) string {
	if w == (outbox.Why{}) {
		return ""
	}
	return "  " + strings.TrimSpace(w.Code+" "+w.Sentence)
}

// leastMB is the smallest file that holds any scan.
const leastMB = 128

func outboxExport(ctx context.Context, args []string) (err error) {
	var dir string
	var mostMB int64
	t, _, err := openTech(ctx, "export", args, func(fs *flag.FlagSet) {
		fs.StringVar(&dir, "dir", ".", "folder of the stick")
		fs.Int64Var(&mostMB, "max-mb", 4000, fmt.Sprintf("largest file, %d or more; what is beyond goes into further files (a FAT stick takes 4095)", leastMB))
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	if mostMB < leastMB {
		return fmt.Errorf("outbox: -max-mb must be %d or more", leastMB)
	}
	to, err := platformKey(t.conf, t.paper, time.Now())
	if err != nil {
		return err
	}
	owed, err := t.Owed()
	if err == nil {
		dir, err = filepath.Abs(dir) // a running counter stands elsewhere
	}
	if err != nil {
		return err
	}
	tellLoad(owed.Load)
	w, err := t.Export(ctx, station.Export{Dir: dir, To: to, MostSize: mostMB << 20, Progress: percent("export")})
	if err != nil {
		return err
	}
	for _, name := range w.Files {
		fmt.Println(filepath.Join(dir, name))
	}
	fmt.Printf("已写好 %s，其中 %d 步、%d 个文件；本机仍保留，联网后照常上传 · %s written; all is kept here and goes by wire, too, when the line returns\n",
		station.Size(w.Bytes), w.Ops, w.Scans, station.Size(w.Bytes))
	if w.Unreadable > 0 {
		fmt.Printf("有 %d 份在本机读不出来，没有带上 · %d could not be read on this machine and stayed\n", w.Unreadable, w.Unreadable)
	}
	return nil
}

// percent tells how far a long thing is, on one line.
func percent(what string) func(done, all int64) {
	last := int64(-1)
	return func(done, all int64) {
		if now := done * 100 / max(all, 1); now != last {
			last = now
			fmt.Fprintf(os.Stderr, "\r%s %3d %%", what, now)
			if done >= all {
				fmt.Fprintln(os.Stderr)
			}
		}
	}
}

func outboxImport(ctx context.Context, args []string) (err error) {
	t, files, err := openTech(ctx, "import", args, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	if len(files) == 0 {
		return errors.New("outbox: import which file?")
	}
	for _, file := range files {
		whole, err := filepath.Abs(file)
		if err != nil {
			return err
		}
		taken, err := t.Import(ctx, whole)
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		v := taken.Verdicts
		fmt.Printf("%s: 已收 %d，早已收 %d，退回 %d，存疑 %d，待查 %d，再送 %d；文件 %d · accepted %d, already there %d, sent back %d, conflicting %d, parked %d, again %d; files %d\n",
			filepath.Base(file), v[api.Accepted], v[api.Duplicate], v[api.Rejected], v[api.Conflict], v[api.Parked], v[api.Retry], taken.Stored,
			v[api.Accepted], v[api.Duplicate], v[api.Rejected], v[api.Conflict], v[api.Parked], v[api.Retry], taken.Stored)
		fmt.Printf("还有 %d 步、%d 个文件要送 · still to go: %d operations, %d files\n", len(taken.Left.Ops), len(taken.Left.Files), len(taken.Left.Ops), len(taken.Left.Files))
	}
	return nil
}

// openCarrying lets what waits be carried by hand: by the window, and by a technician's command through the hatch. A
// counter without it works all the same; nil then.
func openCarrying(p *program, conf config.Terminal, own *tls.Config, v *vault.Vault, exchange *runner.Runner) counter.Carrier {
	paper, err := pki.PaperOf(own)
	if err != nil {
		p.log.Warn("no carrying by hand", "err", err)
		return nil
	}
	s := station.New(station.Params{Vault: v, Paper: paper, Now: time.Now, NewID: newID, Take: exchange.Carried})
	h := hatch.New(conf.Dir, s, p.log)
	p.serve("hatch", func(ctx context.Context) error {
		if err := h.Serve(ctx); err != nil && ctx.Err() == nil {
			p.log.Warn("no carrying by command", "err", err)
		}
		return nil
	})
	return stick.New(stick.Params{
		Station: s, Terminal: conf.Terminal, Places: stick.Places(userName(), conf.Outbox.Stick, conf.Dir),
		Key: func() (*ecdsa.PublicKey, error) { return platformKey(conf, paper, time.Now()) },
	})
}

// userName is for whom the desktop mounts sticks; "" where the system does not say.
func userName() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}
