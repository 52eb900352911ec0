package platform

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// story is the acts of one case at one window: accept, two ratings at two moments, with one that the machine refuses.
func (w *world) story(n int) []api.Operation {
	c := w.draft(n)
	rate := func(id string, seq uint64, grade int) api.Operation {
		return operation(fmt.Sprintf("op-%d-%s", n, id), c.ID, seq, cases.Act{Kind: cases.ActRate, At: stamp(noon), By: clerk, Rating: &cases.Rating{Grade: grade, Count: 1, Device: "W03"}})
	}
	bad := rate("2bad", 2, 9)
	good := rate("2good", 2, 2)
	good.Replaces = bad.ID
	return []api.Operation{operation(fmt.Sprintf("op-%d-1", n), c.ID, 1, accept(c)), bad, good}
}

// Whatever a bad line does (drop the answer, send again, mix the lanes, start the platform anew), every case ends as its
// story says, every effect happens once, and one operation keeps one answer.
func TestEveryActHappensOnceWhateverTheLineDoes(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue { // each check is a platform with restarts
		_ = f.Value.Set("12")
	}
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		defer w.shut()
		stories := map[int][]api.Operation{1: w.story(1), 2: w.story(2), 3: w.story(3)}
		first := map[string]api.Verdict{}
		check := func(vs []api.Verdict) {
			for _, v := range vs {
				if v.Outcome == api.Retry {
					continue
				}
				was, known := first[v.ID]
				if !known {
					first[v.ID] = v
					continue
				}
				if was.Position != v.Position || (was.Outcome == api.Accepted) != (v.Outcome == api.Duplicate) {
					rt.Fatalf("%s was answered %+v, then %+v", v.ID, was, v)
				}
			}
		}
		for range rapid.IntRange(3, 12).Draw(rt, "rounds") {
			var batch []api.Offer
			for range rapid.IntRange(1, 5).Draw(rt, "batch") {
				n := rapid.IntRange(1, 3).Draw(rt, "lane")
				batch = append(batch, offerOf(rapid.SampledFrom(stories[n]).Draw(rt, "op")))
			}
			check(w.offer(batch...))
			if rapid.IntRange(0, 5).Draw(rt, "fault") == 0 {
				w.restart()
			}
		}
		for n, ops := range stories { // the line is good again: all is offered in order
			for _, op := range ops {
				check(w.offer(offerOf(op)))
			}
			c := w.caseNow(ops[0].Lane)
			// If the correction overtook the operation it replaces, that one finds its place taken; never both.
			if c.Revision != 2 || len(c.Ratings) != 1 || c.Ratings[0].Grade != 2 {
				rt.Fatalf("case %d ends at revision %d with ratings %+v", n, c.Revision, c.Ratings)
			}
		}
	})
}

// The power goes the moment an answer is out: what lies on the disk then is copied away and opened again.
func TestAnAnswerThatIsOutIsOnTheDisk(t *testing.T) {
	w := newWorld(t)
	c := w.draft(1)
	o := offerOf(operation("op-1", c.ID, 1, accept(c)))
	data := pattern(api.ChunkSize + 10)
	first := w.offer(o)[0]
	w.upload(data)
	crashed := t.TempDir()
	if err := os.CopyFS(crashed, os.DirFS(w.params.Dir)); err != nil {
		t.Fatal(err)
	}
	again := newWorld(t, func(p *Params) { p.Dir = crashed })
	if v := again.offer(o)[0]; v.Outcome != api.Duplicate || v.Position != first.Position {
		t.Errorf("after the crash: %+v, before %+v", v, first)
	}
	if _, _, got := again.do("GET", again.api+api.PathBlobs+again.upload(data), nil); string(got) != string(data) {
		t.Error("the blob is not whole after the crash")
	}
}

func TestNothingPersonalLiesInTheClear(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	w.decide("d-1", c, grant())
	if err := w.pf.Backup(context.Background()); err != nil {
		t.Fatal(err)
	}
	err := filepath.Walk(w.params.Dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, secret := range []string{c.Applicant.Name, c.Applicant.Number, c.Applicant.Phone, c.Token, c.Text("business.name")} {
			if strings.Contains(string(text), secret) {
				t.Errorf("%s holds %q", filepath.Base(path), secret)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
