package hall

import (
	"maps"
	"slices"
	"testing"

	"onewindow/internal/api/apitest"
)

func TestEveryWayInIsWrittenDownAndEveryWrittenWayIsThere(t *testing.T) {
	served := slices.Sorted(maps.Keys(new(Node).routes()))
	if written := apitest.Hall(t).Routes(); !slices.Equal(served, written) {
		t.Errorf("served are %v, written down are %v", served, written)
	}
}
