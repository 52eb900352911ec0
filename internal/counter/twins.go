package counter

import (
	"context"
	"slices"
	"time"

	"onewindow/internal/cases"
)

// TwinView is another open case of the same applicant and the same item (疑似重复件). Nothing is merged by itself.
type TwinView struct {
	CaseID   string
	Number   string
	Terminal string
	Window   int       // 0 = not known
	At       time.Time // when it was received
}

// twins are the cases a person should look at beside this one, newest first: those the platform noticed, and those only
// this counter knows of yet. It wants mu.
func (d *Desk) twins(c cases.Case) []TwinView {
	if cases.Filed(c) && !cases.Open(c) {
		return nil
	}
	var out []TwinView
	for _, t := range cases.LiveTwins(c) {
		if i := d.knownAt(t.Case); i < 0 || cases.Open(d.known[i]) { // its end may be known here first
			out = append(out, TwinView{t.Case, t.Number, t.Terminal, t.Window, t.At})
		}
	}
	for _, k := range d.alike(c) {
		if !slices.ContainsFunc(c.Twins, func(t cases.Twin) bool { return t.Case == k.CaseID }) {
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b TwinView) int { return b.At.Compare(a.At) })
	return out
}

func (d *Desk) knownAt(id string) int {
	return slices.IndexFunc(d.known, func(k cases.Case) bool { return k.ID == id })
}

// likeness is the last look for cases of one matter, good until cases or matter change.
type likeness struct {
	id, matter string
	found      []TwinView
}

// alike finds the open cases of a case's matter among those known here. It wants mu.
func (d *Desk) alike(c cases.Case) []TwinView {
	matter := cases.Matter(c)
	if matter == "" {
		return nil
	}
	if l := d.like; l != nil && l.id == c.ID && l.matter == matter {
		return l.found
	}
	d.like = &likeness{id: c.ID, matter: matter}
	for _, k := range d.known {
		if k.ID != c.ID && k.Item.Code == c.Item.Code && cases.Filed(k) && cases.Open(k) && cases.Matter(k) == matter {
			d.like.found = append(d.like.found, TwinView{k.ID, k.Number, k.By.Terminal, k.By.Window, k.ReceivedAt.Time})
		}
	}
	return d.like.found
}

// CheckTwins is the clerk's word that the cases beside the one in front were looked at (已核对): all stand, under the
// clerk's name. What to do about a real duplicate is another act, on one of them.
func (d *Desk) CheckTwins(ctx context.Context) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	if err := d.checkTwins(ctx); err != nil {
		return d.fail(err, "核对疑似重复件", "Looking at a possible duplicate")
	}
	d.reload(ctx)
	d.say(NoticeDone, "", "已核对，各件都保留。", "Looked at; all the cases stand.")
	return nil
}

func (d *Desk) checkTwins(ctx context.Context) error {
	t, err := d.inFront()
	if err != nil {
		return err
	}
	who, err := d.who()
	if err != nil {
		return err
	}
	stamp, err := d.stamp()
	if err != nil {
		return err
	}
	act := cases.Act{Kind: cases.ActCheck, At: stamp, By: who}
	d.mu.Lock()
	for _, other := range d.twins(t.c) {
		act.Twins = append(act.Twins, other.CaseID)
	}
	d.mu.Unlock()
	c, err := d.p.Store.Case(ctx, t.c.ID)
	if err != nil {
		return err
	}
	after, err := cases.Apply(c, act)
	if err != nil {
		return err
	}
	return d.commit(ctx, "", after, act)
}
