package counter_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// withStick is a window with one stick in, and what else there is to say of it.
func withStick(more ...any) desk.Snapshot {
	s := serving()
	s.Carry.Sticks = []desk.Stick{{Path: "/media/clerk/KINGSTON", Name: "KINGSTON", Free: 29 << 30}}
	for _, m := range more {
		switch m := m.(type) {
		case *desk.CarryFile:
			s.Carry.Awaited = m
		case *desk.CarryProgress:
			s.Carry.Running = m
		case *desk.Notice:
			s.Carry.Done = m
		}
	}
	return s
}

func twoSticks() desk.Snapshot {
	s := withStick()
	s.Carry.Sticks = append(s.Carry.Sticks, desk.Stick{Path: "/media/clerk/USB DISK", Name: "USB DISK", Free: 310 << 20})
	return s
}

func awaited() *desk.CarryFile {
	return &desk.CarryFile{Name: "W03-000001.carry", At: at(10, 5), Acts: 12, Scans: 3}
}

func written() *desk.Notice {
	return &desk.Notice{Kind: desk.NoticeDone, At: now, Sentence: "已写入 12 步、3 份扫描件到 W03-000001.carry；请交到平台，带回回执。",
		SentenceEN: "12 acts and 3 scans written to W03-000001.carry. Take it to the platform and bring the receipts back."}
}

func TestTheOutboxIsCarriedWithKeysAlone(t *testing.T) {
	empty := withStick()
	empty.Outbox = desk.OutboxView{Online: true}
	busy := withStick(&desk.CarryProgress{Done: 1, All: 2})
	reading := withStick(&desk.CarryProgress{Reading: true})
	for name, c := range map[string]struct {
		from desk.Snapshot
		keys []fyne.KeyName
		did  string
	}{
		"write":                       {withStick(), []fyne.KeyName{fyne.KeyB}, "WriteStick /media/clerk/KINGSTON"},
		"read":                        {withStick(), []fyne.KeyName{fyne.KeyJ}, "ReadStick /media/clerk/KINGSTON"},
		"no stick":                    {serving(), []fyne.KeyName{fyne.KeyB, fyne.KeyJ}, ""},
		"nothing waits":               {empty, []fyne.KeyName{fyne.KeyB}, ""},
		"nothing waits, but receipts": {empty, []fyne.KeyName{fyne.KeyJ}, "ReadStick /media/clerk/KINGSTON"},
		"not twice at once":           {busy, []fyne.KeyName{fyne.KeyB, fyne.KeyJ}, ""},
		"Esc stops it":                {busy, []fyne.KeyName{fyne.KeyEscape}, "CancelStick"},
		"Esc does not stop receipts":  {reading, []fyne.KeyName{fyne.KeyEscape}, ""},
		"the second of two":           {twoSticks(), []fyne.KeyName{fyne.KeyB, fyne.Key2}, "WriteStick /media/clerk/USB DISK"},
		"the second of two, receipts": {twoSticks(), []fyne.KeyName{fyne.KeyJ, fyne.Key2}, "ReadStick /media/clerk/USB DISK"},
		"the first of two, by Enter":  {twoSticks(), []fyne.KeyName{fyne.KeyB, fyne.KeyReturn}, "WriteStick /media/clerk/KINGSTON"},
		"none of two":                 {twoSticks(), []fyne.KeyName{fyne.KeyB, fyne.KeyEscape}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, c.from)
			s.chord(fyne.KeyU)
			for _, k := range c.keys {
				if k == fyne.KeyB || k == fyne.KeyJ {
					s.chord(k)
				} else {
					s.press(k)
				}
			}
			if got := s.desk.done(); got != c.did {
				t.Errorf("did %q, want %q", got, c.did)
			}
		})
	}
}

func TestAClosedDrawerIsOpenedBeforeAnythingIsWritten(t *testing.T) {
	s := start(t, withStick())
	s.chord(fyne.KeyB)
	s.expect("")
	if on := s.places.Look().Screens["counter"]; on != "fill+outbox" {
		t.Fatalf("%s stands", on)
	}
	s.chord(fyne.KeyB)
	s.expect("WriteStick /media/clerk/KINGSTON")
}

