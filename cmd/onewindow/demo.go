package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/rig"
	"onewindow/ui/demo"
	"onewindow/ui/kit"
)

// runDemo opens a whole small hall on the present screen and the panel that steers its devices. It ends, with
// everything it started, when the panel's window is closed.
func runDemo(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	dir := flags.String("dir", "out/demo", "folder for configuration, keys and data; a second run goes on where the first ended")
	tags := flags.String("tags-dir", "", "write where the windows' controls are into this folder, for whoever drives them from outside")
	seed := flags.Uint64("seed", 1, "of the busy morning: the same seed gives the same day")
	if err := flags.Parse(args); err != nil {
		return err
	}
	words, err := kit.NewWords(kit.Chinese, "kit", "demo")
	if err != nil {
		return err
	}
	show, err := newShow(*dir, *tags, *seed)
	if err != nil {
		return err
	}
	defer show.close()
	panel := show.tiles.spots[panelWindow]
	if err := os.Setenv("FYNE_SCALE", show.scale(panelWindow)); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	p := newProgram(ctx, "demo", roleFlags{x: panel.x, y: panel.y, tags: show.tagsFile("demo")})
	background := kit.NewBackground(p.ctx, p.ui)
	defer background.Close()
	content := demo.New(demo.Params{Lab: show, Words: words, Background: background, Controls: p.controls, Tall: show.tiles.tall})
	p.window("OneWindow demo", content.Content(), content.Size(), config.Screen{}, 0, 0)
	p.serve("opening", show.open)
	p.serve("panel", func(ctx context.Context) error { return everySecond(ctx, func() { p.ui.Do(content.Refresh) }) })
	fmt.Printf("demo: opening the small hall of %s; its logs are in %s; close the panel to end everything\n", *dir, show.log)
	return p.run()
}

func everySecond(ctx context.Context, f func()) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for f(); ; f() {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// programs are the commands of the show, in the order they are started: what others need first, the counter last so
// that it lies on top.
func (s *show) programs() []rig.Command {
	file := func(name string) string { return filepath.Join(s.dir, name+".toml") }
	servers := []rig.Command{
		{Name: rig.Platform, Path: s.beside("platform"), Args: []string{"-config", file(rig.Platform)}, Ready: "platform: api"},
		{Name: rig.Hall, Path: s.beside("hall"), Args: []string{"-config", file(rig.Hall)}, Ready: "hall: listening"},
		{Name: rig.Devsim, Path: s.beside("devsim"), Args: []string{"-config", file(rig.Devsim)}, Ready: "control "},
	}
	citizen := s.tiles.spots[citizenWindow]
	windows := []rig.Command{
		s.window(rig.Kiosk, "kiosk"),
		s.window(rig.Display, "display"),
		s.window(rig.Strip, "display"),
		s.window(rig.Counter, "counter", "-platform", "https://"+s.line.Addr(), "-citizen-x", strconv.Itoa(citizen.x), "-citizen-y", strconv.Itoa(citizen.y)),
	}
	return append(servers, windows...)
}

// window is the command of a desktop program that plays a role under a name of ours.
func (s *show) window(name, role string, more ...string) rig.Command {
	at := s.tiles.spots[name]
	args := []string{role, "-config", filepath.Join(s.dir, name+".toml"), "-x", strconv.Itoa(at.x), "-y", strconv.Itoa(at.y)}
	if file := s.tagsFile(name); file != "" {
		args = append(args, "-tags-file", file)
	}
	return rig.Command{Name: name, Path: s.self, Args: append(args, more...), Env: []string{"FYNE_SCALE=" + s.scale(name)}, Ready: role + ": ready"}
}

// tagsFile is where a window writes where its controls are; "" = nowhere.
func (s *show) tagsFile(name string) string {
	if s.tags == "" {
		return ""
	}
	return filepath.Join(s.tags, name+".json")
}

// beside is a program in our own folder.
func (s *show) beside(name string) string {
	return filepath.Join(filepath.Dir(s.self), name+filepath.Ext(s.self))
}

// scale is what FYNE_SCALE must be for a window to be drawn as the tiling wants it.
func (s *show) scale(window string) string {
	return strconv.FormatFloat(s.tiles.spots[window].scale/s.system, 'f', 4, 64)
}
