package api

import (
	"time"

	"onewindow/internal/queue"
)

// Paths of the hall node's interface.
const (
	PathCommands = "/v1/commands" // POST queue.Command → queue.Answer (200 also for a refusal)
	PathState    = "/v1/state"    // GET → HallState
	PathEvents   = "/v1/events"   // GET, server-sent events: "event: change", id = log index, data = HallState
	PathDayKey   = "/v1/daykey"   // GET → DayKey; only kiosks and counters
)

// HallState is the board at one log index. Each server-sent event carries one, with the events that led to it.
type HallState struct {
	Index      uint64        `json:"index"`
	Board      queue.Board   `json:"board"`
	Events     []queue.Event `json:"events,omitempty"`
	ServerTime time.Time     `json:"serverTime"`
}

// DayKey keys the hash a person is known by for one day: HMAC-SM3(Key, ID number), hex.
type DayKey struct {
	Day string `json:"day"`
	Key []byte `json:"key"`
}

// HallView is what a terminal knows of the hall right now; it never travels.
type HallView struct {
	Board     queue.Board
	Index     uint64
	Heard     time.Time // when the hall last spoke (comments count)
	Connected bool
	Why       Problem // why contact is lost, in the clerk's words; zero while Connected
}
