package counter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/trouble"
)

// MarkMaterial says how a material came. Shared means that the city holds it, so that the applicant need not hand it in
// and the department checks the record; nothing is fetched here. It needs the platform (DESIGN 5.8).
func (d *Desk) MarkMaterial(ctx context.Context, index int, state cases.MaterialState) error {
	return d.edit(ctx, "登记材料", "Marking the material", func(t *tab) error {
		m, err := material(&t.c, index)
		if err != nil {
			return err
		}
		switch {
		case state == cases.Shared && !m.Spec.FromSharedData:
			return fault("DESK-050", "这份材料不在共享范围，请收取或扫描。", "This paper is not among the shared data; take it in or scan it.", nil)
		case state == cases.Shared && !d.online():
			return fault("DESK-059", "平台连不上，现在调不到共享材料。可先收纸质或扫描，或签容缺承诺。",
				"The platform cannot be reached, so city records cannot be used now. Take the paper in, scan it, or sign the commitment.", nil)
		case state == cases.Deferred && !m.Spec.Deferrable:
			return fault("DESK-051", "这份材料不能容缺。", "This paper may not follow later.", nil)
		case state == cases.Scanned && len(m.Pages) == 0:
			return fault("DESK-052", "还没有扫描页，请先扫描。", "There are no pages yet; scan first.", nil)
		case state == cases.NotYet && len(m.Pages) > 0:
			return fault("DESK-053", fmt.Sprintf("这份材料已有 %d 页扫描，请先移除。", len(m.Pages)),
				fmt.Sprintf("This paper has %d scanned pages; remove them first.", len(m.Pages)), nil)
		case !slices.Contains([]cases.MaterialState{cases.NotYet, cases.Paper, cases.Scanned, cases.Shared, cases.Deferred}, state):
			return fault("DESK-054", "没有这样的收取方式。", "There is no such state of a material.", nil)
		}
		if state != m.State {
			d.noteMaterial(&t.c, m.Spec, state)
		}
		m.State, m.Count, m.At = state, 0, d.p.Clock.Now()
		if state == cases.Paper || state == cases.Scanned {
			m.Count = max(m.Spec.PaperCopies, 1)
		}
		return nil
	})
}

// noteMaterial leaves a line in the case's history: how a material came.
func (d *Desk) noteMaterial(c *cases.Case, spec catalogue.MaterialSpec, state cases.MaterialState) {
	how := map[cases.MaterialState][2]string{cases.Paper: {"收取", "Taken in:"}, cases.Scanned: {"扫描", "Scanned:"}, cases.Shared: {"免提交，共享核验", "City record:"},
		cases.Deferred: {"容缺后补", "To follow:"}, cases.NotYet: {"退回", "Given back:"}}[state]
	c.Steps = append(c.Steps, cases.Step{Kind: "material", At: d.p.Clock.Now(), By: c.By.Operator, Text: how[0] + " " + spec.Name, TextEN: how[1] + " " + spec.Name})
}

func material(c *cases.Case, index int) (*cases.Material, error) {
	if index < 0 || index >= len(c.Materials) {
		return nil, fault("DESK-055", "材料清单里没有这一项。", "The list has no such material.", nil)
	}
	return &c.Materials[index], nil
}

