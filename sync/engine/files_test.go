package engine_test

import (
	"fmt"
	"slices"
	"testing"

	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// scans gives a desk that owes so many scans of a case that is at the platform: "scan0" is the oldest.
func scans(t *testing.T, n int) *desk {
	d := newDesk(t)
	var files []outbox.File
	for i := range n {
		files = append(files, outbox.File{Order: uint64(i + 1), Digest: fmt.Sprint("scan", i), Op: "gone", State: outbox.Waiting})
	}
	d.step(engine.Appended{Files: files})
	return d
}

// begin lets every file begin that may, and gives those in flight.
func (d *desk) begin() []string {
	for p := d.state.Next(d.now); p.File != nil; p = d.state.Next(d.now) {
		d.step(engine.UploadBegun{Digest: p.File.Digest})
	}
	return d.state.Uploading
}

func (d *desk) inFlight(t *testing.T, want ...string) {
	t.Helper()
	if got := d.begin(); !slices.Equal(got, want) {
		t.Errorf("in flight %v, want %v", got, want)
	}
}

func TestSeveralFilesAreInFlightTheOldestFirst(t *testing.T) {
	d := scans(t, 6)
	d.inFlight(t, "scan0", "scan1", "scan2", "scan3")
	d.step(engine.Uploaded{Digest: "scan1", Position: 3})
	d.inFlight(t, "scan0", "scan2", "scan3", "scan4")
	d.step(engine.UploadFailed{Digest: "scan0", Failure: engine.Failure{Stuck: true}}) // it comes again after the others
	d.inFlight(t, "scan2", "scan3", "scan4", "scan5")
	for _, f := range d.state.Files {
		if (f.State == outbox.Accepted) != (f.Digest == "scan1") || f.State == outbox.Accepted && f.Position != 3 {
			t.Errorf("%+v", f)
		}
	}
}

func TestALineThatBreaksUnderSeveralFilesBrokeOnce(t *testing.T) {
	d := scans(t, 6)
	d.begin()
	d.step(engine.UploadFailed{Digest: "scan2"})
	d.now = d.state.NotBefore
	d.inFlight(t, "scan0", "scan1", "scan3") // no other joins them on a line that failed
	d.step(engine.UploadFailed{Digest: "scan3"})
	d.step(engine.Uploaded{Digest: "scan0", Position: 1})
	if d.state.Online = true; d.state.Fails != 0 {
		t.Errorf("%d failures after an answer", d.state.Fails)
	}
	d.step(engine.UploadFailed{Digest: "scan1"})
	if d.state.Fails != 0 {
		t.Errorf("one break of the line was counted again: %d", d.state.Fails)
	}
	d.now = latest(d.now, d.state.NotBefore)
	d.inFlight(t, "scan1", "scan2", "scan3", "scan4")
	for range 2 {
		d.step(engine.UploadFailed{Digest: d.state.Uploading[0]})
	}
	if d.state.Fails != 1 {
		t.Errorf("a new break counts %d times", d.state.Fails)
	}
}

func TestAFileThePlatformCannotAnswerWaitsWhileOthersGetThrough(t *testing.T) {
	d := scans(t, 3)
	d.begin()
	d.step(engine.UploadFailed{Digest: "scan0", Failure: engine.Failure{Sick: true}})
	d.step(engine.Uploaded{Digest: "scan1", Position: 1})
	d.step(engine.Uploaded{Digest: "scan2", Position: 2})
	if p := d.state.Next(d.now); p.File != nil || !p.Wake.After(d.now) {
		t.Errorf("the others' answers made it go at once: %+v", p)
	}
}
