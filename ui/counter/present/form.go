package present

import (
	"strconv"
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	desk "onewindow/internal/counter"
)

// Form is the left half of the file.
type Form struct {
	CaseID string // with Item: when it changes, other fields stand here
	Item   string
	Count  string
	Fields []Field
	Way    Delivery
	Hint   string
}

// Field is one question as it is drawn.
type Field struct {
	Key      string
	Label    string
	Required bool
	Kind     catalogue.FieldKind
	Options  []string
	Half     bool
	MaxRunes int
	Text     string
	Tag      Mark // where the value came from
	Auto     bool // came by itself and was not changed
	Error    string
	Code     string // of Error
	Warning  bool   // the sentence in Error asks for a reason, not for another answer
	Reason   string
	ReadOnly bool
}

// Delivery asks how the result shall leave.
type Delivery struct {
	Label    string
	Options  []Choice
	Picked   int // -1 = not chosen
	ReadOnly bool
}

// Choice is a value and its word.
type Choice struct {
	Value, Label string
	Picked       bool
}

// NewForm draws the form of the case in hand.
func NewForm(c *desk.CaseView, w Words) Form {
	f := Form{CaseID: c.Case.ID, Item: c.Case.Item.ID, Hint: w.T("form.hint"), Count: formCount(c, w), Way: delivery(c, w)}
	for _, spec := range c.Form.Fields {
		f.Fields = append(f.Fields, newField(c, spec, w))
	}
	return f
}

func newField(c *desk.CaseView, spec catalogue.Field, w Words) Field {
	v := valueOf(c.Case.Form, spec.Key)
	label := w.Pick(spec.Label, spec.LabelEN)
	if spec.Unit != "" {
		label += " (" + unit(spec.Unit, w) + ")"
	}
	f := Field{
		Key: spec.Key, Label: label, Required: spec.Required, Kind: spec.Kind, Options: spec.Options,
		Half: spec.Half, MaxRunes: spec.MaxRunes, Text: v.Text, ReadOnly: c.ReadOnly,
		Error: w.Pick(c.FieldErrors[spec.Key], c.FieldErrorsEN[spec.Key]), Warning: c.FieldWarnings[spec.Key], Code: c.FieldCodes[spec.Key],
		Reason: v.Note,
		Auto:   v.Source == cases.FromCard || v.Source == cases.FromShared,
	}
	if v.Text != "" {
		f.Tag = sourceMark(v.Source, w)
	}
	if spec.Kind == catalogue.FieldPerson && v.Source == cases.FromCard {
		f.Text, f.ReadOnly = citizen.MaskID(v.Text), true // read from the chip: nothing to correct, nothing to show
	}
	return f
}

// unit is what a number counts, in the language of the screen; a unit nobody translated stays as it is.
func unit(zh string, w Words) string {
	en := map[string]string{"平方米": "m²", "人": "people", "辆": "vehicles", "吨": "t", "元": "yuan", "万元": "10,000 yuan", "美元": "US dollars"}[zh]
	return w.Pick(zh, first(en, zh))
}

func sourceMark(s cases.Source, w Words) Mark {
	switch s {
	case cases.FromCard:
		return Mark{"id-card", w.T("source.card"), Done}
	case cases.FromShared:
		return Mark{"shared-data", w.T("source.shared"), Data}
	case cases.Changed:
		return Mark{"sign", w.T("source.changed"), Careful}
	}
	return Mark{"", w.T("source.typed"), Plain}
}

func formCount(c *desk.CaseView, w Words) string {
	required, filled := requiredFields(c)
	if left := required - filled; left > 0 {
		return w.T("form.left", "n", strconv.Itoa(left))
	}
	if c.Auto > 0 {
		return w.T("form.allAuto", "n", strconv.Itoa(c.Filled), "auto", strconv.Itoa(c.Auto))
	}
	return w.T("form.all", "n", strconv.Itoa(c.Filled))
}

// The ways a result leaves.
const (
	ByWindow = "window"
	ByPost   = "post"
)

func delivery(c *desk.CaseView, w Words) Delivery {
	d := Delivery{Label: w.T("form.delivery"), Picked: -1, ReadOnly: c.ReadOnly}
	d.Options = []Choice{{Value: ByWindow, Label: w.T("delivery.window")}}
	if c.Case.Item.Express {
		d.Options = append(d.Options, Choice{Value: ByPost, Label: w.T("delivery.post")})
	}
	for i, o := range d.Options {
		if o.Value == c.Case.Delivery {
			d.Picked = i
		}
	}
	return d
}

// Several answers of one question (choices) stand in one text, separated by this mark.
const several = "、"

// Split gives the answers of a question that takes several.
func Split(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, several)
}

// Join puts several answers into one text, in the order of the options.
func Join(answers []string) string { return strings.Join(answers, several) }
