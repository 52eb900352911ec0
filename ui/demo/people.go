package demo

import (
	"context"

	"onewindow/ui/kit"
)

// people draws, for each reader, one button for each person; the one whose card lies there is lit and lifts it.
func (p *Panel) people(c *column, s State) {
	t := p.p.Words.T
	c.line(t("demo.cards.hint"), 13, kit.Ink2)
	for _, reader := range []string{"counter", "kiosk"} {
		c.heading(t("demo.cards." + reader))
		_, known := s.On[reader]
		var short, long []named
		for _, card := range s.Cards {
			b := named{name: "card." + reader + "." + card.Preset, ButtonParams: p.card(reader, card, s.On[reader] == card.Preset)}
			if !known {
				b.blocked = t("demo.unknown")
			}
			if card.Kind == "" {
				short = append(short, b)
			} else {
				long = append(long, b)
			}
		}
		c.pairs(short)
		for _, b := range long {
			b.Height, b.Px, b.Spread = 34, 14, true
			c.button(b.name, b.ButtonParams).Blocked(b.blocked)
		}
		c.y += 6
	}
}

func (p *Panel) card(reader string, card Card, lies bool) kit.ButtonParams {
	b := kit.ButtonParams{Text: card.Name, Icon: "id-card", Role: kit.Secondary}
	if card.Kind != "" {
		b.Text += " · " + p.p.Words.T("demo.card."+card.Kind)
	}
	next := card.Preset
	if lies {
		b.Icon, b.Role, next = "check", kit.Primary, ""
		if card.Kind == "" {
			b.Text += " · " + p.p.Words.T("demo.card.lies")
		}
	}
	b.OnTap = p.act(func(ctx context.Context) { p.p.Lab.PutCard(ctx, reader, next) })
	return b
}
