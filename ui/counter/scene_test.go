package counter_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
	"onewindow/internal/trouble"
	"onewindow/internal/workday"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// scene is a screen of the counter: what the desk shows, and what the clerk pressed.
type scene struct {
	name  string
	desk  desk.Snapshot
	steps []func(*stage)
}

func ctrl(key fyne.KeyName) func(*stage) { return func(s *stage) { s.ctrl(key) } }

// pressed presses a key where the focus is.
func pressed(key fyne.KeyName) func(*stage) { return func(s *stage) { s.press(key) } }

// scenes are all screens of the clerk's window.
func scenes() []scene {
	return append(append(sceneOfAnEmptyDesk(), sceneOfAFile()...), sceneOfAPanel()...)
}

func sceneOfAnEmptyDesk() []scene {
	serves := idle()
	serves.Window = serving().Window
	paused := idle()
	paused.Window.State, paused.Window.Reason = queue.WindowPaused, "交接班"
	silent := called()
	silent.Connected, silent.Heard = false, at(10, 20)
	full := serving()
	full.Outbox = verdicts()
	resting := serving()
	resting.Outbox.Online = true
	breaker := trouble.Of("SYNC-110").Clerk.Fill("fails", "5", "time", "10:25:30")
	resting.Outbox.Notes = []desk.Trouble{{Code: "SYNC-110", Sentence: breaker.Zh, SentenceEN: breaker.En}}
	return []scene{
		{"signin", nobody(idle()), nil},
		{"signin-wrong", nobody(idle()), []func(*stage){wrongPIN}},
		{"signin-locked", nobody(idle()), []func(*stage){lockedOut}},
		{"signin-troubles", nobody(away(idle())), nil},
		{"idle", idle(), nil}, {"idle-serving", serves, nil}, {"idle-paused", paused, nil}, {"idle-troubles", away(idle()), []func(*stage){press(fyne.KeyEscape)}},
		{"called", called(), nil}, {"hall-away", silent, []func(*stage){press(fyne.KeyF2)}},
		{"worklist", serving(), []func(*stage){ctrl("L")}},
		{"worklist-handout", serving(), []func(*stage){ctrl("L"), press(fyne.Key4)}},
		{"worklist-outbox", serving(), []func(*stage){ctrl("L"), ctrl("U")}},
		{"outbox", full, []func(*stage){ctrl("U")}},
		{"outbox-conflict", full, []func(*stage){ctrl("U"), pressed(fyne.KeyDown)}},
		{"outbox-handed", full, []func(*stage){ctrl("U"), pressed(fyne.KeyDown), pressed(fyne.KeyDown), pressed(fyne.KeyDown)}},
		{"outbox-clerks", full, []func(*stage){ctrl("U"), pressed(fyne.KeyRight)}},
		{"outbox-cases", full, []func(*stage){ctrl("U"), pressed(fyne.KeyRight), pressed(fyne.KeyRight)}},
		{"outbox-settled", full, []func(*stage){ctrl("U"), pressed(fyne.KeyLeft)}},
		{"outbox-rests", resting, []func(*stage){ctrl("U")}},
		{"outbox-empty", idle(), []func(*stage){ctrl("U")}},
		{"outbox-awaited", withStick(awaited()), []func(*stage){ctrl("U")}},
		{"outbox-writing", withStick(&desk.CarryProgress{Done: 7 << 20, All: 18 << 20}), []func(*stage){ctrl("U")}},
		{"outbox-written", withStick(awaited(), written()), []func(*stage){ctrl("U")}},
	}
}

