package counter

import "fyne.io/fyne/v2"

// TypedShortcut lets a test press a Ctrl combination; the test canvas keeps them to itself.
func (m *Main) TypedShortcut(s fyne.Shortcut) { m.typedShortcut(s) }

// Quiet tells whether nothing this window asked for is on its way any more.
func (m *Main) Quiet() bool { return m.mats.loads == 0 && m.lane.idle() }

// Quiet tells whether nothing this window asked for is on its way any more.
func (z *Citizen) Quiet() bool { return z.lane.idle() }

func (l *lane) idle() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.running
}
