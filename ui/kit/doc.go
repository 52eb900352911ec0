// Package kit is what every window of the house is built from: the palette, the font and the sizes of the look,
// text that is measured with the real font, absolute layout in pixels, icons, the language catalogue, the
// dispatcher that enters the UI goroutine, background acts, and the widgets more than one role shows.
//
// Promises: no widget starts a goroutine, fetches anything or knows the business; a listener can be removed;
// every control works by tap and by key and shows its focus; what is blocked says why.
//
// Pixels: layouts are drawn for scale 1 (FYNE_SCALE=1), where one Fyne unit is one pixel.
//
// Map: a window that is driven from outside (the tour) tells where its controls are. Each role takes a *kit.Map in
// its Params (nil = off) and calls m.Screen("kiosk", "home") and m.Tag("kiosk.take", button) as it builds a
// screen; Map.Follow writes tag → x, y, w, h as JSON whenever that changes.
package kit
