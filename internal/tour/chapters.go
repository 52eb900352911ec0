package tour

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/rig"
)

// The files of the story. Everybody in it carries the unassigned county code 350199.
func restaurant() file {
	return file{
		number: "A001", query: "spjy", item: "FZ005", card: "zhang",
		fields: [][2]string{
			{"business.name", "福州榕巷示例餐饮有限公司"}, {"business.credit", "91350199MA0000015J"}, {"business.address", "福州市南后街示例铺 12 号"},
			{"food.place", "福州市南后街示例铺 12 号"}, {"food.area", "86.5"}, {"food.manager", "陈㛃"}, {"applicant.phone", "13800001234"},
		},
		choices: []string{"food.kind.2", "food.items.1", "food.items.3"},
		scans:   []int{1, 3}, shared: []int{2, 5}, deferred: []int{4},
	}
}

func socialCard() file {
	return file{
		number: "C001", item: "FZ023", card: "chen",
		fields:  [][2]string{{"applicant.phone", "13900005678"}},
		choices: []string{"card.reason.1", "card.bank.1", "card.form.1"},
		papers:  []int{1}, shared: []int{2}, scans: []int{3},
	}
}

func pension() file {
	return file{
		number: "C002", item: "FZ022", card: "liu",
		fields: [][2]string{{"applicant.phone", "13700002468"}}, scans: []int{1}, papers: []int{2}, // registers cannot be asked while the platform is away
	}
}

func project() file {
	return file{
		number: "D001", query: "qytzxm", item: "FZ029", name: "王小明", id: "350199200112120044",
		fields: [][2]string{
			{"business.name", "福州闽江示例仓储有限公司"}, {"business.credit", "91350199MA00000A98"}, {"project.name", "示例仓库扩建"},
			{"project.place", "福州市马尾区示例路 8 号"}, {"project.total", "1200"}, {"project.start", "2026-12-15"}, {"project.end", "2027-10-30"},
			{"project.scale", "扩建仓库一座"}, {"applicant.phone", "13600001357"},
		},
		choices: []string{"project.kind.2"},
		scans:   []int{1}, papers: []int{2, 3},
	}
}

// firstCase: a called ticket becomes an accepted case.
func (s *story) firstCase() chapter {
	return chapter{"收件受理 The first case is accepted", []step{
		{"the clerk calls; hall display and window strip show A001 for window 3", func(ctx context.Context) ([]string, error) {
			err := all(
				func() error { return s.call(ctx, "A001") },
				func() error { return s.Reads(ctx, s.displayWindow(), image.Rect(785, 225, 1125, 505), "03") },
				func() error { return s.Reads(ctx, s.stripWindow(), stripNumber, "A001") },
				func() error { return s.keys(ctx, "F3") },
			)
			if err != nil {
				return nil, err
			}
			err = s.until(ctx, "the hall node did not count the second call", func() bool {
				w, err := s.window(ctx)
				return err == nil && w.Ticket != nil && w.Ticket.Calls == 2
			})
			if err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.displayWindow(), "display-hall", s.stripWindow(), "display-window", s.counterWindow(), "counter-called")
			return append(seen, "the displays' pixels read A001 and 03; the hall node counts call and recall"), err
		}},
		{"the card fills the applicant, the item is found by initials, pages are scanned in", func(ctx context.Context) ([]string, error) {
			if err := s.fill(ctx, restaurant()); err != nil {
				return nil, err
			}
			return s.shots(ctx, s.counterWindow(), "counter-main", s.citizenWindow(), "counter-citizen")
		}},
		{"受理: the case is at the platform with number, dates, materials and every page", func(ctx context.Context) ([]string, error) {
			if err := s.accept(ctx); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-accepted", s.citizenWindow(), "citizen-accepted")
			if err != nil {
				return seen, err
			}
			c, err := s.arrived(ctx, "A001", cases.Accepted)
			if err != nil {
				return seen, err
			}
			told, err := s.provenFirst(ctx, c)
			return append(seen, told...), err
		}},
	}}
}

// stripNumber is where the number stands on the strip.
var stripNumber = image.Rect(474, 102, 1078, 306)

