package platform

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"onewindow/internal/api/apitest"
)

func TestEveryWayInIsWrittenDownAndEveryWrittenWayIsThere(t *testing.T) {
	w := newWorld(t)
	served := slices.Concat(slices.Collect(maps.Keys(w.pf.apiRoutes())), slices.Collect(maps.Keys(w.pf.webRoutes())))
	for i := range served {
		served[i] = strings.TrimSuffix(served[i], "{$}")
	}
	slices.Sort(served)
	if written := apitest.Platform(t).Routes(); !slices.Equal(served, written) {
		t.Errorf("served are\n%s\nwritten down are\n%s", strings.Join(served, "\n"), strings.Join(written, "\n"))
	}
}
