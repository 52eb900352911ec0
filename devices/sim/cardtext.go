package sim

import (
	"encoding/binary"
	"strconv"
	"unicode/utf16"

	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

const (
	textLen  = 256
	photoLen = 1024
)

// block is the text block of a card under construction, UTF-16LE.
type block [textLen]byte

// put writes s at a place, space padded; what does not fit is cut, as a card maker would.
func (b *block) put(at, size int, s string) {
	units := utf16.Encode([]rune(s))
	for i := range size / 2 {
		u := uint16(' ')
		if i < len(units) {
			u = units[i]
		}
		binary.LittleEndian.PutUint16(b[at+2*i:], u)
	}
}

// cardText lays out a card's text block (facts 1.6).
func cardText(c citizen.Card) []byte {
	var b block
	b.put(0, textLen, "")
	switch c.Kind {
	case citizen.ForeignCard:
		b.foreign2017(c)
	case citizen.ForeignNewCard:
		b.common(c)
		latin := []rune(c.LatinName)
		b.put(52, 70, string(latin[:min(35, len(latin))]))
		b.put(220, 22, string(latin[min(35, len(latin)):]))
		b.put(242, 6, c.Country)
		b.put(248, 2, "Y")
	case citizen.HMTCard:
		b.common(c)
		b.home(c)
		b.put(220, 18, c.Permit)
		b.put(238, 4, "01")
		b.put(248, 2, "J")
	default:
		b.common(c)
		b.home(c)
		b.put(32, 4, c.Nation)
	}
	return b[:]
}

func (b *block) common(c citizen.Card) {
	b.put(0, 30, c.Name)
	b.put(30, 2, strconv.Itoa(int(c.Sex)))
	b.put(36, 16, compact(c.Birth))
	b.put(122, 36, c.Number)
	b.put(188, 16, compact(c.ValidFrom))
	b.put(204, 16, until(c.ValidTo))
}

func (b *block) home(c citizen.Card) {
	b.put(52, 70, c.Address)
	b.put(158, 30, c.Authority)
}

func (b *block) foreign2017(c citizen.Card) {
	b.put(0, 120, c.LatinName)
	b.put(120, 2, strconv.Itoa(int(c.Sex)))
	b.put(122, 30, c.Number)
	b.put(152, 6, c.Country)
	b.put(158, 30, c.Name)
	b.put(188, 16, compact(c.ValidFrom))
	b.put(204, 16, compact(c.ValidTo))
	b.put(220, 16, compact(c.Birth))
	b.put(236, 4, "01")
	b.put(240, 8, c.Authority)
	b.put(248, 2, "I")
}

func compact(d workday.Date) string { return d.Time().Format("20060102") }

func until(d workday.Date) string {
	if d.IsZero() {
		return "长期"
	}
	return compact(d)
}

// readReply is the data of a successful 30 01: lengths, text, photo. The photo is noise of the right size; a
// real one is opaque to us too.
func readReply(c citizen.Card) []byte {
	out := binary.BigEndian.AppendUint16(nil, textLen)
	out = binary.BigEndian.AppendUint16(out, photoLen)
	out = append(out, cardText(c)...)
	photo := make([]byte, photoLen)
	copy(photo, "WLf~"[:3])
	for i := 3; i < photoLen; i++ {
		photo[i] = byte(i*7 + len(c.Name))
	}
	return append(out, photo...)
}
