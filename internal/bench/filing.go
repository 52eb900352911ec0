package bench

import (
	"fmt"
	"strings"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/seal"
	"onewindow/internal/shelf"
	"onewindow/internal/workday"
)

// fuzhou is the hall's zone.
var fuzhou = time.FixedZone("CST", 8*60*60)

// item is what every measured case asks for: a food business permit, with its true list of materials.
const item = "FZ005"

// clerk is the hand behind every measured act.
var clerk = cases.Who{Operator: "0312", Name: "陈晓", Terminal: "W03", Window: 3}

// desk makes cases as a counter would.
type desk struct {
	item catalogue.Item
	at   time.Time
}

func newDesk() (desk, error) {
	items, err := shelf.Catalogue()
	if err != nil {
		return desk{}, err
	}
	it, ok := items.Find(item)
	if !ok {
		return desk{}, fmt.Errorf("bench: the catalogue has no %s", item)
	}
	return desk{it, time.Now().In(fuzhou).Truncate(time.Second)}, nil
}

// draft is case n, complete and ready to be accepted. Cases differ in id, number and applicant only.
func (d desk) draft(n int) cases.Case {
	day := workday.DateOf(d.at)
	c := cases.Case{
		ID: caseID(n), Token: fmt.Sprintf("%032x", n), State: cases.Draft, Item: d.item,
		Number:    fmt.Sprintf("%s%04d%02d%02d%04d%04d", d.item.Code, day.Year, day.Month, day.Day, n/10000, n%10000),
		Applicant: person(n), Materials: cases.NewMaterials(d.item), Ticket: fmt.Sprintf("B%03d", n%1000), Delivery: "window",
		ReceivedAt: cases.Stamp{Time: d.at, Source: cases.FromPeer}, Promised: day.AddDays(7), Legal: day.AddDays(14),
		Form: []cases.Value{
			{Key: "business.name", Text: "福州榕巷示例餐饮有限公司", Source: cases.Typed},
			{Key: "business.credit", Text: "91350199MA0000015J", Source: cases.FromShared},
			{Key: "person.name", Text: person(n).Name, Source: cases.FromCard},
			{Key: "food.place", Text: "南后街示例铺 12 号", Source: cases.Changed, Was: "南后街 12 号"},
		},
	}
	for i := range c.Materials {
		m := &c.Materials[i]
		m.State, m.Count = cases.Paper, 1
		switch {
		case m.Spec.Deferrable:
			m.State = cases.Deferred
		case m.Spec.FromSharedData:
			m.State = cases.Shared
		}
	}
	return c
}

func caseID(n int) string { return fmt.Sprintf("0199b000-0000-7000-8000-%012d", n) }

// person is the applicant of case n: a test person of the county code nobody has.
func person(n int) cases.Party {
	names := []string{"张𬭎", "陈㛃", "刘䶮"}
	return cases.Party{Name: names[n%len(names)], IDType: "111", Number: fmt.Sprintf("350199%08d%03dX", 19500101+n/1000, n%1000), Phone: "13800001234"}
}

// accept is the act that files c with its notice, and the case after it. pages are the scans of its first material.
func (d desk) accept(c cases.Case, pages ...cases.Page) (cases.Case, cases.Act, error) {
	if len(pages) > 0 {
		c.Materials[0].State, c.Materials[0].Pages, c.Materials[0].At = cases.Scanned, pages, d.at
	}
	notice := []byte("%PDF-1.4 " + strings.Repeat("notice ", 64) + c.ID)
	filing := cases.Clone(c)
	act := cases.Act{Kind: cases.ActAccept, At: cases.Stamp{Time: d.at, Source: cases.FromPeer}, By: clerk, Filing: &filing,
		Paper: &cases.IssuedPaper{Kind: cases.AcceptanceNotice, Number: "第 1 号", At: d.at,
			Page: cases.Page{Digest: seal.Digest(notice), Size: int64(len(notice)), Type: "application/pdf"}}}
	after, err := cases.Apply(c, act)
	return after, act, err
}
