package idcard

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// textLen is the size of a card's text block in bytes: 128 UTF-16LE units.
const textLen = 256

// field is a place in the text block, in bytes.
type field struct{ at, size int }

// text is the block as UTF-16 units; fields are read by offset, space or NUL padded.
type text []byte

func (t text) get(f field) string {
	units := make([]uint16, f.size/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(t[f.at+2*i:])
	}
	return strings.TrimRight(string(utf16.Decode(units)), " \x00\u3000")
}

// decodeText reads the text block of any of the four cards (facts 1.6). Names may hold surrogate pairs and, on
// older cards, private-use characters: both stay as they are. A birth date or term that is no date is the zero
// Date; so are 长期 and blanks as the end of a term.
func decodeText(block []byte) (citizen.Card, error) {
	if len(block) != textLen {
		return citizen.Card{}, fmt.Errorf("text block has %d bytes, want %d", len(block), textLen)
	}
	t := text(block)
	var c citizen.Card
	switch kind := t.get(field{248, 2}); kind {
	case "":
		c = t.resident()
	case "J":
		c = t.permit()
	case "I":
		c = t.foreign2017()
	case "Y":
		c = t.foreign2023()
	default:
		return citizen.Card{}, errors.New("unknown kind of card") // what stands there is not repeated
	}
	if c.Name == "" || c.Number == "" {
		return citizen.Card{}, errors.New("card without a name or a number")
	}
	return c, nil
}

// common reads what stands at the same place on resident cards, J and Y.
func (t text) common() citizen.Card {
	return citizen.Card{
		Name:      t.get(field{0, 30}),
		Sex:       sex(t.get(field{30, 2})),
		Birth:     date(t.get(field{36, 16})),
		Number:    t.get(field{122, 36}),
		ValidFrom: date(t.get(field{188, 16})),
		ValidTo:   date(t.get(field{204, 16})),
	}
}

func (t text) resident() citizen.Card {
	c := t.common()
	c.Kind = citizen.ResidentCard
	c.Nation = t.get(field{32, 4})
	c.Address = t.get(field{52, 70})
	c.Authority = t.get(field{158, 30})
	return c
}

func (t text) permit() citizen.Card {
	c := t.common()
	c.Kind = citizen.HMTCard
	c.Address = t.get(field{52, 70})
	c.Authority = t.get(field{158, 30})
	c.Permit = t.get(field{220, 18})
	return c
}

func (t text) foreign2023() citizen.Card {
	c := t.common()
	c.Kind = citizen.ForeignNewCard
	c.LatinName = strings.TrimSpace(t.get(field{52, 70}) + t.get(field{220, 22}))
	c.Country = t.get(field{242, 6})
	c.Name = firstOf(c.Name, c.LatinName)
	return c
}

func (t text) foreign2017() citizen.Card {
	c := citizen.Card{
		Kind:      citizen.ForeignCard,
		LatinName: t.get(field{0, 120}),
		Sex:       sex(t.get(field{120, 2})),
		Number:    t.get(field{122, 30}),
		Country:   t.get(field{152, 6}),
		ValidFrom: date(t.get(field{188, 16})),
		ValidTo:   date(t.get(field{204, 16})),
		Birth:     date(t.get(field{220, 16})),
		Authority: t.get(field{240, 8}),
	}
	c.Name = firstOf(t.get(field{158, 30}), c.LatinName)
	return c
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// sex reads GB/T 2261.1; what is no code is unknown, never a guess.
func sex(s string) citizen.Sex {
	switch n, err := strconv.Atoi(s); {
	case err != nil:
		return citizen.SexUnknown
	case n == 1, n == 2, n == 9:
		return citizen.Sex(n)
	}
	return citizen.SexUnknown
}

func date(s string) workday.Date {
	t, err := time.Parse("20060102", s)
	if err != nil {
		return workday.Date{}
	}
	return workday.DateOf(t)
}

// decodeRead reads the data of a successful 30 01: two lengths, text, photo.
func decodeRead(data []byte) (citizen.Card, error) {
	if len(data) < 4 {
		return citizen.Card{}, errors.New("reply without lengths")
	}
	nText, nPhoto := int(binary.BigEndian.Uint16(data)), int(binary.BigEndian.Uint16(data[2:]))
	if len(data) < 4+nText+nPhoto {
		return citizen.Card{}, fmt.Errorf("reply of %d bytes announces %d", len(data), 4+nText+nPhoto)
	}
	c, err := decodeText(data[4 : 4+nText])
	if err != nil {
		return citizen.Card{}, err
	}
	c.Photo = append([]byte(nil), data[4+nText:4+nText+nPhoto]...)
	return c, nil
}
