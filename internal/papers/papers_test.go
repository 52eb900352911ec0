package papers

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/glyph"
	"onewindow/internal/workday"
)

var update = flag.Bool("update", false, "renew the golden papers (look at them before you commit)")

const token = "AAECAwQFBgcICQoLDA0ODw"

var (
	fuzhou = time.FixedZone("CST", 8*3600)
	at     = time.Date(2026, 11, 23, 10, 41, 7, 0, fuzhou)
	clerk  = cases.Who{Operator: "0312", Name: "陈晓", Terminal: "W03", Window: 3}
	stamp  = cases.Stamp{Time: at, Source: cases.FromPeer}
)

func drawer(t testing.TB) *Drawer {
	t.Helper()
	fonts, err := glyph.Load()
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(params(fonts))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func params(fonts *glyph.Fonts) Params {
	return Params{
		Fonts: fonts, Hall: "福州市政务服务大厅", City: "福州市", Enquiry: "0591-12345",
		Supervision: "0591-12345 转政务服务监督；大厅 1 号门导办台意见簿", ProgressBase: "https://hall.invalid/p/",
	}
}

func material(name string, state cases.MaterialState) cases.Material {
	return cases.Material{Spec: catalogue.MaterialSpec{Name: name, OriginalOrCopy: "原件", Deferrable: state == cases.Deferred}, State: state, Count: 1}
}

// food is a company's case as in the drawing: six materials, one to follow, a legal representative with a rare name.
func food() cases.Case {
	return cases.Case{
		ID: "018f0000-0000-7000-8000-000000000001", Number: "11350199MB000001993350131001000202611230312" + "0007",
		Token: token, State: cases.Accepted, Ticket: "B029",
		Item: catalogue.Item{
			ID: "FZ005", Code: "11350199MB000001993350131001000", BasicCode: "350101001000", Name: "食品经营许可(新办)",
			Dept: "市场监督管理局", Type: "行政许可", Legal: catalogue.Limit{Value: 10, Unit: catalogue.WorkingDays},
			Promised: catalogue.Limit{Value: 5, Unit: catalogue.WorkingDays}, Charge: "不收费", ResultName: "食品经营许可证",
			LegalBasis: []string{"《中华人民共和国食品安全法》第三十五条"},
		},
		Applicant: cases.Party{Name: "张𬭎", IDType: "111", Number: "350199198506150035", Phone: "13800001234", Verified: stamp},
		Agent:     &cases.Party{Name: "林小华", IDType: "111", Number: "350199199003070011"},
		Form: []cases.Value{
			{Key: "business.name", Text: "福州榕巷示例餐饮有限公司"}, {Key: "business.credit", Text: "91350199MA0000015J"},
			{Key: "delivery.address", Text: "鼓楼区八一七北路示例巷"},
		},
		Materials: []cases.Material{
			material("食品经营许可申请书", cases.Paper), material("营业执照(主体资格证明)", cases.Shared),
			material("与食品经营相适应的主要设备设施、经营布局、操作流程文件", cases.Scanned),
			material("食品安全规章制度目录清单", cases.Deferred), material("法定代表人(负责人)身份证明", cases.Shared),
			material("授权委托书", cases.Paper), material("可不交的材料", cases.NotYet),
		},
		Delivery: "post", AcceptedAt: stamp,
		Promised: workday.Date{Year: 2026, Month: 11, Day: 30}, Legal: workday.Date{Year: 2026, Month: 12, Day: 7},
		SupplyBy: workday.Date{Year: 2026, Month: 11, Day: 30}, By: clerk,
	}
}

// social is a person's case with a name no common font writes, accepted off the line.
func social() cases.Case {
	c := food()
	c.Form, c.Agent, c.Offline, c.Delivery = nil, nil, true, "window"
	c.Item.Name, c.Item.Type, c.Item.Dept, c.Item.ResultName = "社会保障卡申领与补换", "公共服务", "人力资源和社会保障局", "社会保障卡"
	c.Item.LegalBasis = []string{"《中华人民共和国社会保险法》第五十八条"}
	c.Materials = []cases.Material{material("居民身份证", cases.Shared), material("近期照片", cases.Scanned)}
	return c
}

// long is a case whose item, applicant and materials do not fit on one page.
func long() cases.Case {
	c := food()
	c.Item.Name = strings.Repeat("国有建设用地使用权及房屋所有权转移登记(存量房)与水电气联动过户", 4)
	c.Form[0].Text = "福州" + strings.Repeat("榕巷示例𬭎", 14) + "有限公司"
	for i := range 40 {
		c.Materials = append(c.Materials, material(fmt.Sprintf("第 %d 份材料：%s", i, strings.Repeat("不动产权属来源证明文件", 1+i%5)), cases.Paper))
	}
	return c
}

func supplementOf(c cases.Case) (cases.Case, cases.Act) {
	c.Lacks = []cases.Lack{
		{Material: "授权委托书", Problem: "缺少", Right: "写明委托事项和期限，法定代表人签名并盖章；示范文本在 1 号门导办台和自助机"},
		{Material: "与食品经营相适应的主要设备设施、经营布局、操作流程文件", Problem: "布局图没有标出清洗消毒区", Right: "按《食品经营许可审查通则》标出各功能区，可手绘"},
	}
	c.SupplyBy = workday.Date{Year: 2026, Month: 12, Day: 14}
	return c, cases.Act{Kind: cases.ActSupplement, At: stamp, By: clerk, Lacks: c.Lacks, Paper: &cases.IssuedPaper{Number: "补〔2026〕1123-0312-0007"}}
}

func handedOut(c cases.Case) (cases.Case, cases.Act) {
	c.Decision = &cases.Decision{Granted: true, Number: "榕市监许准〔2026〕第 00981 号", At: at}
	h := cases.Delivery{Document: "榕市监许准〔2026〕第 00981 号", Receiver: "张𬭎", Way: "hand", Verified: true, At: stamp, By: clerk}
	return c, cases.Act{Kind: cases.ActHandOut, At: stamp, By: clerk, HandOut: &h, Paper: &cases.IssuedPaper{Number: "送〔2026〕1123-0312-0007"}}
}

// sample is one paper of every kind and state.
type sample struct {
	name string
	draw func(*Drawer) ([]byte, error)
}

func samples() []sample {
	ctx := context.Background()
	act := func(kind cases.ActKind) cases.Act {
		return cases.Act{Kind: kind, At: stamp, By: clerk, Paper: &cases.IssuedPaper{Number: "受〔2026〕1123-0312-0007"}}
	}
	return []sample{
		{"acceptance", func(d *Drawer) ([]byte, error) {
			return d.Draw(ctx, cases.AcceptanceNotice, food(), act(cases.ActAccept))
		}},
		{"acceptance-offline", func(d *Drawer) ([]byte, error) {
			return d.Draw(ctx, cases.AcceptanceNotice, social(), act(cases.ActAccept))
		}},
		{"acceptance-long", func(d *Drawer) ([]byte, error) {
			return d.Draw(ctx, cases.AcceptanceNotice, long(), act(cases.ActAccept))
		}},
		{"supplement", func(d *Drawer) ([]byte, error) {
			c, a := supplementOf(food())
			return d.Draw(ctx, cases.SupplementNotice, c, a)
		}},
		{"refusal", func(d *Drawer) ([]byte, error) {
			a := act(cases.ActRefuse)
			a.Reason = "您申请的土地用途变更不属于本机关职权范围。依照《中华人民共和国土地管理法》第五十六条，请向自然资源和规划局（投资建设 D 区 45–52 号窗口）申请。"
			return d.Draw(ctx, cases.RefusalNotice, food(), a)
		}},
		{"delivery", func(d *Drawer) ([]byte, error) {
			c, a := handedOut(food())
			return d.Draw(ctx, cases.DeliveryRecord, c, a)
		}},
		{"result-granted", func(d *Drawer) ([]byte, error) {
			return d.Result(ctx, food(), cases.Decision{Granted: true, Number: "榕市监许准〔2026〕第 00981 号", Officer: "林审核", Dept: "福州市市场监督管理局", At: at, Reason: "申请材料齐全，现场核查符合要求。"})
		}},
		{"result-denied", func(d *Drawer) ([]byte, error) {
			return d.Result(ctx, social(), cases.Decision{Number: "榕人社不〔2026〕第 00012 号", Officer: "林审核", At: at, Reason: "申请人已持有有效的社会保障卡，卡面信息与申请一致，不符合补换条件。"})
		}},
	}
}

// drawn is every sample drawn once for all tests that only read it.
var drawn = sync.OnceValues(func() (map[string][]byte, error) {
	fonts, err := glyph.Load()
	if err != nil {
		return nil, err
	}
	d, err := New(params(fonts))
	if err != nil {
		return nil, err
	}
	all := map[string][]byte{}
	for _, s := range samples() {
		if all[s.name], err = s.draw(d); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return all, nil
})

// paper is one of the samples.
func paper(t *testing.T, name string) []byte {
	t.Helper()
	all, err := drawn()
	if err != nil {
		t.Fatal(err)
	}
	return all[name]
}

func TestPapersAreTheGoldenOnes(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			got := paper(t, s.name)
			name := filepath.Join("testdata", s.name+".pdf")
			if *update {
				if err := os.WriteFile(name, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs from the golden paper; look at it and run with -update", s.name)
			}
		})
	}
}

