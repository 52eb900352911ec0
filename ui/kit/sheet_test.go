package kit_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func TestSheetOfAllComponents(t *testing.T) {
	kittest.App(t)
	focused := kit.NewButton(kit.ButtonParams{Text: "一次性告知", Key: "F11"})
	focused.FocusGained()
	blocked := kit.NewButton(kit.ButtonParams{Text: "受理", Key: "F10"})
	blocked.Blocked("还差 1 份必要材料")
	toast := kit.NewToast(0)
	toast.Say(kit.Good, "已受理，最迟 11月30日办结", time.Unix(0, 0))
	progress := kit.NewProgress("取消", func() {})
	progress.Set(0.4, "第 4 页，共 10 页")
	unknown := kit.NewProgress("取消", func() {})
	unknown.Set(-1, "已扫描 4 页")
	items := []kit.Placed{
		kit.At(0, 0, 1240, 900, kit.Box(kit.Wall, 0)),
		kit.At(20, 20, 0, 0, kit.NewButton(kit.ButtonParams{Text: "受理", Key: "F10"})),
		kit.At(160, 20, 0, 0, focused),
		kit.At(360, 20, 0, 0, kit.NewButton(kit.ButtonParams{Text: "预览", Role: kit.Secondary, Icon: "paper"})),
		kit.At(500, 20, 0, 0, kit.NewButton(kit.ButtonParams{Text: "不予受理", Role: kit.Danger, Key: "F12"})),
		kit.At(680, 20, 0, 0, kit.NewButton(kit.ButtonParams{Text: "其他情形", Role: kit.Quiet})),
		kit.At(810, 20, 0, 0, blocked),
		kit.At(960, 10, 260, 132, kit.Box(kit.Lintel, 0)),
		kit.At(976, 20, 228, 52, kit.NewButton(kit.ButtonParams{Text: "办结并叫下一号", Role: kit.Call, Key: "F2", Icon: "call", Spread: true})),
		kit.At(976, 84, 110, 44, kit.NewButton(kit.ButtonParams{Text: "重呼", Role: kit.OnDark, Key: "F3", Px: 15, Height: 44, Spread: true})),
		kit.At(20, 100, 900, 48, kit.NewSteps([]kit.Step{{Title: "事项", Note: "已选", Done: true}, {Title: "表单", Note: "14/14", Done: true}, {Title: "材料", Note: "4/6", Now: true}, {Title: "受理", Note: "待定"}})),
		kit.At(20, 340, 900, 0, kit.NewBanner(kit.BannerParams{Meaning: kit.Careful, Text: "平台暂时连不上。您办的件已存本机，恢复后自动上传。", Code: "SYNC-101", Act: "查看", OnAct: func() {}})),
		kit.At(20, 390, 900, 0, kit.NewBanner(kit.BannerParams{Meaning: kit.Bad, Text: "没有找到读卡器。请检查连线，或改为输入号码。", Code: "CARD-001"})),
		kit.At(20, 170, 297, 162, kit.NewSlip(kit.SlipParams{Title: "当前 · 企业设立", Time: "10:06 取号", Number: "A018", Label: "已办理", Fact: "06:42", Foot: "等候 11 分 · 呼叫 1 次", Class: "普通号"})),
		kit.At(340, 170, 297, 162, kit.NewSlip(kit.SlipParams{Title: "当前 · 社会事务", Time: "10:20 取号", Number: "C1042", Foot: "等候 4 分", Class: "优先号", Stale: true})),
		kit.At(20, 450, 0, 0, toast),
		kit.At(400, 450, 300, 0, progress),
		kit.At(720, 450, 300, 0, unknown),
		kit.At(20, 700, 300, 0, kit.NewProse("听到或看到「请 A018 到几号窗口」就过去。过号 30 分钟内，可以到窗口请工作人员再叫一次。", 18, false, kit.Ink, 300)),
		kit.At(360, 700, 0, 0, kit.Text("张𬭎 㛃 䶮 林*华", 34, true, kit.Ink)),
		kit.At(960, 690, 260, 90, kit.Box(kit.Lintel, 0)),
		kit.At(980, 710, 0, 0, kit.Mark(64)),
	}
	x := float32(20)
	for i, m := range []kit.Meaning{kit.Good, kit.Shared, kit.Careful, kit.Bad, kit.Unknown, kit.Now} {
		p := kit.NewPill(kit.PillParams{Meaning: m, Text: []string{"已收", "共享已取", "可容缺", "缺少", "待定", "请到"}[i]})
		items = append(items, kit.At(x, 515, 0, 0, p))
		x += p.MinSize().Width + 12
	}
	for g := 1; g <= 5; g++ {
		word := []string{"非常满意", "满意", "基本满意", "不满意", "非常不满意"}[g-1]
		items = append(items, kit.At(20+float32(g-1)*140, 550, 130, 132, kit.NewGrade(g, word, 0, nil)))
	}
	w := kittest.Window(t, kit.Place(1240, 900, items...), 1240, 900)
	kittest.Audit(t, w, kittest.CounterRules())
	kittest.Golden(t, w, "sheet")
}

