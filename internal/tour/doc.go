// Package tour plays one day's story of a small hall through its real windows on a virtual screen, by tapping and
// typing, and keeps a picture of every station, every paper and every ticket. A step is ok because its effect was
// seen: bytes at the printer, a record at the platform, pixels on the screen. It drives programs from outside only and
// knows none of their insides.
package tour
