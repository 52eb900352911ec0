package bench

import (
	"bytes"
	"context"
	"runtime"
	"time"

	"github.com/jung-kurt/gofpdf"

	"onewindow/assets"
	"onewindow/internal/cases"
	"onewindow/internal/glyph"
	"onewindow/internal/papers"
)

// Notice measures the drawing of an acceptance notice against an empty page with the same two fonts in it.
func Notice() Measure {
	return Measure{Name: "notice", Run: func(ctx context.Context, l *Lab) ([]Row, error) {
		n, err := newNotice()
		if err != nil {
			return nil, err
		}
		var made, bare allocations
		p, err := Duel(ctx, l.Size(20, 2), made.around(n.draw), bare.around(emptyPage))
		if err != nil {
			return nil, err
		}
		const against = "an empty gofpdf page with the same two fonts"
		bytes := Pair{made.megabytes, bare.megabytes}.Row("acceptance notice, memory taken", "MB", against)
		return []Row{
			p.Row("acceptance notice as PDF", "ms", against).Noted("%d KB file", n.size>>10),
			bytes.Noted("%.0f allocations, %.0f of the empty page", made.count.Median(), bare.count.Median()),
		}, nil
	}}
}

type notice struct {
	drawer *papers.Drawer
	c      cases.Case
	act    cases.Act
	size   int
}

func newNotice() (*notice, error) {
	d, err := newDesk()
	if err != nil {
		return nil, err
	}
	fonts, err := glyph.Load()
	if err != nil {
		return nil, err
	}
	drawer, err := papers.New(papers.Params{Fonts: fonts, Hall: "福州市政务服务大厅", City: "福州市", Enquiry: "0591-12345",
		Supervision: "0591-12345 转政务服务监督", ProgressBase: "https://127.0.0.1/p/"})
	if err != nil {
		return nil, err
	}
	c, act, err := d.accept(d.draft(1))
	return &notice{drawer: drawer, c: c, act: act}, err
}

func (n *notice) draw(ctx context.Context) error {
	pdf, err := n.drawer.Draw(ctx, cases.AcceptanceNotice, n.c, n.act)
	n.size = len(pdf)
	return err
}

// emptyPage makes a page with one space of each font, so that both are cut down and embedded as in a paper.
func emptyPage(context.Context) error {
	doc := gofpdf.New("P", "pt", "A4", "")
	doc.AddUTF8FontFromBytes("noto", "", bytes.Clone(assets.FontRegular))
	doc.AddUTF8FontFromBytes("noto", "B", bytes.Clone(assets.FontBold))
	doc.AddPage()
	for _, weight := range []string{"", "B"} {
		doc.SetFont("noto", weight, 12)
		doc.Text(72, 72, " ")
	}
	return doc.Output(&bytes.Buffer{})
}

// allocations counts what a function takes from the heap.
type allocations struct{ megabytes, count Samples }

// around gives f as one turn of a duel.
func (a *allocations) around(f func(context.Context) error) func(context.Context, *Samples) error {
	return func(ctx context.Context, s *Samples) error {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		err := f(ctx)
		s.Took(began)
		runtime.ReadMemStats(&after)
		a.megabytes.Add(float64(after.TotalAlloc-before.TotalAlloc) / (1 << 20))
		a.count.Add(float64(after.Mallocs - before.Mallocs))
		return err
	}
}
