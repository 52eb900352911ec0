package rating_test

import (
	"testing"

	"onewindow/internal/rating"
)

func TestFiveGradesWithWordsAndNonePreselected(t *testing.T) {
	words := map[string]bool{}
	for i, g := range rating.Grades() {
		if int(g) != i+1 || !g.Valid() || g.Word() == "" || g.WordEN() == "" {
			t.Errorf("grade %d", g)
		}
		words[g.Word()] = true
	}
	if len(words) != 5 || rating.Grades()[4].Word() != "非常不满意" {
		t.Errorf("words %v", words)
	}
	var none rating.Grade
	if none != rating.NotRated || none.Valid() || none.Good() || none.Bad() || none.Word() != "未评价" {
		t.Error("silence counts as a rating")
	}
	if rating.Grade(9).Valid() || rating.Grade(-1).Word() != "未评价" {
		t.Error("a grade outside the five")
	}
}

func TestReasonsAreAskedForBadGradesOnly(t *testing.T) {
	for _, g := range rating.Grades() {
		if (len(rating.Reasons(g)) > 0) != g.Bad() {
			t.Errorf("%s: %d reasons", g.Word(), len(rating.Reasons(g)))
		}
	}
}
