package counter

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// Citizen is the window that faces the citizen. It shows what the desk says it may, and takes their grade.
type Citizen struct {
	p    Params
	w    *kit.Words
	c    *controls
	bg   *kit.Background
	lane *lane

	window  fyne.Window
	root    *fyne.Container
	lintel  *region[present.CitizenScreen]
	left    *region[present.CitizenScreen]
	right   *region[present.CitizenScreen]
	band    *region[present.Trouble]
	said    troubles
	wrongAt spot // where the right side says what went wrong
	snap    desk.Snapshot
	grade   int
	reasons []string // codes
	sending bool
	wrong   error
	rated   string
	screen  string
	unlist  func()
}

const (
	citizenLintel = 72
	citizenLeft   = 740
	citizenBand   = 56
)

// NewCitizen makes the citizen's window. It ends with ctx or Close.
func NewCitizen(ctx context.Context, p Params) *Citizen {
	z := &Citizen{p: p, w: p.Words, c: newControls("citizen", p.Map)}
	z.c.press, z.c.why, z.c.keys = z.press, func(string) {}, func(*fyne.KeyEvent) {}
	z.bg = kit.NewBackground(ctx, p.UI)
	z.lane = newLane(z.bg, p.UI)
	z.lintel, z.left, z.right = newRegion(z.drawLintel), newRegion(z.drawLeft), newRegion(z.drawRight)
	z.band, z.said.c = newRegion(z.drawBand), z.c
	z.root = container.New(arrange(func(_ []fyne.CanvasObject, s fyne.Size) {
		left := s.Width * citizenLeft / 1280
		if z.snap.Citizen.Mode == desk.CitizenRate {
			left = s.Width / 2 // five grades in words of any language, and room for reasons
		}
		high := s.Height - citizenLintel
		if z.band.model.Code != "" {
			high -= citizenBand
		}
		set(z.lintel.pic, 0, 0, s.Width, citizenLintel)
		set(z.left.pic, 0, citizenLintel, left, high)
		set(z.right.pic, left, citizenLintel, s.Width-left, high)
		set(z.band.pic, 0, s.Height-citizenBand, s.Width, citizenBand)
	}), z.lintel.pic, z.left.pic, z.right.pic, z.band.pic)
	return z
}

// Content is what stands in the window.
func (z *Citizen) Content() fyne.CanvasObject { return z.root }

// Attach puts the content into place and starts following the desk. Once, on the UI goroutine.
func (z *Citizen) Attach(w fyne.Window) {
	z.window = w
	w.SetPadded(false)
	w.SetContent(z.root)
	z.unlist = z.w.Listen(func() { z.refresh(); z.left.again(); z.right.again() })
	z.bg.Follow(z.p.Desk.Changed(), z.refresh)
	z.refresh()
	if z.p.Every >= 0 {
		z.bg.Go(tick(z.p, z.refresh), nil)
	}
}

// Close ends every act's context and waits for them.
func (z *Citizen) Close() {
	if z.unlist != nil {
		z.unlist()
	}
	z.bg.Close()
}

// refresh draws the desk as it is now. What one person picked never meets the next.
func (z *Citizen) refresh() {
	z.snap = z.p.Desk.Snapshot()
	v := z.snap.Citizen
	if v.Mode != desk.CitizenRate || v.RateCase != z.rated {
		z.grade, z.reasons, z.sending, z.wrong = 0, nil, false, nil
	}
	z.rated = v.RateCase
	s := present.NewCitizenScreen(z.snap, z.grade, z.p.Now(), z.w)
	s.Side.Wrong = present.Sentence(z.w, z.wrong)
	for i := range s.Side.Reasons {
		s.Side.Reasons[i].Picked = slices.Contains(z.reasons, s.Side.Reasons[i].Value)
	}
	trouble := present.CitizenTrouble(z.snap, z.w)
	other := (trouble.Code != "") != (z.band.model.Code != "")
	z.band.show(trouble)
	show(z.band.pic, trouble.Code != "")
	if name := string(s.Mode); name != z.screen {
		z.screen, other = name, true
		z.c.screen(name)
	}
	if other {
		z.root.Refresh()
	}
	z.said.say(trouble.Code, whole(z.band.pic))
	z.said.say(present.Code(z.wrong), place{z.right.pic, func() (fyne.Position, fyne.Size) { return z.wrongAt.pos, z.wrongAt.size }})
	z.said.tell()
	z.lintel.show(present.CitizenScreen{Hall: s.Hall, Window: s.Window, Ticket: s.Ticket})
	left := s
	left.Side = present.Side{}
	if s.Mode == desk.CitizenIdle || s.Mode == desk.CitizenThanks {
		left.Side = s.Side
	}
	z.left.show(left)
	z.right.show(present.CitizenScreen{Mode: s.Mode, Side: s.Side, Ticket: s.Ticket, Window: s.Window, Due: s.Due, DueNote: s.DueNote, Title: s.Title})
}

func (z *Citizen) press(id string) {
	if id == "skip" {
		z.p.Desk.SkipRating()
		return
	}
	if id == "submit" {
		z.send()
		return
	}
	if g, ok := cutNumber(id, "grade."); ok {
		z.grade, z.wrong = g, nil
	}
	if n, ok := cutNumber(id, "reason."); ok {
		z.toggle(n - 1)
	}
	z.refresh()
}

func cutNumber(id, prefix string) (int, bool) {
	if len(id) != len(prefix)+1 || id[:len(prefix)] != prefix {
		return 0, false
	}
	return int(id[len(prefix)] - '0'), true
}

func (z *Citizen) toggle(i int) {
	reasons := z.right.model.Side.Reasons
	if i < 0 || i >= len(reasons) {
		return
	}
	code := reasons[i].Value
	if at := slices.Index(z.reasons, code); at >= 0 {
		z.reasons = slices.Delete(z.reasons, at, at+1)
	} else {
		z.reasons = append(slices.Clone(z.reasons), code)
	}
}

// send hands the grade over once; until it is on disk the window says nothing about thanks.
func (z *Citizen) send() {
	if z.grade == 0 || z.sending {
		return
	}
	z.sending = true
	grade, reasons := z.grade, slices.Clone(z.reasons)
	if grade < 4 {
		reasons = nil
	}
	z.lane.do(func(ctx context.Context) error { return z.p.Desk.Rate(ctx, grade, reasons) }, func(err error) {
		z.sending = false
		z.wrong = err
		z.refresh()
	})
}