func sceneOfAFile() []scene {
	wrong := ready()
	wrong.Current.FieldErrors = map[string]string{"applicant.phone": "手机号码应为 11 位，座机请带区号。", "business.area": "面积应为数字。", "business.items": "请填写经营项目。"}
	wrong.Current.FieldErrorsEN = map[string]string{"applicant.phone": "A mobile number has 11 digits; give the area code of a landline.", "business.area": "Area is a number.", "business.items": "What is sold is missing."}
	wrong.Current.FieldErrors["business.credit"] = "信用代码校验不符。早期试点代码属正常，确认后写明理由可继续。"
	wrong.Current.FieldErrorsEN["business.credit"] = "The code fails its check. Early pilot codes do; give a reason to go on."
	wrong.Current.FieldWarnings = map[string]bool{"business.credit": true}
	wrong.Current.FieldCodes = map[string]string{"business.credit": "ORG-004", "business.area": "FORM-003", "applicant.phone": "FORM-005", "business.items": "FORM-001"}
	back := serving()
	back.Scan = nil
	back.Current.Case.State, back.Current.Case.SupplyBy = cases.Supplement, workday.Date{Year: 2026, Month: 12, Day: 14}
	back.Current.Case.Lacks = []cases.Lack{{Material: "授权委托书", Problem: "缺少"}}
	jam := ready()
	jam.Notice = &desk.Notice{Kind: desk.NoticeFail, Code: "SCAN-007", Sentence: "扫描停在第 4 页，前 3 页已保存。进纸器卡纸，扫描停了。请取出卡住的纸，放好后再扫。",
		SentenceEN: "Scanning stopped at page 4; 3 pages are kept. Paper is jammed in the feeder and the scan has stopped. Take the paper out, put it back and scan again.", At: now}
	refused := accepted()
	refused.Current.Case.State, refused.Current.Case.Reason, refused.Notice = cases.Refused, "申请人不具备该事项规定的申请资格。", nil
	refused.Current.Case.Papers = []cases.IssuedPaper{{Kind: cases.RefusalNotice, Number: "不受〔2026〕1123-0312-0007", Page: cases.Page{Digest: "pdf"}}}
	back2 := cameBack()
	correcting := ready()
	correcting.Outbox, correcting.Current.Correcting = verdicts(), true
	correcting.Current.Stuck = &rejected
	again := result()
	again.Outbox, again.Current.Correcting = verdicts(), true
	handOut := conflict()
	again.Current.Stuck = &handOut
	handed := result()
	handed.Current.Case.State = cases.HandedOut
	handed.Current.Case.HandOut = &cases.Delivery{Receiver: "张𬭎", Way: cases.WayHand, At: cases.Stamp{Time: now}}
	return []scene{
		{"pick", picking(), nil}, {"fill", serving(), nil}, {"ready", ready(), nil}, {"ready-troubles", away(ready()), []func(*stage){press(fyne.KeyEscape)}},
		{"fill-wrong", wrong, nil}, {"fill-supplement", back, nil}, {"fill-jam", jam, nil},
		{"accepted", accepted(), nil}, {"refused", refused, nil}, {"rejected", back2, nil}, {"correcting", correcting, nil}, {"handing-again", again, nil}, {"result", result(), nil}, {"handed", handed, nil},
		{"twin", twinned(), nil}, {"twin-before", suspect(), nil}, {"limit-near", limited("LIMIT-001", "58"), nil}, {"limit-reached", limited("LIMIT-003", "73"), nil},
		{"rail", ready(), []func(*stage){ctrl("I")}},
	}
}

func sceneOfAPanel() []scene {
	card := ready()
	card.Card = &desk.CardQuestion{Name: "林*华", Number: "350199********0011", At: now}
	alone := ready()
	alone.NeedsTime = true
	away := result()
	away.Current.SeenAt = at(10, 23)
	both := serving()
	both.Outbox = verdicts()
	correcting := ready()
	correcting.Current.Correcting, correcting.Current.Stuck = true, &rejected
	return []scene{
		{"panel-dispute", both, []func(*stage){ctrl("U"), pressed(fyne.KeyDown), pressed(fyne.Key2)}},
		{"panel-stick", twoSticks(), []func(*stage){ctrl("U"), ctrl("B")}},
		{"panel-handover", both, []func(*stage){ctrl("U"), pressed(fyne.Key3)}},
		{"panel-drop-correction", correcting, []func(*stage){ctrl("W")}},
		{"panel-refuse-failed", ready(), []func(*stage){press(fyne.KeyF12), refuseFails}},
		{"panel-supplement", serving(), []func(*stage){press(fyne.KeyF11)}}, {"panel-refuse", serving(), []func(*stage){press(fyne.KeyF12)}},
		{"panel-pause", idle(), []func(*stage){press(fyne.KeyF7)}}, {"panel-keys", serving(), []func(*stage){press(fyne.KeyF1)}},
		{"panel-handout", result(), []func(*stage){press(fyne.KeyF10)}}, {"panel-handout-card", away, []func(*stage){press(fyne.KeyF10)}},
		{"panel-applicant", picking(), []func(*stage){func(s *stage) { forgetApplicant(s) }, ctrl("H")}},
		{"panel-time", alone, nil}, {"panel-card", card, nil}, {"panel-drop", ready(), []func(*stage){ctrl("W")}},
		{"panel-page", ready(), []func(*stage){ctrl("M"), func(s *stage) { s.press(fyne.KeyDown); s.press(fyne.KeyDown); s.press(fyne.KeyReturn) }}},
	}
}

