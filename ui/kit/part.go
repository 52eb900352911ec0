package kit

import "fyne.io/fyne/v2"

// Part is one of several things to press inside one control.
type Part struct {
	Name string
	Pos  fyne.Position
	Size fyne.Size
}

// Parted is a control that is one widget and several things to press.
type Parted interface{ Parts() []Part }
