package queue

// lastServices is how many services the mean of a category is made of.
const lastServices = 20

// learn keeps the length of a service.
func (s *State) learn(t *Ticket) {
	r := append(s.d.Recent[t.Category], int64(t.EndedAt-t.StartedAt))
	if len(r) > lastServices {
		r = r[len(r)-lastServices:]
	}
	s.d.Recent[t.Category] = r
}

// mean is the recent length of a service, in ms.
func (s *State) mean(category string) int64 {
	r := s.d.Recent[category]
	if len(r) == 0 {
		c, _ := s.d.Settings.category(category)
		return int64(c.MeanServiceSec) * 1000
	}
	sum := int64(0)
	for _, ms := range r {
		sum += ms
	}
	return sum / int64(len(r))
}

// ahead counts who of a category will be called before a ticket taken now.
func (s *State) ahead(category string, class Class) int {
	others, priority := 0, 0
	for _, t := range s.d.Tickets {
		switch {
		case t.State != Waiting || t.Category != category:
		case t.Class == Priority:
			priority++
		default:
			others++
		}
	}
	if class == Priority {
		return priority + min(others, turns*(priority+1))
	}
	return others + min(priority, others/turns+1)
}

// estimate gives a range of minutes for a category with some people ahead: recent mean service times people, over
// the windows that are open, a quarter less to a quarter more. While no window is free, half a service is added for
// the one that ends first. 0, 0 means that no window is open, so nothing can be said.
func (s *State) estimate(category string, ahead int) (low, high int) {
	open, idle := s.openFor(category)
	if open == 0 {
		return 0, 0
	}
	mean := s.mean(category)
	work := int64(ahead) * mean
	if idle == 0 {
		work += mean / 2
	}
	wait := work / int64(open)
	const minute = 60_000
	low = int(max(1, wait*3/4/minute))
	high = int((wait*5/4 + minute - 1) / minute)
	return low, max(high, low+1)
}

// openFor counts the windows of a category that are neither closed nor paused, and those of them that are free.
func (s *State) openFor(category string) (open, idle int) {
	for _, w := range s.d.Windows {
		if w.State == WindowClosed || w.State == WindowPaused || !s.serves(w.No, category) {
			continue
		}
		open++
		if w.State == WindowIdle {
			idle++
		}
	}
	return open, idle
}