// twinned is an accepted case whose applicant has another of the same item.
func twinned() desk.Snapshot {
	s := accepted()
	s.Notice = nil
	s.Current.Case.Revision = 1
	s.Current.Twins = []desk.TwinView{{CaseID: "other", Number: "113501990000000000000000000000120261123A7K20006", Terminal: "W04", Window: 4, At: at(9, 41)}}
	return s
}

// suspect is a file of a person who has a case of the item already.
func suspect() desk.Snapshot {
	s := ready()
	s.Current.Twins = twinned().Current.Twins
	return s
}

// limited is a desk without its platform, near a limit or past it.
func limited(code, hours string) desk.Snapshot {
	s := idle()
	s.Outbox.Online, s.Outbox.Since = false, at(8, 20)
	w := trouble.Of(code).Clerk.Fill("age", hours+" 小时", "ageEn", hours+" hours", "most", "72 小时", "mostEn", "72 hours")
	s.Machine = []desk.Trouble{{Code: code, Sentence: w.Zh, SentenceEN: w.En}}
	return s
}

// cameBack is the case in hand after the platform sent its acceptance back: nobody is accepted.
func cameBack() desk.Snapshot {
	s := accepted()
	s.Notice, s.Outbox = nil, verdicts()
	c := &s.Current.Case
	c.State, c.Promised, c.AcceptedAt, c.Papers, c.Offline = cases.Draft, workday.Date{}, cases.Stamp{}, nil, false
	s.Current.Upload, s.Current.Stuck = desk.UploadStuck, &rejected
	return s
}

// result is a case that came back granted.
func result() desk.Snapshot {
	s := accepted()
	s.Current.Case.State, s.Notice, s.Current.Upload = cases.Granted, nil, desk.UploadDone
	s.Current.Case.Offline = false
	s.Current.Case.Decision = &cases.Decision{Granted: true, Number: "闽榕食许〔2026〕0007号", Dept: "市场监督管理局", At: now}
	return s
}

func forgetApplicant(s *stage) {
	s.desk.turn(func(d *desk.Snapshot) {
		c := *d.Current
		c.Case.Applicant, c.CardReadAt = cases.Party{}, c.CardReadAt.Truncate(0)
		d.Current = &c
	})
	s.m.Redraw()
}

func wrongPIN(s *stage) {
	s.desk.fail["SignIn"] = &desk.AuthError{Code: "AUTH-002", Sentence: "密码不对，还可试 3 次。", SentenceEN: "Wrong PIN, 3 tries left.", Left: 3}
	typePIN(s)
}

func lockedOut(s *stage) {
	w := trouble.Of("AUTH-003").Clerk.Fill("max", "5", "time", "10:34")
	s.desk.fail["SignIn"] = &desk.AuthError{Code: "AUTH-003", Sentence: w.Zh, SentenceEN: w.En}
	typePIN(s)
}

func refuseFails(s *stage) {
	s.desk.fail["Refuse"] = &desk.Error{Code: "DESK-013", Sentence: "文书没有生成，件还没有办出，内容都在，可再试一次。", SentenceEN: "The paper could not be made, so nothing was filed. Everything is kept; try again."}
	s.press(fyne.KeySpace)
	s.press(fyne.KeyF12)
}

func typePIN(s *stage) {
	test.Type(s.w.Canvas().Focused(), "0312")
	s.press(fyne.KeyReturn)
	test.Type(s.w.Canvas().Focused(), "000000")
	s.press(fyne.KeyReturn)
}

// open is the scene in one language and size.
func (c scene) open(t testing.TB, l kit.Lang, wide, high float32) *stage {
	t.Helper()
	f := newFake(c.desk)
	f.items, f.dispute = []catalogue.Item{food, social}, dispute()
	s := open(t, f, l, wide, high)
	for _, step := range c.steps {
		step(s)
		s.settle()
	}
	return s
}

// data are the Chinese texts that have no English: names of people, items, departments, papers and answers.
func (c scene) data(t testing.TB) func(string) bool {
	return kittest.DataIn(c.desk, dispute(), food, social, foodForm, (&fakeDesk{}).Lacks(), present.RefusalTemplates(words(t, kit.English)))
}

// sizes are those of LOOK.md 6, by what is added to a picture's name.
var sizes = []struct {
	name       string
	wide, high float32
}{{"", 1920, 1080}, {"-narrow", 1366, 768}}
