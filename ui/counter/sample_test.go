package counter_test

import (
	"time"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
	"onewindow/internal/trouble"
	"onewindow/internal/workday"
)

var zone = time.FixedZone("CST", 8*3600)

// now is the moment of every drawing: Monday 23 November 2026, 10:24 in Fuzhou.
var now = time.Date(2026, 11, 23, 10, 24, 0, 0, zone)

func at(hour, minute int) time.Time { return time.Date(2026, 11, 23, hour, minute, 0, 0, zone) }

func instant(t time.Time) queue.Instant { return queue.Instant(t.UnixMilli()) }

var food = catalogue.Item{
	ID: "FZ005", Version: "1", Code: "11350199MB000001993350101001000", BasicCode: "350101001000", Name: "食品经营许可(新办)",
	Category: "A", CategoryName: "企业设立", Dept: "市场监督管理局", Legal: catalogue.Limit{Value: 10, Unit: catalogue.WorkingDays},
	Promised: catalogue.Limit{Value: 5, Unit: catalogue.WorkingDays}, Scope: "全市通办", Charge: "不收费", ResultName: "食品经营许可证", Express: true,
	Materials: []catalogue.MaterialSpec{
		{Name: "食品经营许可申请书", Necessity: "必要", PaperCopies: 1, OriginalOrCopy: "原件"},
		{Name: "营业执照(主体资格证明)", Necessity: "必要", FromSharedData: true, SharedSource: "电子营业执照系统", OriginalOrCopy: "原件"},
		{Name: "与食品经营相适应的主要设备设施、经营布局、操作流程文件", Necessity: "必要", PaperCopies: 1, OriginalOrCopy: "原件"},
		{Name: "食品安全规章制度目录清单", Necessity: "容缺后补", Deferrable: true, PaperCopies: 1, OriginalOrCopy: "原件"},
		{Name: "法定代表人(负责人)身份证明", Necessity: "必要", FromSharedData: true, SharedSource: "居民身份证电子证照", OriginalOrCopy: "原件"},
		{Name: "授权委托书", Necessity: "必要", PaperCopies: 1, OriginalOrCopy: "原件"},
	},
}

var foodForm = catalogue.Form{Item: "FZ005", Fields: []catalogue.Field{
	{Key: "business.name", Label: "经营者名称", LabelEN: "Business name", Required: true},
	{Key: "business.credit", Label: "统一社会信用代码", LabelEN: "Credit code", Kind: catalogue.FieldCredit, Required: true},
	{Key: "applicant.name", Label: "法定代表人(负责人)", LabelEN: "Person in charge", Required: true, Half: true},
	{Key: "applicant.number", Label: "证件号码", LabelEN: "ID number", Kind: catalogue.FieldPerson, Required: true, Half: true},
	{Key: "business.address", Label: "住所", LabelEN: "Registered address", Required: true},
	{Key: "business.place", Label: "经营场所", LabelEN: "Place of business", Required: true},
	{Key: "business.kind", Label: "主体业态", LabelEN: "Kind of business", Required: true, Half: true},
	{Key: "business.area", Label: "面积", LabelEN: "Area", Kind: catalogue.FieldNumber, Unit: "平方米", Required: true, Half: true},
	{Key: "business.items", Label: "经营项目", LabelEN: "What is sold", Kind: catalogue.FieldChoices, Required: true, Options: []string{"热食类制售", "冷食类制售", "自制饮品", "散装食品", "预包装食品"}},
	{Key: "business.safety", Label: "食品安全管理员", LabelEN: "Food safety officer", Required: true, Half: true},
	{Key: "applicant.phone", Label: "手机号码", LabelEN: "Telephone", Kind: catalogue.FieldPhone, Required: true, Half: true},
}}

func values() []cases.Value {
	return []cases.Value{
		{Key: "business.name", Text: "福州榕巷示例餐饮有限公司", Source: cases.FromShared},
		{Key: "business.credit", Text: "91350199MA0000015J", Source: cases.FromShared},
		{Key: "applicant.name", Text: "张𬭎", Source: cases.FromCard},
		{Key: "applicant.number", Text: "350199198506150035", Source: cases.FromCard},
		{Key: "business.address", Text: "福州市鼓楼区八一七北路示例巷", Source: cases.FromShared},
		{Key: "business.place", Text: "福州市鼓楼区南后街示例铺 12 号", Source: cases.Typed},
		{Key: "business.kind", Text: "餐饮服务经营者", Source: cases.Typed},
		{Key: "business.area", Text: "86.5", Source: cases.Typed},
		{Key: "business.items", Text: "热食类制售、自制饮品", Source: cases.Typed},
		{Key: "business.safety", Text: "林晓芸", Source: cases.Typed},
		{Key: "applicant.phone", Text: "13800001234", Source: cases.Changed},
	}
}

