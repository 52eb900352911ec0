package counter

import (
	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
)

func (m *Main) layRoot(_ []fyne.CanvasObject, s fyne.Size) {
	narrow := s.Width < narrowAt
	changed := narrow != m.state.Narrow
	set(m.signIn.body, 0, 0, s.Width, s.Height)
	m.state.Narrow = narrow
	set(m.desk, 0, 0, s.Width, s.Height)
	if changed && m.window != nil {
		m.refresh()
	}
}

// layDesk puts the planes of LOOK.md 6: lintel, hall, middle, citizen's column (or its rail), status line; over
// them the drawer and the toast.
func (m *Main) layDesk(_ []fyne.CanvasObject, s fyne.Size) {
	high := s.Height - lintelHigh - statusHigh
	side := float32(columnWide)
	if m.state.Narrow {
		side = railWide
	}
	set(m.lintel.pic, 0, 0, s.Width, lintelHigh)
	set(m.hall.pic, 0, lintelHigh, hallWide, high)
	set(m.middle, hallWide, lintelHigh, s.Width-hallWide-side, high)
	set(m.rail.pic, s.Width-railWide, lintelHigh, railWide, high)
	if m.state.Narrow {
		over := high
		if m.stage != present.StageIdle && m.stage != present.StageCalled {
			over -= outcomeHigh // what ends the case stays in sight
		}
		set(m.column.pic, s.Width-railWide-columnWide, lintelHigh, columnWide, over)
	} else {
		set(m.column.pic, s.Width-columnWide, lintelHigh, columnWide, high)
	}
	set(m.status.pic, 0, s.Height-statusHigh, s.Width, statusHigh)
	drawer := min(float32(outboxHigh), high)
	list := high
	if m.state.Outbox {
		list -= drawer // the list stays whole above the drawer
	}
	set(m.work.body, hallWide, lintelHigh, s.Width-hallWide, list)
	m.laySaid(s, drawer)
	set(m.drawer, hallWide, s.Height-statusHigh-drawer, s.Width-hallWide, drawer)
	m.layToast()
}

// laySaid puts what is wrong around the window, and over it the word of the last act, at the foot of the work.
func (m *Main) laySaid(s fyne.Size, drawer float32) {
	wide, foot := m.saidWide(), s.Height-statusHigh
	if m.state.Face == present.FaceCase && m.stage != present.StageIdle && m.stage != present.StageCalled {
		foot -= outcomeHigh
	}
	if m.state.Outbox {
		foot = min(foot, s.Height-statusHigh-drawer)
	}
	set(m.band.pic, hallWide, foot-m.bandHigh(), wide, m.bandHigh())
	set(m.notice.pic, hallWide, foot-m.saidHigh(), wide, m.noticeHigh())
}

// layToast centres the toast over the bottom of the middle column.
func (m *Main) layToast() {
	s := m.desk.Size()
	side := float32(columnWide)
	if m.state.Narrow {
		side = railWide
	}
	least := m.toast.MinSize()
	wide := min(least.Width, s.Width-hallWide-side-32)
	set(m.toast, hallWide+(s.Width-hallWide-side-wide)/2, s.Height-statusHigh-outcomeHigh-m.saidHigh()-least.Height-20, wide, least.Height)
}

func (m *Main) layMiddle(_ []fyne.CanvasObject, s fyne.Size) {
	m.middle.Objects[0].Resize(s)
	set(m.idle.pic, 0, 0, s.Width, s.Height)
	set(m.steps.pic, 0, 0, s.Width, stepsHigh)
	set(m.head.pic, 0, stepsHigh, s.Width, headHigh)
	bottom := s.Height - outcomeHigh
	set(m.outcome.pic, 0, bottom, s.Width, outcomeHigh)
	bottom -= m.saidHigh() // nothing moves: what scrolls gives way
	top := float32(stepsHigh + headHigh)
	set(m.file, 0, top, s.Width, bottom-top)
	set(m.filed.pic, 0, top, s.Width, bottom-top)
	set(m.pick.body, 0, stepsHigh, s.Width, bottom-stepsHigh)
}

// layFile puts the form beside the materials; each keeps at least 440.
func (m *Main) layFile(s fyne.Size, split fyne.CanvasObject) {
	form := min(520, max(440, s.Width*0.465))
	set(m.form.head.pic, formSide, 16, form-2*formSide, 22)
	set(m.form.scroll, 0, 40, form, s.Height-40)
	set(split, form, 0, 1, s.Height)
	set(m.mats.head.pic, form+20, 16, s.Width-form-44, 22)
	set(m.mats.scroll, form, 40, s.Width-form, s.Height-40)
}