// provenFirst checks the record of the first case against what was typed, read and scanned.
func (s *story) provenFirst(ctx context.Context, c cases.Case) ([]string, error) {
	form := map[string]string{}
	for _, v := range c.Form {
		form[v.Key] = v.Text
	}
	for _, f := range restaurant().fields {
		if form[f[0]] != f[1] {
			return nil, fmt.Errorf("the platform's form says something else for %s", f[0])
		}
	}
	if c.Applicant.Name != "张𬭎" || c.Applicant.Verified.Time.IsZero() || len(c.Number) != 47 || c.Promised.IsZero() {
		return nil, errors.New("applicant, number or date at the platform are not those of the window")
	}
	n, size, err := s.files(ctx, c)
	if err != nil {
		return nil, err
	}
	seen := []string{
		fmt.Sprintf("platform: case %s, promised %s, form as typed, applicant as read from the chip", cases.ShortNumber(c.Number), c.Promised),
		fmt.Sprintf("platform: %d files, %d bytes, each with the digest taken when it came in", n, size),
	}
	told, err := s.paper(ctx, c, cases.AcceptanceNotice, "受理通知书", "张𬭎", "食品经营许可", c.Number)
	return append(seen, told...), err
}

// secondCase: the next citizen, with the platform there.
func (s *story) secondCase() chapter {
	return chapter{"办结并叫下一号 The next citizen", []step{
		{"F2 ends the first service and calls C001; the citizen's window asks for a grade and takes 先不评 for an answer", func(ctx context.Context) ([]string, error) {
			if err := s.call(ctx, "C001"); err != nil {
				return nil, err
			}
			if _, err := s.Find(ctx, s.counter, "citizen.grade.1"); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.citizenWindow(), "citizen-rate")
			if err != nil {
				return seen, err
			}
			return seen, s.Tap(ctx, s.counter, "citizen.skip")
		}},
		{"陈㛃's case is accepted", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.fill(ctx, socialCard()) }, func() error { return s.accept(ctx) }); err != nil {
				return nil, err
			}
			c, err := s.arrived(ctx, "C001", cases.Accepted)
			if err != nil {
				return nil, err
			}
			return s.paper(ctx, c, cases.AcceptanceNotice, "受理通知书", "陈㛃")
		}},
		{"the reader is unplugged and plugged in again without a restart", s.replug},
	}}
}

func (s *story) replug(ctx context.Context) ([]string, error) {
	if err := s.control.Plug(ctx, "counter", false); err != nil {
		return nil, err
	}
	// The clerk's window must say so; the driver notices within a few polls.
	if err := s.changes(ctx, s.counterWindow(), deviceRows); err != nil {
		return nil, fmt.Errorf("the window does not show that the reader is gone: %w", err)
	}
	seen, err := s.shots(ctx, s.counterWindow(), "counter-no-reader")
	if err != nil {
		return seen, err
	}
	return seen, s.control.Plug(ctx, "counter", true)
}

// lineCut: the platform goes away and work goes on.
func (s *story) lineCut() chapter {
	return chapter{"断网照办 The platform is away, work goes on", []step{
		{"the platform is stopped; a third case is accepted", func(ctx context.Context) ([]string, error) {
			s.stop(rig.Platform)
			err := all(
				func() error { return s.call(ctx, "C002") },
				func() error { return s.fill(ctx, pension()) },
				func() error { return s.accept(ctx) },
			)
			if err != nil {
				return nil, err
			}
			return s.shots(ctx, s.counterWindow(), "counter-offline-accepted")
		}},
		{"a fourth, with an applicant who brought no card", func(ctx context.Context) ([]string, error) {
			return nil, all(
				func() error { return s.call(ctx, "D001") },
				func() error { return s.fill(ctx, project()) },
				func() error { return s.accept(ctx) },
			)
		}},
		{"the outbox says what waits and why", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.keys(ctx, "ctrl+u") }, func() error { _, err := s.Find(ctx, s.counter, "counter.outbox.close"); return err }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-outbox")
			return seen, errors.Join(err, s.keys(ctx, "Escape"))
		}},
		{"the counter is killed (kill -9), started again, and knows what it owes", func(ctx context.Context) ([]string, error) {
			s.kill(rig.Counter)
			err := all(
				func() error { return s.open(ctx, s.counter, "counter") },
				func() error { return s.Shows(ctx, s.counter, "counter", "signin") },
				func() error { return s.signIn(ctx) },
				func() error { return s.keys(ctx, "ctrl+u") },
				func() error { _, err := s.Find(ctx, s.counter, "counter.outbox.close"); return err },
			)
			if err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-outbox-after-kill")
			return seen, errors.Join(err, s.keys(ctx, "Escape"))
		}},
	}}
}

