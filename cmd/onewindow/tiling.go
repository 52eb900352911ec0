package main

import (
	"math"

	"onewindow/internal/rig"
	"onewindow/ui/demo"
)

// spot is where a window of the demonstration stands, in pixels, and how large it is drawn.
type spot struct {
	x, y  int
	scale float64 // of the drawing; Fyne knows tenths
}

// Names of the windows that are not a program of the rig.
const (
	panelWindow   = "panel"
	citizenWindow = "citizen"
)

// frame is what a window manager's title bar may take.
const frame = 32

// corner is as near to 0, 0 as a window may ask to be: Fyne takes 0, 0 for no wish at all.
const corner = 2

// tiles are the spots of all windows.
type tiles struct {
	spots map[string]spot
	tall  bool // the panel has room for two sections at once
}

// tiling gives every window of the demonstration its spot on a screen. A large screen shows all of them at once;
// on a smaller one the counter keeps what a person needs to read it, and the others lie partly under it.
func tiling(w, h int) tiles {
	if k := tenth(math.Min(float64(w)/3840, float64(h)/2100)); k >= 0.9 {
		return tiles{allAtOnce(k), true}
	}
	return tiles{overlapping(w, h), false}
}

func allAtOnce(k float64) map[string]spot {
	at := func(x, y int, scale float64) spot {
		return spot{int(float64(x) * k), int(float64(y) * k), tenth(scale * k)}
	}
	return map[string]spot{
		panelWindow:   at(corner, corner, 1),
		rig.Counter:   at(470, 0, 1),
		citizenWindow: at(470, 1080+frame, 1),
		rig.Display:   at(2400, 0, 0.7),
		rig.Kiosk:     at(2400, 756+frame, 0.6),
		rig.Strip:     at(3060, 756+frame, 0.6),
	}
}

// overlapping keeps every window whole on the screen. The counter lies on top; beside and below it there is enough to
// be seen of every other to find it, and the hall's screen is seen whole or nearly so.
func overlapping(w, h int) map[string]spot {
	size := demo.Size(false)
	panel := fit(int(size.Width), int(size.Height), w, h-frame)
	left := int(float64(size.Width)*panel) + 8
	counter := fit(1920, 1080, w-left, h-frame)
	kiosk := fit(1080, 1920, w, h-frame)
	hall := fit(1920, 1080, w*3/10, h*3/10)
	strip := fit(1280, 400, w/7, h/7)
	above := func(height int, k float64) int { return h - frame - int(float64(height)*k) }
	right := func(width int, k float64) int { return w - int(float64(width)*k) }
	return map[string]spot{
		panelWindow:   {corner, corner, panel},
		rig.Counter:   {left, 0, counter},
		citizenWindow: {left, min(int(1080*counter)+frame, above(800, counter)), counter}, // one program, one scale
		rig.Kiosk:     {right(1080, kiosk), 0, kiosk},
		rig.Display:   {right(1920, hall), above(1080, hall), hall},
		rig.Strip:     {right(1280, strip), above(1080, hall) - frame - int(400*strip), strip},
	}
}

// fit is the largest scale, up to 1, at which a drawing fits.
func fit(drawnW, drawnH, w, h int) float64 {
	return tenth(math.Min(1, math.Min(float64(w)/float64(drawnW), float64(h)/float64(drawnH))))
}

// tenth rounds down to what Fyne can do, and never below what can still be seen.
func tenth(k float64) float64 { return math.Max(0.2, math.Floor(k*10+1e-9)/10) }
