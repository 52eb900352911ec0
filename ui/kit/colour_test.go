package kit_test

import (
	"image/color"
	"math"
	"testing"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// The pairs of the look, with the numbers it promises (LOOK 2).
func TestPairsOfColoursHaveTheContrastTheLookPromises(t *testing.T) {
	for _, c := range []struct {
		name        string
		ink, ground color.NRGBA
		want, least float64
	}{
		{"ink/paper", kit.Ink, kit.Paper, 16.6, 7}, {"ink/wall", kit.Ink, kit.Wall, 14.8, 7},
		{"ink2/paper", kit.Ink2, kit.Paper, 8.0, 4.5}, {"ink2/wall", kit.Ink2, kit.Wall, 7.2, 4.5}, {"ink2/paper2", kit.Ink2, kit.Paper2, 7.6, 4.5},
		{"ink3/paper", kit.Ink3, kit.Paper, 5.1, 4.5}, {"ink3/wall", kit.Ink3, kit.Wall, 4.6, 4.5},
		{"green/paper", kit.Green, kit.Paper, 8.0, 4.5}, {"green/wall", kit.Green, kit.Wall, 7.2, 4.5}, {"green/greenT", kit.Green, kit.GreenT, 6.7, 4.5},
		{"red/paper", kit.Red, kit.Paper, 7.4, 4.5}, {"red/redT", kit.Red, kit.RedT, 6.3, 4.5},
		{"amber/paper", kit.Amber, kit.Paper, 7.5, 4.5}, {"amber/amberT", kit.Amber, kit.AmberT, 6.6, 4.5},
		{"blue/paper", kit.Blue, kit.Paper, 8.7, 4.5}, {"blue/blueT", kit.Blue, kit.BlueT, 7.3, 4.5},
		{"paper/green", kit.Paper, kit.Green, 8.0, 4.5}, {"paper/red", kit.Paper, kit.Red, 7.4, 4.5},
		{"onl/lintel", kit.OnLintel, kit.Lintel, 13.1, 7}, {"onl2/lintel", kit.OnLintel2, kit.Lintel, 8.6, 7},
		{"onl/lintel2", kit.OnLintel, kit.Lintel2, 9.9, 7}, {"onl2/lintel2", kit.OnLintel2, kit.Lintel2, 6.5, 4.5},
		{"gold/lintel", kit.Gold, kit.Lintel, 8.4, 7}, {"gold/lintel2", kit.Gold, kit.Lintel2, 6.3, 4.5}, {"ink/gold", kit.Ink, kit.Gold, 9.6, 7},
		{"edge/paper", kit.Edge, kit.Paper, 3.8, 3}, {"edge/wall", kit.Edge, kit.Wall, 3.4, 3},
		{"edge on lintel", kit.LintelEdge, kit.Lintel, 4.1, 3}, {"edge on lintel2", kit.LintelEdge, kit.Lintel2, 3.1, 3}, {"focus/lintel", kit.Focus, kit.Lintel, 3.7, 3},
		{"focus/paper", kit.Focus, kit.Paper, 3.9, 3}, {"focus/wall", kit.Focus, kit.Wall, 3.5, 3},
		{"ink/slip", kit.Ink, kit.SlipPaper, 16.3, 7}, {"ink2/slip", kit.Ink2, kit.SlipPaper, 7.9, 7},
		{"gold/stale band", kit.Gold, kit.StaleBand, 7.6, 7}, {"onl/stale band", kit.OnLintel, kit.StaleBand, 11.9, 7},
		// What the look names without a number.
		{"greenD/greenT", kit.GreenD, kit.GreenT, 9.6, 7}, {"ink2/blocked", kit.Ink2, kit.Blocked, 6.9, 4.5}, {"ink/strip", kit.Ink, kit.Strip, 13.0, 7},
	} {
		got := kittest.Contrast(c.ink, c.ground)
		if math.Abs(got-c.want) > 0.1 || got < c.least {
			t.Errorf("%s has %.2f; the look says %.1f, and it needs %.1f", c.name, got, c.want, c.least)
		}
	}
}
