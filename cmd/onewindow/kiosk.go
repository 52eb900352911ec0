package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"onewindow/devices/printer"
	"onewindow/internal/config"
	"onewindow/internal/kiosk"
	"onewindow/internal/pinyin"
	"onewindow/internal/shelf"
	kioskui "onewindow/ui/kiosk"
)

func runKiosk(ctx context.Context, args []string) error {
	f, err := parseRole("kiosk", args, nil)
	if err != nil {
		return err
	}
	return playRole(ctx, "kiosk", f, openKiosk)
}

func openKiosk(p *program, conf config.Terminal) (windows func() error, err error) {
	hall, err := hallClient(p, conf, nil)
	if err != nil {
		return nil, err
	}
	items, err := shelf.Catalogue()
	if err != nil {
		return nil, err
	}
	tickets, err := slipPrinter(p, conf)
	if err != nil {
		return nil, err
	}
	machine := kiosk.New(kiosk.Params{
		Hall: hall, Reader: cardReader(p, conf), Printer: tickets, Catalogue: items, Now: time.Now, NewID: newID,
		Terminal: conf.Terminal, Zone: fuzhou, Common: []string{"FZ005", "FZ023", "FZ024", "FZ029"},
	})
	p.serve("kiosk", machine.Run)
	return func() error {
		window, err := kioskui.New(p.ctx, kioskui.Params{
			Machine: machine, UI: p.ui, Lang: language(conf), Characters: kioskui.Pinyin(pinyin.NewTable()), Map: p.controls,
		})
		if err != nil {
			return err
		}
		p.window("OneWindow kiosk", window.Content(), fyne.NewSize(1080, 1920), conf.Screen, 0, 0)
		return nil
	}, nil
}

func slipPrinter(p *program, conf config.Terminal) (*printer.Printer, error) {
	c := conf.Printer
	t, err := printer.New(printer.Params{
		Addr: c.Addr, Profile: printer.Profile{Width: c.Width, Charset: printer.Charset(c.Charset), QR: c.QR, Cutter: c.Cutter}, Now: time.Now, Log: p.log,
	})
	if err == nil {
		p.serve("printer", t.Serve)
	}
	return t, err
}
