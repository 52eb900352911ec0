// Package checkup looks at configuration files as a technician would before the programs start: everything internal/config finds,
// and whether each machine's certificate is good, soon ends, and is the right one. It prints what is wrong with file, line, key and
// a sentence in both languages, or what the machine will be.
//
// It starts nothing, changes nothing and must not know what a setting does.
package checkup
