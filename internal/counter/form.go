package counter

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
)

// Keys of the applicant in every form.
const (
	keyName   = "applicant.name"
	keyNumber = "applicant.number"
	keyPhone  = "applicant.phone"
)

// Search finds items; the empty query gives those of this window's categories.
func (d *Desk) Search(query string) []catalogue.Item {
	if strings.TrimSpace(query) != "" {
		return d.p.Catalogue.Search(query, 0)
	}
	d.mu.Lock()
	letters := boardWindow(d.hall.Board, d.p.WindowNo).Categories
	d.mu.Unlock()
	if len(letters) == 0 {
		return slices.Clone(d.p.Catalogue.Items())
	}
	return d.p.Catalogue.OfCategories(letters)
}

// ChooseItem gives the case its item. Answers whose keys the new form has too are kept, and so are materials of the
// same name; pages that would have no place keep the item from being changed.
func (d *Desk) ChooseItem(ctx context.Context, itemID string) error {
	err := d.edit(ctx, "选择事项", "Choosing the item", func(t *tab) error {
		it, ok := d.p.Catalogue.Find(itemID)
		if !ok {
			return fault("DESK-030", "事项清单里没有这一项。", "The catalogue has no such item.", nil)
		}
		if cases.Filed(t.c) && t.c.Item.ID != it.ID {
			return fault("DESK-031", "已告知过的办件不能换事项。", "A case that was filed keeps its item.", nil)
		}
		if it.ID == t.c.Item.ID {
			return nil
		}
		if n := homeless(t.c, it); n > 0 {
			return fault("DESK-032", fmt.Sprintf("已扫描的 %d 页属于原事项，换事项前请先移除，或另开一件。", n),
				fmt.Sprintf("%d scanned pages belong to the old item; remove them first, or open another case.", n), nil)
		}
		setItem(&t.c, it)
		t.tried = false
		return nil
	})
	if err == nil {
		d.mu.Lock()
		if d.mode != CitizenRate {
			d.mode = CitizenCheck
		}
		d.mu.Unlock()
		d.pulse()
		d.sayFormless(itemID)
	}
	return err
}

// sayFormless tells that an item has no form of its own: the screen then asks for the applicant only.
func (d *Desk) sayFormless(itemID string) {
	e := told("ITEM-001", nil)
	it, ok := d.p.Catalogue.Find(itemID)
	switch formless := ok && !d.p.Catalogue.HasOwnForm(it.ID); {
	case formless:
		d.say(NoticeWarn, e.Code, e.Sentence, e.SentenceEN)
	case d.saying(e.Code):
		d.DismissNotice() // it was the item before
	}
}

// homeless counts the pages whose material the new item does not ask for.
func homeless(c cases.Case, it catalogue.Item) int {
	n := 0
	for _, m := range c.Materials {
		if m.Spec.Name != attorney && !slices.ContainsFunc(it.Materials, func(s catalogue.MaterialSpec) bool { return s.Name == m.Spec.Name }) {
			n += len(m.Pages)
		}
	}
	return n
}

func setItem(c *cases.Case, it catalogue.Item) {
	old := c.Materials
	c.Item, c.Materials = it, cases.NewMaterials(it)
	askAttorney(c)
	for i := range c.Materials {
		j := slices.IndexFunc(old, func(m cases.Material) bool { return m.Spec.Name == c.Materials[i].Spec.Name })
		if j >= 0 {
			spec := c.Materials[i].Spec
			c.Materials[i] = old[j]
			c.Materials[i].Spec = spec
		}
	}
	if !it.Express {
		c.Delivery = "window"
	}
}

// attorney is the power of attorney (授权委托书), asked for whenever an agent comes.
const attorney = "授权委托书"

// askAttorney puts the power of attorney on the list of a case that has an agent.
func askAttorney(c *cases.Case) {
	listed := slices.ContainsFunc(c.Materials, func(m cases.Material) bool { return m.Spec.Name == attorney })
	if c.Agent == nil || c.Item.ID == "" || listed {
		return
	}
	c.Materials = append(c.Materials, cases.Material{State: cases.NotYet, Spec: catalogue.MaterialSpec{Name: attorney, SourceChannel: "10",
		Necessity: "必要", PaperCopies: 1, Form: "纸质或电子", OriginalOrCopy: "原件"}})
}

