package counter

import "fyne.io/fyne/v2"

// TypedShortcut lets a test press a Ctrl combination; the test canvas keeps them to itself.
func (m *Main) TypedShortcut(s fyne.Shortcut) { m.typedShortcut(s) }