// filling is the case of the drawing: every state a material can be in, and one that is missing.
func filling() *desk.CaseView {
	page := func(d string) cases.Page { return cases.Page{Digest: d, Type: "image/jpeg"} }
	mat := func(i int, s cases.MaterialState, when time.Time, pages ...cases.Page) cases.Material {
		return cases.Material{Spec: food.Materials[i], State: s, Count: 1, At: when, Pages: pages}
	}
	return &desk.CaseView{
		Case: cases.Case{
			ID: "c1", State: cases.Draft, Ticket: "A018", TicketID: "20261123-A018", Item: food, Form: values(), Delivery: "post",
			Applicant: cases.Party{Name: "张𬭎", IDType: "111", Number: "350199198506150035", Verified: cases.Stamp{Time: at(10, 17)}},
			Agent:     &cases.Party{Name: "林小华", IDType: "111", Number: "350199199003070011", Phone: "13900005678"},
			Materials: []cases.Material{
				mat(0, cases.Paper, at(10, 19), page("a"), page("ab"), page("abc")), mat(1, cases.Shared, at(10, 18)),
				mat(2, cases.Scanned, at(10, 21), page("abcd"), page("abcde"), page("abcdef")), mat(3, cases.NotYet, time.Time{}),
				mat(4, cases.Shared, at(10, 17)), mat(5, cases.NotYet, time.Time{}),
			},
			Steps: []cases.Step{
				{At: at(10, 6), Text: "取号 A018", TextEN: "Ticket A018"}, {At: at(10, 17), Text: "建立草稿", TextEN: "Draft opened"},
				{At: at(10, 17), Text: "读卡核验申请人", TextEN: "Applicant's card read"}, {At: at(10, 19), Text: "收取 食品经营许可申请书", TextEN: "Taken in: 食品经营许可申请书"},
			},
		},
		Form: foodForm, Filled: 11, Auto: 5, Missing: []string{"还差 1 份必要材料：授权委托书。"}, MissingEN: []string{"One required paper is missing: 授权委托书."},
		LegalBy: workday.Date{Year: 2026, Month: 12, Day: 7}, PromisedBy: workday.Date{Year: 2026, Month: 11, Day: 30}, CardReadAt: at(10, 17),
	}
}

func board() queue.Board {
	cat := func(code, name, en string, waiting, oldest int) queue.BoardCategory {
		return queue.BoardCategory{Code: code, Name: name, NameEN: en, Waiting: waiting, OldestAt: instant(now.Add(-time.Duration(oldest) * time.Minute))}
	}
	return queue.Board{
		Hall: "福州市政务服务大厅", HallEN: "Fuzhou Government Service Hall", Day: "2026-11-23", Open: true, At: instant(now), Waiting: 57, PassedMinutes: 30,
		Categories: []queue.BoardCategory{
			cat("A", "企业设立", "Company setup", 7, 14), cat("B", "经营管理", "Business", 12, 18), cat("C", "社会事务", "Social affairs", 31, 22),
			cat("D", "投资建设", "Construction", 4, 6), cat("E", "通关外贸", "Customs", 3, 5),
		},
		Next: []queue.BoardTicket{{ID: "20261123-C041", Number: "C041", Category: "C", At: instant(at(10, 2))}},
		Passed: []queue.BoardTicket{
			{ID: "20261123-A015", Number: "A015", Category: "A", At: instant(at(10, 9))},
			{ID: "20261123-B027", Number: "B027", Category: "B", At: instant(at(10, 1))},
			{ID: "20261123-A009", Number: "A009", Category: "A", At: instant(at(9, 51))},
		},
	}
}

// serving is the drawing's moment: A018 at window 3, the platform away since 10:20.
func serving() desk.Snapshot {
	return desk.Snapshot{
		Hall: "福州市政务服务大厅", WindowNo: 3, User: &desk.User{Operator: "0312", Name: "陈晓"},
		Window: queue.BoardWindow{No: 3, State: queue.WindowServing, Categories: []string{"A", "B"}, Ticket: &queue.Ticket{
			ID: "20261123-A018", Number: "A018", Category: "A", State: queue.Serving, Calls: 1,
			IssuedAt: instant(at(10, 6)), CalledAt: instant(at(10, 17)), LastCallAt: instant(at(10, 17)), StartedAt: instant(now.Add(-402 * time.Second)),
		}},
		Board: board(), Connected: true, Heard: now,
		Tabs:    []desk.Tab{{CaseID: "c1", Ticket: "A018", Title: "食品经营许可(新办)", Active: true}, {CaseID: "c2", Ticket: "C042", Title: "社会保障卡补换", Parked: true}},
		Current: filling(), Citizen: desk.CitizenView{Mode: desk.CitizenCheck, Ticket: "A018", WindowNo: 3},
		Reader: devices.Status{State: devices.Ready}, Scanner: devices.Status{State: devices.Busy},
		Scan:   &desk.ScanProgress{CaseID: "c1", Material: 2, Pages: 3, Since: at(10, 23)},
		Outbox: outbox(), Carry: desk.CarryView{Possible: true}, Today: desk.Today{Served: 9, MeanMin: 14, Rated: 8, Unrated: 1}, Work: workRows(), Now: now,
	}
}

