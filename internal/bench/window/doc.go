// Package window measures what only real windows can show, on a virtual screen of their own: a card on the reader until
// the applicant stands on the screen, a tap until the first byte at the printer, a call until the pixels of the hall's
// display, and each window's start, memory and idle work beside a browser that shows the same picture.
//
// Pixels are believed, not programs: a small part of the screen's memory is read over and over. It drives programs from outside and must not know their insides.
package window
