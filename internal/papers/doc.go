// Package papers draws every paper the house hands over, as PDF: 受理通知书, 一次性告知书, 不予受理通知书, 送达回证 at
// the receiving window, and the department's decision at the platform. It is the one home of gofpdf.
//
// A paper is a legal act, so it promises: the same case and act give the same bytes, for ever and on every
// machine (the only time in it is the act's stamp); nothing is cut off, long names wrap and long lists go on
// to a next page with "第 1 页，共 2 页"; a name with a character beyond the BMP (张𬭎) is drawn with that
// character's own outline, and a character no font has becomes a box with its code point. What cannot be
// drawn is an error, never half a paper.
//
// How it works: a paper is first laid out as pages of strokes (sheet), with widths measured by internal/glyph,
// and only then drawn (pen), when the number of pages is known. gofpdf would panic on characters beyond the
// BMP and breaks Chinese lines anywhere; so it never wraps or measures here, it only draws.
//
// Lengths are in points (1/72 inch) from the upper left corner of an A4 page. The package must not know where a
// paper goes: it touches no disk, no printer and no clock. Drawing takes about 100 ms; keep it off the UI thread.
package papers