func outbox() desk.OutboxView {
	return desk.OutboxView{
		Waiting: 3, Stuck: 1, Oldest: at(10, 20), Online: false, Since: at(10, 20), NextTry: now.Add(20 * time.Second), SavedAt: now.Add(-2 * time.Second),
		Entries: []desk.OutboxEntry{
			{ID: "1", CaseID: "c8", Number: number("0006"), Act: cases.ActAccept, Title: "受理 · 社会保障卡申领与补换 C038", TitleEN: "Accept · 社会保障卡申领与补换 C038", Detail: "案件 …1123 0312 0006 · 4 份文件 2.1 MB", DetailEN: "Case …1123 0312 0006 · 4 files, 2.1 MB",
				Since: at(10, 20), State: "waiting", Attempts: 8, Operator: "0312", Name: "陈晓", Ways: moving},
			{ID: "2", CaseID: "c9", Number: number("0005"), Title: "扫描件 · 内资公司设立登记 A016", TitleEN: "Scan · 内资公司设立登记 A016", Detail: "案件 …1123 0312 0005 · 6.4 MB", DetailEN: "Case …1123 0312 0005 · 6.4 MB", File: true,
				Since: at(10, 21), State: "waiting", Operator: "0415", Name: "林岚", Ways: moving},
			rejected,
		},
	}
}

func number(serial string) string {
	return "11350199MB000001993350101001000" + "20261123" + "0312" + serial
}

// What can be done about an entry that moves, and about one that came back.
var (
	moving = []desk.Way{{Kind: desk.WayRetry}, {Kind: desk.WayHand}}
	halted = []desk.Way{{Kind: desk.WayCorrect}, {Kind: desk.WayKeep}, {Kind: desk.WayRetry, Code: "SYNC-122", Why: clerkTold("SYNC-122").Zh, WhyEN: clerkTold("SYNC-122").En}, {Kind: desk.WayHand}}
)

func clerkTold(code string) trouble.Words { return trouble.Of(code).Clerk }

var rejected = desk.OutboxEntry{ID: "3", CaseID: "c1", Number: number("0007"), Act: cases.ActAccept, Title: "受理 · 食品经营许可(新办) A018", TitleEN: "Accept · 食品经营许可(新办) A018", Detail: "案件 …1123 0312 0007 · 2 份文件 310 KB",
	DetailEN: "Case …1123 0312 0007 · 2 files, 310 KB", Since: at(10, 23), State: "rejected", Attempts: 1, Code: "PLAT-021", Operator: "0312", Name: "陈晓", Behind: 1, Ways: halted,
	Why: "姓名与平台登记的不一致。请核对证件后重传，或交主管。", WhyEN: "The name is not the one on record. Check the card and send it again, or ask the supervisor."}

// conflict is a hand-out that a restored platform does not know of.
func conflict() desk.OutboxEntry {
	e := rejected
	e.ID, e.CaseID, e.Number, e.State, e.Code, e.Act, e.Behind = "4", "c4", number("0002"), "conflict", "OPS-016", cases.ActHandOut, 0
	e.Title, e.TitleEN = "出件登记 · 营业执照 A001", "Hand out · 营业执照 A001"
	e.Detail, e.DetailEN = "案件 …1123 0312 0002 · 1 份文件 42 KB", "Case …1123 0312 0002 · 1 files, 42 KB"
	e.Why, e.WhyEN = "平台曾从备份恢复，少了本件前面的经过。这一步已留存，请后台核对补录后再送。", "The platform was restored and lacks earlier steps of this case. This step is kept; the back office must look, then offer it again."
	e.Ways = []desk.Way{{Kind: desk.WayCorrect, Code: "SYNC-127", Why: clerkTold("SYNC-127").Zh, WhyEN: clerkTold("SYNC-127").En}, {Kind: desk.WayKeep}, {Kind: desk.WayRetry}, {Kind: desk.WayHand}}
	return e
}

// dispute is the conflict in both versions: handed out here, still under review at the platform.
func dispute() desk.Dispute {
	who := cases.Who{Operator: "0312", Name: "陈晓", Terminal: "C03", Window: 3}
	return desk.Dispute{
		Entry: conflict(), Known: true, AsOf: at(10, 22),
		Act:   cases.Act{Kind: cases.ActHandOut, At: cases.Stamp{Time: at(9, 58)}, By: who, HandOut: &cases.Delivery{Receiver: "张𬭎", Way: cases.WayHand, Document: "闽榕食许〔2026〕0007号"}},
		Truth: cases.Case{ID: "c4", State: cases.Accepted, Revision: 1, Steps: []cases.Step{{At: at(9, 2), By: "0312", Text: "受理，最迟 2026-11-30 办结", TextEN: "Accepted, decided by 2026-11-30"}}},
	}
}

