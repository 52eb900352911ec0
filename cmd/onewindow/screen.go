//go:build !ci

package main

import (
	"math"
	"runtime"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// workArea is the part of the first screen that windows may have, and the scale the system itself gives to windows
// there. It asks the library under Fyne, which has no question for it, and must run before the application is made.
// ok is false without a screen.
func workArea() (w, h int, scale float64, ok bool) {
	if err := glfw.Init(); err != nil {
		return 0, 0, 1, false
	}
	defer glfw.Terminate()
	m := glfw.GetPrimaryMonitor()
	if m == nil {
		return 0, 0, 1, false
	}
	_, _, w, h = m.GetWorkarea()
	return w, h, systemScale(m), w > 0 && h > 0
}

// systemScale is what Fyne multiplies FYNE_SCALE with (its internal/driver/glfw/scale.go): the screen's density over
// 120 dots an inch on Linux, never below 1.
func systemScale(m *glfw.Monitor) float64 {
	switch runtime.GOOS {
	case "darwin":
		return 1
	case "windows":
		x, _ := m.GetContentScale()
		return float64(x)
	}
	mm, _ := m.GetPhysicalSize()
	dpi := float64(m.GetVideoMode().Width) / float64(mm) * 25.4
	if !(dpi >= 10 && dpi <= 1000) {
		return 1
	}
	return math.Max(1, dpi/120)
}
