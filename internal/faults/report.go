package faults

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Report is what one or more runs of a tier came to.
type Report struct {
	Tier       string
	Seeds      []uint64 // that were run
	Operations int      // confirmed on a screen
	Recoveries int      // restarts of anything that was killed or restored
	People     int      // acts that wait for a person at the end, with a sentence
	Faults     map[string]int
	Played     time.Duration // on the runs' own clocks
	Took       time.Duration // on the wall
	Notes      []string      // what was not played, and why; how a run went that broke the promise
	story      []string      // the faults of one run, in order

	// What must stay empty: a line for every breach, with its seed.
	Lost, Doubled, Disordered, Unsealed []string
}

// New is the empty report of one run.
func New(tier string, seed uint64) *Report {
	return &Report{Tier: tier, Seeds: []uint64{seed}, Faults: map[string]int{}}
}

// Fault counts one fault of a kind.
func (r *Report) Fault(kind string) { r.FaultAt("", kind) }

// FaultAt is Fault, and names the machine it met in the story of a run that broke the promise.
func (r *Report) FaultAt(machine, kind string) {
	r.Faults[kind]++
	r.story = append(r.story, strings.TrimSpace(machine+" "+kind))
}

// Note says once what a reader must know of how it was played.
func (r *Report) Note(text string) {
	if !slices.Contains(r.Notes, text) {
		r.Notes = append(r.Notes, text)
	}
}

// Breach writes one breach down. into is one of the report's four lists.
func (r *Report) Breach(into *[]string, format string, args ...any) {
	*into = append(*into, fmt.Sprintf("seed %d: ", r.Seeds[0])+fmt.Sprintf(format, args...))
}

// Breaches counts everything that must not be.
func (r *Report) Breaches() int {
	return len(r.Lost) + len(r.Doubled) + len(r.Disordered) + len(r.Unsealed)
}

// Add takes another report in.
func (r *Report) Add(o *Report) {
	r.Seeds = append(r.Seeds, o.Seeds...)
	if o.Breaches() > 0 && len(o.story) > 0 {
		const last = 60
		r.Note(fmt.Sprintf("Seed %d went: %s.", o.Seeds[0], strings.Join(o.story[max(0, len(o.story)-last):], "; ")))
	}
	r.Operations += o.Operations
	r.Recoveries += o.Recoveries
	r.People += o.People
	r.Played += o.Played
	r.Took += o.Took
	for _, text := range o.Notes {
		r.Note(text)
	}
	for kind, n := range o.Faults {
		r.Faults[kind] += n
	}
	r.Lost, r.Doubled = append(r.Lost, o.Lost...), append(r.Doubled, o.Doubled...)
	r.Disordered, r.Unsealed = append(r.Disordered, o.Disordered...), append(r.Unsealed, o.Unsealed...)
}

// Verdict is the line everything comes down to.
func (r *Report) Verdict() string {
	return fmt.Sprintf("lost=%d doubled=%d disordered=%d unsealed=%d", len(r.Lost), len(r.Doubled), len(r.Disordered), len(r.Unsealed))
}

// String is the report as Markdown; its last line is the verdict.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Faults: tier %s, seeds %s\n\n", r.Tier, r.Span())
	fmt.Fprintf(&b, "%d runs, %d operations confirmed on screen (%d of them end with a sentence before a person), %d recoveries, ",
		len(r.Seeds), r.Operations, r.People, r.Recoveries)
	if r.Played > 0 {
		fmt.Fprintf(&b, "%s of life ", r.Played.Round(time.Second))
	}
	fmt.Fprintf(&b, "in %s.\n\n", r.Took.Round(time.Millisecond))
	for _, text := range r.Notes {
		fmt.Fprintf(&b, "%s\n\n", text)
	}
	b.WriteString("| fault | times |\n|---|--:|\n")
	for _, kind := range slices.Sorted(maps.Keys(r.Faults)) {
		fmt.Fprintf(&b, "| %s | %d |\n", kind, r.Faults[kind])
	}
	b.WriteString("\n## What this tier proves\n\n| count | holds after every run |\n|---|---|\n")
	for _, i := range Invariants() {
		if slices.Contains(i.Tiers, r.Tier) {
			fmt.Fprintf(&b, "| %s | %s |\n", i.Count, i.Says)
		}
	}
	for _, l := range []struct {
		name string
		list []string
	}{{"Lost", r.Lost}, {"Doubled", r.Doubled}, {"Disordered", r.Disordered}, {"Unsealed", r.Unsealed}} {
		if len(l.list) > 0 {
			fmt.Fprintf(&b, "\n## %s\n\n- %s\n", l.name, strings.Join(l.list, "\n- "))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", r.Verdict())
	return b.String()
}

// List gives every breach, a line for each.
func (r *Report) List() []string {
	return slices.Concat(r.Lost, r.Doubled, r.Disordered, r.Unsealed)
}

// Span gives the seeds that were run: "7", or "1..1000".
func (r *Report) Span() string {
	if len(r.Seeds) == 0 {
		return "none"
	}
	low, high := slices.Min(r.Seeds), slices.Max(r.Seeds)
	if low == high {
		return fmt.Sprint(low)
	}
	return fmt.Sprintf("%d..%d", low, high)
}
