package present_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/assets"
	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
	"onewindow/ui/counter/present"
)

// words are the texts of one language, as the kit would give them.
type words struct {
	texts   map[string]string
	english bool
}

func load(t *testing.T, lang string) words {
	t.Helper()
	raw, err := assets.Files.ReadFile("lang/counter." + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	w := words{texts: map[string]string{}, english: lang == "en"}
	if err := json.Unmarshal(raw, &w.texts); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w words) T(key string, pairs ...string) string {
	s, ok := w.texts[key]
	if !ok {
		return "?" + key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+pairs[i]+"}", pairs[i+1])
	}
	return s
}

func (w words) Pick(zh, en string) string {
	if w.english && en != "" {
		return en
	}
	return zh
}

var now = time.Date(2026, 11, 23, 10, 24, 0, 0, time.FixedZone("CST", 8*3600))

func ago(d time.Duration) queue.Instant { return queue.Instant(now.Add(-d).UnixMilli()) }

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	zh, en := load(t, "zh"), load(t, "en")
	hole := regexp.MustCompile(`\{[a-zA-Z]+\}`)
	for key, text := range zh.texts {
		other, ok := en.texts[key]
		if !ok || other == "" {
			t.Errorf("%s has no English", key)
		}
		known := map[string]bool{"{month}": true, "{monthName}": true}
		for _, h := range hole.FindAllString(text+other, -1) {
			if !known[h] && (!strings.Contains(text, h) || !strings.Contains(other, h)) && !strings.HasPrefix(key, "date.") {
				t.Errorf("%s: %s stands in one language only", key, h)
			}
		}
		if strings.ContainsAny(text, "!！") {
			t.Errorf("%s shouts", key)
		}
	}
	if len(en.texts) != len(zh.texts) {
		t.Errorf("%d Chinese texts, %d English", len(zh.texts), len(en.texts))
	}
}

func TestEveryWordTheWindowsAskForIsThere(t *testing.T) {
	zh := load(t, "zh")
	asked := regexp.MustCompile(`(?:\.T\(|note\(w, [a-z]+, )("[a-zA-Z0-9.\-]+")(?:, ("[a-zA-Z0-9.\-]+"))?`)
	n := 0
	for _, dir := range []string{".", ".."} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range asked.FindAllStringSubmatch(string(raw), -1) {
				key := strings.Trim(m[1], `"`)
				if strings.HasSuffix(key, ".") {
					continue // put together with a code
				}
				n++
				if _, ok := zh.texts[key]; !ok {
					t.Errorf("%s asks for %q", f, key)
				}
			}
		}
	}
	if n < 200 {
		t.Errorf("only %d words were looked at", n)
	}
	for _, s := range []cases.State{cases.Draft, cases.Supplement, cases.Refused, cases.Accepted, cases.Correction, cases.Granted, cases.Denied, cases.HandedOut, cases.Closed} {
		if strings.HasPrefix(present.StateWord(s, zh), "?") {
			t.Errorf("no word for %s", s)
		}
	}
}

func item() catalogue.Item {
	return catalogue.Item{ID: "FZ005", Name: "食品经营许可(新办)", BasicCode: "350101001000", Promised: catalogue.Limit{Value: 5, Unit: catalogue.WorkingDays}, Express: true}
}

func view(change func(c *desk.CaseView)) desk.Snapshot {
	c := &desk.CaseView{Case: cases.Case{ID: "c1", State: cases.Draft, Item: item()}, PromisedBy: workday.Date{Year: 2026, Month: 11, Day: 30}}
	if change != nil {
		change(c)
	}
	return desk.Snapshot{Current: c, Connected: true, Window: queue.BoardWindow{State: queue.WindowServing}, Outbox: desk.OutboxView{Online: true}}
}

