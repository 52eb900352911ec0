package platform

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// BenchmarkOps takes whole requests of filings, and whole requests of a rating of each: what a terminal sends after a day
// without a line.
func BenchmarkOps(b *testing.B) {
	for _, kind := range []string{"filings", "ratings"} {
		b.Run(kind, func(b *testing.B) {
			w := newWorld(b)
			for n := 0; b.Loop(); n++ {
				b.StopTimer()
				filings, ratings := w.requests(n)
				first := filings
				if kind == "ratings" {
					w.takeAll(filings)
					first = ratings
				}
				b.StartTimer()
				w.takeAll(first)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*api.MaxOps), "µs/op")
		})
	}
}

// requests gives the n-th full request of filings, and that of their ratings.
func (w *world) requests(n int) (filings, ratings []byte) {
	w.t.Helper()
	file, rate := api.OpsRequest{Terminal: "W03"}, api.OpsRequest{Terminal: "W03"}
	for i := range api.MaxOps {
		c := w.draft(n*api.MaxOps + i)
		c.Applicant.Number = fmt.Sprintf("350199%08d%03dX", 19500101+n, i)
		file.Offers = append(file.Offers, offerOf(operation("file-"+c.ID, c.ID, 1, accept(c))))
		act := cases.Act{Kind: cases.ActRate, At: stamp(noon), By: clerk, Rating: &cases.Rating{Grade: 1, Count: 1, Device: "W03"}}
		rate.Offers = append(rate.Offers, offerOf(operation("rate-"+c.ID, c.ID, 2, act)))
	}
	filings, err1 := json.Marshal(file)
	ratings, err2 := json.Marshal(rate)
	if err1 != nil || err2 != nil {
		w.t.Fatal(err1, err2)
	}
	return filings, ratings
}

func (w *world) takeAll(body []byte) {
	w.t.Helper()
	req, p := readOps(bytes.NewReader(body))
	if p != nil {
		w.t.Fatal(p)
	}
	verdicts, err := w.pf.take(w.t.Context(), "W03", req.Offers)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, v := range verdicts {
		if v.Outcome != api.Accepted {
			w.t.Fatal(fmt.Errorf("%+v", v))
		}
	}
}
