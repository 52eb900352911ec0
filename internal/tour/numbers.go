package tour

import (
	"context"
	"fmt"
)

// numbers: citizens take numbers.
func (s *story) numbers() chapter {
	return chapter{title: "取号 Citizens take numbers", steps: []step{
		{"张𬭎 chooses 企业设立; the reader is unplugged and plugged in again; the card gets A001 on paper", s.by(s.firstNumber)},
		{"the paper runs out in the middle, then is missing: 陈㛃's number is shown, nothing is pretended, and it prints once there is paper", s.by(s.noPaper)},
		{"刘䶮 searches the item by pinyin initials; the card lies askew at first", s.by(s.search)},
		{"a citizen without a card takes a number for 投资建设; the printer's cover is open", s.by(s.coverOpen)},
		{"the same person gets no second number in the same category", s.by(s.secondNumber)},
	}, troubles: []string{"CARD-001", "PRN-008", "PRN-002", "CARD-012", "PRN-003"}}
}

func (s *story) firstNumber(h *hand) {
	h.tap(s.kiosk, "kiosk.take")
	h.shows(s.kiosk, "category")
	h.shot(s.kioskWindow(), "kiosk-category")
	h.moment("the kiosk asks for the kind of business")
	h.tap(s.kiosk, "kiosk.category.A")
	h.shows(s.kiosk, "card")
	h.shot(s.kioskWindow(), "kiosk-card")
	h.moment("the kiosk asks for the card")
	h.do(func(ctx context.Context) error { return s.control.Plug(ctx, "kiosk", false) })
	h.scene(s.kiosk, "kiosk", "CARD-001")
	h.do(func(ctx context.Context) error { return s.control.Plug(ctx, "kiosk", true) })
	h.content(s.kiosk, "kiosk", "CARD-")
	h.do(func(ctx context.Context) error { return s.control.Put(ctx, "kiosk", "zhang") })
	h.see(func(ctx context.Context) ([]string, error) { return s.ticket(ctx, "A001", "*𬭎") })
}

// noPaper: a roll of six lines ends in the middle of the ticket, and pressing again does not help.
func (s *story) noPaper(h *hand) {
	h.do(func(ctx context.Context) error { return s.control.Paper(ctx, 6) })
	h.tap(s.kiosk, "kiosk.take", "kiosk.item.FZ023")
	h.do(func(ctx context.Context) error { return s.control.Put(ctx, "kiosk", "chen") })
	h.scene(s.kiosk, "kiosk", "PRN-008")
	h.tap(s.kiosk, "kiosk.reprint")
	h.scene(s.kiosk, "kiosk", "PRN-002")
	h.shot(s.kioskWindow(), "kiosk-ticket-failed")
	h.do(func(ctx context.Context) error { return s.control.Paper(ctx, -1) })
	h.tap(s.kiosk, "kiosk.reprint")
	h.see(func(ctx context.Context) ([]string, error) { return s.ticket(ctx, "C001", "*㛃") })
}

func (s *story) search(h *hand) {
	h.tap(s.kiosk, "kiosk.take", "kiosk.find")
	h.shows(s.kiosk, "search")
	h.moment("the kiosk's search is open")
	h.tap(s.kiosk, "kiosk.key.l", "kiosk.key.h", "kiosk.key.j", "kiosk.key.y")
	h.find(s.kiosk, "kiosk.item.FZ022")
	h.shot(s.kioskWindow(), "kiosk-search")
	h.moment("the kiosk shows what it found")
	h.tap(s.kiosk, "kiosk.item.FZ022")
	h.shows(s.kiosk, "card")
	h.do(func(ctx context.Context) error { return s.control.Misread(ctx, "kiosk", true) })
	h.do(func(ctx context.Context) error { return s.control.Put(ctx, "kiosk", "liu") })
	h.scene(s.kiosk, "kiosk", "CARD-012")
	h.do(func(ctx context.Context) error { return s.control.Lift(ctx, "kiosk") })
	h.content(s.kiosk, "kiosk", "CARD-012")
	h.do(func(ctx context.Context) error { return s.control.Misread(ctx, "kiosk", false) })
	h.do(func(ctx context.Context) error { return s.control.Put(ctx, "kiosk", "liu") })
	h.see(func(ctx context.Context) ([]string, error) { return s.ticket(ctx, "C002", "*䶮") })
}

func (s *story) coverOpen(h *hand) {
	h.do(func(ctx context.Context) error { return s.control.Cover(ctx, true) })
	s.askWithoutCard(h, "D")
	h.scene(s.kiosk, "kiosk", "PRN-003")
	h.do(func(ctx context.Context) error { return s.control.Cover(ctx, false) })
	h.tap(s.kiosk, "kiosk.reprint")
	h.see(func(ctx context.Context) ([]string, error) { return s.ticket(ctx, "D001", "") })
}

func (s *story) askWithoutCard(h *hand, category string) {
	h.tap(s.kiosk, "kiosk.take", "kiosk.category."+category, "kiosk.card.without")
}

// withoutCard takes a number for a kind of business without saying who one is.
func (s *story) withoutCard(h *hand, category, number string) {
	s.askWithoutCard(h, category)
	h.see(func(ctx context.Context) ([]string, error) { return s.ticket(ctx, number, "") })
}

func (s *story) secondNumber(h *hand) {
	h.tap(s.kiosk, "kiosk.take", "kiosk.category.A")
	h.shows(s.kiosk, "card")
	h.do(func(ctx context.Context) error { return s.control.Put(ctx, "kiosk", "zhang") })
	h.shows(s.kiosk, "told")
	h.shot(s.kioskWindow(), "kiosk-second-number")
	h.do(func(ctx context.Context) error {
		hall, err := s.witness.Hall(ctx)
		if err == nil && hall.Board.Waiting != 4 {
			err = fmt.Errorf("the hall node counts %d waiting, not 4", hall.Board.Waiting)
		}
		return err
	})
	h.note("hall node: still 4 waiting")
	h.do(func(ctx context.Context) error { return s.control.Lift(ctx, "kiosk") })
	h.tap(s.kiosk, "kiosk.home")
	h.shows(s.kiosk, "home")
}
