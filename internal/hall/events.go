package hall

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// streamWait is how long a listener may take to swallow one message before it counts as gone.
const streamWait = 10 * time.Second

// listenTo streams changes: at once the newest board, or for who resumes (Last-Event-ID) what was missed; then every
// change; and a comment whenever nothing was said for a while, so that silence means that the line is dead.
// Changes that come faster than a listener reads are told together.
func (n *Node) listenTo(w http.ResponseWriter, r *http.Request) {
	cursor, err := strconv.ParseUint(r.Header.Get("Last-Event-ID"), 10, 64)
	knows := err == nil
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	say := func(text string) bool {
		_ = out.SetWriteDeadline(time.Now().Add(streamWait))
		if _, err := w.Write([]byte(text)); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	tick := time.NewTicker(n.p.Heartbeat)
	defer tick.Stop()
	for greeted := false; ; greeted = true {
		news, bell, err := n.table.since(cursor, knows, n.p.Now())
		if err != nil {
			n.log.Error("hall: no event", "err", err)
			return
		}
		if news == nil && !greeted && !say(": nothing new\n\n") {
			return
		}
		if news != nil {
			text, err := json.Marshal(news)
			if err != nil || !say(fmt.Sprintf("event: change\nid: %d\ndata: %s\n\n", news.Index, text)) {
				return
			}
			cursor, knows = news.Index, true
			tick.Reset(n.p.Heartbeat)
		}
		select {
		case <-bell:
		case <-tick.C:
			if !say(": still here\n\n") {
				return
			}
		case <-r.Context().Done():
			return
		case <-n.ending:
			return
		}
	}
}
