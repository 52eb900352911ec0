package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"onewindow/internal/vault"
	"onewindow/sync/outbox"
)

// tellFindings prints what a look at a vault found, and reports whether all is sound.
func tellFindings(out io.Writer, i *vault.Inspection) bool {
	for _, f := range i.Findings {
		mark := "ok"
		if f.Bad {
			mark = "损坏 bad"
		}
		_, _ = fmt.Fprintf(out, "%-10s %s\n           %s\n           %s\n", mark, f.Part, f.Zh, f.En)
	}
	if i.Sound() {
		_, _ = fmt.Fprintln(out, "全部完好。 Everything is sound.")
		return true
	}
	_, _ = fmt.Fprintln(out, "有损坏，见上。没有改动任何资料；启动柜台程序会自行修复能修复的部分。\nThere is damage, see above. Nothing was changed; the counter repairs what it can when it starts.")
	return false
}

// tellRestored prints what putting a backup back brought, and what is missing.
func tellRestored(out io.Writer, r vault.Recovery) {
	say := func(zh, en string) { _, _ = fmt.Fprintf(out, "%s\n%s\n", zh, en) }
	say(fmt.Sprintf("备份已放回，日志补上 %d 笔。原来的资料在 damaged 文件夹里，没有删除。", r.Replayed), fmt.Sprintf("The backup is back; entries of the journal put on top: %d. What was there before lies in the folder damaged; nothing was deleted.", r.Replayed))
	for _, a := range r.Gone {
		w := a.Words()
		say("缺：  "+w.Zh, "gone: "+w.En)
	}
	switch {
	case len(r.Gone) > 0:
		say("请先连上平台核对上面这些，平台也没有的再补办。", "Look at the platform first for those above, and do again what it does not have either.")
	case r.Lost:
		say("备份和日志之间有缺口；缺的部分平台都有，下次连上时取回。", "There is a gap between backup and journal; the platform has what is missing, and it is fetched at the next connection.")
	default:
		say("没有缺少任何操作。", "No act is missing.")
	}
	if r.Unnamed > 0 {
		say(fmt.Sprintf("台账有 %d 行读不出，可能还缺这么多。", r.Unnamed), fmt.Sprintf("Lines of the ledger that cannot be read: %d; perhaps so many more are missing.", r.Unnamed))
	}
}

// tellStats prints a vault's measures.
func tellStats(out io.Writer, i *vault.Inspection, now time.Time) error {
	s := i.Stats
	row := func(name, form string, with ...any) {
		_, _ = fmt.Fprintf(out, "%-34s %s\n", name, fmt.Sprintf(form, with...))
	}
	row("资料库 store", "%s", bytesOf(s.Store))
	if s.Pages > 0 {
		row("  空闲页 free pages", "%d / %d (%d %%)", s.FreePages, s.Pages, 100*s.FreePages/s.Pages)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Keys)) {
		if n := s.Keys[name]; n > 0 {
			row("  "+name, "%d", n)
		}
	}
	row("日志 journal", "%s, %d – %d", bytesOf(s.JournalLen), s.Journal.First, s.Journal.Last)
	row("扫描件和文书 scans and papers", "%d, %s", s.Files, bytesOf(s.FilesLen))
	for _, c := range s.Copies {
		row("备份 backup", "%s, %s, %s", c.Path, bytesOf(c.Bytes), ago(now, c.At))
	}
	if s.Disk >= 0 {
		row("硬盘空余 disk free", "%s", bytesOf(s.Disk))
	}
	return tellOwed(row, i, now)
}

// tellOwed prints what the counter still owes the platform.
func tellOwed(row func(name, form string, with ...any), i *vault.Inspection, now time.Time) error {
	var ops []outbox.Op
	var files []outbox.File
	err := i.View(func(tx *vault.Tx) (err error) {
		ops, files, err = outbox.Read(tx)
		return err
	})
	if err != nil {
		return err
	}
	var oldest time.Time
	waiting := 0
	for _, op := range ops {
		if op.State == outbox.Accepted {
			continue
		}
		waiting++
		if at := op.Label.Since; oldest.IsZero() || at.Before(oldest) {
			oldest = at
		}
	}
	scans := 0
	for _, f := range files {
		if f.State != outbox.Accepted {
			scans++
		}
	}
	row("待传 unsent", "%d, %d 份文件 files", waiting, scans)
	if waiting > 0 {
		row("  最早一件 the oldest", "%s", ago(now, oldest))
	}
	return nil
}

func ago(now, at time.Time) string {
	d := now.Sub(at).Round(time.Minute)
	unit, n := "分钟 min", int(d/time.Minute)
	switch {
	case d >= 48*time.Hour:
		unit, n = "天 days", int(d/(24*time.Hour))
	case d >= 2*time.Hour:
		unit, n = "小时 h", int(d/time.Hour)
	}
	return fmt.Sprintf("%s (%d %s)", at.Format("2006-01-02 15:04"), n, unit)
}

func bytesOf(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", (n+1023)>>10)
}
