// Package present turns one snapshot of the desk into what the counter's screens say and offer: rows,
// sentences, pills, and for every act whether it can be done now and, if not, why.
//
// It promises pure functions of (snapshot, the window's own state, time, words): the same input gives the same
// screen, so a view may skip whatever did not change. It knows no Fyne, starts nothing and calls no use case.
package present

// Words finds the text of a key in the language of the screen. Implemented by ui/kit.
type Words interface {
	// T gives the text of key with {name} replaced by the values that follow in pairs.
	T(key string, pairs ...string) string
	// Pick takes the Chinese or the English of a sentence that carries both.
	Pick(zh, en string) string
}

// Tone says what a mark means; the view knows its colours (LOOK.md 2, Meaning).
type Tone int

// The meanings of a mark.
const (
	Plain   Tone = iota // a fact, or not yet known
	Done                // done, paper in, may go on
	Data                // from the city's data
	Careful             // soon, may follow later
	Wrong               // missing, overdue, refused
)

// Mark is a state in three signs: icon, word, colour.
type Mark struct {
	Icon string // name of a file in assets/icons, without .svg
	Text string
	Tone Tone
}

// Role says how loud a button is.
type Role int

// The roles of a button.
const (
	Quiet Role = iota
	Secondary
	Primary
	Danger
)

// Act is something the clerk may do here. ID is also its tag for the tour, after "counter.".
type Act struct {
	ID      string
	Label   string
	Key     string // as shown on its cap: "F2", "Ctrl L"
	Icon    string
	Role    Role
	Blocked string // why it cannot be done now; "" = it can
}

// Can reports whether the act can be done now.
func (a Act) Can() bool { return a.ID != "" && a.Blocked == "" }

// Fact is a label and a value.
type Fact struct{ Label, Value string }
