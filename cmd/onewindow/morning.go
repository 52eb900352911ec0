package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"time"

	"onewindow/internal/morning"
	"onewindow/internal/morning/play"
	"onewindow/internal/pki"
	"onewindow/internal/rig"
	"onewindow/internal/trouble"
	"onewindow/sync/hallclient"
)

// runMorning plays a busy day on the hall of a folder that setup or demo made, beside the programs of that hall.
func runMorning(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("morning", flag.ContinueOnError)
	dir := flags.String("dir", "out/hall", "the small hall's folder")
	seed := flags.Uint64("seed", 1, "the same seed gives the same day")
	speed := flags.Int("speed", 10, "model seconds in a second: 1, 10, 60")
	from := flags.String("from", "09:00", "time of day to begin at")
	if err := flags.Parse(args); err != nil {
		return err
	}
	begin, err := time.Parse("15:04", *from)
	if err != nil || *speed < 1 || *speed > 600 {
		return errors.New("morning: -from is a time like 09:00, -speed a number from 1 to 600")
	}
	addrs, err := smallHall(*dir)
	if err != nil {
		return err
	}
	day, hangUp, err := newDay(*dir, addrs, *seed, *speed, time.Duration(begin.Hour())*time.Hour+time.Duration(begin.Minute())*time.Minute)
	if err != nil {
		return err
	}
	defer hangUp()
	ended := make(chan error, 1)
	go func() { ended <- day.Run(ctx) }()
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			fmt.Println(figuresLine(day.Figures()))
			return err
		case <-tick.C:
			fmt.Println(figuresLine(day.Figures()))
		}
	}
}

// figuresLine is a day so far in one line.
func figuresLine(f play.Figures) string {
	line := []string{"morning " + clockOf(f.Clock)}
	for _, p := range f.Pools {
		line = append(line, fmt.Sprintf("%s waiting %d served %d left %d mean wait %.0f min (model %.0f)", p.Code, p.Waiting, p.Served, p.Left, p.Wait.Minutes(), p.Expected.Minutes()))
	}
	if _, words, ok := trouble.Told(f.Err); ok {
		line = append(line, words.En)
	}
	return strings.Join(line, "; ")
}

func clockOf(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// newDay wires a busy day to the hall of a folder. hangUp lets the connections go when the day is over.
func newDay(dir string, addrs rig.Addresses, seed uint64, speed int, from time.Duration) (day *play.Day, hangUp func(), err error) {
	var clients []*hallclient.Client
	hangUp = func() {
		for _, c := range clients {
			c.Close()
		}
	}
	machines := func(names []string) (map[string]play.Hall, error) {
		all := map[string]play.Hall{}
		for _, name := range names {
			identity, err := pki.Load(rig.Identity(dir, name))
			if err != nil {
				return nil, err
			}
			c := hallclient.New(hallclient.Params{
				Nodes: []string{"https://" + addrs.HallAddr}, TLS: identity, Terminal: name, Now: now, NewID: newID,
				Limits: hallclient.Limits{Answer: time.Second, Away: time.Second, Lost: 2 * time.Second}, // it tries again by itself
			})
			clients = append(clients, c)
			all[name] = c
		}
		return all, nil
	}
	kiosks, err := machines(rig.CrowdKiosks())
	if err != nil {
		return nil, nil, err
	}
	counters, err := machines(rig.CrowdCounters())
	if err != nil {
		hangUp()
		return nil, nil, err
	}
	return play.New(play.Params{
		Kiosks: kiosks, Counters: counters, Keep: []int{rig.WindowNo},
		Seed: seed, Tickets: morning.Tickets, From: from, Speed: speed, Now: time.Now, NewID: newID,
	}), hangUp, nil
}
