package kiosk

import "image/color"

// Tones of the drawings on this surface that mean nothing: paper's shadow, ghost figures, the slot's inside.
var (
	ghost = color.NRGBA{R: 0xD4, G: 0xCE, B: 0xC0, A: 0xFF}
	fade  = color.NRGBA{R: 0xB9, G: 0xC9, B: 0xC2, A: 0xFF}
	slit  = color.NRGBA{R: 0x07, G: 0x18, B: 0x16, A: 0xFF}
	shade = color.NRGBA{R: 0x14, G: 0x21, B: 0x1F, A: 0x66}
	clear = color.NRGBA{R: 0x14, G: 0x21, B: 0x1F, A: 0x00}
)