// SetField takes an answer as the clerk left it. A value that came from a card keeps what the card said.
func (d *Desk) SetField(ctx context.Context, key, text string) error {
	return d.edit(ctx, "填写", "Filling in", func(t *tab) error {
		if _, ok := d.p.Catalogue.Form(t.c.Item.ID).Field(key); !ok {
			return fault("DESK-033", "表单里没有这一项。", "The form has no such field.", nil)
		}
		t.touched[key] = true
		typed(&t.c, key, text)
		return nil
	})
}

// ExplainField takes the reason why an answer stands although a check warns of it.
func (d *Desk) ExplainField(ctx context.Context, key, reason string) error {
	return d.edit(ctx, "写明理由", "Giving the reason", func(t *tab) error {
		i := slices.IndexFunc(t.c.Form, func(v cases.Value) bool { return v.Key == key && v.Text != "" })
		if i < 0 {
			return fault("DESK-033", "表单里没有这一项。", "The form has no such field.", nil)
		}
		t.c.Form[i].Note = strings.TrimSpace(reason)
		return nil
	})
}

// TypeApplicant takes name and number from the keyboard, for people without a card at hand.
func (d *Desk) TypeApplicant(ctx context.Context, name, number string) error {
	return d.edit(ctx, "填写申请人", "Filling in the applicant", func(t *tab) error {
		t.touched[keyName], t.touched[keyNumber] = true, true
		typed(&t.c, keyName, name)
		typed(&t.c, keyNumber, number)
		return nil
	})
}

// typed puts a typed answer in, and what it means for the applicant.
func typed(c *cases.Case, key, text string) {
	text = strings.TrimSpace(text)
	if key == keyNumber {
		text = strings.ToUpper(text)
	}
	i := slices.IndexFunc(c.Form, func(v cases.Value) bool { return v.Key == key })
	if i < 0 {
		c.Form = append(c.Form, cases.Value{Key: key, Source: cases.Typed})
		i = len(c.Form) - 1
	}
	v := &c.Form[i]
	if text != v.Text {
		v.Note = ""
	}
	switch {
	case text == v.Text:
	case v.Was != "" && text == v.Was:
		v.Text, v.Was, v.Source = text, "", cases.FromCard
	case v.Source == cases.FromCard || v.Source == cases.FromShared:
		v.Text, v.Was, v.Source = text, v.Text, cases.Changed
	default:
		v.Text = text
	}
	applicantFollows(c, *v)
}

// applicantFollows keeps the party in step with its fields. What the chip said stands only while nobody types over it.
func applicantFollows(c *cases.Case, v cases.Value) {
	a := &c.Applicant
	switch v.Key {
	case keyName:
		if a.Name != v.Text {
			a.Name, a.Verified = v.Text, cases.Stamp{}
		}
	case keyNumber:
		if a.Number != v.Text {
			a.Number, a.Verified = v.Text, cases.Stamp{}
		}
		if a.IDType == "" {
			a.IDType = "111"
		}
	case keyPhone:
		a.Phone = v.Text
	}
}

// SetDelivery chooses how the result leaves: "window" or "post".
func (d *Desk) SetDelivery(ctx context.Context, way string) error {
	return d.edit(ctx, "选择领证方式", "Choosing the delivery", func(t *tab) error {
		if way != "window" && way != cases.WayPost {
			return fault("DESK-034", "没有这样的领证方式。", "There is no such way of delivery.", nil)
		}
		if way == cases.WayPost && t.c.Item.ID != "" && !t.c.Item.Express {
			return fault("CASE-051", "这个事项的结果不能邮寄，请改为窗口领取。", "The result of this item cannot be posted; choose the window.", nil)
		}
		t.c.Delivery = way
		return nil
	})
}
