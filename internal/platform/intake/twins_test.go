package intake_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/platform/intake"
	"onewindow/internal/workday"
)

const itemCode = "1135019900000000000000000000001"

// filed is a case of one person as a window would bring it.
func filed(t interface{ Fatal(...any) }, id, terminal, person string, serial int) cases.Case {
	number, err := cases.Number(itemCode, workday.Date{Year: 2026, Month: 11, Day: 23}, "0W03", serial)
	if err != nil {
		t.Fatal(err)
	}
	return cases.Case{ID: id, Number: number, State: cases.Draft, Item: catalogue.Item{ID: "FZ999", Code: itemCode}, By: cases.Who{Operator: "0312", Terminal: terminal},
		Applicant: cases.Party{Name: "张𬭎", Number: person}, ReceivedAt: cases.Stamp{Time: noon, Source: cases.FromPeer},
		Promised: workday.Date{Year: 2026, Month: 12, Day: 1}, Legal: workday.Date{Year: 2026, Month: 12, Day: 20}, SupplyBy: workday.Date{Year: 2026, Month: 12, Day: 14}}
}

func step(id, terminal string, seq uint64, a cases.Act) api.Operation {
	a.At, a.By = cases.Stamp{Time: noon, Source: cases.FromPeer}, cases.Who{Operator: "0312", Name: "陈晓", Terminal: terminal}
	return api.Operation{ID: id, Schema: 1, Kind: a.Kind, Terminal: terminal, Operator: "0312", Seq: seq, Act: a}
}

func accepting(id string, seq uint64, c cases.Case, terminal string) api.Operation {
	op := step(id, terminal, seq, cases.Act{Kind: cases.ActAccept, Filing: &c, Paper: paper(cases.AcceptanceNotice)})
	op.Lane = c.ID
	return op
}

func refusing(id string, seq uint64, c cases.Case, terminal string) api.Operation {
	op := step(id, terminal, seq, cases.Act{Kind: cases.ActRefuse, Reason: "重复申请", Filing: &c, Paper: paper(cases.RefusalNotice)})
	op.Lane = c.ID
	return op
}

func supplementing(id string, seq uint64, c cases.Case, terminal string) api.Operation {
	op := step(id, terminal, seq, cases.Act{Kind: cases.ActSupplement, Lacks: []cases.Lack{{Material: "申请书"}}, Filing: &c, Paper: paper(cases.SupplementNotice)})
	op.Lane = c.ID
	return op
}

func checking(id string, seq uint64, lane, terminal string, others ...string) api.Operation {
	op := step(id, terminal, seq, cases.Act{Kind: cases.ActCheck, Twins: others})
	op.Lane = lane
	return op
}

func paper(k cases.PaperKind) *cases.IssuedPaper {
	return &cases.IssuedPaper{Kind: k, Number: "1", Page: cases.Page{Digest: "sm3:1"}}
}

func take(t *testing.T, b intake.Book, op api.Operation) {
	t.Helper()
	v, err := intake.Judge(b, digest, op.Terminal, offer(op))
	if err != nil || v.Outcome != api.Accepted {
		t.Fatalf("%s: %+v, %v", op.ID, v, err)
	}
}

func live(b *intake.Memory, id string) (others []string) {
	for _, t := range cases.LiveTwins(b.Cases[id].Case) {
		others = append(others, t.Case)
	}
	return others
}

func wants(t *testing.T, b *intake.Memory, when, id, want string) {
	t.Helper()
	if got := fmt.Sprint(live(b, id)); got != want {
		t.Errorf("%s, %s stands beside %s, want %s", when, id, got, want)
	}
}

const person, other = "350199195001010017", "350199195703150022"

func TestOnePersonsTwoCasesAreBothTakenAndBothSaySo(t *testing.T) {
	b := intake.NewMemory()
	take(t, b, accepting("1", 1, filed(t, "a", "W03", person, 1), "W03"))
	take(t, b, accepting("2", 1, filed(t, "x", "W04", other, 2), "W04"))
	wants(t, b, "alone", "a", "[]")
	before := b.Cases["a"].At
	take(t, b, accepting("3", 1, filed(t, "b", "W04", person, 3), "W04"))
	wants(t, b, "after the second", "a", "[b]")
	wants(t, b, "after the second", "b", "[a]")
	wants(t, b, "of another person", "x", "[]")
	if b.Cases["a"].At <= before {
		t.Error("the feed does not tell the first case anew")
	}
	if c := b.Cases["a"]; c.Revision != 1 || c.State != cases.Accepted || c.Twins[0].Terminal != "W04" || c.Twins[0].Number != b.Cases["b"].Number {
		t.Errorf("the first case became %+v", c)
	}
}

func TestTheNoticeEndsWhenAPersonHasLooked(t *testing.T) {
	b := intake.NewMemory()
	take(t, b, accepting("1", 1, filed(t, "a", "W03", person, 1), "W03"))
	take(t, b, accepting("2", 1, filed(t, "b", "W04", person, 2), "W04"))
	take(t, b, checking("3", 2, "b", "W04", "a"))
	wants(t, b, "after the check", "a", "[]")
	wants(t, b, "after the check", "b", "[]")
	for id, revision := range map[string]int{"a": 1, "b": 2} {
		c := b.Cases[id]
		if c.Revision != revision || c.Twins[0].Checked == nil || c.Twins[0].Checked.By.Name != "陈晓" {
			t.Errorf("%s at revision %d: %+v", id, c.Revision, c.Twins)
		}
	}
	take(t, b, accepting("4", 1, filed(t, "c", "W03", person, 3), "W03"))
	wants(t, b, "after a third", "a", "[c]")
	wants(t, b, "after a third", "c", "[b a]")
}

