package papers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
	"onewindow/internal/glyph"
)

// Params is what papers say of the house that gives them.
type Params struct {
	Fonts        *glyph.Fonts
	Hall         string // 福州市政务服务大厅
	City         string // 福州市: set before a department's name where the catalogue leaves it out
	Enquiry      string // 咨询电话, "0591-12345"
	Supervision  string // 投诉监督 in words, with its telephone
	ProgressBase string // public address of the progress page, "https://host/p/"; "" = no code
}

// Drawer draws papers. It keeps nothing between two papers and may be used from several goroutines.
type Drawer struct{ Params }

// New checks that the house is named; a paper without a name or a telephone is none.
func New(p Params) (*Drawer, error) {
	if p.Fonts == nil || p.Hall == "" || p.Enquiry == "" || p.Supervision == "" {
		return nil, errors.New("papers: font, hall, enquiry and supervision must be given")
	}
	return &Drawer{p}, nil
}

// Draw gives the paper of one act at the window as PDF. The act's stamp is the paper's only time; its paper, where
// given, has the number. Kinds without a form here, and a case without what its paper must show, are errors.
func (d *Drawer) Draw(ctx context.Context, kind cases.PaperKind, c cases.Case, act cases.Act) ([]byte, error) {
	if act.Filing != nil && c.Number == "" {
		c = *act.Filing
	}
	if act.At.Time.IsZero() {
		return nil, fmt.Errorf("papers: a %s paper needs the time of its act", kind)
	}
	n := note{Drawer: d, kind: kind, c: c, at: act.At.Time, by: act.By, number: numberOf(kind, c, act)}
	switch kind {
	case cases.AcceptanceNotice:
		return n.draw(ctx, "受理通知书", n.acceptance)
	case cases.SupplementNotice:
		n.lacks = or(act.Lacks, c.Lacks)
		return n.draw(ctx, "一次性告知书", n.supplement)
	case cases.RefusalNotice:
		n.reason = first(act.Reason, c.Reason)
		return n.draw(ctx, "不予受理通知书", n.refusal)
	case cases.DeliveryRecord:
		n.handOut = c.HandOut
		if act.HandOut != nil {
			n.handOut = act.HandOut
		}
		if n.handOut == nil {
			return nil, errors.New("papers: a delivery record needs the record of the handing out")
		}
		return n.draw(ctx, "送达回证", n.delivery)
	}
	return nil, fmt.Errorf("papers: no form for a paper of kind %q", kind)
}

// Result gives the department's decision as PDF: the platform's result document.
func (d *Drawer) Result(ctx context.Context, c cases.Case, dec cases.Decision) ([]byte, error) {
	if dec.At.IsZero() || dec.Number == "" {
		return nil, errors.New("papers: a decision needs its number and its time")
	}
	n := note{Drawer: d, kind: cases.ResultDocument, c: c, at: dec.At, number: dec.Number, decision: dec}
	n.by = cases.Who{Name: dec.Officer}
	_, title := n.decided()
	return n.draw(ctx, title, n.result)
}

// note is one paper being made.
type note struct {
	*Drawer
	kind     cases.PaperKind
	title    string
	number   string
	c        cases.Case
	at       time.Time
	by       cases.Who
	lacks    []cases.Lack
	reason   string
	handOut  *cases.Delivery
	decision cases.Decision
}

// draw lays the paper out, puts head and foot around it and renders it.
func (n note) draw(ctx context.Context, title string, body func(*sheet) error) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	n.title = title
	s := newSheet(setter{n.Fonts})
	n.opening(s)
	if err := body(s); err != nil {
		return nil, err
	}
	if err := n.closing(s); err != nil {
		return nil, err
	}
	n.heads(s)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return render(n.Fonts, s.pages, n.about())
}

func (n note) about() about {
	a := about{title: n.title + " " + n.number, subject: n.c.Item.Name + " " + n.c.Number, author: n.organ(), at: n.at}
	names := []string{n.applicant().name, n.c.Applicant.Name}
	if n.c.Agent != nil {
		names = append(names, citizen.MaskName(n.c.Agent.Name)) // as the paper itself shows it
	}
	if n.handOut != nil {
		names = append(names, n.handOut.Receiver)
	}
	for _, name := range names {
		if name != "" && !slices.Contains(a.names, name) {
			a.names = append(a.names, name)
		}
	}
	return a
}

func or[T any](a, b []T) []T {
	if len(a) > 0 {
		return a
	}
	return b
}

func first(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
