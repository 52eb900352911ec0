package api

import "onewindow/internal/cases"

// Schemas is which operation schemas, and which case bodies of the feed, a machine reads. The zero Schemas is said by a
// machine that was built before machines told each other.
type Schemas struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// Reads is what this build reads: the newest schema and the one before.
func Reads() Schemas { return Schemas{Min: max(1, SchemaVersion-1), Max: SchemaVersion} }

// Known reports whether the machine told.
func (s Schemas) Known() bool { return s.Max > 0 }

// Older reports whether the machine's schemas are known and too old for what is written in this one. What bears no number
// was written in the first.
func (s Schemas) Older(schema int) bool { return s.Known() && schema > s.Max }

// Needs gives the oldest schema an act can be said in: what it means there is what was done. Everything so far can be said
// in the first.
func Needs(cases.Act) int { return 1 }

// Write chooses the schema a terminal of these schemas writes an act in, for a platform that reads so much: its own newest;
// for a platform one version behind the older one, if the act can be said in it; else again its newest, in which the act
// waits for the platform's update.
func (s Schemas) Write(needs int, platform Schemas) int {
	if platform.Older(s.Max) && platform.Max >= s.Min && needs <= platform.Max {
		return platform.Max
	}
	return s.Max
}

// Or gives these schemas, or others where these are not known.
func (s Schemas) Or(others Schemas) Schemas {
	if s.Known() {
		return s
	}
	return others
}
