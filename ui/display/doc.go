// Package display draws the hall's public screens: the big one of the hall (1920×1080) and the strip over a window
// (1280×400), as LOOK.md 6 lays them out. A presenter turns the model's snapshot into rows of plain words
// (HallRows, StripRows: no Fyne, no clock); views draw rows and know nothing else.
//
// A screen is drawn for its own size in pixels and scales as a whole to the window it gets. Each part is drawn
// again only when its rows changed, so a call reaches the pixels at once and the clock's tick touches nothing
// but the clock. With reduced motion nothing moves: the flash is a steady gold band.
package display
