package platform

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/platform/intake"
	"onewindow/internal/seal"
)

var update = flag.Bool("update", false, "write the golden pages anew")

// browser is an officer's browser: cookies, forms, no script.
type browser struct {
	w    *world
	http *http.Client
	page string
	code int
}

func (w *world) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return &browser{w: w, http: &http.Client{Jar: jar, Transport: w.http.Transport}}
}

func (b *browser) read(resp *http.Response, err error) *browser {
	b.w.t.Helper()
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	b.page, b.code = string(text), resp.StatusCode
	return b
}

func (b *browser) get(path string) *browser {
	b.w.t.Helper()
	return b.read(b.http.Get(b.w.web + path))
}

func (b *browser) login(user, password string) *browser {
	b.w.t.Helper()
	return b.read(b.http.PostForm(b.w.web+"/login", url.Values{"login": {user}, "password": {password}}))
}

var hidden = regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`)

// press fills the form of the page in hand and presses a button.
func (b *browser) press(path, name, value, opinion string) *browser {
	b.w.t.Helper()
	v := url.Values{}
	if name != "" {
		v.Set(name, value)
	}
	if strings.Contains(b.page, `name="opinion"`) {
		v.Set("opinion", opinion)
	}
	_, form, _ := strings.Cut(b.page, `action="`+path+`"`)
	form, _, _ = strings.Cut(form, "</form>")
	for _, m := range hidden.FindAllStringSubmatch(form, -1) {
		v.Set(m[1], m[2])
	}
	return b.read(b.http.PostForm(b.w.web+path, v))
}

func (b *browser) wants(code int, words ...string) {
	b.w.t.Helper()
	if b.code != code {
		b.w.t.Errorf("status %d, want %d", b.code, code)
	}
	for _, word := range words {
		if !strings.Contains(b.page, word) {
			b.w.t.Errorf("the page does not say %q", word)
		}
	}
}

func TestNobodyUnknownSeesACase(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	for _, path := range []string{"/console", "/console/cases/" + c.ID, "/console/cases/" + c.ID + "/files/" + intake.Pages(c)[0]} {
		b := w.browser().get(path)
		b.wants(http.StatusOK, "工号")
		if strings.Contains(b.page, c.Item.Name) {
			t.Errorf("%s shows the case", path)
		}
	}
}

func TestSignInLocksAfterFiveWrongPasswordsAndOpensAgain(t *testing.T) {
	w := newWorld(t)
	b := w.browser()
	b.login("1001", "wrong").wants(http.StatusUnauthorized, "还可试 4 次")
	for range 4 {
		b.login("1001", "wrong")
	}
	b.wants(http.StatusUnauthorized, "请 5 分钟后")
	b.login("1001", "secret").wants(http.StatusUnauthorized, "请 5 分钟后")
	b.login("1002", "secret").wants(http.StatusOK, "陈敏") // somebody else is not locked out
	w.pass(loginPause + time.Second)
	w.browser().login("1001", "secret").wants(http.StatusOK, "王岚")
}

func TestOneAddressCannotTryManyLogins(t *testing.T) {
	w := newWorld(t)
	b := w.browser()
	for i := range addressTries {
		b.login(fmt.Sprintf("guess-%d", i), "x").wants(http.StatusUnauthorized, "还可试")
	}
	b.login("1001", "secret").wants(http.StatusUnauthorized, "试得太多")
	w.pass(addressRefill)
	b.login("1001", "secret").wants(http.StatusOK, "王岚")
}

func TestAnUnknownLoginLearnsNothing(t *testing.T) {
	w := newWorld(t)
	w.browser().login("9999", "secret").wants(http.StatusUnauthorized, "工号或密码不对，还可试 4 次")
}

func TestASessionEndsWhenNobodyTouchesIt(t *testing.T) {
	w := newWorld(t)
	b := w.browser().login("1001", "secret")
	w.pass(sessionIdle - time.Minute)
	b.get("/console").wants(http.StatusOK, "待审查")
	w.pass(sessionIdle + time.Minute)
	b.get("/console").wants(http.StatusOK, "工号")
}

func TestSignOutEndsTheSession(t *testing.T) {
	w := newWorld(t)
	b := w.browser().login("1001", "secret")
	b.press("/logout", "", "", "").wants(http.StatusOK, "工号")
	b.get("/console").wants(http.StatusOK, "工号")
}

func TestAFormWithoutItsSessionsMarkDoesNothing(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	b := w.browser().login("1001", "secret")
	b.page = strings.ReplaceAll(b.get("/console/cases/"+c.ID).page, `name="csrf" value="`, `name="csrf" value="x`)
	b.press("/console/cases/"+c.ID, "act", "grant", "").wants(http.StatusForbidden, "已经过期")
	if got := w.caseNow(c.ID); got.State != cases.Accepted {
		t.Errorf("case %s", got.State)
	}
}

func TestAnotherSitesFormIsRefused(t *testing.T) {
	w := newWorld(t)
	req, _ := http.NewRequest("POST", w.web+"/login", strings.NewReader("login=1001&password=secret"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://elsewhere.example")
	b := w.browser()
	b.read(b.http.Do(req)).wants(http.StatusForbidden)
}

func TestGrantingFromTheConsole(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	b := w.browser().login("1001", "secret")
	b.wants(http.StatusOK, "待审查 1", c.Item.Name, "福州榕巷示例餐饮有限公司")
	path := "/console/cases/" + c.ID
	b.get(path).wants(http.StatusOK, "准予许可", "350199********0035", "Alt 1", "Alt 2", "Alt 3")
	form := b.page
	b.press(path, "act", "grant", "").wants(http.StatusOK, "准予许可 · 王岚 · 一窗准字〔2026〕第000001号", "结果文件")
	b.page = form
	b.press(path, "act", "grant", "").wants(http.StatusOK, "第000001号", "结果和文书已发给窗口") // the button pressed twice
	got := w.caseNow(c.ID)
	if got.Revision != 2 || got.State != cases.Granted || got.Decision.Officer != "王岚" {
		t.Errorf("case %s at %d", got.State, got.Revision)
	}
	b.get("/console?queue=delivery").wants(http.StatusOK, "待送达 1")
}

func TestDenyingNeedsAReasonAndKeepsWhatWasWritten(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	path := "/console/cases/" + c.ID
	b := w.browser().login("1001", "secret").get(path)
	b.press(path, "act", "deny", "  ").wants(http.StatusUnprocessableEntity, "不予许可须写明理由")
	b.press(path, "template", "differs", "面积 86.5，图上 68。").wants(http.StatusOK, "面积 86.5，图上 68。", "申请书所填与所附图纸")
	b.press(path, "act", "deny", "面积 86.5，图上 68。").wants(http.StatusOK, "不予许可", "面积 86.5，图上 68。")
	if got := w.caseNow(c.ID); got.State != cases.Denied || got.Decision.Reason != "面积 86.5，图上 68。" || got.Decision.Result == nil {
		t.Errorf("case %s, %+v", got.State, got.Decision)
	}
}

func TestAskingForCorrectionsStopsTheClockAndLeavesTheDecisionOpen(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	path := "/console/cases/" + c.ID
	b := w.browser().login("1001", "secret").get(path)
	b.press(path, "act", "correct", "").wants(http.StatusUnprocessableEntity, "要求补正须写明补什么")
	b.press(path, "act", "correct", "请更正面积并签名").wants(http.StatusOK, "停钟中", "补正中 1", "已要求补正：请更正面积并签名")
	if strings.Contains(b.page, `value="correct"`) {
		t.Error("corrections can be asked for twice")
	}
	b.press(path, "act", "grant", "").wants(http.StatusOK, "准予许可 · 王岚")
}

func TestAnOfficerWhoLooksAtAnOldPageDecidesNothing(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	path := "/console/cases/" + c.ID
	b := w.browser().login("1001", "secret").get(path)
	correct := cases.Act{Kind: cases.ActCorrect, At: stamp(noon), By: officer, Reason: "补面积"}
	w.decide("d-1", c, correct)
	b.press(path, "act", "grant", "").wants(http.StatusConflict, "已有变化")
	if got := w.caseNow(c.ID); got.State != cases.Correction {
		t.Errorf("case %s", got.State)
	}
}

func TestADepartmentSeesItsOwnCasesOnly(t *testing.T) {
	w := newWorld(t)
	c := scanned(w.draft(1), []byte("page"))
	w.offer(offerOf(operation("op-1", c.ID, 1, accept(c))))
	w.upload([]byte("page"))
	b := w.browser().login("1002", "secret") // 公安局
	b.wants(http.StatusOK, "待审查 0", "公安局")
	b.get("/console/cases/"+c.ID).wants(http.StatusNotFound, "不归您的部门")
	b.get(fileHref(c.ID, seal.Digest([]byte("page")))).wants(http.StatusNotFound)
	b.get("/console?dept="+url.QueryEscape(c.Item.Dept)).wants(http.StatusOK, "待审查 0")
	other := w.browser().login("1001", "secret")
	other.get(fileHref(c.ID, seal.Digest([]byte("page")))).wants(http.StatusOK, "page")
	other.get(fileHref(c.ID, seal.Digest([]byte("another")))).wants(http.StatusNotFound)
}

func TestSearchFindsByNumberAndBusiness(t *testing.T) {
	w := newWorld(t)
	w.accepted(1)
	w.accepted(2)
	b := w.browser().login("1001", "secret")
	b.get("/console?q="+url.QueryEscape("…1123 A001 0002")).wants(http.StatusOK, "查到 1 件")
	b.get("/console?q="+url.QueryEscape("榕巷")).wants(http.StatusOK, "查到 2 件")
	b.get("/console?q="+url.QueryEscape("<script>")).wants(http.StatusOK, "没有查到", "&lt;script&gt;")
}

func TestWhatAClerkTypedIsShownAsText(t *testing.T) {
	w := newWorld(t)
	c := w.draft(1)
	c.Form[0].Text = `<img src=x onerror=alert(1)>`
	w.offer(offerOf(operation("op-1", c.ID, 1, accept(c))))
	b := w.browser().login("1001", "secret").get("/console/cases/" + c.ID)
	b.wants(http.StatusOK, "&lt;img src=x")
	if strings.Contains(b.page, "<img src=x") {
		t.Error("a clerk's text became markup")
	}
}

func TestTheConsolesPageOfACaseIsAsDrawn(t *testing.T) {
	for lang, name := range map[string]string{"zh": "case.html", "en": "case.en.html"} {
		w := newWorld(t)
		c := scanned(w.draft(7), []byte("page"))
		w.offer(offerOf(operation("op-1", c.ID, 1, accept(c))))
		w.upload([]byte("page"))
		w.accepted(8)
		b := w.browser().login("1001", "secret").speak(lang, "/console").get("/console/cases/" + c.ID + "?m=1&p=1")
		got := regexp.MustCompile(`name="(csrf|op)" value="[^"]*"`).ReplaceAllString(b.page, `name="$1" value="…"`)
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || got != string(want) {
			t.Errorf("the page is not as in %s (%v); run with -update and look", golden, err)
		}
	}
}

func TestThePagesRunNothingOfOthers(t *testing.T) {
	w := newWorld(t)
	_, h, _ := w.do("GET", w.web+"/login", nil)
	if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	for _, name := range []string{"console.css", "progress.css", "tokens.css", "console.js", "icon.svg", "NotoSansSC-Regular.ttf"} {
		if status, _, body := w.do("GET", w.web+"/assets/"+name, nil); status != http.StatusOK || len(body) == 0 {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _, _ := w.do("GET", w.web+"/assets/console.html", nil); status != http.StatusNotFound {
		t.Errorf("a template is served: %d", status)
	}
}
