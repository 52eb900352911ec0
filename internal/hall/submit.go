package hall

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"onewindow/internal/queue"
)

const (
	logWait    = 5 * time.Second // how long a command may wait for its place in the log
	tokenBytes = 16
	keyBytes   = 32
)

// submit puts a command into the log and gives its answer once it is on disk. An error means that nothing is known of
// the command's fate: the same command may be sent again.
func (n *Node) submit(c queue.Command) (queue.Answer, error) {
	if err := n.enrich(&c); err != nil {
		return queue.Answer{}, err
	}
	entry := queue.Entry{At: queue.Instant(n.p.Now().UnixMilli()), Command: c}
	plain, err := json.Marshal(entry)
	if err != nil {
		return queue.Answer{}, fmt.Errorf("hall: command %s: %w", c.ID, err)
	}
	f := n.raft.Apply(n.p.Seal.Seal(plain, placeEntry), logWait)
	if err := f.Error(); err != nil {
		return queue.Answer{}, fmt.Errorf("hall: command %s: %w", c.ID, err)
	}
	switch r := f.Response().(type) {
	case queue.Answer:
		n.after(c, r)
		return r, nil
	case error:
		return queue.Answer{}, r
	}
	return queue.Answer{}, fmt.Errorf("hall: command %s has no answer", c.ID)
}

// enrich adds the leader's randomness, whatever the terminal wrote there.
func (n *Node) enrich(c *queue.Command) error {
	c.Token, c.DayKey = "", nil
	switch c.Kind {
	case queue.Issue:
		b := make([]byte, tokenBytes)
		if _, err := io.ReadFull(n.p.Random, b); err != nil {
			return fmt.Errorf("hall: token: %w", err)
		}
		c.Token = base64.RawURLEncoding.EncodeToString(b)
	case queue.OpenDay:
		c.DayKey = make([]byte, keyBytes)
		if _, err := io.ReadFull(n.p.Random, c.DayKey); err != nil {
			return fmt.Errorf("hall: key of the day: %w", err)
		}
	}
	return nil
}

// after packs the log when a day begins or ends: entries with yesterday's key have no reason to stay.
func (n *Node) after(c queue.Command, a queue.Answer) {
	if a.Refusal != nil || c.Kind != queue.OpenDay && c.Kind != queue.CloseDay {
		return
	}
	n.raft.Snapshot() // in its own time; if it fails, the next one takes its place
}

// own sends one of the node's own commands.
func (n *Node) own(c queue.Command) error {
	c.ID, c.Terminal = n.p.NewID(), "hall"
	a, err := n.submit(c)
	if err != nil {
		return err
	}
	if a.Refusal != nil {
		return a.Refusal
	}
	return nil
}
