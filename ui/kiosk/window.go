package kiosk

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
)

// Params is what the kiosk's window is made of.
type Params struct {
	Machine Machine
	UI      kit.Dispatcher // nil = kit.Posted
	Lang    kit.Lang       // every session begins in it; "" = Chinese
	// Characters turns pinyin letters into characters for the touch keyboard; see Pinyin.
	Characters kit.Characters
	Map        *kit.Map // nil = off
}

// Window is the content of the kiosk's window.
type Window struct {
	p     *presenter
	keys  kit.Characters
	tags  *kit.Map
	root  *fyne.Container
	frame *frame
	body  *fyne.Container // one child: the page
	over  *fyne.Container // what lies over the page
	page  page
	key   string // what the page was drawn for
	laid  string // what lies over it
}

// page is one screen's drawing: update changes its figures in place and keeps every control.
type page struct {
	object fyne.CanvasObject
	update func()
}

// New makes the window's content and begins to follow the machine until ctx ends or Close is called. The machine's
// own Run is the program's to start.
func New(ctx context.Context, p Params) (*Window, error) {
	if p.UI == nil {
		p.UI = kit.Posted{}
	}
	if p.Lang == "" {
		p.Lang = kit.Chinese
	}
	words, err := kit.NewWords(p.Lang, "kit", "kiosk")
	if err != nil {
		return nil, err
	}
	w := &Window{keys: p.Characters, tags: p.Map}
	w.p = &presenter{m: p.Machine, words: words, first: p.Lang, bg: kit.NewBackground(ctx, p.UI), draw: w.draw}
	w.body, w.over = container.NewWithoutLayout(), container.NewWithoutLayout()
	w.root = container.NewWithoutLayout()
	w.draw()
	w.p.bg.Follow(p.Machine.Changed(), w.draw)
	return w, nil
}

// Content is what the program puts into its window: win.SetPadded(false), win.SetContent(w.Content()),
// win.Resize(1080×1920) or full screen.
func (w *Window) Content() fyne.CanvasObject {
	return container.NewStack(kit.Box(kit.Lintel, 0), container.NewCenter(w.root))
}

// Close stops following the machine and waits for acts in hand.
func (w *Window) Close() { w.p.bg.Close() }

// draw shows the newest state: a new page only if another question is asked, figures in place otherwise.
func (w *Window) draw() {
	w.p.look()
	if key := w.pageKey(); key != w.key {
		w.key, w.laid = key, "-"
		w.tags.Screen("kiosk", string(w.p.s.Screen))
		w.build()
	}
	w.tags.Forget("kiosk.trouble.")
	w.frame.update()
	if w.page.update != nil {
		w.page.update()
	}
	w.cover()
}

// pageKey changes when the page must be drawn anew.
func (w *Window) pageKey() string {
	s := w.p.s
	key := string(w.p.words.Lang()) + "|" + string(s.Screen) + "|" + s.Category.Code
	if s.Elder {
		key += "|elder"
	}
	if s.Low {
		key += "|low"
	}
	key += fmt.Sprint("|", w.p.page)
	if s.Guiding {
		key += "|guide"
	}
	if s.Screen == kiosk.Card {
		key += fmt.Sprint("|", w.p.slipDoubt(), w.p.readerOut())
	}
	if s.Item != nil {
		key += "|" + s.Item.ID
	}
	if s.Ticket != nil {
		key += "|" + s.Ticket.Slip.Number + string(s.Ticket.Paper)
	}
	if s.Told != nil {
		key += "|" + s.Told.Code
	}
	switch s.Screen {
	case kiosk.Search, kiosk.Number:
		return key // a finger is on the keys
	}
	return key + "|" + w.p.hall() + shape(s)
}

// shape is the part of the board that decides which controls there are.
func shape(s kiosk.Snapshot) string {
	out := ""
	for _, c := range s.Hall.Board.Categories {
		out += c.Code
	}
	return out
}

func (w *Window) build() {
	w.frame = w.newFrame()
	w.page = w.newPage()
	w.body = kit.Place(width, height, kit.At(0, 0, width, height, w.page.object))
	w.over = container.NewWithoutLayout()
	w.over.Resize(fyne.NewSize(width, height))
	var s sheet
	s.box(0, 0, width, height, kit.Wall, 0)
	for _, layer := range []fyne.CanvasObject{w.frame.head, w.body, w.frame.foot, w.over} {
		s.put(0, 0, width, height, layer)
	}
	full := s.done(width, height)
	w.root.Layout = full.Layout
	w.root.Objects = full.Objects
	w.root.Refresh()
}

func (w *Window) newPage() page {
	standard := map[kiosk.Screen]func() page{
		kiosk.Home: w.homePage, kiosk.Category: w.categoryPage, kiosk.Search: w.searchPage, kiosk.Items: w.itemsPage,
		kiosk.Guide: w.guidePage, kiosk.Card: w.cardPage, kiosk.Number: w.numberPage, kiosk.Issuing: w.issuingPage,
		kiosk.Ticket: w.ticketPage, kiosk.Told: w.toldPage,
	}
	elder := map[kiosk.Screen]func() page{
		kiosk.Home: w.elderPage, kiosk.Category: w.elderCategoryPage, kiosk.Search: w.elderSearchPage, kiosk.Items: w.elderItemsPage,
		kiosk.Guide: w.elderGuidePage, kiosk.Card: w.elderCardPage, kiosk.Number: w.elderNumberPage, kiosk.Issuing: w.issuingPage,
		kiosk.Ticket: w.elderTicketPage, kiosk.Told: w.toldPage,
	}
	pages := standard
	if w.p.s.Elder {
		pages = elder
	}
	if w.p.s.Low {
		pages[kiosk.Home], pages[kiosk.Category], pages[kiosk.Items], pages[kiosk.Search] = w.lowHome, w.lowCategory, w.lowItems, w.lowSearch
	}
	switch {
	case !w.p.paperless():
		return pages[w.p.s.Screen]()
	case w.p.s.Elder:
		return w.elderFailedPage()
	}
	return w.failedPage()
}

// tap makes a drawing a control with a tag.
func (w *Window) tap(tag string, drawing fyne.CanvasObject, radius float32, f func()) *kit.Area {
	a := kit.NewArea(drawing, radius, f)
	a.OnBlocked = w.p.explain
	w.tags.Tag("kiosk."+tag, a)
	return a
}
