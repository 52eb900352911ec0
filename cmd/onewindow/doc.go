// Command onewindow is the desktop program of a service hall. Its roles are counter, kiosk and display; demo runs a
// whole small hall with simulated devices, tour plays a day's story through the real windows, bench and faults show what
// everything costs and that nothing is lost. For a technician, setup writes the files of a small hall, config looks at
// them, pin makes the hash of a PIN.
//
// This package is wiring only: what a role does and how its window looks is the business of internal/ and ui/.
package main
