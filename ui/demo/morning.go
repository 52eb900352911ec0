package demo

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"onewindow/ui/kit"
)

func speeds() []int { return []int{1, 10, 60} }

// morning draws the busy morning: what it is, its clock and controls, what came of it so far.
func (p *Panel) morning(c *column, s State) {
	t, m := p.p.Words.T, s.Morning
	c.line(t("demo.morning.hint"), 13, kit.Ink2)
	c.y += 4
	if m.Phase == "" || m.Phase == "ended" {
		b := c.button("morning.start", kit.ButtonParams{Text: t("demo.morning.start"), Icon: "people", Role: kit.Primary, Height: 46, Px: 16, OnTap: p.act(p.p.Lab.Start)})
		b.Blocked("")
		if s.Now["program.hall"] != 1 {
			b.Blocked(t("demo.morning.nohall"))
			c.line(t("demo.morning.nohall"), 13, kit.Red)
		}
	} else {
		p.running(c, m)
	}
	if m.Zh != "" {
		c.line(p.p.Words.Pick(m.Zh, m.En)+code(m.Code), 13, kit.Red)
	}
	if m.Phase != "" {
		p.clock(c, m)
		p.table(c, m)
	}
	p.chart(c, m)
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// running draws pause, stop and the speeds.
func (p *Panel) running(c *column, m Morning) {
	t := p.p.Words.T
	pause := named{name: "morning.pause", ButtonParams: kit.ButtonParams{Text: t("demo.morning.pause"), Icon: "pause", Role: kit.Secondary,
		OnTap: p.act(func(ctx context.Context) { p.p.Lab.Pace(ctx, 0) })}}
	if m.Speed == 0 {
		pause.Text, pause.Icon, pause.Role = t("demo.morning.go"), "right", kit.Primary
		pause.OnTap = p.act(func(ctx context.Context) { p.p.Lab.Pace(ctx, m.Last) })
	}
	stop := named{name: "morning.stop", ButtonParams: kit.ButtonParams{Text: t("demo.morning.stop"), Icon: "stop", Role: kit.Danger, OnTap: p.act(p.p.Lab.Stop)}}
	if m.Phase == "clearing" {
		pause.blocked, stop.blocked = t("demo.morning.clearing"), t("demo.morning.clearing")
	}
	c.pairs([]named{pause, stop})
	ids, options := make([]string, len(speeds())), make([]string, len(speeds()))
	for i, n := range speeds() {
		ids[i] = strconv.Itoa(n)
		options[i] = t("demo.morning.speed", "n", strconv.Itoa(n))
	}
	c.choice("morning.speed", t("demo.morning.speeds"), ids, options, slices.Index(speeds(), m.Speed), m.Phase == "clearing", func(i int) {
		p.act(func(ctx context.Context) { p.p.Lab.Pace(ctx, speeds()[i]) })()
	})
}

// clock draws the morning's clock and its state in words.
func (p *Panel) clock(c *column, m Morning) {
	meaning, phase := kit.Good, m.Phase
	switch {
	case m.Phase == "ended":
		meaning = kit.Unknown
	case m.Zh != "":
		meaning, phase = kit.Bad, "stuck"
	case m.Phase == "playing" && m.Speed == 0:
		meaning, phase = kit.Careful, "paused"
	}
	pill := kit.NewPill(kit.PillParams{Meaning: meaning, Text: p.p.Words.T("demo.morning." + phase)})
	least := pill.MinSize()
	c.items = append(c.items,
		kit.At(margin, c.y, 0, 0, kit.Text(m.Clock, 40, true, kit.Ink)),
		kit.At(width-margin-least.Width, c.y+18, least.Width, least.Height, pill))
	c.y += 62
}

// columns are the table's, by the keys of their words; each ends at its right edge.
func columns() []struct {
	key   string
	right float32
} {
	return []struct {
		key   string
		right float32
	}{{"arrived", 176}, {"waiting", 230}, {"served", 280}, {"left", 320}, {"wait", 370}, {"model", 420}}
}

func (p *Panel) table(c *column, m Morning) {
	t := p.p.Words.T
	row := func(name string, cells []string, px float32, bold bool) {
		c.items = append(c.items, kit.At(margin, c.y, 0, 0, kit.Text(kit.Fit(name, px, bold, 136), px, bold, kit.Ink)))
		for i, col := range columns() {
			w := kit.Width(cells[i], px, bold)
			c.items = append(c.items, kit.At(margin+col.right-w, c.y, 0, 0, kit.Text(cells[i], px, bold, kit.Ink)))
		}
		c.y += 28
		c.items = append(c.items, kit.At(margin, c.y-5, inner, 1, kit.Box(kit.Line, 0)))
	}
	var titles []string
	for _, col := range columns() {
		titles = append(titles, t("demo.morning.col."+col.key))
	}
	row("", titles, 12, false)
	all := Pool{}
	for _, pool := range m.Pools {
		row(pool.Code+" "+p.p.Words.Pick(pool.Name, pool.NameEN), cells(pool), 13, false)
		all.Arrived, all.Waiting, all.Served, all.Left = all.Arrived+pool.Arrived, all.Waiting+pool.Waiting, all.Served+pool.Served, all.Left+pool.Left
		all.Wait += pool.Wait * time.Duration(pool.Came)
		all.Expected += pool.Expected * time.Duration(pool.Came)
		all.Came += pool.Came
		all.Expects = all.Expects || pool.Expects
	}
	if all.Came > 0 {
		all.Wait, all.Expected = all.Wait/time.Duration(all.Came), all.Expected/time.Duration(all.Came)
	}
	row(t("demo.morning.all"), cells(all), 13, true)
	c.y += 4
	c.line(t("demo.morning.legend"), 12, kit.Ink2)
}

func cells(p Pool) []string {
	wait, model := "—", "—"
	if p.Came > 0 {
		wait = minutes(p.Wait)
	}
	if p.Expects {
		model = minutes(p.Expected)
	}
	return []string{strconv.Itoa(p.Arrived), strconv.Itoa(p.Waiting), strconv.Itoa(p.Served), strconv.Itoa(p.Left), wait, model}
}

func minutes(d time.Duration) string { return fmt.Sprintf("%.1f", math.Abs(d.Minutes())) }

// opens is the first hour of the chart.
const opens = 9

// chart draws how many people come in each hour: what has begun is filled.
func (p *Panel) chart(c *column, m Morning) {
	if len(m.Hours) == 0 {
		return
	}
	c.y += 6
	high := min(84, c.limit-c.y-70)
	if high < 30 {
		return // a long sentence took its room
	}
	c.items = append(c.items, kit.At(margin, c.y, 0, 0, kit.Text(p.p.Words.T("demo.morning.hours"), 13, false, kit.Ink2)))
	c.y += 26
	most, step := slices.Max(m.Hours), float32(inner)/float32(len(m.Hours))
	for i, n := range m.Hours {
		x, bar := margin+float32(i)*step, max(2, high*float32(n)/float32(max(most, 1)))
		fill := kit.Jade
		if hour := fmt.Sprintf("%02d:", opens+i); m.Phase != "" && m.Clock >= hour {
			fill = kit.Green
		}
		c.items = append(c.items,
			kit.At(x, c.y, step, 18, kit.Centred(strconv.Itoa(n), 12, false, kit.Ink2)),
			kit.At(x+5, c.y+20+high-bar, step-10, bar, kit.Box(fill, 0)),
			kit.At(x, c.y+22+high, step, 18, kit.Centred(strconv.Itoa(opens+i), 12, false, kit.Ink2)))
	}
	c.y += high + 44
}
