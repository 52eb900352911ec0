package faults

import (
	"cmp"
	"fmt"
	"slices"
)

// Place is where a taken operation stands: in its terminal's lane, and in the platform's book.
type Place struct {
	Terminal, Lane string
	Seq, At        uint64
}

// Disordered says where a lane was not taken in its order, or with a gap: one line for each such lane.
func Disordered(taken []Place) (breaches []string) {
	lanes := map[[2]string][]Place{}
	for _, p := range taken {
		key := [2]string{p.Terminal, p.Lane}
		lanes[key] = append(lanes[key], p)
	}
	for key, lane := range lanes {
		slices.SortFunc(lane, func(a, b Place) int { return cmp.Compare(a.At, b.At) })
		for i, p := range lane {
			if p.Seq != uint64(i+1) {
				breaches = append(breaches, fmt.Sprintf("%s, %s: place %d was taken as number %d", key[0], key[1], p.Seq, i+1))
				break
			}
		}
	}
	slices.Sort(breaches)
	return breaches
}

// Impossible are verdicts that no fault of line, clock or disk explains: other bytes under an id, bytes unlike their
// digest, what cannot be read, a strange hand.
var Impossible = []string{"OPS-001", "OPS-002", "OPS-004", "OPS-005"}
