package kit

import "image/color"

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
}

// The palette for light surfaces. A T is a tint used as background, a D is the pressed or deep shade.
// Edge borders what can be operated, Line what cannot; AmberS marks and is never text.
var (
	Wall    = hex(0xF4F2EC)
	Paper   = hex(0xFFFFFF)
	Paper2  = hex(0xFAF8F3)
	Line    = hex(0xDAD6CB)
	Edge    = hex(0x85827A)
	Ink     = hex(0x14211F)
	Ink2    = hex(0x46534F)
	Ink3    = hex(0x66706C)
	Green   = hex(0x0B5B4F)
	GreenD  = hex(0x07423A)
	GreenT  = hex(0xE2EEEA)
	Red     = hex(0xA3241A)
	RedT    = hex(0xFBE8E5)
	Amber   = hex(0x7A4A00)
	AmberT  = hex(0xFFF0CC)
	AmberS  = hex(0xE8A317)
	Blue    = hex(0x1C4C86)
	BlueT   = hex(0xE5EDF7)
	Blocked = hex(0xEFEDE6) // ground of what is blocked or not yet known
	Strip   = hex(0xE7E4DB) // status line, voice strip
	Focus   = hex(0xC26A00)
)

// The palette for dark planes: the lintel, the hall display. Green never stands on Lintel.
var (
	Lintel  = hex(0x0F2E2A)
	Lintel2 = hex(0x1A433D)
	Lintel3 = hex(0x2C5B53) // rules on the lintel
	// LintelEdge borders what can be operated on the lintel: Lintel3 has 1.9 there, and a border needs 3.
	LintelEdge = hex(0x5C938A)
	OnLintel   = hex(0xF6F3EA)
	OnLintel2  = hex(0xB7CBC4)
	Jade       = hex(0x7FA79D) // bars on the lintel
	Gold       = hex(0xF2BC57)
	SlipPaper  = hex(0xFFFDF6)
	StaleBand  = hex(0x3A2E12)
	StaleEdge  = hex(0x8A6A1E)
	StaleSlip  = hex(0xE9E4D6)
	None       = color.NRGBA{}

	pressShade = color.NRGBA{R: 0x14, G: 0x21, B: 0x1F, A: 0x24} // over any drawing under a finger
)

// Meaning is what a colour stands for. It is never told by colour alone: an icon and a word go with it.
type Meaning int

// The meanings of the look.
const (
	Unknown Meaning = iota // not yet, unknown
	Good                   // done, do, paper in
	Shared                 // from the city's data
	Careful                // careful, soon, may follow
	Bad                    // missing, overdue, refused
	Now                    // now, next
)

// Colours gives a meaning's text colour, tint and icon name.
func (m Meaning) Colours() (text, tint color.NRGBA, icon string) {
	switch m {
	case Good:
		return Green, GreenT, "check"
	case Shared:
		return Blue, BlueT, "shared-data"
	case Careful:
		return Amber, AmberT, "warning"
	case Bad:
		return Red, RedT, "missing"
	case Now:
		return Ink, Gold, "call"
	}
	return Ink2, Blocked, "clock"
}
