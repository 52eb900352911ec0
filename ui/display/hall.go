package display

import (
	"context"

	"fyne.io/fyne/v2"

	"onewindow/internal/display"
	"onewindow/ui/kit"
)

// Model is what a screen draws from. Implemented by *display.Model.
type Model interface {
	Snapshot() display.Snapshot
	// Changed gets a value whenever Snapshot would differ (coalesced).
	Changed() <-chan struct{}
}

// Params is what a screen needs. Every screen needs a model of its own: Changed has one listener.
type Params struct {
	Model        Model
	Dispatcher   kit.Dispatcher
	Words        *kit.Words // of packages "kit" and "display"
	Map          *kit.Map   // nil = off
	ReduceMotion bool
}

// Hall is the hall's screen.
type Hall struct {
	p      Params
	stage  *stage
	motion *motion
	seq    int

	head    *panel[HeadRow]
	banner  *panel[*BannerRow]
	list    *panel[ListRows]
	waiting *panel[WaitingRows]
	ready   *panel[ReadyRows]
	foot    *panel[FootRow]
	slip    *panel[SlipRow]
	said    fyne.CanvasObject // says the trouble; nil = none

	background *kit.Background
	unlisten   func()
}

// NewHall makes the hall's screen and begins to follow its model. Call on the UI goroutine; Close ends it.
func NewHall(ctx context.Context, p Params) *Hall {
	h := &Hall{p: p}
	h.stage = newStage(1920, 1080, h.Draw)
	h.head = newPanel(h.stage, drawHead)
	h.banner = newPanel(h.stage, func(s *sheet, r *BannerRow) { h.said = drawBanner(s, r) })
	h.list = newPanel(h.stage, func(s *sheet, r ListRows) { drawList(s, r, p.Words) })
	h.waiting = newPanel(h.stage, func(s *sheet, r WaitingRows) { drawWaiting(s, r, p.Words) })
	h.ready = newPanel(h.stage, drawReady)
	h.foot = newPanel(h.stage, drawFoot)
	h.slip = newPanel(h.stage, func(s *sheet, r SlipRow) { h.motion.band = drawSlip(s, r, p.Words) })
	h.motion = &motion{off: p.ReduceMotion, stage: h.stage, slip: h.slip.box}
	p.Map.Screen("display", "hall")
	p.Map.Tag("display.slip", h.slip.box)
	h.unlisten = p.Words.Listen(h.Draw)
	h.background = kit.NewBackground(ctx, p.Dispatcher)
	h.Draw()
	h.background.Follow(p.Model.Changed(), h.Draw)
	return h
}

// Content is what goes into the window; it scales to the window's size.
func (h *Hall) Content() fyne.CanvasObject { return h.stage.root }

// Draw shows what the model says now. UI goroutine only; it is called by itself at every change.
func (h *Hall) Draw() {
	snapshot := h.p.Model.Snapshot()
	rows := PresentHall(snapshot, h.p.Words)
	h.slip.show(rows.Slip)
	h.banner.show(rows.Banner)
	h.p.Map.Forget("display.trouble.")
	if h.said != nil {
		h.p.Map.Tag("display.trouble."+rows.Banner.Code, h.said)
	}
	h.list.show(rows.List)
	h.head.show(rows.Head)
	h.waiting.show(rows.Waiting)
	h.ready.show(rows.Ready)
	h.foot.show(rows.Foot)
	switch {
	case rows.Slip.Seq != h.seq && rows.Slip.Announcing:
		h.p.Map.Stamp("display.call")
		h.motion.start()
	case !rows.Slip.Gold:
		h.motion.stop()
	}
	h.seq = rows.Slip.Seq
}

// Close stops following the model.
func (h *Hall) Close() {
	h.unlisten()
	h.background.Close()
}
