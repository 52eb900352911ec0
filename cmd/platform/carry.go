package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/durable"
	"onewindow/internal/pki"
	"onewindow/internal/platform"
	"onewindow/internal/trouble"
	"onewindow/sync/carry/courier"
	"onewindow/sync/transport"
)

// runCarry is platform carry -config FILE FILE…: takes files that came on a stick and writes the receipts beside them. A
// platform that runs gets them over its own interface; one that does not is opened for the purpose.
func runCarry(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("platform carry", flag.ContinueOnError)
	file := flags.String("config", "platform.toml", "configuration file")
	dir := flags.String("dir", "", "where the receipts go; by default beside the file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("platform: carry which file?")
	}
	conf, err := config.LoadPlatform(*file)
	if err != nil {
		return err
	}
	params, err := wire(conf)
	if err != nil {
		return err
	}
	take, done, err := taker(params)
	if err != nil {
		return err
	}
	for _, name := range flags.Args() {
		to := *dir
		if to == "" {
			to = filepath.Dir(name)
		}
		receipts, err := take(ctx, name, to)
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", filepath.Base(name), err), done())
		}
		fmt.Fprintln(out, filepath.Join(to, receipts))
	}
	return done()
}

// taker gives what takes one file and writes its receipts into a folder, and what ends it.
func taker(params platform.Params) (take func(ctx context.Context, name, dir string) (string, error), done func() error, err error) {
	pf, err := platform.New(params)
	if err == nil {
		take = func(ctx context.Context, name, dir string) (string, error) { return takeHere(ctx, pf, name, dir) }
		return take, pf.Close, nil
	}
	if code, _, _ := trouble.Told(trouble.AtStart(err)); code != "PORT-001" { // its listeners come first: it runs
		return nil, nil, err
	}
	line, err := lineToSelf(params)
	if err != nil {
		return nil, nil, err
	}
	take = func(ctx context.Context, name, dir string) (string, error) {
		return courier.Deliver(ctx, line, name, dir, nil)
	}
	return take, func() error { line.Close(); return nil }, nil
}

func takeHere(ctx context.Context, pf *platform.Platform, name, dir string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	receipts, as, err := pf.TakeCarried(ctx, f)
	if err != nil {
		return "", err
	}
	return as, durable.Replace(filepath.Join(dir, as), receipts, 0o600)
}

// lineToSelf reaches the platform that runs on this machine, whatever names its certificate has: it must be the very
// certificate of our own file.
func lineToSelf(params platform.Params) (*transport.Client, error) {
	host, port, err := net.SplitHostPort(params.APIAddr)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	own := params.APITLS.Clone()
	own.InsecureSkipVerify = true // instead:
	own.VerifyPeerCertificate = func(chain [][]byte, _ [][]*x509.Certificate) error {
		if len(chain) == 0 || string(chain[0]) != string(params.Paper.Cert) {
			return errors.New("platform: another program listens there")
		}
		return nil
	}
	own.ClientAuth = tls.NoClientCert
	return transport.New(transport.Params{Base: "https://" + net.JoinHostPort(host, port), TLS: own, UserAgent: "platform carry"}), nil
}

// paperOf gives the key that opens carried files, once it is seen that it is good.
func paperOf(identity *tls.Config) (*pki.Paper, error) {
	if err := pki.Check(identity, time.Now()); err != nil {
		return nil, err
	}
	return pki.PaperOf(identity)
}
