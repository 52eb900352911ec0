package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// vaultCommands are what a technician can do with a counter's vault while no window holds it.
func vaultCommands() []command {
	return []command{
		{"check", "reads everything and says what is sound and what is not  检查", vaultCheck},
		{"stats", "sizes, counts, ages  统计", vaultStats},
		{"backup", "-to DIR: copies store and scans to a place  备份", vaultBackup},
		{"restore", "-from DIR|FILE: sets the present aside and puts a backup back  恢复", vaultRestore},
		{"rotate", "makes a new key and seals everything anew with it  轮换密钥", vaultRotate},
		{"guard", "guard [-config FILE] [file|keyring|tpm]: who guards the keys; moves them to another guard  密钥保管", vaultGuard},
	}
}

// runVault is onewindow vault COMMAND -config FILE.
func runVault(ctx context.Context, args []string) error {
	if len(args) > 0 {
		for _, c := range vaultCommands() {
			if c.name == args[0] {
				return c.run(ctx, args[1:])
			}
		}
	}
	fmt.Fprintln(os.Stderr, "usage: onewindow vault <command> -config counter.toml")
	for _, c := range vaultCommands() {
		fmt.Fprintf(os.Stderr, "  %-8s %s\n", c.name, c.what)
	}
	return flag.ErrHelp
}

// vaultParams are those of a counter's vault.
func vaultParams(conf config.Terminal, keys *seal.Keys, log *slog.Logger) vault.Params {
	return vault.Params{
		Dir: filepath.Join(conf.Dir, "vault"), Keys: keys, Now: time.Now, Log: log, Checker: vault.CheckInChild(0),
		Low: int64(conf.Disk.LowMB) << 20, Full: int64(conf.Disk.FullMB) << 20, Limit: int64(conf.Vault.LimitMB) << 20,
		Second: conf.Vault.Second, Idle: time.Duration(conf.Vault.IdleMinutes) * time.Minute,
	}
}

// vaultOf reads a command's flags and gives the vault they name; it makes nothing.
func vaultOf(name string, args []string, more func(*flag.FlagSet)) (conf config.Terminal, p vault.Params, err error) {
	flags := flag.NewFlagSet("vault "+name, flag.ContinueOnError)
	file := flags.String("config", "counter.toml", "the counter's configuration file")
	if more != nil {
		more(flags)
	}
	if err := flags.Parse(args); err != nil {
		return conf, p, err
	}
	if conf, err = config.LoadTerminal(*file, config.Counter); err != nil {
		return conf, p, err
	}
	if _, err := os.Stat(filepath.Join(conf.Dir, "vault")); err != nil {
		return conf, p, vault.None(err)
	}
	keys, _, err := seal.OpenGuarded(conf.Dir, seal.Guard(conf.Keys))
	if err != nil {
		return conf, p, err
	}
	return conf, vaultParams(conf, keys, slog.New(slog.DiscardHandler)), nil
}

func vaultCheck(ctx context.Context, args []string) error {
	_, p, err := vaultOf("check", args, nil)
	if err != nil {
		return err
	}
	i, err := vault.Inspect(ctx, p, true)
	if err != nil {
		return err
	}
	defer func() { _ = i.Close() }()
	if !tellFindings(os.Stdout, i) {
		return errFound
	}
	return nil
}

func vaultStats(ctx context.Context, args []string) error {
	_, p, err := vaultOf("stats", args, nil)
	if err != nil {
		return err
	}
	i, err := vault.Inspect(ctx, p, false)
	if err != nil {
		return err
	}
	defer func() { _ = i.Close() }()
	return tellStats(os.Stdout, i, time.Now())
}

func vaultBackup(ctx context.Context, args []string) error {
	to := ""
	_, p, err := vaultOf("backup", args, func(fs *flag.FlagSet) {
		fs.StringVar(&to, "to", "", "the folder to copy to; by default the second place of the configuration file")
	})
	if err != nil {
		return err
	}
	if to == "" {
		to = p.Second
	}
	if to == "" {
		return errors.New("vault backup: name a folder with -to, or [vault] second in the configuration file")
	}
	c, err := copyVault(ctx, p, to)
	if err != nil {
		return err
	}
	fmt.Printf("已备份并读过一遍：%s，含到第 %d 笔。\nCopied and read through: %s, up to entry %d.\n", c.Path, c.Applied, c.Path, c.Applied)
	return nil
}

// copyVault copies a vault; where a counter holds it, the counter does.
func copyVault(ctx context.Context, p vault.Params, to string) (vault.Copy, error) {
	i, err := vault.Inspect(ctx, p, false)
	if errors.Is(err, &vault.Error{Code: vault.CodeInUse}) {
		return vault.AskBackup(ctx, p.Dir, to, time.After)
	}
	if err != nil {
		return vault.Copy{}, err
	}
	defer func() { _ = i.Close() }()
	return i.Backup(ctx, to)
}

func vaultRestore(ctx context.Context, args []string) error {
	from := ""
	_, p, err := vaultOf("restore", args, func(fs *flag.FlagSet) {
		fs.StringVar(&from, "from", "", "a backup, or a folder of backups whose newest sound one is taken; by default the second place of the configuration file")
	})
	if err != nil {
		return err
	}
	if from == "" {
		from = p.Second
	}
	v, err := vault.Restore(ctx, p, from)
	if err != nil {
		return err
	}
	tellRestored(os.Stdout, v.Recovery())
	return v.Close()
}