// verdicts is an outbox with one operation in each state it can be in, and one that an engineer has.
func verdicts() desk.OutboxView {
	o := outbox()
	o.Online, o.Stuck, o.Waiting, o.Handed = true, 3, 3, 1
	parked, sending, handed := rejected, o.Entries[0], rejected
	parked.ID, parked.CaseID, parked.State, parked.Code, parked.Operator, parked.Name = "5", "c5", "parked", "SYNC-103", "0415", "林岚"
	parked.Title, parked.TitleEN = "受理 · 药品经营许可证(零售)核发 B019", "Accept · 药品经营许可证(零售)核发 B019"
	parked.Why, parked.WhyEN = clerkTold("SYNC-103").Zh, clerkTold("SYNC-103").En
	handed.ID, handed.CaseID, handed.State, handed.Title, handed.TitleEN = "7", "c7", "parked", "受理 · 户外广告设置 D006", "Accept · 户外广告设置 D006"
	handed.Handed = &desk.Handed{At: at(10, 12), By: "0415", Name: "林岚", Report: "outbox-019a-0007.json"}
	handed.Ways = []desk.Way{{Kind: desk.WayBack}}
	sending.ID, sending.State, sending.Ways = "6", "sending", nil
	o.Entries = append([]desk.OutboxEntry{sending}, append(o.Entries, conflict(), parked, handed)...)
	o.History = []desk.Ended{
		{Entry: rejected, Corrected: true, By: "0415", Name: "林岚", At: at(10, 5)},
		{Entry: conflict(), By: "0312", Name: "陈晓", At: at(9, 40), Reason: "平台上已由另一窗口出件"},
	}
	return o
}

func workRows() []desk.WorkRow {
	d := func(m time.Month, day int) workday.Date { return workday.Date{Year: 2026, Month: m, Day: day} }
	row := func(g desk.WorkGroup, s cases.State, ticket, number, item, dept, who, id string, due workday.Date, left int, result string) desk.WorkRow {
		return desk.WorkRow{Group: g, CaseID: ticket, Ticket: ticket, Number: number, Item: item, Dept: dept, Applicant: who, ApplicantID: id, State: s, Deadline: due, DaysLeft: left, Result: result}
	}
	return []desk.WorkRow{
		row(desk.GroupReview, cases.Accepted, "A006", "…1113 0312 0004", "劳务派遣经营许可", "人力资源和社会保障局", "福*司", "9135**********002K", d(11, 20), -1, ""),
		row(desk.GroupReview, cases.Accepted, "C007", "…1123 0312 0003", "职工住房公积金提取(购买自住住房)", "住房公积金中心", "林*华", "350199********0011", d(11, 23), 0, ""),
		row(desk.GroupCorrection, cases.Correction, "B011", "…1116 0312 0011", "道路货物运输经营许可", "交通运输局", "陈*明", "350199********0026", d(11, 23), 0, ""),
		row(desk.GroupSupplement, cases.Supplement, "A012", "…1120 0312 0002", "公共场所卫生许可(新办)", "卫生健康委员会", "郑*芳", "350199********0022", d(12, 4), 9, ""),
		row(desk.GroupSupplement, cases.Supplement, "B008", "…1119 0312 0009", "药品经营许可证(零售)核发", "市场监督管理局", "王*", "350199********0011", d(12, 3), 8, ""),
		row(desk.GroupHandOut, cases.Granted, "A003", "…1113 0312 0001", "食品经营许可(新办)", "市场监督管理局", "*𬭎", "350199********0035", d(11, 20), 0, "食品经营许可证"),
		row(desk.GroupHandOut, cases.Granted, "C011", "…1109 0312 0002", "不动产抵押权登记", "自然资源和规划局", "陈*明", "350199********0026", d(11, 20), 0, "不动产登记证明"),
		row(desk.GroupHandOut, cases.Denied, "E002", "…1117 0312 0008", "出口货物原产地证书签发", "海关", "㛃*", "350199********0044", d(11, 20), 0, "不予许可决定书"),
		row(desk.GroupDraft, cases.Draft, "C042", "", "社会保障卡申领与补换", "人力资源和社会保障局", "", "", workday.Date{}, 0, ""),
		row(desk.GroupEnded, cases.HandedOut, "A001", "…1110 0312 0001", "内资公司设立登记", "市场监督管理局", "䶮*", "350199********0090", d(11, 18), 0, ""),
	}
}
