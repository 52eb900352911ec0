package counter_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"

	"pgregory.net/rapid"
)

// clerk plays a random day at one desk whose store, papers and hall fail now and then.
type clerk struct {
	w       *countertest.World
	ok      map[string]int // what went well, by act
	decided []decided
}

func (k *clerk) do(t *rapid.T, name string) {
	ctx := context.Background()
	d := k.w.Desk
	var err error
	switch name {
	case "ticket":
		k.w.Hall.Issue("A", "")
		err = d.CallNext(ctx)
		_ = d.Start(ctx)
	case "new":
		err = d.NewCase(ctx)
	case "item":
		err = d.ChooseItem(ctx, rapid.SampledFrom([]string{"FZ023", "FZ005", "FZ051"}).Draw(t, "item"))
	case "fill":
		k.fill(t)
	case "materials":
		k.materials()
	case "accept":
		_, err = d.Accept(ctx)
	case "supplement":
		_, err = d.AskSupplement(ctx, append(d.Lacks(), cases.Lack{Material: "申请书", Problem: "未签名", Right: "本人签名"}))
	case "refuse":
		_, err = d.Refuse(ctx, "不符合条件")
	case "park":
		err = d.ParkCase(ctx)
	case "open":
		if work := d.Snapshot().Work; len(work) > 0 {
			err = d.OpenCase(ctx, rapid.SampledFrom(work).Draw(t, "row").CaseID)
		}
	case "decide":
		k.decide()
	case "handout":
		if work := d.Snapshot().Work; len(work) > 0 {
			_, err = d.HandOut(ctx, rapid.SampledFrom(work).Draw(t, "result").CaseID, "张𬭎", cases.WayHand)
		}
	case "finish":
		err = d.Finish(ctx)
	case "rate":
		_ = d.Finish(ctx)
		err = d.Rate(ctx, rapid.IntRange(1, 5).Draw(t, "grade"), nil)
	case "restart":
		k.w.Restart()
		err = k.w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN)
	case "trouble":
		k.trouble(t)
	case "time":
		k.w.Clock.Turn(time.Duration(rapid.IntRange(1, 30).Draw(t, "hours")) * time.Hour)
	}
	if err == nil {
		k.ok[name]++
	}
}

func (k *clerk) fill(t *rapid.T) {
	ctx := context.Background()
	v := k.w.Desk.Snapshot().Current
	if v == nil {
		return
	}
	_ = k.w.Desk.TypeApplicant(ctx, "张𬭎", "350199198506150035")
	answers := map[string]string{"applicant.phone": "13800001234", "applicant.address": "福州市示例路 1 号", "card.reason": "首次申领",
		"card.bank": "中国银行", "card.form": "实体卡"}
	for _, f := range v.Form.Fields {
		if text, ok := answers[f.Key]; ok {
			_ = k.w.Desk.SetField(ctx, f.Key, text)
		}
	}
}

func (k *clerk) materials() {
	v := k.w.Desk.Snapshot().Current
	if v == nil {
		return
	}
	for i, m := range v.Case.Materials {
		state := cases.Paper
		if m.Spec.FromSharedData {
			state = cases.Shared
		}
		_ = k.w.Desk.MarkMaterial(context.Background(), i, state)
	}
}

// decide is the department: it grants what it can.
func (k *clerk) decide() {
	known, _ := k.w.Store.Cases(context.Background())
	for _, c := range known {
		act := cases.Act{Kind: cases.ActDecide, At: k.w.Clock.Stamp(), By: cases.Who{Operator: "1001"},
			Decision: &cases.Decision{Granted: true, Number: "n", Result: &cases.IssuedPaper{Kind: cases.ResultDocument, Page: cases.Page{Digest: "sm3:r"}}}}
		if after, err := cases.Apply(c, act); err == nil {
			k.w.Store.Feed(after)
			k.decided = append(k.decided, decided{len(k.w.Store.Ops()), c.ID, act})
			k.ok["decide"]++
		}
	}
}

