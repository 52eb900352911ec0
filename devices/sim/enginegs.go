package sim

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	"onewindow/internal/qr"
)

// raster is GS v 0: dots as they are.
func (e *engine) raster() error {
	h, err := e.take(6)
	if err != nil {
		return err
	}
	wide, rows := int(h[2])|int(h[3])<<8, int(h[4])|int(h[5])<<8
	if h[0] != 0x30 || wide > 512 || rows > 4096 {
		e.odd(0x1D, 0x76, h[0])
		return nil
	}
	if err := e.flush(); err != nil {
		return err
	}
	data, err := e.take(wide * rows)
	if err != nil {
		return err
	}
	if err := e.printer.advance(e.ctx, rows); err != nil {
		return err
	}
	e.sheet.raster(data, wide, rows, e.style.align)
	return nil
}

// function is GS ( fn: only QR codes (cn 49) mean anything here.
func (e *engine) function() error {
	h, err := e.take(3)
	if err != nil {
		return err
	}
	body, err := e.take(int(h[1]) | int(h[2])<<8)
	if err != nil {
		return err
	}
	if h[0] != 0x6B || len(body) < 2 || body[0] != 0x31 {
		e.odd(0x1D, 0x28, h[0])
		return nil
	}
	switch body[1] {
	case 0x43:
		if len(body) > 2 && body[2] >= 1 && body[2] <= 16 { // others are ignored
			e.qrDot = int(body[2])
		}
	case 0x50:
		if len(body) > 3 {
			e.qr = string(body[3:])
		}
	case 0x51:
		return e.printCode()
	}
	return nil
}

func (e *engine) printCode() error {
	c, err := qr.Encode(e.qr, qr.Medium)
	if err != nil {
		e.odd(0x1D, 0x28, 0x6B, 0x51)
		return nil
	}
	if err := e.flush(); err != nil {
		return err
	}
	if err := e.printer.advance(e.ctx, c.Size*e.qrDot); err != nil {
		return err
	}
	e.job.Codes = append(e.job.Codes, e.qr)
	e.sheet.code(c, e.qrDot, e.style.align)
	return nil
}

// character puts one character of the printer's own font into the line.
func (e *engine) character(b byte) error {
	if b < 0x80 || !e.style.chinese {
		e.line = append(e.line, typed{rune(b), e.style})
		return nil
	}
	code := []byte{b}
	lo, err := e.next()
	if err != nil {
		return err
	}
	code = append(code, lo)
	if e.printer.p.Charset == "gb18030" && lo >= 0x30 && lo <= 0x39 {
		rest, err := e.take(2)
		if err != nil {
			return err
		}
		code = append(code, rest...)
	}
	e.line = append(e.line, typed{e.glyph(code), e.style})
	return nil
}

// glyph is the character of a code, or ▒ where the printer's font has none: garbage shows as garbage.
func (e *engine) glyph(code []byte) rune {
	dec := encoding.Encoding(simplifiedchinese.GBK)
	if e.printer.p.Charset == "gb18030" {
		dec = simplifiedchinese.GB18030
	}
	outside := e.printer.p.Charset != "gbk" && e.printer.p.Charset != "gb18030" && (code[0] < 0xA1 || code[1] < 0xA1)
	s, err := dec.NewDecoder().Bytes(code)
	r := []rune(string(s))
	if outside || err != nil || len(r) != 1 || r[0] == '\uFFFD' {
		return '▒'
	}
	return r[0]
}

// flush prints the line that was typed.
func (e *engine) flush() error {
	high := 0
	text := ""
	for _, t := range e.line {
		high = max(high, t.style.h*fontSize)
		text += string(t.r)
	}
	dots := max(high, e.style.spacing)
	if len(e.line) == 0 {
		return nil
	}
	if err := e.printer.advance(e.ctx, dots); err != nil {
		return err
	}
	e.job.Text = append(e.job.Text, text)
	e.sheet.text(e.line, dots, e.style.align)
	e.line = nil
	return nil
}
