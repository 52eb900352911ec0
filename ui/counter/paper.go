package counter

import (
	"context"

	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
	"onewindow/internal/trouble"
)

// filing is an act that files. When it is on disk its paper is opened, as an act of its own: a viewer or printer that
// fails must not look as if nothing had been filed.
func (m *Main) filing(kind string, act func(context.Context) (Outcome, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		o, err := act(ctx)
		if err == nil && m.p.OpenPaper != nil && len(o.PDF) > 0 {
			m.run(func(ctx context.Context) error { return m.handPaper(ctx, kind, o.PDF) })
		}
		return err
	}
}

// handPaper gives a paper to whoever shows or prints it.
func (m *Main) handPaper(ctx context.Context, kind string, pdf []byte) error {
	if err := m.p.OpenPaper(ctx, kind+".pdf", pdf); err != nil {
		w := trouble.Of("PAPER-001").Clerk
		return &desk.Error{Code: "PAPER-001", Sentence: w.Zh, SentenceEN: w.En, Err: err}
	}
	return nil
}

// openPaper opens a paper of the case in hand once more.
func (m *Main) openPaper(paper cases.IssuedPaper) {
	m.run(func(ctx context.Context) error {
		raw, err := m.p.Desk.PageBytes(ctx, paper.Page.Digest)
		if err != nil {
			return err
		}
		return m.handPaper(ctx, string(paper.Kind), raw)
	})
}
