package main

import (
	"context"
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
	conf, err := config.LoadTerminal(f.config, config.Display)
	if err != nil {
		return err
	}
	hall, err := hallClient(conf)
	if err != nil {
		return err
	}
	p := newProgram(ctx, "display", f)
	words, err := kit.NewWords(language(conf), "kit", "display")
	if err != nil {
		return err
	}
	model := display.New(display.Params{Hall: hall, Now: time.Now, Zone: fuzhou, Name: conf.Papers.Hall})
	p.serve("display", model.Run)
	params := displayui.Params{Model: model, Dispatcher: p.ui, Words: words, Map: p.controls, ReduceMotion: conf.Screen.ReduceMotion}
	if conf.Window > 0 {
		strip := displayui.NewStrip(p.ctx, conf.Window, params)
		p.window(fmt.Sprintf("OneWindow window %d", conf.Window), strip.Content(), fyne.NewSize(1280, 400), conf.Screen, 0, 0)
	} else {
		hall := displayui.NewHall(p.ctx, params)
		p.window("OneWindow display", hall.Content(), fyne.NewSize(1920, 1080), conf.Screen, 0, 0)
	}
	return p.run()
}

// hallClient reaches the hall's nodes under this terminal's identity.
func hallClient(conf config.Terminal) (*hallclient.Client, error) {
	identity, err := pki.Load(pki.Files(conf.TLS))
	if err != nil {
		return nil, err
	}
	return hallclient.New(hallclient.Params{
		Nodes: conf.Hall.Nodes, TLS: identity, Terminal: conf.Terminal, Now: now, NewID: newID, Log: logger(conf.Terminal),
	}), nil
}

func language(conf config.Terminal) kit.Lang {
	if conf.Language == string(kit.English) {
		return kit.English
	}
	return kit.Chinese
}
