package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/pki"
	"onewindow/sync/carry/courier"
	"onewindow/sync/transport"
)

// outboxDeliver brings files to the platform and keeps the receipts beside them. It needs no vault: any machine of the hall
// with a line will do.
func outboxDeliver(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("outbox deliver", flag.ContinueOnError)
	file := flags.String("config", "counter.toml", "configuration file of this machine: a counter's, a kiosk's or the hall node's")
	url := flags.String("platform", "", "the platform's address; by default the counter's own")
	dir := flags.String("dir", "", "where the receipts go; by default beside the file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("outbox: deliver which file?")
	}
	line, err := platformLine(*file, *url)
	if err != nil {
		return err
	}
	defer line.Close()
	for _, name := range flags.Args() {
		to := *dir
		if to == "" {
			to = filepath.Dir(name)
		}
		receipts, err := courier.Deliver(ctx, line, name, to, percent("deliver"))
		if err != nil {
			return err
		}
		fmt.Println(filepath.Join(to, receipts))
	}
	return nil
}

// platformLine reaches the platform under this machine's own certificate.
func platformLine(file, url string) (*transport.Client, error) {
	m, faults := config.Look(file, "")
	if m.TLS == (config.TLS{}) {
		return nil, faults
	}
	if conf, err := config.LoadTerminal(file, config.Counter); url == "" && m.Role == config.Counter && err == nil {
		url = conf.Platform.URL
	}
	if url == "" {
		return nil, errors.New("outbox: this machine's file names no platform; say where it is with -platform https://host:port")
	}
	own, err := pki.Load(pki.Files(m.TLS))
	if err == nil {
		err = pki.Check(own, time.Now())
	}
	if err != nil {
		return nil, err
	}
	return transport.New(transport.Params{Base: url, TLS: own, UserAgent: "onewindow/outbox"}), nil
}
