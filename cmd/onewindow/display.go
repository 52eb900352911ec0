package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"onewindow/internal/config"
	"onewindow/internal/display"
	"onewindow/internal/pki"
	"onewindow/sync/hallclient"
	displayui "onewindow/ui/display"
	"onewindow/ui/kit"
)

func runDisplay(ctx context.Context, args []string) error {
	f, err := parseRole("display", args, nil)
	if err != nil {
		return err
	}
	return playRole(ctx, "display", f, openDisplay)
}

func openDisplay(p *program, conf config.Terminal) (windows func() error, err error) {
	hall, err := hallClient(p, conf, nil)
	if err != nil {
		return nil, err
	}
	words, err := kit.NewWords(language(conf), "kit", "display")
	if err != nil {
		return nil, err
	}
	model := display.New(display.Params{Hall: hall, Now: time.Now, Zone: fuzhou, Name: conf.Papers.Hall})
	p.serve("display", model.Run)
	return func() error {
		displayWindow(p, conf, model, words)
		return nil
	}, nil
}

func displayWindow(p *program, conf config.Terminal, model *display.Model, words *kit.Words) {
	params := displayui.Params{Model: model, Dispatcher: p.ui, Words: words, Map: p.controls, ReduceMotion: conf.Screen.ReduceMotion}
	if conf.Window > 0 {
		strip := displayui.NewStrip(p.ctx, conf.Window, params)
		p.window(fmt.Sprintf("OneWindow window %d", conf.Window), strip.Content(), fyne.NewSize(1280, 400), conf.Screen, 0, 0)
	} else {
		hall := displayui.NewHall(p.ctx, params)
		p.window("OneWindow display", hall.Content(), fyne.NewSize(1920, 1080), conf.Screen, 0, 0)
	}
}

// identity is this terminal's own, which must be good now.
func identity(conf config.Terminal) (*tls.Config, error) {
	own, err := pki.Load(pki.Files(conf.TLS))
	if err == nil {
		err = pki.Check(own, time.Now())
	}
	return own, err
}

// hallClient reaches the hall's nodes under this terminal's identity; measure learns the hall's time, nil = nobody does.
func hallClient(p *program, conf config.Terminal, measure func(server, asked, heard time.Time)) (*hallclient.Client, error) {
	own, err := identity(conf)
	if err != nil {
		return nil, err
	}
	c := hallclient.New(hallclient.Params{
		Nodes: conf.Hall.Nodes, TLS: own, Terminal: conf.Terminal, Now: now, NewID: newID, Log: logger(conf.Terminal), Measure: measure,
	})
	p.onEnd(func() error { c.Close(); return nil })
	return c, nil
}

func language(conf config.Terminal) kit.Lang {
	if conf.Language == string(kit.English) {
		return kit.English
	}
	return kit.Chinese
}
