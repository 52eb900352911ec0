package station

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
	"onewindow/internal/workday"
)

// itemCode is a synthetic item of the unassigned county 350199.
const itemCode = "1135019900000000000000000000001"

func (s *station) newCase(ctx context.Context, intent string) (cases.Case, []string, error) {
	now := time.Now()
	number, err := cases.Number(itemCode, workday.Date{Year: 2026, Month: 11, Day: 23}, s.block(), s.count)
	if err != nil {
		return cases.Case{}, nil, err
	}
	address := fmt.Sprintf("%s%d号", secretStreet, s.count)
	spec := catalogue.MaterialSpec{Name: "申请表"}
	c := cases.Case{ID: uuid.Must(uuid.NewV7()).String(), Number: number, Ticket: intent, Item: catalogue.Item{ID: "FZ999", Code: itemCode, Dept: "示例局", Materials: []catalogue.MaterialSpec{spec}},
		Applicant: person(s.rnd.IntN(people)), Form: []cases.Value{{Key: "address", Text: address}},
		Promised: workday.Date{Year: 2026, Month: 12, Day: 1}, Legal: workday.Date{Year: 2026, Month: 12, Day: 20}}
	page := make([]byte, 2000+s.rnd.IntN(300_000))
	for i := range page {
		page[i] = byte(s.rnd.Uint32())
	}
	copy(page, address)
	file, err := s.store.PutFile(ctx, "image/jpeg", bytes.NewReader(page))
	c.Materials = []cases.Material{{Spec: spec, State: cases.Scanned, Count: 1, Pages: []cases.Page{file}, At: now}}
	return c, []string{file.Digest}, err
}

// block is where this life takes its case numbers from: no other life has the same, at no other terminal.
func (s *station) block() string {
	life := "0" + strings.ToUpper(strconv.FormatInt(int64(s.p.Life), 36))
	return life[len(life)-2:] + s.p.Terminal[len(s.p.Terminal)-2:]
}

// act presses one button. What the disk refuses is said, and the clerk goes on; a vault that must be opened again ends the
// life.
func (s *station) act(ctx context.Context) error {
	s.count++
	intent := fmt.Sprintf("%s-%d-%d", s.p.Terminal, s.p.Life, s.count)
	err := s.press(ctx, intent)
	if err == nil || ctx.Err() != nil {
		return err
	}
	code, _, _ := trouble.Told(err)
	s.say(Said{Kind: "refused", Intent: intent, Code: code})
	switch code {
	case vault.CodeIO, vault.CodeFull:
		sleep(ctx, 5*time.Millisecond)
		return nil
	}
	return err
}

// press makes a new case, or the next step of one that is known here.
func (s *station) press(ctx context.Context, intent string) error {
	known, err := s.store.Cases(ctx)
	if err != nil {
		return err
	}
	var (
		c     cases.Case
		scans []string
	)
	if len(known) > 0 && s.rnd.IntN(3) > 0 {
		c = known[s.rnd.IntN(min(len(known), 12))]
	} else if c, scans, err = s.newCase(ctx, intent); err != nil {
		return err
	}
	act, ok, err := s.next(ctx, c, intent)
	if err != nil || !ok {
		return err
	}
	after, err := cases.Apply(c, act)
	if err != nil {
		return nil // the window would not offer it
	}
	meant := ActDigest(act)
	id, err := s.store.Commit(ctx, after, act)
	if err != nil {
		return err
	}
	s.say(Said{Kind: "done", Intent: intent, Op: id, Lane: after.ID, Act: meant, Scans: scans})
	return nil
}

// next is an act that fits the case; each carries its intent.
func (s *station) next(ctx context.Context, c cases.Case, intent string) (a cases.Act, ok bool, err error) {
	a = cases.Act{At: s.stamp(c.ID), By: cases.Who{Operator: "0312", Name: "林", Terminal: s.p.Terminal}}
	kind := cases.PaperKind("")
	switch {
	case c.State == "" || c.State == cases.Draft:
		a.Kind, kind, a.Filing = cases.ActAccept, cases.AcceptanceNotice, &c
	case c.State == cases.Granted && c.HandOut == nil:
		a.Kind, kind, a.HandOut = cases.ActHandOut, cases.DeliveryRecord, &cases.Delivery{Receiver: c.Applicant.Name, Way: cases.WayHand}
	default:
		moment := cases.Moments(c)
		if moment == 0 || cases.Rated(c, moment) {
			return a, false, nil
		}
		a.Kind, a.Rating = cases.ActRate, &cases.Rating{Grade: 1, Count: moment, Device: intent}
	}
	if kind != "" {
		page, err := s.store.PutFile(ctx, "application/pdf", bytes.NewReader([]byte("%PDF "+intent+" "+c.Applicant.Number)))
		if err != nil {
			return a, false, err
		}
		a.Paper = &cases.IssuedPaper{Kind: kind, Number: intent, Page: page, At: a.At.Time}
	}
	return a, true, nil
}

// ActDigest names an act by its JSON.
func ActDigest(a cases.Act) string {
	text, err := json.Marshal(a)
	if err != nil {
		return errors.Join(err).Error()
	}
	return seal.Digest(text)
}
