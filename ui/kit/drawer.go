package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Drawer rises over the work from the bottom of the layer it lies in (a Stack's top layer, say). It starts closed.
// The window that binds Esc calls Close.
type Drawer struct {
	widget.BaseWidget
	height  float32
	content fyne.CanvasObject
	box     *fyne.Container
	// OnClose, if set, is told when the drawer was open and is closed.
	OnClose func()
}

// NewDrawer makes a closed drawer; height 0 is the look's 318.
func NewDrawer(height float32, content fyne.CanvasObject) *Drawer {
	if height == 0 {
		height = 318
	}
	d := &Drawer{height: height, content: content}
	d.box = container.NewStack(Lift(Frame(Paper, Line, 1, 0)), content)
	d.ExtendBaseWidget(d)
	d.Hide()
	return d
}

// SetContent changes what lies in the drawer.
func (d *Drawer) SetContent(o fyne.CanvasObject) {
	d.content = o
	d.box.Objects[1] = o
	d.box.Refresh()
}

// Open shows the drawer.
func (d *Drawer) Open() { d.Show() }

// Close hides the drawer.
func (d *Drawer) Close() {
	if d.Visible() {
		d.Hide()
		if d.OnClose != nil {
			d.OnClose()
		}
	}
}

// Tapped keeps taps from reaching what lies under the drawer.
func (d *Drawer) Tapped(*fyne.PointEvent) {}

// CreateRenderer implements fyne.Widget.
func (d *Drawer) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.box) }

// MinSize is the drawer's height over whatever width its layer has.
func (d *Drawer) MinSize() fyne.Size {
	d.ExtendBaseWidget(d)
	return fyne.NewSize(0, d.height)
}

// DrawerLayer puts a drawer at the bottom of the room the layer gets.
func DrawerLayer(d *Drawer) *fyne.Container {
	return container.NewBorder(nil, d, nil, nil)
}
