package store_test

import (
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/sync/outbox"
)

// A terminal of the next release, whose ratings say something the present schema has no words for, at a platform of this one.
func TestAPlatformOneVersionBehindTakesWhatItCanReadAndTheRestAfterItsUpdate(t *testing.T) {
	town := newCity(t)
	town.stop()
	town.params.Schemas = api.Schemas{Min: 1, Max: 1}
	town.start()
	d := &desk{t: t, dir: t.TempDir(), base: "http://" + town.params.APIAddr, schemas: api.Schemas{Min: 1, Max: 2}}
	d.needs = func(a cases.Act) int {
		if a.Kind == cases.ActRate {
			return 2
		}
		return 1
	}
	d.open()
	t.Cleanup(func() { d.stop() })
	d.until("a block of numbers", func() bool { return !d.store.NeedBlock() })
	d.until("what the platform reads", func() bool { _, _, line, err := d.store.Owed().Load(); return err == nil && line.Schemas.Known() })

	first := d.file("case-1", []byte("scan one"))
	d.until("a case that can be said in its words sent", d.sent)
	d.act(first, cases.Act{Kind: cases.ActRate, Rating: &cases.Rating{Grade: 1, Device: "C03-citizen", Count: 1}})
	d.file("case-2", []byte("scan two"))
	d.until("the other case sent", func() bool { return d.view().Waiting == 1 })
	v := d.view()
	if e := v.Entries[0]; v.Stuck != 0 || e.State != string(outbox.Waiting) || e.Code != "SYNC-113" || e.Why == "" || e.WhyEN == "" {
		t.Errorf("what it cannot read yet is shown as %+v", e)
	}
	if held := town.cases(); len(held) != 2 || cases.Rated(held["case-1"], 1) {
		t.Errorf("the platform holds %+v", held)
	}

	town.stop()
	town.params.Schemas = api.Schemas{Min: 1, Max: 2}
	town.start()
	d.until("the rating sent after the platform's update", d.sent)
	if !cases.Rated(town.cases()["case-1"], 1) {
		t.Error("the rating is not at the platform")
	}
}

// The first words between the two: the terminal wrote in the newest form before it ever heard the platform.
func TestWhatWasWrittenBeforeThePlatformWasHeardWaitsForItsUpdate(t *testing.T) {
	town := newCity(t)
	town.stop()
	town.params.Schemas = api.Schemas{Min: 1, Max: 1}
	d := &desk{t: t, dir: t.TempDir(), base: "http://" + town.params.APIAddr, schemas: api.Schemas{Min: 1, Max: 2}}
	d.open()
	t.Cleanup(func() { d.stop() })
	for _, err := range []error{d.store.SetBlock(t.Context(), "0312"), d.store.ConfirmTime(time.Now())} {
		if err != nil {
			t.Fatal(err)
		}
	}
	d.file("case-1", []byte("scan one"))
	town.start()
	d.until("the platform's word on it", func() bool { v := d.view(); return len(v.Entries) > 0 && v.Entries[0].Code != "" && v.Online })
	if v := d.view(); v.Stuck != 0 || v.Waiting != 3 {
		t.Errorf("%+v", v)
	}
	d.file("case-2", []byte("scan two")) // now it is known what the platform reads
	d.until("the next case sent", func() bool { return d.view().Waiting == 3 })
	town.stop()
	town.params.Schemas = api.Schemas{Min: 1, Max: 2}
	town.start()
	d.until("everything sent", d.sent)
	if held := town.cases(); len(held) != 2 {
		t.Errorf("the platform holds %d cases", len(held))
	}
}
