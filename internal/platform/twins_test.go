package platform

import (
	"context"
	"database/sql"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// twice files two cases of one person, from windows 3 and 4, and gives them as the platform then knows them.
func (w *world) twice() (first, second cases.Case) {
	w.t.Helper()
	first, second = w.draft(7), w.draft(8)
	second.Applicant, second.Form = first.Applicant, first.Form
	w.file(first, clerk)
	w.file(second, other)
	return w.caseNow(first.ID), w.caseNow(second.ID)
}

// other is the clerk of the window beside.
var other = cases.Who{Operator: "0313", Name: "林岚", Terminal: "W04", Window: 4}

func (w *world) file(c cases.Case, by cases.Who) {
	w.t.Helper()
	act := accept(c)
	act.By = by
	op := operation("op-"+c.ID, c.ID, 1, act)
	op.Terminal, op.Operator = by.Terminal, by.Operator
	var resp api.OpsResponse
	w.ask("POST", api.PathOps, api.OpsRequest{Terminal: by.Terminal, Offers: []api.Offer{offerOf(op)}}, &resp, http.StatusOK)
	if resp.Verdicts[0].Outcome != api.Accepted {
		w.t.Fatalf("%+v", resp.Verdicts)
	}
}

func TestASecondCaseOfAPersonIsTakenAndShownOnBoth(t *testing.T) {
	w := newWorld(t)
	first, second := w.twice()
	for _, pair := range [][2]cases.Case{{first, second}, {second, first}} {
		live := cases.LiveTwins(pair[0])
		if len(live) != 1 || live[0].Case != pair[1].ID || live[0].Number != pair[1].Number || live[0].Terminal != pair[1].By.Terminal || pair[0].Revision != 1 {
			t.Errorf("%s says %+v", pair[0].ID, live)
		}
	}
	b := w.browser().login("1001", "secret")
	if n := strings.Count(b.page, "疑似重复"); n != 2 {
		t.Errorf("the list marks %d cases", n)
	}
	b.get("/console/cases/"+first.ID).wants(http.StatusOK, "04 号窗口（W04）", "系统不会自动合并", `href="/console/cases/`+second.ID+`"`)
	b.get("/console/cases/"+second.ID).wants(http.StatusOK, "03 号窗口（W03）")
	if strings.Contains(b.page, first.Applicant.Number) {
		t.Error("the page shows a whole number")
	}
}

func TestTheNoticeEndsOnBothWhenAnOfficerHasLooked(t *testing.T) {
	w := newWorld(t)
	first, second := w.twice()
	path := "/console/cases/" + first.ID
	b := w.browser().login("1001", "secret").get(path)
	form := strings.ReplaceAll(b.page, `name="opinion"`, "") // of the form beside
	b.page = form
	b.press(path+"/check", "", "", "").wants(http.StatusOK, "已核对疑似重复件 1 件")
	for _, id := range []string{first.ID, second.ID} {
		c := w.caseNow(id)
		if len(cases.LiveTwins(c)) != 0 || c.Twins[0].Checked.By.Name != "王岚" || c.State != cases.Accepted {
			t.Errorf("%s: %+v", id, c.Twins)
		}
	}
	b.page = form
	b.press(path+"/check", "", "", "").wants(http.StatusOK) // pressed twice
	if c := w.caseNow(first.ID); c.Revision != 2 {
		t.Errorf("revision %d", c.Revision)
	}
}

func TestACheckOfAnotherCaseThanTheOneBesideItIsNotTaken(t *testing.T) {
	w := newWorld(t)
	first, _ := w.twice()
	path := "/console/cases/" + first.ID
	b := w.browser().login("1001", "secret").get(path)
	b.page = strings.NewReplacer(`name="opinion"`, "", `name="twins" value="`, `name="twins" value="x`).Replace(b.page)
	b.press(path+"/check", "", "", "").wants(http.StatusBadRequest)
	if len(cases.LiveTwins(w.caseNow(first.ID))) != 1 {
		t.Error("the notice has ended")
	}
}

func TestTheColumnThatFindsTwinsNamesNobody(t *testing.T) {
	w := newWorld(t)
	first, second := w.twice()
	find := func() (one, two string) {
		for id, to := range map[string]*string{first.ID: &one, second.ID: &two} {
			if err := w.pf.store.reader.QueryRow(`SELECT matter FROM cases WHERE id = ?`, id).Scan(to); err != nil {
				t.Fatal(err)
			}
		}
		return one, two
	}
	one, two := find()
	if one == "" || one != two || strings.Contains(one, first.Applicant.Number) {
		t.Errorf("%q and %q", one, two)
	}
	w.decide("d-1", first, cases.Act{Kind: cases.ActDecide, At: stamp(noon), By: officer, Decision: &cases.Decision{Reason: "重复", Officer: "王岚"}})
	w.decide("d-2", first, cases.Act{Kind: cases.ActCheck, At: stamp(noon), By: officer, Twins: []string{second.ID}})
	if one, _ := find(); one == "" {
		t.Error("a case that is not handed out yet is not found any more")
	}
}

func TestTwinsAreFoundWithoutWalkingThroughAllCases(t *testing.T) {
	w := newWorld(t)
	var id, parent, unused int
	var plan string
	if err := w.pf.store.reader.QueryRow(`EXPLAIN QUERY PLAN `+likeQuery, "x", "y", 4).Scan(&id, &parent, &unused, &plan); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(plan, "SEARCH cases USING COVERING INDEX cases_by_matter (matter=?") {
		t.Errorf("the plan is %q", plan)
	}
}

func TestADatabaseOfAnEarlierBuildFindsTwinsToo(t *testing.T) {
	w := newWorld(t)
	first := w.draft(7)
	w.file(first, clerk)
	w.shut()
	db, err := sql.Open("sqlite", filepath.Join(w.params.Dir, dbFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{`DROP INDEX cases_by_matter`, `ALTER TABLE cases DROP COLUMN matter`, `DELETE FROM meta WHERE key = '` + matterKey + `'`} {
		if _, err := db.ExecContext(context.Background(), q); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	w.open()
	second := w.draft(8)
	second.Applicant, second.Form = first.Applicant, first.Form
	w.file(second, other)
	if live := cases.LiveTwins(w.caseNow(first.ID)); len(live) != 1 {
		t.Errorf("the case of the earlier build says %+v", live)
	}
}

func TestThePageOfACaseThatMayBeADuplicateIsAsDrawn(t *testing.T) {
	for lang, name := range map[string]string{"zh": "twin.html", "en": "twin.en.html"} {
		w := newWorld(t)
		first, _ := w.twice()
		b := w.browser().login("1001", "secret").speak(lang, "/console").get("/console/cases/" + first.ID)
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
