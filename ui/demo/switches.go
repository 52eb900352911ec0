package demo

import (
	"context"
	"strconv"

	"onewindow/ui/kit"
)

// toggle is something that is in order or not. Its words are demo.<name>.<value>.
type toggle struct {
	name      string
	good, bad int
}

// dial is something with more than two places. Its words are demo.<name> and demo.<name>.<value>.
type dial struct {
	name   string
	places []int // the first is in order
}

func without(name string) toggle { return toggle{name, 0, 1} }
func there(name string) toggle   { return toggle{name, 1, 0} }

func readerSwitches() []toggle {
	return []toggle{
		there("reader.counter.plugged"), without("reader.counter.mute"),
		there("reader.kiosk.plugged"), without("reader.kiosk.mute"),
	}
}

func paperDial() dial { return dial{"printer.paper", []int{-1, 12, 0}} }

func printerSwitches() []toggle {
	return []toggle{without("printer.cover"), without("printer.nearEnd"), without("printer.cutter"), without("printer.broken"), without("printer.mute")}
}

func scannerDials() []dial {
	return []dial{{"scanner.feeder", []int{0, 3, 8}}, {"scanner.jamAt", []int{0, 2, 4}}, {"scanner.slowMs", []int{0, 3000}}}
}

func scannerSwitches() []toggle {
	return []toggle{without("scanner.jammed"), without("scanner.hatch"), without("scanner.busy"), without("scanner.gone")}
}

func deviceSwitches() []toggle {
	return append(append(readerSwitches(), printerSwitches()...), scannerSwitches()...)
}

func networkSwitches() []toggle {
	return []toggle{
		there("line"), there("program.platform"), there("program.hall"), there("program.devsim"),
		there("program.counter"), there("program.kiosk"), there("program.display"), there("program.strip"),
	}
}

// Devices names every switch of the simulated devices, with the values it can have: what Lab.Set must understand and
// State.Now must hold.
func Devices() map[string][]int {
	all := map[string][]int{}
	for _, sw := range deviceSwitches() {
		all[sw.name] = []int{sw.bad, sw.good}
	}
	for _, d := range append(scannerDials(), paperDial()) {
		all[d.name] = d.places
	}
	return all
}

// faults counts the switches that are not in order.
func faults(s State, all []toggle) int {
	n := 0
	for _, sw := range all {
		if v, known := s.Now[sw.name]; known && v != sw.good {
			n++
		}
	}
	if v, known := s.Now["printer.paper"]; known && v == 0 && len(all) > 0 && all[0].name == readerSwitches()[0].name {
		n++
	}
	return n
}

// toggle draws one: in order, broken, or not known.
func (p *Panel) toggle(sw toggle, s State) named {
	t := p.p.Words.T
	v, known := s.Now[sw.name]
	b := named{name: sw.name}
	switch {
	case !known:
		b.ButtonParams, b.blocked = kit.ButtonParams{Text: t("demo." + sw.name + ".unknown"), Icon: "help"}, t("demo.unknown")
	case v == sw.good:
		b.ButtonParams = kit.ButtonParams{Text: t("demo." + sw.name + "." + strconv.Itoa(v)), Icon: "check", Role: kit.Secondary}
	default:
		b.ButtonParams = kit.ButtonParams{Text: t("demo." + sw.name + "." + strconv.Itoa(sw.bad)), Icon: "warning", Role: kit.Danger}
	}
	next := sw.good
	if v == sw.good {
		next = sw.bad
	}
	b.OnTap = p.act(func(ctx context.Context) { p.p.Lab.Set(ctx, sw.name, next) })
	return b
}

func (p *Panel) toggles(c *column, all []toggle, s State) {
	var buttons []named
	for _, sw := range all {
		buttons = append(buttons, p.toggle(sw, s))
	}
	c.pairs(buttons)
}

func (p *Panel) dial(c *column, d dial, s State) {
	t := p.p.Words.T
	v, known := s.Now[d.name]
	ids, options, picked := make([]string, len(d.places)), make([]string, len(d.places)), -1
	for i, place := range d.places {
		ids[i] = strconv.Itoa(place)
		options[i] = t("demo." + d.name + "." + strconv.Itoa(place))
		if known && v == place {
			picked = i
		}
	}
	label := t("demo." + d.name)
	if known && picked < 0 {
		label = t("demo."+d.name+".now", "n", strconv.Itoa(v))
	}
	c.choice(d.name, label, ids, options, picked, !known, func(i int) {
		p.act(func(ctx context.Context) { p.p.Lab.Set(ctx, d.name, d.places[i]) })()
	})
}

// devices draws every device's faults.
func (p *Panel) devices(c *column, s State) {
	t := p.p.Words.T
	if faults(s, deviceSwitches()) > 0 {
		c.put("mend", kit.ButtonParams{Text: t("demo.mend"), Icon: "recall", Role: kit.Secondary, Height: 32, Px: 14, OnTap: p.act(p.mend)}, width-margin-half, c.y-4, half)
	}
	c.heading(t("demo.readers"))
	p.toggles(c, readerSwitches(), s)
	c.heading(t("demo.printer"))
	p.dial(c, paperDial(), s)
	p.toggles(c, printerSwitches(), s)
	c.heading(t("demo.scanner"))
	for _, d := range scannerDials() {
		p.dial(c, d, s)
	}
	p.toggles(c, scannerSwitches(), s)
}

// mend puts every device in order.
func (p *Panel) mend(ctx context.Context) {
	for _, sw := range deviceSwitches() {
		p.p.Lab.Set(ctx, sw.name, sw.good)
	}
	for _, d := range append(scannerDials(), paperDial()) {
		p.p.Lab.Set(ctx, d.name, d.places[0])
	}
}

// network draws the line and the programs.
func (p *Panel) network(c *column, s State) {
	c.line(p.p.Words.T("demo.network.hint"), 13, kit.Ink2)
	c.y += 4
	for _, sw := range networkSwitches() {
		b := p.toggle(sw, s)
		b.Height, b.Px, b.Spread = wideHigh, 15, true
		c.button(b.name, b.ButtonParams).Blocked(b.blocked)
	}
	c.line(p.p.Words.T("demo.network.tell"), 13, kit.Ink2)
}
