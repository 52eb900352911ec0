package main

import (
	"context"
	"slices"
	"strings"

	"onewindow/devices/sim"
	"onewindow/internal/rig"
	"onewindow/ui/demo"
)

// demoPeople are the cards on the panel: rare characters, an ordinary name, somebody old and a child, and the three
// kinds of card that are not a resident's.
var demoPeople = []string{"zhang", "chen", "liu", "wang", "lin", "wu", "hmt", "foreign", "foreign-2017"}

// State implements demo.Lab.
func (s *show) State(ctx context.Context) demo.State {
	out := demo.State{
		Now: map[string]int{"line": bit(s.line.Whole())}, On: map[string]string{}, Console: "https://" + s.addrs.WebAddr,
		PINs: map[string]string{"0312": demoClerkPIN, "1001": demoReviewerPIN},
	}
	people := sim.People()
	for _, preset := range demoPeople {
		card := demo.Card{Preset: preset, Name: people[preset].Name}
		if preset == "hmt" || strings.HasPrefix(preset, "foreign") {
			card.Kind = preset
		}
		out.Cards = append(out.Cards, card)
	}
	if s.process(rig.Devsim) != nil {
		s.look(ctx, &out)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.programs() {
		if _, running := s.running[c.Name]; running || s.opened || slices.Contains(s.gone, c.Name) {
			out.Now["program."+c.Name] = bit(running)
		}
	}
	out.Gone, out.Notice, out.Opening = slices.Clone(s.gone), s.notice, s.opening
	out.Morning = s.rush.state()
	out.Morning.Hours = s.hours
	return out
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// look asks the simulated devices how they stand.
func (s *show) look(ctx context.Context, out *demo.State) {
	ctx, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	d, err := s.control.State(ctx)
	if err != nil {
		return
	}
	for name, r := range d.Readers {
		out.On[name] = ""
		for preset, card := range sim.People() {
			if card.Name == r.Card {
				out.On[name] = preset
			}
		}
		out.Now["reader."+name+".plugged"], out.Now["reader."+name+".mute"] = bit(r.Plugged), bit(r.Mute)
	}
	for name, value := range map[string]int{
		"printer.paper": d.Printer.Paper, "printer.cover": bit(d.Printer.Cover), "printer.nearEnd": bit(d.Printer.NearEnd),
		"printer.cutter": bit(d.Printer.Cutter), "printer.broken": bit(d.Printer.Broken), "printer.mute": bit(d.Printer.Mute),
		"scanner.feeder": d.Scanner.Feeder, "scanner.jamAt": d.Scanner.JamAt, "scanner.slowMs": d.Scanner.SlowMS,
		"scanner.jammed": bit(d.Scanner.Jammed), "scanner.hatch": bit(d.Scanner.Hatch), "scanner.busy": bit(d.Scanner.Busy),
		"scanner.gone": bit(d.Scanner.Gone),
	} {
		out.Now[name] = value
	}
	out.Printed = d.Printer.Jobs
}

// PutCard implements demo.Lab.
func (s *show) PutCard(ctx context.Context, reader, preset string) {
	if preset == "" {
		s.did(s.control.Lift(ctx, reader))
		return
	}
	s.did(s.control.Put(ctx, reader, preset))
}

// Set implements demo.Lab.
func (s *show) Set(ctx context.Context, name string, value int) {
	device, field, _ := strings.Cut(name, ".")
	switch device {
	case "line":
		if value == 1 {
			s.line.Mend()
		} else {
			s.line.Cut()
		}
	case "program":
		s.setProgram(ctx, field, value == 1)
	default:
		if reader, what, ok := strings.Cut(field, "."); ok {
			device, field = device+"/"+reader, what
		}
		s.did(s.control.Set(ctx, device, field, simulated(field, value)))
	}
}

// simulated is a value as the simulators' endpoint wants it: counts are numbers, all else is so or not.
func simulated(field string, value int) any {
	switch field {
	case "paper", "feeder", "jamAt", "slowMs":
		return value
	}
	return value == 1
}

// setProgram starts a program or ends it: the counter as a power cut would, the others in order.
func (s *show) setProgram(ctx context.Context, name string, run bool) {
	switch {
	case run:
		s.setOpening(name)
		s.start(ctx, name)
		s.setOpening("")
	case name == rig.Counter:
		s.end((*rig.Process).Kill, name)
	default:
		s.stop(name)
	}
}

// did keeps what came of an act on the devices for the panel.
func (s *show) did(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mended(rig.Devsim)
	if err != nil {
		s.notice = &demo.Notice{Key: "demo.failed", Program: rig.Devsim, Log: s.logOf(rig.Devsim)}
	}
}
