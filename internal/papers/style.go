package papers

// colour is 8-bit RGB.
type colour struct{ r, g, b int }

// The palette of LOOK.md 2 (light).
var (
	ink    = colour{0x14, 0x21, 0x1F}
	ink2   = colour{0x46, 0x53, 0x4F}
	green  = colour{0x0B, 0x5B, 0x4F}
	red    = colour{0xA3, 0x24, 0x1A}
	amber  = colour{0x7A, 0x4A, 0x00}
	amberT = colour{0xFF, 0xF0, 0xCC}
	wall   = colour{0xF4, 0xF2, 0xEC}
	white  = colour{0xFF, 0xFF, 0xFF}
)

// style is how a stretch of text looks. spacing is added after every character.
type style struct {
	size    float64
	bold    bool
	ink     colour
	spacing float64
}

func (s style) strong() style          { s.bold = true; return s }
func (s style) in(c colour) style      { s.ink = c; return s }
func (s style) sized(pt float64) style { s.size = pt; return s }

// Type sizes of LOOK.md 3, row "notice A4".
var (
	titleType   = style{size: 22, bold: true, ink: ink, spacing: 5}
	sectionType = style{size: 12, bold: true, ink: ink}
	bodyType    = style{size: 12, ink: ink}
	secondType  = style{size: 10.5, ink: ink}
	leastType   = style{size: 9, ink: ink2}
)

// The A4 page and its margins.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	left       = 53.3
	right      = 542.0
	width      = right - left
	bodyTop    = 94.0  // below the head of a following page
	bodyBottom = 796.0 // no line reaches below
	footTop    = 686.0 // where signature, seal and code begin on the last page
)