func (k *clerk) trouble(t *rapid.T) {
	broken := errors.New("broken")
	what := rapid.SampledFrom([]string{"none", "none", "paper", "commit", "lost", "file", "draft", "hall"}).Draw(t, "trouble")
	given := func(name string) error {
		if what == name {
			return broken
		}
		return nil
	}
	k.w.Papers.Fail(given("paper"))
	k.w.Store.Fail(countertest.OpCommit, given("commit"))
	k.w.Store.Fail(countertest.OpPutFile, given("file"))
	k.w.Store.Fail(countertest.OpSaveDraft, given("draft"))
	k.w.Hall.Cut(what == "hall")
	if what == "lost" {
		k.w.Store.LoseAnswer()
	}
}

// TestThePlatformCanRepeatEveryActOfAnyDay replays what a desk committed: the same acts, applied to nothing, must give
// the same cases, each number once. The department's acts are applied where they happened.
func TestThePlatformCanRepeatEveryActOfAnyDay(t *testing.T) {
	list, days := countertest.Catalogue(t), countertest.Calendar(t)
	total := map[string]int{}
	names := []string{"ticket", "new", "item", "fill", "materials", "accept", "supplement", "refuse", "park", "open", "decide",
		"handout", "finish", "rate", "restart", "trouble", "time"}
	rapid.Check(t, func(t *rapid.T) {
		k := &clerk{w: countertest.With(list, days), ok: total}
		if err := k.w.Desk.SignIn(context.Background(), countertest.Operator, countertest.PIN); err != nil {
			t.Fatal(err)
		}
		// A fair start, then anything.
		for _, n := range append([]string{"ticket", "item", "fill", "materials"}, rapid.SliceOfN(rapid.SampledFrom(names), 5, 40).Draw(t, "day")...) {
			k.do(t, n)
		}
		k.replay(t)
	})
	for _, n := range []string{"accept", "supplement", "refuse", "handout", "rate", "decide"} {
		if total[n] == 0 {
			t.Errorf("no day had a %s: the test proves nothing about it", n)
		}
	}
}

// decided is an act of the department, at its place among the desk's acts.
type decided struct {
	place int // how many acts the desk had committed before
	id    string
	act   cases.Act
}

func (k *clerk) replay(t *rapid.T) {
	platform, numbers := map[string]cases.Case{}, map[string]string{}
	waiting := k.decided
	apply := func(id string, act cases.Act) cases.Case {
		after, err := cases.Apply(platform[id], act)
		if err != nil {
			t.Fatalf("%s is refused by the platform: %v", act.Kind, err)
		}
		platform[id] = after
		return after
	}
	for i, op := range k.w.Store.Ops() {
		for len(waiting) > 0 && waiting[0].place <= i {
			apply(waiting[0].id, waiting[0].act)
			waiting = waiting[1:]
		}
		after := apply(op.After.ID, op.Act)
		if got, want := asJSON(after), asJSON(op.After); got != want {
			t.Fatalf("act %d (%s) gives another case:\n%s\n%s", i, op.Act.Kind, got, want)
		}
		if other, taken := numbers[after.Number]; taken && other != after.ID {
			t.Fatalf("number %s was given twice", after.Number)
		}
		numbers[after.Number] = after.ID
	}
}

func asJSON(v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(b)
}

func BenchmarkSnapshot(b *testing.B) {
	w := countertest.New(b)
	ctx := context.Background()
	if err := w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN); err != nil {
		b.Fatal(err)
	}
	_ = w.Desk.NewCase(ctx)
	_ = w.Desk.ChooseItem(ctx, "FZ005")
	b.ReportAllocs()
	for b.Loop() {
		_ = w.Desk.Snapshot()
	}
}

var _ counter.Store = (*countertest.Store)(nil)