// lineBack: everything arrives once.
func (s *story) lineBack() chapter {
	return chapter{"恢复上传 The platform returns", []step{
		{"four cases, each once, every page byte for byte", func(ctx context.Context) ([]string, error) {
			if err := s.server(ctx, rig.Platform, "platform: api"); err != nil {
				return nil, err
			}
			var seen []string
			for _, number := range []string{"A001", "C001", "C002", "D001"} {
				c, err := s.arrived(ctx, number, cases.Accepted)
				if err != nil {
					return seen, err
				}
				if c.Revision != 1 {
					return seen, fmt.Errorf("the platform took %d acts for %s, not one", c.Revision, number)
				}
				n, size, err := s.files(ctx, c)
				if err != nil {
					return seen, err
				}
				seen = append(seen, fmt.Sprintf("%s: one acceptance, %d files, %d bytes", number, n, size))
			}
			book, err := s.witness.Book(ctx)
			if err != nil {
				return seen, err
			}
			if len(book.Cases) != 4 {
				return seen, fmt.Errorf("the platform holds %d cases, not four", len(book.Cases))
			}
			for number, name := range map[string]string{"C002": "刘䶮", "D001": "福州闽江示例仓储有限公司"} {
				c, _ := book.ByTicket(number)
				told, err := s.paper(ctx, c, cases.AcceptanceNotice, name, "待线上核验")
				seen = append(seen, told...)
				if err != nil {
					return seen, err
				}
			}
			return seen, nil
		}},
	}}
}

// decision: a department decides, the window hands the result out, the citizen rates.
func (s *story) decision() chapter {
	return chapter{"审批出件 A department decides, the window hands out", []step{
		{"the reviewer reads the file in the console and grants it", func(ctx context.Context) ([]string, error) {
			c, err := s.arrived(ctx, "A001", cases.Accepted)
			if err != nil {
				return nil, err
			}
			if err := s.reviewer.SignIn(ctx, "1001", s.p.ReviewerPIN); err != nil {
				return nil, err
			}
			page, err := s.reviewer.Case(ctx, c.ID)
			if err != nil {
				return nil, err
			}
			for _, w := range []string{"食品经营许可", "86.5", "张𬭎"} {
				if !strings.Contains(page, w) {
					return nil, fmt.Errorf("the console's page does not show %q", w)
				}
			}
			seen, err := s.console(ctx, c.ID)
			if err != nil {
				return seen, err
			}
			if err := s.reviewer.Decide(ctx, c.ID, "grant", "申请材料齐全，经营场所布局符合要求，准予许可。"); err != nil {
				return nil, err
			}
			c, err = s.arrived(ctx, "A001", cases.Granted)
			if err != nil {
				return nil, err
			}
			more, err := s.paper(ctx, c, cases.ResultDocument, "食品经营许可", "张𬭎")
			return append(seen, more...), err
		}},
		{"the result reaches the window's work list and is handed to 张𬭎, whose card is read", s.handOut},
		{"the citizen rates on the citizen's window", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.keys(ctx, "ctrl+e") }, func() error { return s.Tap(ctx, s.counter, "citizen.grade.1") }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.citizenWindow(), "citizen-rated")
			if err != nil {
				return seen, err
			}
			if err := s.Tap(ctx, s.counter, "citizen.submit"); err != nil {
				return seen, err
			}
			err = s.until(ctx, "the platform has no grade", func() bool {
				book, err := s.witness.Book(ctx)
				c, ok := book.ByTicket("A001")
				return err == nil && ok && len(c.Ratings) == 1 && c.Ratings[0].Grade == 1
			})
			return append(seen, "platform: grade 1, sent by the citizen's window"), err
		}},
		{"the progress page behind the ticket's QR tells how it went, without a name", s.progress},
	}}
}

func (s *story) handOut(ctx context.Context) ([]string, error) {
	c, err := s.arrived(ctx, "A001", cases.Granted)
	if err != nil {
		return nil, err
	}
	err = all(
		func() error { return s.keys(ctx, "ctrl+l") },
		func() error { return s.Tap(ctx, s.counter, "counter.work.row."+c.ID) },
	)
	if err != nil {
		return nil, err
	}
	seen, err := s.shots(ctx, s.counterWindow(), "counter-worklist")
	if err != nil {
		return seen, err
	}
	err = all(
		func() error { return s.control.Put(ctx, "counter", "zhang") },
		func() error { return s.Tap(ctx, s.counter, "counter.work.main") },
		func() error { return s.Shows(ctx, s.counter, "counter", "handout") },
	)
	if err != nil {
		return seen, err
	}
	more, err := s.shots(ctx, s.counterWindow(), "counter-handout")
	seen = append(seen, more...)
	if err != nil {
		return seen, err
	}
	err = all(
		func() error { return s.keys(ctx, "F10") },
		func() error { return s.Shows(ctx, s.counter, "counter", "filed") },
		func() error { return s.control.Lift(ctx, "counter") },
	)
	if err != nil {
		return seen, err
	}
	c, err = s.arrived(ctx, "A001", cases.HandedOut)
	if err != nil {
		return seen, err
	}
	if c.HandOut == nil || !c.HandOut.Verified {
		return seen, errors.New("the delivery record does not say that the receiver's card was read")
	}
	more, err = s.paper(ctx, c, cases.DeliveryRecord, "送达回证", "张𬭎")
	return append(append(seen, more...), "platform: handed out, receiver verified by card"), err
}

