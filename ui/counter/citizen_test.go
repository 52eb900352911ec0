package counter_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
	"onewindow/ui/counter"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func citizen(mode desk.CitizenMode) desk.Snapshot {
	s := serving()
	s.Outbox.Online = true
	s.Citizen = desk.CitizenView{
		Mode: mode, Ticket: "A018", WindowNo: 3, Item: "食品经营许可(新办)", Charge: "不收费", Express: true,
		Facts: []desk.Fact{
			{Label: "经营者", Value: "福州榕巷示例餐饮有限公司"}, {Label: "负责人", Value: "*𬭎"},
			{Label: "经营场所", Value: "鼓楼区南后街示例铺 12 号"}, {Label: "面积", Value: "86.5 平方米"},
			{Label: "经营项目", Value: "热食类制售、自制饮品"}, {Label: "手机", Value: "138****1234"},
		},
		Materials: []desk.CitizenMaterial{
			{Name: "食品经营许可申请书", State: cases.Paper}, {Name: "设备设施、布局、流程文件", State: cases.Scanned}, {Name: "食品安全制度目录清单", State: cases.Deferred},
			{Name: "营业执照", State: cases.Shared}, {Name: "负责人身份证明", State: cases.Shared}, {Name: "授权委托书", State: cases.Paper},
		},
		Promised: workday.Date{Year: 2026, Month: 11, Day: 30}, Delivery: "post", RateCase: "c1", Until: now.Add(50 * time.Second),
	}
	if mode == desk.CitizenRate { // what is rated, without a word about the person
		s.Citizen.Facts, s.Citizen.Materials, s.Citizen.Delivery, s.Citizen.State = nil, nil, "", cases.Accepted
	}
	if mode == desk.CitizenIdle {
		s.Citizen = desk.CitizenView{Mode: mode, WindowNo: 3}
		s.Window.Ticket = nil
	}
	return s
}

type booth struct {
	desk *fakeDesk
	pump *kit.Pump
	m    *kit.Map
	w    fyne.Window
	z    *counter.Citizen
}

func TestTheOutcomesFooterHasOneLineInTheSmallestWindow(t *testing.T) {
	s := serving()
	s.Current.Missing, s.Current.MissingEN = make([]string, 4), nil
	s.Current.Missing[0] = "请填写手机号码。"
	st := open(t, newFake(s), kit.Chinese, 1366, 768)
	if all := texts(st.w.Content()); !slices.Contains(all, "还有 3 项未齐。收齐即可受理，不齐请一次告知（行政许可法第32条）") {
		t.Errorf("the footer is broken in %q", all)
	}
}

func TestWhatNeedNotBeHandedInIsListedAfterTheAcceptance(t *testing.T) {
	s := citizen(desk.CitizenDone)
	s.Citizen.State = cases.Accepted
	s.Citizen.Facts = []desk.Fact{
		{Label: "姓名", Value: "陈*明"}, {Label: "证件号码", Value: "3501**********0044"}, {Label: "性别", Value: "男"}, {Label: "出生日期", Value: "2001-**-**"}, {Label: "民族", Value: "汉"},
		{Label: "住址", Value: "福州市鼓楼区八一七北路***"}, {Label: "手机号码", Value: "139****5678"}, {Label: "办理类型", Value: "首次申领"}, {Label: "服务银行", Value: "中国工商银行"}, {Label: "卡的形式", Value: "实体卡"},
	}
	s.Citizen.Materials = []desk.CitizenMaterial{
		{Name: "社会保障卡申领登记表", State: cases.Paper}, {Name: "申领人有效身份证件", State: cases.Shared}, {Name: "一寸白底彩色照片", State: cases.Scanned},
	}
	all := texts(openCitizen(t, s, kit.Chinese).w.Content())
	for _, want := range []string{"社会保障卡申领登记表", "申领人有效身份证件", "一寸白底彩色照片", "免交"} {
		if !slices.Contains(all, want) {
			t.Errorf("%s is not in %q", want, all)
		}
	}
}

func TestCategoriesAreBrokenBetweenTheirNamesOnly(t *testing.T) {
	s := citizen(desk.CitizenIdle)
	names := []string{"企业设立", "经营管理", "社会事务", "投资建设", "通关外贸"}
	s.Board.Categories, s.Window.Categories = nil, []string{"A", "B", "C", "D", "E"}
	for i, n := range names {
		s.Board.Categories = append(s.Board.Categories, queue.BoardCategory{Code: s.Window.Categories[i], Name: n})
	}
	all := strings.Join(texts(openCitizen(t, s, kit.Chinese).w.Content()), "\n")
	for _, n := range names {
		if !strings.Contains(all, n) {
			t.Errorf("%s is torn apart in\n%s", n, all)
		}
	}
}

func openCitizen(t testing.TB, s desk.Snapshot, l kit.Lang) *booth {
	t.Helper()
	b := &booth{desk: newFake(s), pump: kit.NewPump(), m: kit.NewMap(t.TempDir() + "/map.json")}
	b.z = counter.NewCitizen(context.Background(), counter.Params{
		Desk: b.desk, UI: b.pump, Words: words(t, l), Now: func() time.Time { return now }, Every: -1, Map: b.m,
	})
	b.w = kittest.Window(t, b.z.Content(), 1280, 800)
	b.z.Attach(b.w)
	b.w.Resize(fyne.NewSize(1280, 800))
	t.Cleanup(b.z.Close)
	b.pump.Run()
	return b
}

// texts gives every line of text a window shows.
func texts(o fyne.CanvasObject) []string {
	var all []string
	for _, one := range test.LaidOutObjects(o) {
		if t, ok := one.(*canvas.Text); ok && t.Visible() {
			all = append(all, t.Text)
		}
	}
	return all
}

func TestALongFormLeavesRoomForTheMaterials(t *testing.T) {
	for facts := 0; facts <= 20; facts += 5 {
		for materials := 1; materials <= 13; materials += 4 {
			s := citizen(desk.CitizenCheck)
			s.Citizen.Facts, s.Citizen.Materials = nil, nil
			for range facts {
				s.Citizen.Facts = append(s.Citizen.Facts, desk.Fact{Label: "项目", Value: "福州市马尾区示例路 8 号示例仓库扩建工程一期"})
			}
			for range materials {
				s.Citizen.Materials = append(s.Citizen.Materials, desk.CitizenMaterial{Name: "与食品经营相适应的主要设备设施、经营布局、操作流程文件", State: cases.Scanned})
			}
			b := openCitizen(t, s, kit.Chinese)
			shown := 0
			for _, line := range texts(b.w.Content()) {
				if strings.HasPrefix(line, "与食品经营相适应") {
					shown++
				}
			}
			if shown < min(materials, 4) {
				t.Errorf("with %d facts and %d materials the window names %d of them", facts, materials, shown)
			}
		}
	}
}
