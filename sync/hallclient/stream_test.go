package hallclient

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/internal/api"
)

func TestStreamsAreReadAsTheStandardSays(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"an event":               {"event: change\nid: 4\ndata: {}\n\n", []string{"change 4 {}"}},
		"data on two lines":      {"event: change\ndata: a\ndata: b\n\n", []string{"change  a\nb"}},
		"carriage returns":       {"event: change\r\ndata: x\r\n\r\n", []string{"change  x"}},
		"a comment":              {": still here\n\n", []string{"  "}},
		"an event cut off":       {"event: change\nid: 4\ndata: {", nil},
		"a field nobody knows":   {"retry: 10\nevent: change\ndata: x\n\n", []string{"change  x"}},
		"two events":             {"event: a\ndata: 1\n\nevent: b\ndata: 2\n\n", []string{"a  1", "b  2"}},
		"no space after a colon": {"event:change\ndata:x\n\n", []string{"change  x"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			err := readStream(strings.NewReader(c.text), func(m message) error {
				got = append(got, fmt.Sprintf("%s %s %s", m.event, m.id, m.data))
				return nil
			})
			if err == nil || !slices.Equal(got, c.want) {
				t.Errorf("got %q (%v), want %q", got, err, c.want)
			}
		})
	}
}

func FuzzReadStream(f *testing.F) {
	f.Add("event: change\nid: 4\ndata: {}\n\n")
	f.Add(": c\n\ndata\n:\nevent:\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		err := readStream(strings.NewReader(text), func(m message) error {
			if m.event == "" && len(m.data) > 0 {
				t.Error("an event without a name was given")
			}
			return nil
		})
		if err == nil {
			t.Error("the end of a stream is an error")
		}
	})
}

// FuzzState gives the watcher any data as a board: what is no state is an error and leaves what was known.
func FuzzState(f *testing.F) {
	f.Add([]byte(`{"index":7,"board":{"hall":"x","day":"2026-11-23","open":true,"at":1,"categories":[],"windows":[{"no":1,"state":"idle"}],"calls":[],"next":[],"passed":[],"waiting":1,"passedMinutes":30},"serverTime":"2026-11-23T02:08:00Z"}`))
	f.Add([]byte(`{"index":-1}`))
	f.Add([]byte(`{"board":{"windows":[null],"calls":[{"at":"x"}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		news := make(chan api.HallView, 1)
		w := &watcher{client: &Client{p: Params{Now: func() time.Time { return time.Unix(1, 0) }}}, news: news}
		w.view.Index, w.knows = 3, true
		err := w.hear(message{event: "change", id: "1", data: data})
		if (err == nil) != (len(news) == 1) {
			t.Fatalf("%v, but %d news", err, len(news))
		}
		if err != nil && (w.view.Index != 3 || w.view.Connected) {
			t.Error("what is no state changed what was known")
		}
	})
}