func (s *story) progress(ctx context.Context) ([]string, error) {
	book, err := s.witness.Book(ctx)
	if err != nil {
		return nil, err
	}
	c, _ := book.ByTicket("A001")
	page, err := s.reviewer.Progress(ctx, c.Token)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(page, c.Item.Name) || strings.Contains(page, c.Applicant.Name) || strings.Contains(page, c.Applicant.Number) {
		return nil, errors.New("the progress page lacks the item, or names the citizen")
	}
	return []string{"the page shows the item and its way; it names nobody in full"}, nil
}

// otherOutcomes: ask once for what is missing; refuse with a reason.
func (s *story) otherOutcomes() chapter {
	return chapter{"一次性告知与不予受理 The other two outcomes", []step{
		{"materials are missing: everything is asked for once, on paper", func(ctx context.Context) ([]string, error) {
			if _, err := s.withoutCard(ctx, "B", "B001"); err != nil {
				return nil, err
			}
			f := file{number: "B001", query: "FZ013", item: "FZ013", card: "lin", fields: [][2]string{{"applicant.phone", "13500009876"}}, papers: []int{1}}
			if err := all(func() error { return s.call(ctx, f.number) }, func() error { return s.fill(ctx, f) }, func() error { return s.keys(ctx, "F11") },
				func() error { _, err := s.Find(ctx, s.counter, "counter.panel.confirm"); return err }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-supplement")
			if err != nil {
				return seen, err
			}
			if err := s.Tap(ctx, s.counter, "counter.panel.confirm"); err != nil {
				return seen, err
			}
			c, err := s.arrived(ctx, f.number, cases.Supplement)
			if err != nil {
				return seen, err
			}
			more, err := s.paper(ctx, c, cases.SupplementNotice, "一次性告知书")
			return append(seen, more...), err
		}},
		{"not this house's business: refused with the reason, on paper", func(ctx context.Context) ([]string, error) {
			if _, err := s.withoutCard(ctx, "E", "E001"); err != nil {
				return nil, err
			}
			f := file{number: "E001", query: "FZ038", item: "FZ038", card: "wu", fields: [][2]string{{"applicant.phone", "13500001111"}}}
			if err := all(func() error { return s.call(ctx, f.number) }, func() error { return s.fill(ctx, f) }, func() error { return s.keys(ctx, "F12") },
				func() error { return s.Tap(ctx, s.counter, "counter.panel.template.1") }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-refuse")
			if err != nil {
				return seen, err
			}
			if err := s.Tap(ctx, s.counter, "counter.panel.confirm"); err != nil {
				return seen, err
			}
			c, err := s.arrived(ctx, f.number, cases.Refused)
			if err != nil {
				return seen, err
			}
			more, err := s.paper(ctx, c, cases.RefusalNotice, "不予受理通知书")
			return append(seen, more...), err
		}},
		{"who does not come is passed", func(ctx context.Context) ([]string, error) {
			if _, err := s.withoutCard(ctx, "A", "A002"); err != nil {
				return nil, err
			}
			if err := all(func() error { return s.call(ctx, "A002") }, func() error { return s.keys(ctx, "F4") }); err != nil {
				return nil, err
			}
			return []string{"hall node: A002 is passed and may be called back"}, s.until(ctx, "the hall node did not pass A002", func() bool {
				hall, err := s.witness.Hall(ctx)
				return err == nil && len(hall.Board.Passed) == 1 && hall.Board.Passed[0].Number == "A002"
			})
		}},
	}}
}

// staleBand is a point of the amber band a display shows while the hall is silent, and the band's colour (LOOK.md 2).
var staleBand = spot{image.Pt(1100, 200), color.RGBA{0x3A, 0x2E, 0x12, 0xFF}}

// silence: the hall node goes away and the displays say so.
func (s *story) silence() chapter {
	return chapter{"大厅节点失联 The hall node falls silent", []step{
		{"the display tells the age of what it shows, and forgets its worry when the node is back", func(ctx context.Context) ([]string, error) {
			s.stop(rig.Hall)
			if err := s.ground(ctx, s.displayWindow(), staleBand, true); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.displayWindow(), "display-stale", s.counterWindow(), "counter-no-hall", s.kioskWindow(), "kiosk-no-hall")
			if err != nil {
				return seen, err
			}
			return seen, all(
				func() error { return s.server(ctx, rig.Hall, "hall: listening") },
				func() error { return s.ground(ctx, s.displayWindow(), staleBand, false) },
			)
		}},
	}}
}