func TestTheNoticeEndsWhenOneOfTheTwoIsClosed(t *testing.T) {
	b := intake.NewMemory()
	first := filed(t, "a", "W03", person, 1)
	take(t, b, supplementing("1", 1, first, "W03"))
	take(t, b, accepting("2", 1, filed(t, "b", "W04", person, 2), "W04"))
	wants(t, b, "while both are open", "a", "[b]")
	work := cases.Clone(b.Cases["a"].Case)
	take(t, b, refusing("3", 2, work, "W03"))
	wants(t, b, "after the refusal", "a", "[]")
	wants(t, b, "after the refusal", "b", "[]")
	if !b.Cases["b"].Twins[0].Ended {
		t.Error("the case that stays does not say that the other has ended")
	}
}

func TestAClosedCaseHasNoTwin(t *testing.T) {
	b := intake.NewMemory()
	take(t, b, refusing("1", 1, filed(t, "a", "W03", person, 1), "W03"))
	take(t, b, accepting("2", 1, filed(t, "b", "W04", person, 2), "W04"))
	wants(t, b, "beside a refused one", "b", "[]")
}

func TestASecondFilingOfTheSameCaseAsksNobodyToLookAgain(t *testing.T) {
	b := intake.NewMemory()
	take(t, b, supplementing("1", 1, filed(t, "a", "W03", person, 1), "W03"))
	take(t, b, accepting("2", 1, filed(t, "b", "W04", person, 2), "W04"))
	take(t, b, checking("3", 2, "b", "W04", "a"))
	work := cases.Clone(b.Cases["a"].Case)
	work.Twins = nil // a window that never heard of it
	take(t, b, accepting("4", 2, work, "W03"))
	wants(t, b, "after the papers came", "a", "[]")
	if len(b.Cases["a"].Twins) != 1 || len(b.Cases["b"].Twins) != 1 {
		t.Errorf("%+v beside %+v", b.Cases["a"].Twins, b.Cases["b"].Twins)
	}
}

// TestTwinsAgreeWhateverHappens runs windows and people over a few persons' cases in any order.
func TestTwinsAgreeWhateverHappens(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b, ops, seqs := intake.NewMemory(), 0, map[string]uint64{}
		var ids []string
		offerIt := func(op api.Operation) {
			if v, err := intake.Judge(b, digest, "W03", offer(op)); err != nil || v.Outcome != api.Accepted {
				rt.Fatalf("%+v, %v", v, err)
			}
		}
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			ops++
			id := fmt.Sprint("op-", ops)
			var c cases.Case
			if len(ids) > 0 {
				c = b.Cases[rapid.SampledFrom(ids).Draw(rt, "case")].Case
			}
			switch twins := cases.LiveTwins(c); {
			case c.ID != "" && c.State == cases.Supplement && rapid.Bool().Draw(rt, "refuse"):
				seqs[c.ID]++
				offerIt(refusing(id, seqs[c.ID], cases.Clone(c), "W03"))
			case len(twins) > 0 && rapid.Bool().Draw(rt, "check"):
				seqs[c.ID]++
				offerIt(checking(id, seqs[c.ID], c.ID, "W03", twins[0].Case))
			default:
				c := filed(rt, fmt.Sprint("case-", ops), "W03", rapid.SampledFrom([]string{person, other}).Draw(rt, "person"), ops)
				ids, seqs[c.ID] = append(ids, c.ID), 1
				offerIt(supplementing(id, 1, c, "W03"))
			}
			agree(rt, b)
		}
	})
}

// agree checks that two cases that stand beside each other say so of each other, and that only the same matter does.
func agree(rt *rapid.T, b *intake.Memory) {
	for id, held := range b.Cases {
		c := held.Case
		for _, twin := range cases.LiveTwins(c) {
			o, _, _ := b.Case(twin.Case)
			if cases.Matter(c) != cases.Matter(o) || !cases.Open(o) || twin.Case == id {
				rt.Fatalf("%s stands beside %s: %+v", id, twin.Case, o)
			}
			back := 0
			for _, t := range cases.LiveTwins(o) {
				if t.Case == id {
					back++
				}
			}
			if back != 1 {
				rt.Fatalf("%s stands beside %s, which says so %d times", id, twin.Case, back)
			}
		}
	}
}

func TestAWordGivenBeforeTheSecondCaseCameCountsForBoth(t *testing.T) {
	b := intake.NewMemory()
	take(t, b, accepting("1", 1, filed(t, "a", "W03", person, 1), "W03"))
	take(t, b, checking("2", 2, "a", "W03", "b")) // the window holds both; b is still on its way
	take(t, b, accepting("3", 1, filed(t, "b", "W03", person, 2), "W03"))
	wants(t, b, "after both came", "a", "[]")
	wants(t, b, "after both came", "b", "[]")
}
