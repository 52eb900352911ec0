package tour

import (
	"testing"

	"onewindow/internal/trouble"
)

func TestEveryListedTroubleIsBroughtAboutInTheStory(t *testing.T) {
	brought := map[string]bool{}
	for _, c := range (&story{}).chapters() {
		for _, code := range c.troubles {
			if trouble.Of(code).Code == "" {
				t.Errorf("the story brings about %s, which the table does not hold", code)
			}
			brought[code] = true
		}
	}
	for _, e := range trouble.Listed() {
		if !brought[e.Code] {
			t.Errorf("%s has no scene in the story", e.Code)
		}
	}
}
