package kit

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

// Map tells whoever drives the windows from outside where the controls are. It holds names of controls, never
// what they show. A nil *Map is a map that is off; every method may be called on it. UI goroutine only, but Follow.
type Map struct {
	path    string
	screens map[string]string
	tags    map[string]tagged
	drawn   map[string]int64
	written []byte
}

type tagged struct {
	object fyne.CanvasObject
	part   func() (fyne.Position, fyne.Size) // inside object; nil = the whole
}

// MapFile is the content of the file. Lengths are screen pixels from the window's top left corner.
type MapFile struct {
	Screens map[string]string  `json:"screens"`         // role → screen: "kiosk" → "home"
	Tags    map[string]MapSpot `json:"tags"`            // only what is visible now
	Drawn   map[string]int64   `json:"drawn,omitempty"` // what was drawn last when, nanoseconds since 1970
}

// MapSpot is where one control is.
type MapSpot struct {
	Window string `json:"window"` // the window's title
	X      int    `json:"x"`
	Y      int    `json:"y"`
	W      int    `json:"w"`
	H      int    `json:"h"`
}

// NewMap makes a map that is written to path; an empty path gives nil, the map that is off.
func NewMap(path string) *Map {
	if path == "" {
		return nil
	}
	return &Map{path: path, screens: map[string]string{}, tags: map[string]tagged{}, drawn: map[string]int64{}}
}

// Stamp says that a view draws something now: "display.call". Whoever measures from outside sets it beside the pixels.
func (m *Map) Stamp(name string) {
	if m != nil {
		m.drawn[name] = time.Now().UnixNano()
	}
}

// Screen says that a role now shows a screen, and forgets the role's tags ("kiosk." and so on).
func (m *Map) Screen(role, screen string) {
	if m == nil {
		return
	}
	m.screens[role] = screen
	m.Forget(role + ".")
}

// Leave says that a role shows no screen any more.
func (m *Map) Leave(role string) {
	if m == nil {
		return
	}
	delete(m.screens, role)
	m.Forget(role + ".")
}

// Forget drops every tag that begins with prefix.
func (m *Map) Forget(prefix string) {
	if m == nil {
		return
	}
	for name := range m.tags {
		if strings.HasPrefix(name, prefix) {
			delete(m.tags, name)
		}
	}
}

// Tag names a control: "kiosk.take".
func (m *Map) Tag(name string, o fyne.CanvasObject) {
	if m != nil {
		m.tags[name] = tagged{object: o}
	}
}

// TagPart names a part of a control that draws its own keys.
func (m *Map) TagPart(name string, o fyne.CanvasObject, part func() (fyne.Position, fyne.Size)) {
	if m != nil {
		m.tags[name] = tagged{object: o, part: part}
	}
}

// Look measures everything now.
func (m *Map) Look() MapFile {
	f := MapFile{Screens: map[string]string{}, Tags: map[string]MapSpot{}}
	if m == nil {
		return f
	}
	f.Drawn = maps.Clone(m.drawn)
	driver := fyne.CurrentApp().Driver()
	for role, screen := range m.screens {
		f.Screens[role] = screen
	}
	for name, t := range m.tags {
		c := driver.CanvasForObject(t.object)
		if c == nil {
			continue
		}
		pos, size := driver.AbsolutePositionForObject(t.object), t.object.Size()
		if pos.IsZero() && t.part == nil && c.Content() != t.object {
			continue // the driver's answer for what is not in the visible tree; nobody puts a control at 0, 0
		}
		if t.part != nil {
			at, partSize := t.part()
			if partSize.IsZero() {
				continue // this part is not there now
			}
			pos, size = pos.Add(at), partSize
		}
		f.Tags[name] = spot(c, pos, size)
	}
	return f
}

func spot(c fyne.Canvas, pos fyne.Position, size fyne.Size) MapSpot {
	k := c.Scale()
	s := MapSpot{X: int(pos.X * k), Y: int(pos.Y * k), W: int(size.Width * k), H: int(size.Height * k)}
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if w.Canvas() == c {
			s.Window = w.Title()
		}
	}
	return s
}

// Write puts the map on disk if it changed since last time: complete under another name first, then renamed.
func (m *Map) Write() error {
	if m == nil {
		return nil
	}
	raw, err := json.Marshal(m.Look())
	if err != nil {
		return err
	}
	if bytes.Equal(raw, m.written) {
		return nil
	}
	if err := os.WriteFile(m.path+".new", raw, 0o600); err != nil {
		return err
	}
	if err := os.Rename(m.path+".new", m.path); err != nil {
		return err
	}
	m.written = raw
	return nil
}

// Follow writes the map every so often until ctx ends, because a window may be laid out again at any time.
// It blocks; a program that is driven from outside runs it beside its windows.
func (m *Map) Follow(ctx context.Context, ui Dispatcher, every time.Duration) error {
	if m == nil {
		return nil
	}
	failed := make(chan error, 1)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		ui.Do(func() {
			if err := m.Write(); err != nil {
				select {
				case failed <- err:
				default:
				}
			}
		})
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case <-tick.C:
		}
	}
}
