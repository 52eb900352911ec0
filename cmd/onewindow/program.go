package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver/desktop"

	"onewindow/internal/config"
	"onewindow/ui/kit"
)

// roleFlags are the flags every role takes.
type roleFlags struct {
	config string
	tags   string
	x, y   int
}

func parseRole(name string, args []string, more func(*flag.FlagSet)) (roleFlags, error) {
	var f roleFlags
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.StringVar(&f.config, "config", name+".toml", "this machine's configuration file")
	flags.StringVar(&f.tags, "tags-file", "", "write where the controls are to this file, for whoever drives the windows from outside")
	flags.IntVar(&f.x, "x", -1, "left edge of the window on the screen; -1 lets the system choose")
	flags.IntVar(&f.y, "y", -1, "upper edge of the window on the screen")
	if more != nil {
		more(flags)
	}
	return f, flags.Parse(args)
}

// program is one desktop program: its application, its windows and the services behind them.
type program struct {
	name     string
	app      fyne.App
	ui       kit.Dispatcher
	log      *slog.Logger
	controls *kit.Map
	x, y     int

	ctx    context.Context
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup

	windows []fyne.Window
	closers []func() error // run when all services have ended, the newest first
	once    sync.Once
	closed  error
}

func newProgram(ctx context.Context, name string, f roleFlags) *program {
	p := &program{name: name, app: app.NewWithID("cn.onewindow." + name), ui: kit.Posted{}, log: logger(name), controls: kit.NewMap(f.tags), x: f.x, y: f.y}
	p.app.Settings().SetTheme(kit.NewTheme())
	p.ctx, p.cancel = context.WithCancelCause(ctx)
	return p
}

// another is a program within the program: it has the same application, and ends with it or before.
func (p *program) another() *program {
	q := &program{name: p.name, app: p.app, ui: p.ui, log: p.log, controls: p.controls, x: p.x, y: p.y}
	q.ctx, q.cancel = context.WithCancelCause(p.ctx)
	return q
}

// onEnd closes something when all services have ended.
func (p *program) onEnd(f func() error) { p.closers = append(p.closers, f) }

// end ends the services, waits for them and closes what they used; not on the UI goroutine. A second call waits too.
func (p *program) end() error {
	p.cancel(nil)
	p.once.Do(func() {
		p.wg.Wait()
		for _, f := range slices.Backward(p.closers) {
			p.closed = errors.Join(p.closed, f())
		}
	})
	return p.closed
}

// closeWindows closes the windows, on the UI goroutine.
func (p *program) closeWindows() {
	for _, w := range p.windows {
		w.Close()
	}
	p.windows = nil
}

// serve runs a service until the program ends. A service that fails ends the program: a window that shows
// what nothing stands behind is worse than none.
func (p *program) serve(name string, service func(context.Context) error) {
	p.wg.Go(func() {
		if err := service(p.ctx); err != nil && p.ctx.Err() == nil {
			p.cancel(fmt.Errorf("%s: %w", name, err))
		}
	})
}

// window opens a window of a fixed size; closing it ends the program.
func (p *program) window(title string, content fyne.CanvasObject, size fyne.Size, s config.Screen, dx, dy int) fyne.Window {
	w := p.app.NewWindow(title)
	w.SetPadded(false)
	w.SetContent(content)
	w.Resize(size)
	w.SetCloseIntercept(func() { p.cancel(nil) })
	if dw, ok := w.(desktop.Window); ok && p.x >= 0 {
		dw.RequestPosition(p.x+dx, p.y+dy)
	}
	w.SetFullScreen(s.Fullscreen)
	w.Show()
	p.windows = append(p.windows, w)
	return w
}

// run hands the main goroutine to the windows until the program ends, and says why it ended if that was not asked for.
func (p *program) run() error {
	p.serve("controls", func(ctx context.Context) error { return p.controls.Follow(ctx, p.ui, 50*time.Millisecond) })
	p.app.Lifecycle().SetOnStarted(func() { fmt.Printf("%s: ready\n", p.name) })
	p.hold()
	if err := context.Cause(p.ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// hold hands the main goroutine to the windows until the program ends, and waits for its services.
func (p *program) hold() {
	stop := context.AfterFunc(p.ctx, func() { fyne.Do(p.app.Quit) })
	defer stop()
	p.app.Run()
	p.cancel(nil)
	p.wg.Wait()
}
