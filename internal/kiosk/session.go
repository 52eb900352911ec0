package kiosk

import (
	"slices"

	"onewindow/devices"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
)

// act runs one press of the citizen: it counts as a touch, and does nothing while hall or printer is at work.
func (k *Kiosk) act(f func(s *session)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.s.busy {
		return
	}
	k.s.touched = k.p.Now()
	f(&k.s)
	k.tell()
}

// on is act for a press that only the named screens offer: a second tap that comes late does nothing.
func (k *Kiosk) on(f func(s *session), screens ...Screen) {
	k.act(func(s *session) {
		if slices.Contains(screens, s.screen) {
			f(s)
		}
	})
}

// Touch says that somebody is still here.
func (k *Kiosk) Touch() { k.act(func(*session) {}) }

// Home ends the session.
func (k *Kiosk) Home() {
	k.act(func(*session) { k.wipe() })
}

// SetElder turns the large version on or off for this session.
func (k *Kiosk) SetElder(on bool) { k.act(func(s *session) { s.elder, s.low = on, false }) }

// SetLow turns the layout for who sits on or off for this session. It has no large version.
func (k *Kiosk) SetLow(on bool) { k.act(func(s *session) { s.low, s.elder = on, false }) }

// show goes to a screen from which Back returns.
func (s *session) show(next Screen) {
	s.back = append(s.back, s.screen)
	s.screen, s.problem = next, nil
}

// tell shows one sentence; retry offers to try the same again.
func (s *session) tell(p *Problem, retry bool) {
	if s.screen != Told {
		s.show(Told)
	}
	s.told, s.retry = p, retry
}

// Back goes to the screen before; from the last one back it ends the session.
func (k *Kiosk) Back() {
	k.act(func(s *session) {
		n := len(s.back)
		if n == 0 || s.ticket != nil || n == 1 && s.back[0] == Home && !s.elder && !s.low {
			k.wipe()
			return
		}
		s.screen, s.back = s.back[n-1], s.back[:n-1]
		s.problem, s.told, s.retry = nil, nil, false
		switch s.screen {
		case Home:
			s.guiding, s.category, s.item = false, "", nil
		case Category:
			s.category, s.item = "", nil
		}
	})
}

// TakeNumber begins with the question for the kind of business, or says why no number can be had.
func (k *Kiosk) TakeNumber() {
	k.on(func(s *session) {
		s.guiding = false
		switch {
		case !k.view.Connected:
			s.tell(k.noContact(), false)
		case !k.view.Board.Open:
			s.tell(dayClosed(), false)
		default:
			s.show(Category)
		}
	}, Home)
}

// OpenGuide begins the guide: what an item needs.
func (k *Kiosk) OpenGuide() {
	k.on(func(s *session) {
		s.guiding = true
		s.show(Category)
	}, Home)
}

// ChooseCategory goes on to the card, or in the guide to the category's items. Like ChooseItem and TakeForItem it
// tells whether a card of this session lies there already: Issue is next.
func (k *Kiosk) ChooseCategory(code string) (ready bool) {
	k.on(func(s *session) {
		s.category, s.item = code, nil
		if s.guiding {
			s.found = k.p.Catalogue.OfCategories([]string{code})
			s.show(Items)
			return
		}
		ready = k.toCard(s)
	}, Category)
	return ready
}

// ChooseItem goes on to the card, or in the guide to the item's page.
func (k *Kiosk) ChooseItem(id string) (ready bool) {
	k.on(func(s *session) {
		it, ok := k.p.Catalogue.Find(id)
		if !ok {
			return
		}
		s.item, s.category = &it, it.Category
		if s.guiding {
			s.show(Guide)
			return
		}
		ready = k.toCard(s)
	}, Category, Search, Items)
	return ready
}

// TakeForItem goes from an item's page on to a number for it.
func (k *Kiosk) TakeForItem() (ready bool) {
	k.on(func(s *session) {
		switch {
		case s.item == nil:
		case !k.view.Connected:
			s.tell(k.noContact(), false)
		case !k.view.Board.Open:
			s.tell(dayClosed(), false)
		default:
			s.guiding = false
			ready = k.toCard(s)
		}
	}, Guide)
	return ready
}

// toCard asks for the card, unless nobody here serves the category; true means the card is there already.
func (k *Kiosk) toCard(s *session) bool {
	c := categoryOf(k.view.Board, s.category)
	if len(c.Windows) == 0 {
		name, nameEN := c.Name, c.NameEN
		if s.item != nil {
			name, nameEN = s.item.Name, s.item.Name
		}
		s.tell(notServedHere(name, nameEN), false)
		return false
	}
	s.show(Card)
	if k.cardOn && s.card == nil {
		s.problem = liftAndPutAgain() // it was there before this session began, or could not be read
	}
	return s.card != nil
}

// Find opens the search for an item.
func (k *Kiosk) Find() {
	k.on(func(s *session) {
		s.query, s.found = "", k.find("")
		s.show(Search)
	}, Category)
}

// SetQuery searches by name, number, pinyin or its initials. Letters still being composed count as pinyin.
func (k *Kiosk) SetQuery(query string) {
	k.on(func(s *session) {
		s.query, s.found = query, k.find(query)
	}, Search)
}

// find searches; the empty query offers the common items.
func (k *Kiosk) find(query string) []catalogue.Item {
	if query != "" {
		return k.p.Catalogue.Search(query, 8)
	}
	var out []catalogue.Item
	for _, id := range k.p.Common {
		if it, ok := k.p.Catalogue.Find(id); ok {
			out = append(out, it)
		}
	}
	return out
}

// TypeNumber asks for the ID number by hand.
func (k *Kiosk) TypeNumber() { k.on(func(s *session) { s.show(Number) }, Card) }

// SubmitNumber takes a typed number; true means Issue is next.
func (k *Kiosk) SubmitNumber(number string) (ready bool) {
	k.on(func(s *session) {
		id, err := citizen.CheckID(number)
		if err != nil {
			s.problem = wrongNumber(err)
			return
		}
		s.typed, s.card, s.issue = id.Number, nil, nil
		ready = true
	}, Number)
	return ready
}

// WithoutCard goes on without saying who one is; Issue is next.
func (k *Kiosk) WithoutCard() {
	k.on(func(s *session) { s.card, s.typed, s.issue = nil, "", nil }, Card)
}

// SeeCard takes in what happened at the reader; true means a card came to a screen that asked for it and Issue
// is next. A card put down earlier in the session is kept for that screen.
func (k *Kiosk) SeeCard(e devices.CardEvent) (ready bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	defer k.tell()
	switch {
	case e.Card != nil:
		k.cardOn = true
		return k.cardRead(e.Card)
	case e.Lifted:
		k.cardOn = false
		if k.s.screen == Card {
			k.s.problem = nil
		}
	case e.Err != nil:
		k.cardOn = true
		if k.s.screen == Card {
			k.s.touched = k.p.Now()
			k.s.problem = unreadable(e.Err)
		}
	case e.Status != nil:
		k.reader = *e.Status
	}
	return false
}

func (k *Kiosk) cardRead(c *citizen.Card) bool {
	s := &k.s
	if s.busy || s.ticket != nil {
		return false // this card belongs to no question
	}
	card := *c
	card.Photo = nil
	s.touched, s.problem = k.p.Now(), nil
	s.card, s.typed, s.issue = &card, "", nil
	return s.screen == Card
}
