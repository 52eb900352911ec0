package doorway

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/ui/kit"
)

// Trouble is one reason why a role cannot go on.
type Trouble struct {
	Code   string // for the engineer: VAULT-001
	Zh, En string // what happened, what it means, what to do
	Detail string // where: a file, a line, a key; "" = nowhere in particular
}

// Params is what a doorway is made of.
type Params struct {
	Role     string     // counter, kiosk or display
	Words    *kit.Words // of the packages kit and doorway
	Troubles []Trouble
	// Retry tries again; whoever is asked opens the role's own window or calls Set. nil = nothing to try.
	Retry func()
	Quit  func()
	Map   *kit.Map // nil = off
}

// Door is the content of the window.
type Door struct {
	p           Params
	tried       bool // a retry did not help
	trying      bool
	pic         *kit.Drawing
	list        *container.Scroll // of several troubles
	retry, quit *kit.Button
	lang        *kit.Button
	stop        func() // listening for another language
}

// New makes the content of a window of any size: 1280×800 for a clerk, the machine's own screen in public.
func New(p Params) *Door {
	d := &Door{p: p}
	d.retry = kit.NewButton(kit.ButtonParams{OnTap: d.again, Keys: d.typedKey})
	d.quit = kit.NewButton(kit.ButtonParams{Role: kit.Secondary, OnTap: p.Quit, Keys: d.typedKey})
	d.lang = kit.NewButton(kit.ButtonParams{Role: kit.OnDark, Icon: "language", OnTap: d.switchLanguage, Keys: d.typedKey})
	d.list = container.NewVScroll(kit.Place(0, 0))
	d.pic = kit.NewDrawing(640, 360, d.draw)
	d.stop = p.Words.Listen(d.pic.Refresh)
	return d
}

// Content is what the program puts into its window: win.SetPadded(false), win.SetContent(d.Content()), d.Attach(win).
func (d *Door) Content() fyne.CanvasObject { return d.pic }

// Attach gives the window's keys to the doorway and the focus to trying again.
func (d *Door) Attach(w fyne.Window) {
	w.Canvas().SetOnTypedKey(d.typedKey)
	d.pic.Resize(w.Canvas().Size())
	first := d.retry
	if d.p.Retry == nil {
		first = d.quit
	}
	w.Canvas().Focus(first)
}

// Set shows what is wrong after another try.
func (d *Door) Set(troubles []Trouble) {
	d.p.Troubles, d.trying, d.tried = troubles, false, true
	d.pic.Refresh()
}

// Close ends listening for changes of language.
func (d *Door) Close() {
	d.stop()
	d.p.Map.Forget("doorway.")
}

func (d *Door) again() {
	if d.trying || d.p.Retry == nil {
		return
	}
	d.trying = true
	d.pic.Refresh()
	d.p.Retry()
}

func (d *Door) switchLanguage() {
	other := kit.English
	if d.p.Words.Lang() == kit.English {
		other = kit.Chinese
	}
	d.p.Words.SetLang(other)
}

// typedKey serves the whole window; a focused button takes Enter and Space first.
func (d *Door) typedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		d.again()
	case fyne.KeyEscape:
		if d.p.Quit != nil {
			d.p.Quit()
		}
	case fyne.KeyDown:
		d.scroll(60)
	case fyne.KeyUp:
		d.scroll(-60)
	case fyne.KeyPageDown:
		d.scroll(d.list.Size().Height)
	case fyne.KeyPageUp:
		d.scroll(-d.list.Size().Height)
	}
}

func (d *Door) scroll(by float32) {
	most := max(0, d.list.Content.MinSize().Height-d.list.Size().Height)
	d.list.Offset.Y = min(most, max(0, d.list.Offset.Y+by))
	d.list.Refresh()
}

// draw makes the picture for a size and says anew where everything is.
func (d *Door) draw(s fyne.Size) []kit.Placed {
	m := d.p.Map
	m.Screen("doorway", d.p.Role)
	m.Tag("doorway.lang", d.lang)
	if d.p.Retry != nil {
		m.Tag("doorway.retry", d.retry)
	}
	if d.p.Role != "kiosk" {
		m.Tag("doorway.quit", d.quit)
	}
	if d.p.Role == "counter" {
		return d.drawDesk(s)
	}
	return d.drawPublic(s)
}

// buttons gives the buttons their words and measures: px type on buttons of a height.
func (d *Door) buttons(px, high float32) {
	t := d.p.Words.T
	again, leave := kit.Primary, kit.Secondary
	if d.dark() { // green never stands on the lintel
		again, leave = kit.OnDark, kit.OnDark
	}
	d.retry.Set(kit.ButtonParams{Text: t("doorway.retry"), Role: again, Key: t("doorway.key.retry"), Px: px, Height: high, OnTap: d.again, Keys: d.typedKey})
	if d.trying {
		d.retry.SetText(t("doorway.trying"))
		d.retry.Blocked(t("doorway.trying"))
	} else {
		d.retry.Blocked("")
	}
	d.quit.Set(kit.ButtonParams{Text: t("doorway.quit"), Key: t("doorway.key.quit"), Role: leave, Px: px, Height: high, OnTap: d.p.Quit, Keys: d.typedKey})
	d.lang.Set(kit.ButtonParams{Text: t("doorway.lang"), Role: kit.OnDark, Icon: "language", Px: px, Height: high, OnTap: d.switchLanguage, Keys: d.typedKey})
}
