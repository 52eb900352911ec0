package shelf

import (
	"testing"

	"onewindow/internal/config"
	"onewindow/internal/glyph"
	"onewindow/internal/workday"
)

func TestEverythingOnTheShelfIsGood(t *testing.T) {
	items, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	if found := items.Search("spjyxk", 5); len(found) == 0 || found[0].ID != "FZ005" {
		t.Errorf("initials of 食品经营许可 find %v", found)
	}
	days, err := Calendar()
	if err != nil {
		t.Fatal(err)
	}
	if end, err := days.AddWorkingDays(workday.Date{Year: 2026, Month: 11, Day: 23}, 20); err != nil || end.String() != "2026-12-21" {
		t.Errorf("20 working days from 2026-11-23 end on %s, %v", end, err)
	}
	fonts, err := glyph.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Drawer(fonts, config.Papers{Hall: "大厅", City: "福州市", Phone: "0591-12345", Complaints: "0591-12345"}); err != nil {
		t.Error(err)
	}
}