func TestTheSameActGivesTheSameBytesFromManyHandsAtOnce(t *testing.T) {
	d, s := drawer(t), samples()[0]
	want := paper(t, s.name)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			got, err := s.draw(d)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("drawn again, the paper differs (%v)", err)
			}
		})
	}
	wg.Wait()
}

// read gives the text of a paper, blanks and line breaks taken out.
func read(t *testing.T, pdf []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	cmd := exec.Command(tool, "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), "")
}

func TestAPaperSaysWhatTheLawAsksFor(t *testing.T) {
	want := map[string][]string{
		"acceptance": {"受理通知书", "福州榕巷示例餐饮有限公司：", "“食品经营许可(新办)”", "予以受理", "2026年11月30日", "福州市市场监督管理局",
			"0591-12345", "投诉监督", "91350199MA0000015J", "350199********0035", "林*华", "138****1234", "免费寄递：鼓楼区八一七北路示例巷",
			"共6份：纸质3份，共享核验2份，容缺后补1份", "11月30日前补", "授权委托书", "行政复议", "签收", "盖章处", "第1页，共1页", "陈晓0312（03号窗口）",
			"11350199MB0000019933501310010002026112303120007"},
		"acceptance-offline": {"待线上核验", "身份证读卡核验10:41", "社会保障卡申领与补换", "到任一综合窗口领取"},
		"supplement":         {"一次性告知书", "全部内容一次告知", "授权委托书", "布局图没有标出清洗", "2026年12月14日", "本次申请退回"},
		"refusal":            {"不予受理通知书", "不予受理的理由", "第五十六条", "自然资源和规划局", "行政复议", "行政诉讼"},
		"delivery":           {"送达回证", "榕市监许准〔2026〕第00981号", "直接送达（窗口领取）", "已读取身份证核验", "收件人签收", "见证人", "2026年11月23日10:41"},
		"result-granted":     {"准予行政许可决定书", "食品经营许可证", "现场核查符合要求", "林审核", "行政诉讼"},
		"result-denied":      {"不予办理决定书", "不符合补换条件", "行政复议"},
	}
	for _, s := range samples() {
		text := read(t, paper(t, s.name))
		for _, w := range want[s.name] {
			if !strings.Contains(text, w) {
				t.Errorf("%s does not say %q:\n%s", s.name, w, text)
			}
		}
		if strings.Contains(text, "198506150035") || strings.Contains(text, "13800001234") || strings.Contains(text, "林小华") {
			t.Errorf("%s shows what must be masked", s.name)
		}
	}
}

func TestEveryLineOfALongListIsThereAndPagesAreCounted(t *testing.T) {
	pdf := paper(t, "acceptance-long")
	text := read(t, pdf)
	for i := range 40 {
		if !strings.Contains(text, fmt.Sprintf("第%d份材料", i)) {
			t.Errorf("material %d is lost", i)
		}
	}
	total := bytes.Count(pdf, []byte("/Type /Page\n"))
	for i := range total {
		if !strings.Contains(text, fmt.Sprintf("第%d页，共%d页", i+1, total)) {
			t.Errorf("page %d of %d is not counted", i+1, total)
		}
	}
	if total < 3 {
		t.Errorf("a list of 46 materials took %d pages", total)
	}
}

func TestTheCodeOnEveryPaperOpensTheProgressPage(t *testing.T) {
	zbar, err := exec.LookPath("zbarimg")
	ppm, err2 := exec.LookPath("pdftoppm")
	if err != nil || err2 != nil {
		t.Skip("zbarimg or pdftoppm is not installed")
	}
	for _, s := range samples() {
		dir := t.TempDir()
		file := filepath.Join(dir, "paper.pdf")
		if err := os.WriteFile(file, paper(t, s.name), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(ppm, "-r", "100", "-gray", file, filepath.Join(dir, "page")).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		pages, _ := filepath.Glob(filepath.Join(dir, "page*.pgm"))
		slices.Sort(pages)
		out, err := exec.Command(zbar, "-q", "--raw", pages[len(pages)-1]).Output()
		if err != nil || strings.TrimSpace(string(out)) != "https://hall.invalid/p/"+token {
			t.Errorf("%s: the code says %q (%v)", s.name, out, err)
		}
	}
}

func TestANameBeyondTheBMPIsInTheTextAndInTheProperties(t *testing.T) {
	pdf := paper(t, "acceptance-offline")
	if !bytes.Contains(pdf, []byte("\xD8\x72\xDF\x4E")) { // U+2CB4E as UTF-16, in the keywords
		t.Error("the properties do not name 张𬭎")
	}
	if text := read(t, pdf); !strings.Contains(text, "张𬭎：") {
		t.Errorf("a search cannot find 张𬭎 in:\n%s", text)
	}
}

func TestNoCharacterWhateverCanBreakAPaper(t *testing.T) {
	d := drawer(t)
	for _, name := range []string{"", "\x00\x1b[2J\n\n\t\xff\xfe\U000F0123\U0010FFFFa(b)c\\d👨‍👩‍👧", strings.Repeat("W", 600), strings.Repeat("𬭎", 90)} {
		c := social()
		c.Applicant.Name, c.Item.Name, c.Number, c.Agent = name, name, name, &cases.Party{Name: name, Number: name, Phone: name}
		c.Materials = append(c.Materials, material(name, cases.Paper))
		pdf, err := d.Draw(context.Background(), cases.AcceptanceNotice, c, cases.Act{At: stamp, By: cases.Who{Name: name}})
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("%.20q gives %v", name, err)
		}
	}
}

func TestAPaperWithoutWhatItMustShowIsRefused(t *testing.T) {
	d, ctx := drawer(t), context.Background()
	undated := food()
	undated.Promised = workday.Date{}
	for _, c := range []struct {
		why  string
		kind cases.PaperKind
		c    cases.Case
		act  cases.Act
	}{
		{"no time", cases.AcceptanceNotice, food(), cases.Act{}},
		{"no promised date", cases.AcceptanceNotice, undated, cases.Act{At: stamp}},
		{"nothing missing", cases.SupplementNotice, food(), cases.Act{At: stamp}},
		{"no reason", cases.RefusalNotice, food(), cases.Act{At: stamp}},
		{"no hand-out", cases.DeliveryRecord, food(), cases.Act{At: stamp}},
		{"unknown kind", "poem", food(), cases.Act{At: stamp}},
	} {
		if pdf, err := d.Draw(ctx, c.kind, c.c, c.act); err == nil || pdf != nil {
			t.Errorf("%s: a paper was drawn", c.why)
		}
	}
	if _, err := d.Result(ctx, food(), cases.Decision{At: at, Number: "1"}); err == nil {
		t.Error("a refusal without a reason was drawn")
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := d.Draw(cancelled, cases.AcceptanceNotice, food(), cases.Act{At: stamp}); err == nil {
		t.Error("a cancelled paper was drawn")
	}
	if _, err := New(Params{}); err == nil {
		t.Error("a house without a name may not give papers")
	}
}

func TestAPanicWhileDrawingIsAnError(t *testing.T) {
	fonts, err := glyph.Load()
	if err != nil {
		t.Fatal(err)
	}
	_, err = render(fonts, [][]stroke{{func(*pen) { panic("index 65536") }}}, about{title: "受理通知书", at: at})
	if err == nil || !strings.Contains(err.Error(), "65536") {
		t.Errorf("a panic became %v", err)
	}
}

func BenchmarkAcceptance(b *testing.B) {
	d := drawer(b)
	for b.Loop() {
		if _, err := samples()[0].draw(d); err != nil {
			b.Fatal(err)
		}
	}
}

func TestWithoutAProgressPageNoPaperPointsAtACode(t *testing.T) {
	c := social()
	c.Token = ""
	pdf, err := drawer(t).Draw(context.Background(), cases.AcceptanceNotice, c, cases.Act{At: stamp, By: clerk})
	if err != nil {
		t.Fatal(err)
	}
	if text := read(t, pdf); strings.Contains(text, "二维码") || !strings.Contains(text, "凭案件编号或身份证") {
		t.Errorf("it says:\n%s", text)
	}
}
