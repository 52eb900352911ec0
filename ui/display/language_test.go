package display

import (
	"testing"

	"onewindow/ui/kit/kittest"
)

func TestEveryTextStandsInBothLanguages(t *testing.T) {
	kittest.Languages(t, "display")
}
