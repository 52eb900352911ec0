package demo

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

// column stacks rows downwards.
type column struct {
	panel *Panel
	items []kit.Placed
	y     float32
	limit float32 // the end of the room there is
}

// put places the button of a name, the same widget every time.
func (c *column) put(name string, b kit.ButtonParams, x, y, w float32) *kit.Button {
	p := c.panel
	button := p.buttons[name]
	if button == nil {
		button = kit.NewButton(b)
		p.buttons[name] = button
	} else {
		button.Set(b)
	}
	p.p.Controls.Tag("demo."+name, button)
	c.items = append(c.items, kit.At(x, y, w, b.Height, button))
	return button
}

func (c *column) heading(s string) {
	c.items = append(c.items, kit.At(margin, c.y+2, 0, 0, kit.Text(s, 15, true, kit.Ink)))
	c.y += 30
}

// button is one over the whole width.
func (c *column) button(name string, b kit.ButtonParams) *kit.Button {
	button := c.put(name, b, margin, c.y, inner)
	c.y += b.Height + gap
	return button
}

// named is a button with its name.
type named struct {
	name string
	kit.ButtonParams
	blocked string
}

// pairs sets small buttons two in a row.
func (c *column) pairs(buttons []named) {
	for i, b := range buttons {
		b.Height, b.Px, b.Spread = rowHigh, 14, true
		b.Text = kit.Fit(b.Text, b.Px, true, half-58)
		c.put(b.name, b.ButtonParams, margin+float32(i%2)*(half+gap), c.y, half).Blocked(b.blocked)
		if i%2 == 1 || i == len(buttons)-1 {
			c.y += rowHigh + gap
		}
	}
}

// choice is a row of chips of which one is picked; ids name them for the map of controls.
func (c *column) choice(name, label string, ids, options []string, picked int, locked bool, onPick func(i int)) {
	p := c.panel
	chips := p.chips[name]
	if chips == nil {
		chips = kit.NewChips(kit.ChipsParams{Label: label, Options: options, OnPick: func(picked []string) {
			if len(picked) == 1 {
				onPick(slices.Index(options, picked[0]))
			}
		}})
		p.chips[name] = chips
	}
	var on []string
	if picked >= 0 && picked < len(options) {
		on = options[picked : picked+1]
	}
	chips.Set(on, "", locked)
	for i := range options {
		p.p.Controls.TagPart("demo."+name+"."+ids[i], chips, func() (fyne.Position, fyne.Size) { return chips.Part(i) })
	}
	height := chips.HeightFor(inner)
	c.items = append(c.items, kit.At(margin, c.y, inner, height, chips))
	c.y += height + gap
}

// line is prose over the whole width.
func (c *column) line(s string, px float32, colour color.Color) *kit.Prose {
	if s == "" {
		return nil
	}
	prose := kit.NewProse(s, px, false, colour, inner)
	height := float32(prose.Lines()) * kit.Measure("国", px, false).Height
	c.items = append(c.items, kit.At(margin, c.y, inner, height, prose))
	c.y += height + 4
	return prose
}
