package engine_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

func written(o outbox.Op, schema int) outbox.Op {
	o.Schema = schema
	return o
}

var first, second = api.Schemas{Min: 1, Max: 1}, api.Schemas{Min: 1, Max: 2}

func TestWhatThePlatformCannotReadYetWaitsInItsLaneUntilItIsUpdated(t *testing.T) {
	d := newDesk(t, written(op("a", 1, 1), 1), written(op("a", 2, 2), 2), written(op("a", 3, 3), 1), op("b", 1, 4))
	d.step(engine.Heard{Epoch: "e1", Schemas: first})
	d.offered("a-1", "b-1")
	d.answer(0, api.Verdict{ID: "a-1", Outcome: api.Accepted, Position: 1}, api.Verdict{ID: "b-1", Outcome: api.Accepted, Position: 2})
	d.offered()
	if got := d.state.Beyond(); !slices.Equal(got, []string{"a-2"}) || d.state.Waiting() != 2 {
		t.Errorf("%v wait for the platform's update", got)
	}
	d.step(engine.RetryNow{}) // a person's impatience does not update it
	d.offered()
	if c := d.step(engine.Heard{Epoch: "e1", Schemas: second}); c.Line == nil || c.Line.Schemas != second {
		t.Error("what the platform reads is not remembered")
	}
	d.offered("a-2", "a-3")
}

func TestAnOldPlatformsRefusalEndsWithItsUpdate(t *testing.T) {
	newerThan := api.Verdict{ID: "a-1", Outcome: api.Parked, Code: api.CodeNewerSchema, Sentence: "新格式"}
	for name, told := range map[string]api.Schemas{"it tells what it reads": first, "it was built before that": {}} {
		d := newDesk(t, written(op("a", 1, 1), 2), written(op("b", 1, 2), 2))
		d.send()
		d.step(engine.Answered{Response: api.OpsResponse{Epoch: "e1", Schemas: told, Verdicts: []api.Verdict{newerThan, {ID: "b-1", Outcome: api.Parked, Code: "OPS-004"}}}})
		if want := map[bool]outbox.State{true: outbox.Waiting, false: outbox.Parked}[told.Known()]; d.state.Ops[0].State != want || d.state.Ops[0].Why.Sentence == "" {
			t.Errorf("%s: %+v", name, d.state.Ops[0])
		}
		d.offered()
		d.step(engine.Heard{Epoch: "e1", Schemas: second})
		d.offered("a-1") // what was parked for another reason stays
	}
}

func TestWhatWaitsForAnUpdateDoesNotKeepTheFeedOfARestoredPlatform(t *testing.T) {
	d := newDesk(t, written(op("a", 1, 1), 2), op("b", 1, 2))
	d.step(engine.Heard{Epoch: "e1", Schemas: first})
	d.step(engine.Heard{Epoch: "e2", Schemas: first})
	d.offered("b-1")
	d.step(engine.Answered{Response: api.OpsResponse{Epoch: "e2", Verdicts: []api.Verdict{{ID: "b-1", Outcome: api.Accepted, Position: 1}}}})
	if !d.state.Next(d.now).Feed {
		t.Error("the feed waits for what cannot be offered")
	}
}

// TestNothingGoesThatThePlatformIsKnownNotToRead: whatever it says of itself, and however often it changes its mind; and
// all goes in the end.
func TestNothingGoesThatThePlatformIsKnownNotToRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(nil)
		order, position := uint64(0), uint64(0)
		seqs := map[string]uint64{}
		reads := api.Schemas{}
		taken := map[string]bool{}
		exchange := func(t *rapid.T) {
			var verdicts []api.Verdict
			for _, o := range d.state.Next(d.now).Ops {
				if reads.Older(o.Schema) {
					t.Fatalf("%s of schema %d goes to a platform that reads %+v", o.ID, o.Schema, reads)
				}
				position++
				taken[o.ID] = true
				verdicts = append(verdicts, api.Verdict{ID: o.ID, Outcome: api.Accepted, Position: position})
			}
			d.send()
			d.step(engine.Answered{Response: api.OpsResponse{Epoch: "e1", Schemas: reads, Verdicts: verdicts}})
		}
		t.Repeat(map[string]func(*rapid.T){
			"act": func(t *rapid.T) {
				lane := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "lane")
				seqs[lane]++
				order++
				d.step(engine.Appended{Ops: []outbox.Op{written(op(lane, seqs[lane], order), rapid.IntRange(0, 3).Draw(t, "schema"))}})
			},
			"told": func(t *rapid.T) {
				reads = api.Schemas{Min: 1, Max: rapid.IntRange(1, 3).Draw(t, "newest")}
				d.step(engine.Heard{Epoch: "e1", Schemas: reads})
			},
			"exchange": exchange,
		})
		reads = api.Schemas{Min: 1, Max: 3}
		d.step(engine.Heard{Epoch: "e1", Schemas: reads})
		for range 5 {
			exchange(t)
		}
		if uint64(len(taken)) != order {
			t.Fatalf("%d of %d arrived after the update", len(taken), order)
		}
	})
}
