// Package glyph is the bundled font as shapes: which characters it has, how wide they are, what they look like
// on a bitmap (screen, ticket printer) and as outlines (paper). It is the one home of x/image.
//
// It promises that no character is ever a silent gap: what the font does not have is drawn as a box with its
// code point in it, so that a clerk can read which character is missing. All lengths of an Outline are in em
// (1 = the type size) with y growing downwards from the baseline; lengths of a Face are in pixels.
//
// Everything here may be used from several goroutines at once. The package knows nothing of papers, tickets or
// screens, and keeps no state of its own: whoever needs shapes loads Fonts once and hands them around.
package glyph