// ScanMaterial scans pages into a material of the case in front and returns when the scan has ended. Every page is
// sealed on disk and in the draft before the next one is taken, so whatever stops a scan leaves what already came.
func (d *Desk) ScanMaterial(ctx context.Context, index int, s ScanSettings) error {
	t, err := d.inFront()
	if err == nil {
		err = d.changeable(t)
	}
	var m *cases.Material
	if err == nil {
		m, err = material(&t.c, index)
	}
	if err == nil && d.p.Scanner == nil {
		err = told("SCAN-013", nil)
	}
	if err != nil {
		return d.fail(err, "扫描", "Scanning")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := d.beginScan(t.c.ID, index, cancel); err != nil {
		return d.fail(err, "扫描", "Scanning")
	}
	name := m.Spec.Name
	pages := 0
	err = d.p.Scanner.Scan(ctx, s, func(p Page) error {
		if err := d.addPage(ctx, t.c.ID, name, p); err != nil {
			return err
		}
		pages++
		d.scanned(pages)
		return nil
	})
	d.endScan()
	return d.scanOutcome(ctx, err, pages)
}

func (d *Desk) scanOutcome(ctx context.Context, err error, pages int) error {
	switch {
	case err == nil:
		d.say(NoticeDone, "", fmt.Sprintf("已扫描 %d 页。", pages), fmt.Sprintf("%d pages scanned.", pages))
		return nil
	case ctx.Err() != nil || errors.Is(err, context.Canceled):
		e := told("SCAN-011", nil, trouble.Kept(pages)...)
		d.say(NoticeWarn, e.Code, e.Sentence, e.SentenceEN)
		return nil
	}
	e := spoken(err, "扫描", "Scanning")
	if pages > 0 && e.Code != "SCAN-007" { // the driver may have said it already
		e = told("SCAN-007", err, append(trouble.Kept(pages), "page", strconv.Itoa(pages+1), "why", e.Sentence, "whyEn", e.SentenceEN)...)
	}
	return d.fail(e, "扫描", "Scanning")
}

func (d *Desk) beginScan(caseID string, index int, cancel context.CancelFunc) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.scan != nil {
		return told("SCAN-012", nil)
	}
	d.scan = &ScanProgress{CaseID: caseID, Material: index, Since: d.p.Clock.Now()}
	d.stopScan = cancel
	d.notice = nil
	d.pulse()
	return nil
}

func (d *Desk) scanned(pages int) {
	d.mu.Lock()
	d.scan.Pages = pages
	d.mu.Unlock()
	d.pulse()
}

func (d *Desk) endScan() {
	d.mu.Lock()
	d.scan, d.stopScan = nil, nil
	d.mu.Unlock()
	d.pulse()
}

// CancelScan stops the running scan; its pages so far stay.
func (d *Desk) CancelScan() {
	d.mu.Lock()
	stop := d.stopScan
	d.mu.Unlock()
	if stop != nil {
		stop()
	}
}

// addPage seals a page and hangs it on its material, wherever the case is by now. A page that came is kept even when
// the scan was cancelled meanwhile.
func (d *Desk) addPage(ctx context.Context, caseID, name string, p Page) error {
	ctx = context.WithoutCancel(ctx)
	page, err := d.p.Store.PutFile(ctx, p.Type, bytes.NewReader(p.Data))
	if err != nil {
		return fault("DESK-056", "这一页没能存到本机。", "The page could not be saved here.", err)
	}
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	d.mu.Lock()
	i := d.at(caseID)
	var t tab
	if i >= 0 {
		t = d.tabs[i]
		t.c = cases.Clone(t.c)
	}
	d.mu.Unlock()
	at := slices.IndexFunc(t.c.Materials, func(m cases.Material) bool { return m.Spec.Name == name })
	if i < 0 || at < 0 || d.changeable(t) != nil {
		return fault("DESK-057", "办件已关闭或换了事项，扫描停止。", "The case was closed or its item changed; scanning stops.", nil)
	}
	m := &t.c.Materials[at]
	m.Pages = append(m.Pages, page)
	if m.State != cases.Scanned {
		d.noteMaterial(&t.c, m.Spec, cases.Scanned)
	}
	m.State, m.Count, m.At = cases.Scanned, max(m.Spec.PaperCopies, 1), d.p.Clock.Now()
	d.put(t)
	return d.keep(ctx, t.c)
}

// RemovePage takes a page off a material; a scanned material without pages has not come yet.
func (d *Desk) RemovePage(ctx context.Context, index, page int) error {
	return d.edit(ctx, "移除扫描页", "Removing the page", func(t *tab) error {
		m, err := material(&t.c, index)
		if err != nil {
			return err
		}
		if page < 0 || page >= len(m.Pages) {
			return fault("DESK-058", "没有这一页。", "There is no such page.", nil)
		}
		m.Pages = slices.Delete(m.Pages, page, page+1)
		if len(m.Pages) == 0 && m.State == cases.Scanned {
			m.State, m.Count = cases.NotYet, 0
		}
		return nil
	})
}

// maxShown bounds what PageBytes reads into memory.
const maxShown = 64 << 20

// PageBytes gives a page or paper of this machine, for thumbnails and printing.
func (d *Desk) PageBytes(ctx context.Context, digest string) ([]byte, error) {
	r, err := d.p.Store.OpenFile(ctx, digest)
	if err != nil {
		return nil, spoken(err, "打开扫描页", "Opening the page")
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxShown))
	if err != nil {
		return nil, spoken(err, "打开扫描页", "Opening the page")
	}
	return b, nil
}
