package queue

import "slices"

// Entry is one place in the hall's log: a command with the leader's stamp.
type Entry struct {
	Index   uint64  `json:"index"` // place in the log, rising
	At      Instant `json:"at"`    // the leader's clock
	Command Command `json:"command"`
}

// State is the hall. Make it with New or Restore. It is not safe for concurrent use.
type State struct {
	d       record
	tickets map[string]*Ticket // by id
	answers map[string]*kept   // by command id
}

// record is all that is kept; its JSON is the snapshot.
type record struct {
	Version  int                `json:"version"`
	Index    uint64             `json:"index"`
	At       Instant            `json:"at"`
	Settings Settings           `json:"settings"`
	Day      string             `json:"day"`
	Open     bool               `json:"open"`
	DayKey   []byte             `json:"dayKey"`
	Tickets  []*Ticket          `json:"tickets"` // in order of issue
	Serial   map[string]int     `json:"serial"`  // last number by category
	Windows  []*window          `json:"windows"` // by number
	Called   []string           `json:"called"`  // ticket ids, newest call last
	Passed   []string           `json:"passed"`  // ticket ids, newest last
	Recent   map[string][]int64 `json:"recent"`  // newest service times by category, ms
	Answers  []*kept            `json:"answers"` // oldest first
	Marks    map[string]string  `json:"marks"`   // by terminal: newest command id that was forgotten
}

// window is a window with what only the hall knows of it.
type window struct {
	No       int         `json:"no"`
	State    WindowState `json:"state"`
	Operator string      `json:"operator"`
	Terminal string      `json:"terminal"` // the machine it was opened on
	Ticket   string      `json:"ticket"`   // id of the ticket it calls or serves
	Reason   string      `json:"reason"`
	Served   int         `json:"served"`
	Turn     int         `json:"turn"` // others called since its last priority ticket
}

// New gives a hall without settings: it takes nothing but Configure and what needs no settings.
func New() *State {
	return &State{
		d:       record{Version: version, Serial: map[string]int{}, Recent: map[string][]int64{}, Marks: map[string]string{}},
		tickets: map[string]*Ticket{},
		answers: map[string]*kept{},
	}
}

// Apply takes the next entry and gives its answer. A refusal is in the answer and changes nothing but what is
// remembered of the command.
func (s *State) Apply(e Entry) Answer {
	a, _ := s.Step(e)
	return a
}

// Step is Apply that also tells what changed.
func (s *State) Step(e Entry) (Answer, []Event) {
	s.d.At = max(s.d.At, e.At)
	s.d.Index = max(s.d.Index, e.Index)
	s.forget()
	c := e.Command
	if r := c.Check(); r != nil {
		return s.refusal(c, r), nil
	}
	if a, ok := s.remembered(c); ok {
		return a, nil
	}
	st := step{State: s, cmd: c, answer: Answer{ID: c.ID, Index: s.d.Index, At: s.d.At}}
	if r := st.run(); r != nil {
		st.answer, st.events = s.refusal(c, r), nil
	}
	s.remember(c, st.answer)
	return st.answer, st.events
}

func (s *State) refusal(c Command, r *Refusal) Answer {
	return Answer{ID: c.ID, Index: s.d.Index, At: s.d.At, Refusal: r}
}

// step is one command being carried out. Its acts check everything first and change last.
type step struct {
	*State
	cmd    Command
	answer Answer
	events []Event
}

func (s *step) run() *Refusal {
	switch s.cmd.Kind {
	case Configure:
		return s.configure()
	case OpenDay:
		return s.openDay()
	case CloseDay:
		return s.closeDay()
	case OpenWindow:
		return s.openWindow()
	case CloseWindow:
		return s.closeWindow()
	case Pause:
		return s.pause()
	case Resume:
		return s.resume()
	case Issue:
		return s.issue()
	case Paper:
		return s.paper()
	case CallNext:
		return s.callNext()
	case Recall:
		return s.recall()
	case CallBack:
		return s.callBack()
	case NoShow:
		return s.noShow()
	case Start:
		return s.start()
	case Finish:
		return s.finish()
	}
	return malformed("kind")
}

// tell adds an event about a ticket (or none) at a window (or 0).
func (s *step) tell(t *Ticket, window int) {
	e := Event{Kind: s.cmd.Kind, At: s.d.At, Window: window}
	if t != nil {
		e.Ticket = t.public()
	}
	s.events = append(s.events, e)
}

// give puts a ticket into the answer: with its token, for the machine that prints or serves it.
func (s *step) give(t *Ticket) {
	c := *t
	c.PersonKey = ""
	s.answer.Ticket = &c
}

// public is a ticket as everybody may see it.
func (t *Ticket) public() *Ticket {
	c := *t
	c.PersonKey, c.Token = "", ""
	return &c
}

func (t *Ticket) live() bool {
	return t.State == Waiting || t.State == Calling || t.State == Serving
}

func (s *State) window(no int) *window {
	i := slices.IndexFunc(s.d.Windows, func(w *window) bool { return w.No == no })
	if i < 0 {
		return nil
	}
	return s.d.Windows[i]
}

// serves tells whether the settings let a window serve a category.
func (s *State) serves(no int, category string) bool {
	for _, w := range s.d.Settings.Windows {
		if w.No == no {
			return slices.Contains(w.Categories, category)
		}
	}
	return false
}

// servers gives the numbers of the windows that serve a category, rising.
func (s *State) servers(category string) []int {
	nos := []int{}
	for _, w := range s.d.Windows {
		if s.serves(w.No, category) {
			nos = append(nos, w.No)
		}
	}
	return nos
}

// Index is the newest log index that was applied.
func (s *State) Index() uint64 { return s.d.Index }

// At is the newest stamp.
func (s *State) At() Instant { return s.d.At }

// Settings gives a copy of the hall's rules, with defaults filled in.
func (s *State) Settings() Settings { return s.d.Settings.clone() }

// Day gives the newest day that was opened ("" before the first) and whether it is still open.
func (s *State) Day() (day string, open bool) { return s.d.Day, s.d.Open }

// DayKey gives the key that hashes people for the open day; nil when no day is open.
func (s *State) DayKey() []byte { return slices.Clone(s.d.DayKey) }
