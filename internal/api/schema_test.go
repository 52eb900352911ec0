package api_test

import (
	"testing"

	"onewindow/internal/api"
)

func TestATerminalWritesWhatThePlatformReads(t *testing.T) {
	own := api.Schemas{Min: 2, Max: 3}
	for name, c := range map[string]struct {
		needs    int
		platform api.Schemas
		want     int
	}{
		"of its own version":                     {1, api.Schemas{Min: 2, Max: 3}, 3},
		"newer":                                  {3, api.Schemas{Min: 3, Max: 4}, 3},
		"never heard of":                         {3, api.Schemas{}, 3},
		"one behind, and the act can be said":    {2, api.Schemas{Min: 1, Max: 2}, 2},
		"one behind, and it cannot: it waits":    {3, api.Schemas{Min: 1, Max: 2}, 3},
		"too far behind, beyond what is written": {1, api.Schemas{Min: 1, Max: 1}, 3},
	} {
		if got := own.Write(c.needs, c.platform); got != c.want {
			t.Errorf("a platform %s: schema %d, want %d", name, got, c.want)
		}
	}
	if r := api.Reads(); r.Max != api.SchemaVersion || r.Min < 1 || r.Max-r.Min > 1 {
		t.Errorf("this build reads %+v", r)
	}
}
