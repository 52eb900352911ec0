package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"onewindow/internal/config"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// vaultRotate is onewindow vault rotate -config FILE [-later]. Run again it goes on with a rotation that was stopped.
func vaultRotate(ctx context.Context, args []string) error {
	later := false
	_, p, err := vaultOf("rotate", args, func(fs *flag.FlagSet) {
		fs.BoolVar(&later, "later", false, "only make the new key; the counter seals everything anew while nobody works")
	})
	if err != nil {
		return err
	}
	v, err := vault.Open(ctx, p)
	if err != nil {
		return err
	}
	defer func() { _ = v.Close() }()
	if v.Rotating() {
		_, _ = fmt.Fprintln(os.Stdout, "上次轮换还没有做完，接着做。\nAn earlier rotation has not come to its end; going on with it.")
	} else if err := v.Rotate(ctx); err != nil {
		return err
	}
	if later {
		_, _ = fmt.Fprintln(os.Stdout, "新密钥已启用；柜台程序会在空闲时把旧资料重新加密。\nThe new key is in use; the counter seals the older data anew while nobody works.")
		return nil
	}
	r, err := v.Reseal(ctx, progress(os.Stdout))
	if err != nil {
		return err
	}
	if !tellResealed(os.Stdout, r) {
		return errFound
	}
	return nil
}

// progress prints a dot now and then: a large vault takes its time.
func progress(out io.Writer) vault.Pause {
	n := 0
	return func(ctx context.Context, _ vault.Resealed) error {
		if n++; n%50 == 0 {
			_, _ = fmt.Fprint(out, ".")
		}
		return ctx.Err()
	}
}

// tellResealed says how a rotation ended, and reports whether it came to its end.
func tellResealed(out io.Writer, r vault.Resealed) bool {
	_, _ = fmt.Fprintf(out, "\n重新加密：资料 %d 条，台账 %d 行，扫描件和文书 %d 份。\nSealed anew: %d values, %d lines of the ledgers, %d scans and papers.\n", r.Values, r.Records, r.Files, r.Values, r.Records, r.Files)
	if r.Done {
		_, _ = fmt.Fprintln(out, "旧密钥已删除。以前留在别处的备份要用旧密钥，打不开了：请现在重新备份。\nThe old key is gone. Backups kept elsewhere from before were sealed with it and cannot be opened any more: make a new one now.")
		return true
	}
	_, _ = fmt.Fprintf(out, "有 %d 份没有重新加密（已损坏、在 damaged 文件夹里，或第二备份位置写不进去），旧密钥留着。请用 onewindow vault check 查看，处理后再运行一次。\n"+
		"Things that could not be sealed anew: %d (damaged, in the folder damaged, or in a second place that cannot be written); the old key stays. Look with onewindow vault check, see to them and run this again.\n", r.Kept, r.Kept)
	return false
}

// vaultGuard is onewindow vault guard -config FILE [GUARD], for every machine that seals what it keeps: counter, hall, platform.
func vaultGuard(_ context.Context, args []string) error {
	flags := flag.NewFlagSet("vault guard", flag.ContinueOnError)
	file := flags.String("config", "counter.toml", "the configuration file of a counter, a hall node or the platform")
	flags.Usage = func() {
		fmt.Fprintf(flags.Output(), "usage: onewindow vault guard -config FILE [%s]\n", strings.Join(seal.Guards(), "|"))
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 1 {
		flags.Usage()
		return flag.ErrHelp
	}
	m, err := config.LoadMachine(*file)
	if err != nil {
		return err
	}
	if m.Dir == "" {
		flags.Usage()
		return flag.ErrHelp
	}
	return moveGuard(os.Stdout, m, flags.Arg(0))
}

// moveGuard moves a machine's keys to another guard ("" = nowhere) and says who guards them.
func moveGuard(out io.Writer, m config.Machine, to string) error {
	g := seal.Guard(m.Keys)
	if _, err := os.Stat(m.Dir); err != nil {
		return vault.None(err)
	}
	var p seal.Provider
	var err error
	if to == "" {
		p, err = seal.GuardOf(m.Dir, g)
	} else {
		p, err = seal.MoveGuard(m.Dir, g, to)
	}
	if err != nil {
		return err
	}
	zh, en := p.Strength()
	_, _ = fmt.Fprintf(out, "%s\n%s\n%s\n", p.Name(), zh, en)
	if set := cmp.Or(g.Name, seal.GuardFile); to != "" && set != p.Name() {
		_, _ = fmt.Fprintf(out, "请把配置文件里的 [keys] guard 改为 \"%s\"。\nNow set guard = \"%s\" under [keys] in the configuration file.\n", p.Name(), p.Name())
	}
	return nil
}
