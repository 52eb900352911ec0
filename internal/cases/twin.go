package cases

import (
	"slices"
	"strings"
	"time"
)

// Twin is another open case of the same applicant and the same item (疑似重复件), as the platform noticed it when the later
// of the two came. Both cases stand: nothing is merged, and only a person's act ends one of them.
type Twin struct {
	Case     string    `json:"case"`   // the other's id
	Number   string    `json:"number"` // the other's
	Terminal string    `json:"terminal"`
	Window   int       `json:"window,omitempty"`
	At       time.Time `json:"at"` // when the other was received
	// Checked is who looked and said that the two belong beside each other; nil until somebody has.
	Checked *Checked `json:"checked,omitempty"`
	Ended   bool     `json:"ended,omitempty"` // the other has come to its end
}

// Checked is a person's word on a twin (已核对).
type Checked struct {
	By Who       `json:"by"`
	At time.Time `json:"at"`
}

// Open reports whether a case is filed and has not come to its end.
func Open(c Case) bool {
	switch c.State {
	case Supplement, Accepted, Correction, Granted, Denied:
		return true
	}
	return false
}

// LiveTwins gives the twins a person has still to look at: none once the case itself has ended.
func LiveTwins(c Case) []Twin {
	if !Open(c) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.Twins), func(t Twin) bool { return t.Checked != nil || t.Ended })
}

// Matter names what a case is about: the applicant's number, the item, and the business applied for, if any. Cases of one
// matter may be duplicates. It is personal: it is compared and hashed, never kept or shown. "" when applicant or item is
// not known yet.
func Matter(c Case) string {
	number := strings.ToUpper(strings.TrimSpace(c.Applicant.Number))
	if number == "" || c.Item.Code == "" {
		return ""
	}
	return strings.Join([]string{number, c.Item.Code, strings.ToUpper(strings.TrimSpace(c.Text("business.credit")))}, "\x00")
}

// Noting gives a case that knows of its twin; one it knows of already stays as it is.
func Noting(c, other Case) Case {
	if slices.ContainsFunc(c.Twins, func(t Twin) bool { return t.Case == other.ID }) {
		return c
	}
	c.Twins = append(slices.Clip(c.Twins), Twin{Case: other.ID, Number: other.Number, Terminal: other.By.Terminal, Window: other.By.Window, At: other.ReceivedAt.Time})
	return c
}

// Checking gives a case on which a person has looked at a twin. The first word stands; a twin the case does not know of
// (the platform was restored, say) is remembered as looked at.
func Checking(c Case, other string, by Checked) Case {
	i := slices.IndexFunc(c.Twins, func(t Twin) bool { return t.Case == other })
	switch {
	case i < 0:
		c.Twins = append(slices.Clip(c.Twins), Twin{Case: other, Checked: &by})
	case c.Twins[i].Checked == nil:
		c.Twins = slices.Clone(c.Twins)
		c.Twins[i].Checked = &by
	}
	return c
}

// Parting gives a case whose twin has come to its end.
func Parting(c Case, other string) Case {
	if i := slices.IndexFunc(c.Twins, func(t Twin) bool { return t.Case == other }); i >= 0 {
		c.Twins = slices.Clone(c.Twins)
		c.Twins[i].Ended = true
	}
	return c
}

// check applies a person's word on the twins that were on the screen.
func check(c *Case, a Act) error {
	if len(a.Twins) == 0 {
		return refuse("CASE-060", "没有写明核对的是哪一件。", "The act does not say which case was compared.")
	}
	for _, other := range a.Twins {
		*c = Checking(*c, other, Checked{By: a.By, At: a.At.Time})
	}
	return nil
}

// cloneTwins gives twins that share nothing with those handed in.
func cloneTwins(twins []Twin) []Twin {
	twins = slices.Clone(twins)
	for i := range twins {
		twins[i].Checked = copied(twins[i].Checked)
	}
	return twins
}