func TestSheetOfDialogAndDrawer(t *testing.T) {
	kittest.App(t)
	drawer := kit.NewDrawer(0, kit.Place(600, 100, kit.At(24, 16, 0, 0, kit.Text("待上传 3 件", 15, true, kit.Ink))))
	drawer.Open()
	w := kittest.Window(t, kit.DrawerLayer(drawer), 900, 700)
	answered, closed := 0, 0
	d := kit.ShowDialog(w.Canvas(), kit.DialogParams{Title: "不予受理这一件？", Text: "出具不予受理通知书后，这一件不能再改，要办须重新取号。", Safe: "再想想", Act: "不予受理", Danger: true,
		OnAct: func() { answered++ }, OnClose: func() { closed++ }})
	kittest.Audit(t, w, kittest.CounterRules())
	kittest.Golden(t, w, "dialog")
	if w.Canvas().Focused() != fyne.Focusable(d.Safe) {
		t.Error("the safe answer must have the focus")
	}
	d.Act.Press()
	d.Close()
	if answered != 1 || closed != 1 {
		t.Errorf("answered %d, closed %d, want once each", answered, closed)
	}
	shut := 0
	drawer.OnClose = func() { shut++ }
	drawer.Close()
	drawer.Close()
	if shut != 1 || drawer.Visible() {
		t.Errorf("told %d times, visible %v", shut, drawer.Visible())
	}
}

func TestSheetOfTheKeyboard(t *testing.T) {
	kittest.App(t)
	words, err := kit.NewWords(kit.Chinese, "kit")
	if err != nil {
		t.Fatal(err)
	}
	k := kit.NewKeyboard(kit.KeyboardParams{Characters: fewCharacters, Words: words, OnHide: func() {}})
	for _, id := range []string{"s", "h", "e", "b", "a", "o"} {
		k.Press(id)
	}
	d := kit.NewKeyboard(kit.KeyboardParams{Layout: kit.Digits, Words: words})
	w := kittest.Window(t, kit.Place(1080, k.Height()+d.Height(), kit.At(0, 0, 0, 0, k), kit.At(0, k.Height(), 0, 0, d)), 1080, k.Height()+d.Height())
	kittest.Audit(t, w, kittest.KioskRules())
	kittest.Golden(t, w, "keyboard")
}

func TestAToastGoesWhenItsTimeIsOver(t *testing.T) {
	kittest.App(t)
	toast := kit.NewToast(0)
	now := time.Unix(100, 0)
	toast.Say(kit.Good, "已保存", now)
	toast.Tick(now.Add(kit.ToastTime - 1))
	if !toast.Visible() {
		t.Fatal("gone too early")
	}
	toast.Tick(now.Add(kit.ToastTime))
	if toast.Visible() {
		t.Fatal("still there")
	}
}
