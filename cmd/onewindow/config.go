package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/config/checkup"
)

// errFound says that something was found wrong in what was looked at; it is printed already, and nothing failed.
var errFound = errors.New("found: some of it needs mending")

// runConfig looks at configuration files: onewindow config check [-role ROLE] FILE…
func runConfig(_ context.Context, args []string) error {
	flags := flag.NewFlagSet("config check", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprintf(flags.Output(), "usage: onewindow config check [-role %v] FILE…\n", config.Roles())
		flags.PrintDefaults()
	}
	role := flags.String("role", "", "the kind of machine the files are for; recognised by itself")
	if len(args) == 0 || args[0] != "check" {
		flags.Usage()
		return flag.ErrHelp
	}
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		flags.Usage()
		return flag.ErrHelp
	}
	if !checkup.Files(os.Stdout, flags.Args(), config.Role(*role), time.Now()) {
		return errFound
	}
	return nil
}
