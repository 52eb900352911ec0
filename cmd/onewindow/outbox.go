package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/config"
	"onewindow/internal/pki"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
	"onewindow/sync/carry"
	"onewindow/sync/carry/station"
	"onewindow/sync/outbox"
)

// outboxCommands are what a technician can do with what a counter still owes. All but deliver open the counter's vault, so
// its window must be closed (VAULT-001).
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

// tech is a counter's vault opened by hand, and its side of carrying.
type tech struct {
	conf    config.Terminal
	vault   *vault.Vault
	paper   *pki.Paper
	station *station.Station
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
	v, err := vault.Open(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	s := station.New(station.Params{Vault: v, Paper: paper, Now: time.Now, NewID: newID, Take: station.Offline(v, time.Now)})
	return &tech{conf, v, paper, s}, flags.Args(), nil
}

func outboxList(ctx context.Context, args []string) (err error) {
	t, _, err := openTech(ctx, "list", args, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.vault.Close()) }()
	ops, files, line, err := outbox.New(t.vault).Load()
	if err != nil {
		return err
	}
	for _, op := range ops {
		fmt.Printf("%s  %-9s %s  %s%s\n", op.Label.Since.Format(time.DateTime), op.State, op.Label.Title, op.Label.Detail, because(op.Why))
	}
	for _, f := range files {
		fmt.Printf("%s  %-9s %s  %s%s\n", f.Label.Since.Format(time.DateTime), f.State, f.Type, station.Size(f.Size), because(f.Why))
	}
	load, err := t.station.Load()
	if err != nil {
		return err
	}
	epoch := line.Epoch
	if epoch == "" {
		epoch = "-"
	}
	fmt.Printf("可转送 %d 步、%d 个文件，约 %s · to carry: %d operations, %d files, about %s; platform epoch %s, backed up through %d\n",
		len(load.Ops), len(load.Files), station.Size(load.Bytes()), len(load.Ops), len(load.Files), station.Size(load.Bytes()), epoch, line.Durable)
	return nil
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
	defer func() { err = errors.Join(err, t.vault.Close()) }()
	if mostMB < leastMB {
		return fmt.Errorf("outbox: -max-mb must be %d or more", leastMB)
	}
	to, err := platformKey(t.conf, t.paper, time.Now())
	if err != nil {
		return err
	}
	load, err := t.station.Load()
	if err != nil {
		return err
	}
	fmt.Printf("%d 步、%d 个文件，约 %s · %d operations, %d files, about %s\n",
		len(load.Ops), len(load.Files), station.Size(load.Bytes()), len(load.Ops), len(load.Files), station.Size(load.Bytes()))
	w, err := t.station.Export(ctx, station.Export{Dir: dir, To: to, MostSize: mostMB << 20, Progress: percent("export")})
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
	defer func() { err = errors.Join(err, t.vault.Close()) }()
	if len(files) == 0 {
		return errors.New("outbox: import which file?")
	}
	for _, file := range files {
		taken, err := t.station.Import(ctx, file)
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
