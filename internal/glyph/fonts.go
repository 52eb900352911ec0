package glyph

import (
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"onewindow/assets"
)

// Fonts are the two weights of the bundled font, ready to be asked.
type Fonts struct {
	regular, bold weight

	mu    sync.Mutex
	faces map[faceKey]*Face
}

type faceKey struct {
	bold bool
	px   float64
}

// weight is one parsed font file. sfnt.Font may be read by several goroutines if each brings its own buffer.
type weight struct {
	font  *sfnt.Font
	em    float64
	index sync.Pool // of *sfnt.Buffer
}

// Load reads the bundled font. It fails only if the program was built with a damaged font.
func Load() (*Fonts, error) {
	f := &Fonts{faces: map[faceKey]*Face{}}
	for _, w := range []struct {
		to   *weight
		name string
		data []byte
	}{{&f.regular, "regular", assets.FontRegular}, {&f.bold, "bold", assets.FontBold}} {
		parsed, err := sfnt.Parse(w.data)
		if err != nil {
			return nil, fmt.Errorf("glyph: read the bundled %s font: %w", w.name, err)
		}
		w.to.font, w.to.em = parsed, float64(parsed.UnitsPerEm())
		w.to.index.New = func() any { return new(sfnt.Buffer) }
	}
	return f, nil
}

// Has reports whether the bundled font draws r. Both weights cover the same characters.
func (f *Fonts) Has(r rune) bool { return f.regular.glyph(r) != 0 }

// Missing gives the characters of s the font does not draw, each once, in order of appearance.
func (f *Fonts) Missing(s string) []rune {
	var missing []rune
	seen := map[rune]bool{}
	for _, r := range s {
		if !seen[r] && !f.Has(r) {
			seen[r] = true
			missing = append(missing, r)
		}
	}
	return missing
}

// Metrics says how far the font reaches above and below its baseline, in em.
// A line of text is Ascent+Descent high (1.45 em for this font).
func (f *Fonts) Metrics() (ascent, descent float64) {
	buf := f.regular.index.Get().(*sfnt.Buffer)
	defer f.regular.index.Put(buf)
	m, err := f.regular.font.Metrics(buf, fixed.I(int(f.regular.em)), font.HintingNone)
	if err != nil {
		return 1.16, 0.29
	}
	return float64(m.Ascent) / 64 / f.regular.em, float64(m.Descent) / 64 / f.regular.em
}

func (f *Fonts) weight(bold bool) *weight {
	if bold {
		return &f.bold
	}
	return &f.regular
}

// glyph gives the font's index of r; 0 is "none".
func (w *weight) glyph(r rune) sfnt.GlyphIndex {
	buf := w.index.Get().(*sfnt.Buffer)
	defer w.index.Put(buf)
	i, err := w.font.GlyphIndex(buf, r)
	if err != nil {
		return 0
	}
	return i
}