func TestTheFootSaysWhatThereIsToKnow(t *testing.T) {
	zh, en := words(t, kit.Chinese), words(t, kit.English)
	old := written()
	old.At = now.Add(-time.Hour)
	gone := serving()
	gone.Carry = desk.CarryView{}
	for name, c := range map[string]struct {
		from   desk.Snapshot
		zh, en string
	}{
		"a file without receipts":   {withStick(awaited()), "上次写出：11-23 10:05，12 步，尚无回执", "Written 11-23 10:05, 12 acts, no receipts yet"},
		"just written":              {withStick(awaited(), written()), "已写入 12 步、3 份扫描件到 W03-000001.carry；请交到平台，带回回执。", "bring the receipts back"},
		"written an hour ago":       {withStick(awaited(), old), "上次写出：11-23 10:05", "no receipts yet"},
		"being written":             {withStick(&desk.CarryProgress{Done: 7 << 20, All: 18 << 20}), "7.0 MB / 18.0 MB", "7.0 MB of 18.0 MB"},
		"nothing":                   {withStick(), "写出不算已送", "marks nothing as sent"},
		"a counter that has no way": {gone, "", ""},
	} {
		for _, w := range []struct {
			words *kit.Words
			want  string
		}{{zh, c.zh}, {en, c.en}} {
			if got := present.NewStick(c.from, now, w.words).Say.Text; !strings.Contains(got, w.want) || (got == "") != (w.want == "") {
				t.Errorf("%s: %q, want %q", name, got, w.want)
			}
		}
	}
	if f := present.NewStick(serving(), now, zh); f.Why != "请插入 U 盘。" || f.Write.Blocked != f.Why || f.Read.Blocked != f.Why {
		t.Errorf("without a stick: %+v", f)
	}
}

// TestACutOffWindowSendsItsWorkByHandWithKeysAlone plays it on the real desk: the line goes, a refusal is filed, a stick
// is put in, written, stopped, written again, and comes back.
func TestACutOffWindowSendsItsWorkByHandWithKeysAlone(t *testing.T) {
	l := sitDown(t)
	l.signIn()
	l.world.Store.SetOnline(false)
	l.refuseByKeys()
	l.chord(fyne.KeyU)
	l.chord(fyne.KeyB)
	sticks := l.world.Sticks
	if did := sticks.Did(); len(did) > 0 {
		t.Fatalf("without a stick: %v", did)
	}
	sticks.Plug("KINGSTON")
	l.world.Clock.Turn(3 * time.Second)
	l.until("the stick", func(d desk.Snapshot) bool { return len(d.Carry.Sticks) == 1 })

	gate := sticks.Gate()
	l.chordAndGo(fyne.KeyB)
	gate <- struct{}{}
	l.shown("the bar", func(d desk.Snapshot) bool { return d.Carry.Running != nil && d.Carry.Running.Done > 0 })
	l.w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	l.until("the stop", func(d desk.Snapshot) bool { return d.Carry.Running == nil })
	l.says("没有留下文件")

	sticks.Ungate()
	sticks.Answer(desk.CarryWritten{Files: []string{"C03-000001.carry"}, Acts: 1, Scans: 1}, desk.CarryRead{Accepted: 1, Stored: 1}, nil)
	sticks.Wrote(&desk.CarryFile{Name: "C03-000001.carry", At: l.world.Clock.Now(), Acts: 1, Scans: 1})
	l.chord(fyne.KeyB)
	d := l.until("the file", func(d desk.Snapshot) bool { return d.Carry.Done != nil && d.Carry.Awaited != nil })
	l.says("已写入 1 步、1 份扫描件到 C03-000001.carry；请交到平台，带回回执。")
	if d.Outbox.Waiting == 0 {
		t.Error("writing counts as sent")
	}
	l.world.Clock.Turn(time.Hour)
	l.m.Redraw()
	l.says("上次写出：11-23 10:00，1 步，尚无回执")

	sticks.Wrote(nil)
	l.chord(fyne.KeyJ)
	l.until("the receipts", func(d desk.Snapshot) bool { return d.Carry.Done != nil && d.Carry.Awaited == nil })
	l.says("回执已读入：平台已收 1 步、1 份扫描件。")
	l.press(fyne.KeyEscape)
	if got := strings.Join(sticks.Did(), "; "); got != "write /media/KINGSTON; write /media/KINGSTON; read /media/KINGSTON" {
		t.Errorf("the carrier was asked %q", got)
	}
}

// chordAndGo presses Ctrl and a key without waiting for what it begins.
func (l *live) chordAndGo(k fyne.KeyName) {
	l.m.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl})
}

// shown waits for the desk to look as wanted while something is under way, and has the window draw it.
func (l *live) shown(what string, ok func(desk.Snapshot) bool) {
	l.world.Until(l.t, what, ok)
	l.pump.Run()
	l.m.Redraw()
}

func (l *live) says(want string) {
	l.t.Helper()
	if all := strings.Join(texts(l.w.Content()), "\n"); !strings.Contains(all, want) {
		l.t.Errorf("the window does not say %q", want)
	}
}
