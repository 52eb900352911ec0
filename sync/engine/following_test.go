package engine_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/sync/outbox"
)

// What is read while a request is under way is what goes next, whenever all of it is taken; nothing on its way is read again.
func TestWhatFollowsIsWhatGoesNext(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var ops []outbox.Op
		seqs := map[int]uint64{}
		for order := range rapid.IntRange(1, 3*api.MaxOps).Draw(rt, "ops") {
			lane := rapid.IntRange(0, 400).Draw(rt, "lane")
			seqs[lane]++
			ops = append(ops, op(fmt.Sprint(lane), seqs[lane], uint64(order)+1))
		}
		d := newDesk(t, ops...)
		for {
			ids := d.send()
			if len(ids) == 0 {
				return
			}
			following := d.state.Following(d.now)
			var verdicts []api.Verdict
			for n, id := range ids {
				verdicts = append(verdicts, api.Verdict{ID: id, Outcome: api.Accepted, Position: uint64(n) + 1})
			}
			d.answer(0, verdicts...)
			next := d.state.Next(d.now).Ops
			if len(next) != len(following) {
				rt.Fatalf("%d follow, %d go", len(following), len(next))
			}
			for i := range next {
				if next[i].ID != following[i].ID {
					rt.Fatalf("%s follows, %s goes", following[i].ID, next[i].ID)
				}
			}
		}
	})
}
