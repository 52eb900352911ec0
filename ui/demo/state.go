package demo

import (
	"context"
	"time"
)

// Card is a test person's card the panel offers.
type Card struct {
	Preset, Name string
	Kind         string // "" = a resident's; else the end of its word's key: "hmt", "foreign", "foreign-2017"
}

// State is how everything stands now.
type State struct {
	Cards   []Card
	On      map[string]string // by reader ("counter", "kiosk"): the preset that lies there; "" = none
	Now     map[string]int    // how every switch stands, by its name; a name that is missing = nobody knows
	Printed int               // tickets so far
	Console string            // the departments' address
	PINs    map[string]string // by operator, for the visitor
	Gone    []string          // programs that ended by themselves and can be opened again: "kiosk"
	Opening string            // the program being started; "" = none
	Notice  *Notice           // what went wrong last
	Morning Morning
}

// Notice is something that went wrong.
type Notice struct {
	Key          string // of its sentence; Key + ".why" is the one that gives the program's own reason
	Program, Log string
	Zh, En, Code string // the program's own words, if it left any
}

// Morning is the busy morning. All times are the model's.
type Morning struct {
	Phase  string // "" = none yet, "opening", "playing", "clearing", "ended"
	Clock  string // "10:42"
	Speed  int    // model seconds in a second; 0 = paused
	Last   int    // the speed before it was paused
	Pools  []Pool
	Hours  []int  // people of each hour of the plan, from 9 on
	Zh, En string // why it stands still, or how it ended, when that went wrong
	Code   string
}

// Pool is one kind of window in the busy morning.
type Pool struct {
	Code, Name, NameEN             string
	Arrived, Waiting, Served, Left int
	Came                           int
	Wait, Expected                 time.Duration // means of those who came: as played, as the model expects
	Expects                        bool          // the model expects somebody by now
}

// Lab is what the panel drives. What came of an act is in the next State.
type Lab interface {
	State(ctx context.Context) State
	// PutCard lays a preset's card on a reader; "" lifts what lies there.
	PutCard(ctx context.Context, reader, preset string)
	// Set turns a switch: a device's ("printer.cover"), "line", a program's ("program.hall": 0 ends it, 1 starts it).
	Set(ctx context.Context, name string, value int)
	// Start begins a busy morning, Pace changes its speed (0 pauses), Stop ends it and clears up.
	Start(ctx context.Context)
	Pace(ctx context.Context, speed int)
	Stop(ctx context.Context)
}