func TestWhatTheMiddleShows(t *testing.T) {
	for _, c := range []struct {
		name string
		s    desk.Snapshot
		want present.Stage
	}{
		{"an empty desk", desk.Snapshot{}, present.StageIdle},
		{"a number is called", desk.Snapshot{Window: queue.BoardWindow{State: queue.WindowCalling}}, present.StageCalled},
		{"no item yet", view(func(c *desk.CaseView) { c.Case.Item = catalogue.Item{} }), present.StagePick},
		{"form and materials", view(nil), present.StageFill},
		{"filed", view(func(c *desk.CaseView) { c.ReadOnly = true }), present.StageFiled},
	} {
		if got := present.StageOf(c.s); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func find(acts []present.Act, id string) present.Act {
	for _, a := range acts {
		if a.ID == id {
			return a
		}
	}
	return present.Act{}
}

func TestAcceptanceIsBlockedWithItsReasonAndAskingBecomesTheMainAct(t *testing.T) {
	zh := load(t, "zh")
	s := view(func(c *desk.CaseView) {
		c.Missing = []string{"还差 1 份必要材料：授权委托书。"}
		c.Case.Materials = []cases.Material{{Spec: catalogue.MaterialSpec{Name: "授权委托书", Necessity: "必要"}, State: cases.NotYet}}
	})
	o := present.NewOutcome(s, zh)
	if a := find(o.Acts, "accept"); a.Can() || a.Blocked != "还差 1 份必要材料：授权委托书。" {
		t.Errorf("accept: %+v", a)
	}
	if find(o.Acts, "supplement").Role != present.Primary {
		t.Error("asking once is not the main act")
	}
	if o.Mark.Text != "还差 1 份必要材料：授权委托书" {
		t.Errorf("it says %q", o.Mark.Text)
	}
	s.Current.Missing = nil
	if o := present.NewOutcome(s, zh); find(o.Acts, "accept").Role != present.Primary || !find(o.Acts, "accept").Can() {
		t.Error("a complete case cannot be accepted")
	}
}

func TestAcceptingOffTheLineSaysSoBeforehand(t *testing.T) {
	s := view(nil)
	s.Outbox.Online = false
	if o := present.NewOutcome(s, load(t, "zh")); !strings.Contains(o.Detail, "待线上核验") {
		t.Errorf("it says %q", o.Detail)
	}
}

func TestWhatIsSaidOffTheLineEndsWithTheUpload(t *testing.T) {
	zh := load(t, "zh")
	for _, c := range []struct {
		upload desk.Upload
		online bool
		note   string
		pill   bool
	}{
		{desk.UploadWaiting, false, "平台恢复后自动上传", true}, {desk.UploadWaiting, true, "正在上传", true},
		{desk.UploadDone, true, "已上传", false}, {desk.UploadDone, false, "已上传", false},
	} {
		s := view(func(v *desk.CaseView) {
			v.ReadOnly, v.Upload, v.Case.State, v.Case.Offline = true, c.upload, cases.Accepted, true
		})
		s.Outbox.Online = c.online
		if got := present.NewOutcome(s, zh).Detail; !strings.HasSuffix(got, c.note) {
			t.Errorf("%s, online %v: %q", c.upload, c.online, got)
		}
		pill := slices.ContainsFunc(present.NewHead(s.Current, zh).Pills, func(m present.Mark) bool { return m.Text == "待线上核验" })
		if pill != c.pill {
			t.Errorf("%s: 待线上核验 %v", c.upload, pill)
		}
	}
}

func TestTheHistorysNumberIsShortLikeEverywhere(t *testing.T) {
	s := view(func(v *desk.CaseView) { v.Case.Number = "11350199MB000001993350101001000202611230K3A0007" })
	if got := present.NewColumn(s, present.State{}, now, load(t, "zh")).CaseNo; got != "件号尾 …1123 0K3A 0007" {
		t.Errorf("%q", got)
	}
}

func TestMaterialsSayHowTheyCameAndWhatCanBeDone(t *testing.T) {
	zh := load(t, "zh")
	at := now.Add(-5 * time.Minute)
	for _, c := range []struct {
		name string
		m    cases.Material
		pill string
		acts string
	}{
		{"paper", cases.Material{Spec: catalogue.MaterialSpec{PaperCopies: 1}, State: cases.Paper, At: at}, "纸质已收", "undo scan"},
		{"scanned", cases.Material{State: cases.Scanned, Pages: make([]cases.Page, 3)}, "扫描 3 页", "scan view"},
		{"from the city", cases.Material{Spec: catalogue.MaterialSpec{FromSharedData: true}, State: cases.Shared}, "共享核验", "undo scan"},
		{"may be fetched", cases.Material{Spec: catalogue.MaterialSpec{FromSharedData: true, Necessity: "必要"}}, "未收", "scan paper shared"},
		{"may follow", cases.Material{Spec: catalogue.MaterialSpec{Deferrable: true}}, "可容缺", "scan paper defer"},
		{"promised", cases.Material{Spec: catalogue.MaterialSpec{Deferrable: true}, State: cases.Deferred}, "容缺后补", "undo scan"},
	} {
		s := view(func(v *desk.CaseView) { v.Case.Materials = []cases.Material{c.m} })
		s.Scanner.State = devices.Ready
		row := present.NewMaterials(s, now, zh).Rows[0]
		var acts []string
		for _, a := range row.Acts {
			acts = append(acts, a.ID[strings.LastIndexByte(a.ID, '.')+1:])
		}
		if row.Mark.Text != c.pill || strings.Join(acts, " ") != c.acts {
			t.Errorf("%s: %q with %v", c.name, row.Mark.Text, acts)
		}
	}
}

func TestASharedRecordWaitsForThePlatform(t *testing.T) {
	s := view(func(v *desk.CaseView) {
		v.Case.Materials = []cases.Material{{Spec: catalogue.MaterialSpec{FromSharedData: true, Necessity: "必要"}}}
	})
	for _, online := range []bool{true, false} {
		s.Outbox.Online = online
		if a := find(present.NewMaterials(s, now, load(t, "zh")).Rows[0].Acts, "material.1.shared"); a.Can() != online {
			t.Errorf("online %v: %+v", online, a)
		}
	}
}

func TestAScanShowsItsPageAndCanBeStopped(t *testing.T) {
	s := view(func(v *desk.CaseView) {
		v.Case.Materials = []cases.Material{{State: cases.Scanned, Pages: make([]cases.Page, 3)}, {}}
	})
	s.Scan = &desk.ScanProgress{CaseID: "c1", Material: 0, Pages: 3}
	rows := present.NewMaterials(s, now, load(t, "zh")).Rows
	if rows[0].Scan != "第4页" || len(rows[0].Acts) != 1 || rows[0].Acts[0].Key != "Esc" {
		t.Errorf("%+v", rows[0])
	}
	for _, a := range rows[1].Acts {
		if strings.HasSuffix(a.ID, ".scan") && a.Can() {
			t.Error("a second scan could be started")
		}
	}
}

func TestPassedNumbersSayHowLongTheyMayComeBack(t *testing.T) {
	s := desk.Snapshot{Connected: true, Window: queue.BoardWindow{State: queue.WindowIdle}, Board: queue.Board{Day: "2026-11-23", PassedMinutes: 30, Passed: []queue.BoardTicket{
		{ID: "1", Number: "A015", At: ago(15 * time.Minute)}, {ID: "2", Number: "A009", At: ago(53 * time.Minute)},
	}}}
	rows := present.NewHall(s, now, load(t, "zh")).Passed
	if rows[0].Ago != "剩 15 分" || !rows[0].Back.Can() || rows[1].Ago != "已超 30 分" || rows[1].Back.Can() {
		t.Errorf("%+v", rows)
	}
}

func TestAWindowOfManyCategoriesSaysHowMany(t *testing.T) {
	s := desk.Snapshot{Window: queue.BoardWindow{Categories: []string{"A", "B"}}, Board: queue.Board{Categories: []queue.BoardCategory{
		{Code: "A", Name: "企业设立"}, {Code: "B", Name: "经营管理"}, {Code: "C", Name: "社会事务"},
	}}}
	if got := present.NewHall(s, now, load(t, "zh")).Categories; got != "企业设立 · 经营管理" {
		t.Errorf("two: %q", got)
	}
	s.Window.Categories = []string{"A", "B", "C", "D", "E"}
	if got := present.NewHall(s, now, load(t, "zh")).Categories; got != "综合受理 · 5 类" {
		t.Errorf("five: %q", got)
	}
}

func TestASilentHallIsSaidWithItsTimeAndStopsCalling(t *testing.T) {
	s := desk.Snapshot{Heard: now.Add(-4 * time.Minute), Window: queue.BoardWindow{State: queue.WindowIdle}}
	h := present.NewHall(s, now, load(t, "zh"))
	if !strings.Contains(h.Away, "10:20") || h.Call.Can() {
		t.Errorf("%q, call %+v", h.Away, h.Call)
	}
}

func TestAPlatformAwayIsSaidWithItsTime(t *testing.T) {
	s := desk.Snapshot{Connected: true, Outbox: desk.OutboxView{Waiting: 3, Stuck: 1, Oldest: now.Add(-4 * time.Minute), Since: now.Add(-4 * time.Minute)}}
	l := present.NewStatusLine(s, present.State{}, now, load(t, "zh"))
	if l.Platform.Text != "10:20 起平台暂时连不上。您办的件已存本机，恢复后自动上传。 (SYNC-101)" || l.Outbox.Text != "待上传 3 件 · 最久 4 分钟" || l.Stuck.Text != "1 件要处理" {
		t.Errorf("%+v", l)
	}
}

func TestWorkIsOrderedByWhatPressesMost(t *testing.T) {
	day := workday.Date{Year: 2026, Month: 11, Day: 23}
	s := desk.Snapshot{Work: []desk.WorkRow{
		{Group: desk.GroupEnded, CaseID: "e", State: cases.Closed}, {Group: desk.GroupHandOut, CaseID: "h", State: cases.Granted},
		{Group: desk.GroupReview, CaseID: "t", State: cases.Accepted, Deadline: day}, {Group: desk.GroupReview, CaseID: "o", State: cases.Accepted, Deadline: day, DaysLeft: -2},
	}}
	work := present.NewWork(s, present.State{}, load(t, "zh"))
	order := ""
	for _, l := range work.Lines {
		order += l.CaseID
	}
	if order != "othe" || work.Step(1) != "t" || work.Step(-5) != "o" || work.Step(99) != "e" {
		t.Errorf("order %q, steps %q %q %q", order, work.Step(1), work.Step(-5), work.Step(99))
	}
	if work.Detail == nil || work.Detail.CaseID != "o" {
		t.Errorf("selected: %+v", work.Detail)
	}
	if got := present.NewWork(s, present.State{WorkTab: 3}, load(t, "zh")); len(got.Lines) != 2 || got.Detail.Main.ID != "work.handOut" {
		t.Errorf("the results tab: %+v", got.Lines)
	}
}

func TestTheWorkListsBadgeIsRedOnlyForWhatIsOverdueOrStuck(t *testing.T) {
	day := workday.Date{Year: 2026, Month: 11, Day: 23}
	due := desk.WorkRow{Group: desk.GroupReview, CaseID: "t", State: cases.Accepted, Deadline: day}
	late := desk.WorkRow{Group: desk.GroupReview, CaseID: "o", State: cases.Accepted, Deadline: day, DaysLeft: -1}
	stuck := desk.OutboxView{Stuck: 1, Entries: []desk.OutboxEntry{{CaseID: "t", Act: cases.ActAccept, State: "rejected"}}}
	for _, c := range []struct {
		name  string
		snap  desk.Snapshot
		badge string
		tone  present.Tone
	}{
		{"nothing presses", desk.Snapshot{}, "", present.Plain},
		{"due today", desk.Snapshot{Work: []desk.WorkRow{due}}, "1", present.Careful},
		{"overdue", desk.Snapshot{Work: []desk.WorkRow{due, late}}, "2", present.Wrong},
		{"due today and stuck", desk.Snapshot{Work: []desk.WorkRow{due}, Outbox: stuck}, "1", present.Wrong},
	} {
		if w := present.NewLintel(c.snap, present.State{}, now, load(t, "zh")).Work; w.Badge != c.badge || w.Tone != c.tone {
			t.Errorf("%s: %q, tone %v", c.name, w.Badge, w.Tone)
		}
	}
}

func TestTheCitizensWindowCallsANumberBeforeItServesIt(t *testing.T) {
	s := desk.Snapshot{WindowNo: 3, Window: queue.BoardWindow{State: queue.WindowCalling, Ticket: &queue.Ticket{Number: "C001", State: queue.Calling}}}
	says := func() string { return present.NewCitizenScreen(s, 0, now, load(t, "zh")).Side.Lines[1] }
	if got := says(); got != "请 C001 到 03 号窗口" {
		t.Errorf("called: %q", got)
	}
	s.Window.State, s.Window.Ticket.State = queue.WindowServing, queue.Serving
	if got := says(); got != "正在为 C001 办理" {
		t.Errorf("serving: %q", got)
	}
}

func TestTheCitizensWindowNeverPreselectsAGrade(t *testing.T) {
	s := desk.Snapshot{Citizen: desk.CitizenView{Mode: desk.CitizenRate, RateCase: "c1"}}
	side := present.NewCitizenScreen(s, 0, now, load(t, "zh")).Side
	for _, f := range side.Faces {
		if f.Picked {
			t.Errorf("%s is picked", f.Label)
		}
	}
	if side.Submit.Can() || !side.Skip.Can() || len(side.Reasons) != 0 {
		t.Errorf("%+v", side)
	}
	if bad := present.NewCitizenScreen(s, 5, now, load(t, "zh")).Side; len(bad.Reasons) == 0 || !bad.Submit.Can() {
		t.Error("a bad grade asks for no reasons, or cannot be sent without them")
	}
}

func TestANumberFromAChipIsMaskedAndCannotBeEdited(t *testing.T) {
	s := view(func(c *desk.CaseView) {
		c.Form.Fields = []catalogue.Field{{Key: "applicant.number", Kind: catalogue.FieldPerson}}
		c.Case.Form = []cases.Value{{Key: "applicant.number", Text: "350199198506150035", Source: cases.FromCard}}
	})
	f := present.NewForm(s.Current, load(t, "zh")).Fields[0]
	if f.Text != "350199********0035" || !f.ReadOnly {
		t.Errorf("%+v", f)
	}
}

func TestErrorsSpeakWithTheirCodeLast(t *testing.T) {
	zh, en := load(t, "zh"), load(t, "en")
	err := error(&desk.AuthError{Code: "AUTH-002", Sentence: "密码不对，还可试 3 次。", SentenceEN: "Wrong PIN, 3 tries left."})
	if got := present.Sentence(zh, err); got != "密码不对，还可试 3 次。 (AUTH-002)" {
		t.Errorf("%q", got)
	}
	if got := present.Sentence(en, &desk.Error{Code: "DESK-010", Sentence: "无", SentenceEN: "None."}); got != "None. (DESK-010)" {
		t.Errorf("%q", got)
	}
	if got := present.Sentence(zh, errors.New("disk full")); !strings.Contains(got, "disk full") {
		t.Errorf("%q", got)
	}
	if present.Sentence(zh, nil) != "" {
		t.Error("no error has a sentence")
	}
}

func TestOnlyWholeLinesGoOntoTheNotice(t *testing.T) {
	got := present.Lacks([]present.LackDraft{
		{Material: " 授权委托书 ", Problem: "缺少", Right: "现场填写"}, {Material: "章程"}, {Material: "照片", Problem: "模糊", Leave: true},
	})
	if len(got) != 1 || got[0] != (cases.Lack{Material: "授权委托书", Problem: "缺少", Right: "现场填写"}) {
		t.Errorf("%+v", got)
	}
}
