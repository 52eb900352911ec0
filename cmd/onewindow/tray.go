package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// runTray stands in for the A4 printer of a demonstration: it puts the paper on its standard input into a folder.
// Such papers carry test people only; a real hall names its printer's spooler instead.
func runTray(_ context.Context, args []string) error {
	flags := flag.NewFlagSet("tray", flag.ContinueOnError)
	dir := flags.String("dir", "tray", "folder the papers fall into")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := os.MkdirAll(*dir, 0o700); err != nil {
		return err
	}
	for n := 1; ; n++ {
		f, err := os.OpenFile(filepath.Join(*dir, fmt.Sprintf("%02d-%s", n, filepath.Base(flags.Arg(0)))), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if os.IsExist(err) {
			continue
		}
		if err != nil {
			return err
		}
		_, err = io.Copy(f, os.Stdin)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		return err
	}
}
