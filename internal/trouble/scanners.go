package trouble

import "strconv"

// Kept gives the pairs that say how many pages are kept, for the codes that say it.
func Kept(pages int) []string {
	n := strconv.Itoa(pages)
	if pages == 1 {
		return []string{"kept", n, "keptEn", "1 page is"}
	}
	return []string{"kept", n, "keptEn", n + " pages are"}
}

// scanners are the troubles of document scanners. Whatever stops a scan, the pages before it are kept.
func scanners() []Entry {
	return []Entry{
		entry("SCAN-001", "没有找到扫描仪。请检查电源和网线，或先收纸质材料。", "No scanner found. Check its power and cable, or take the paper in."),
		entry("SCAN-002", "扫描仪正在扫别的文件，这次没有开始。请等它停下，再扫一次。", "The scanner is at work on something else, so this scan did not begin. Wait until it stops and scan again."),
		entry("SCAN-003", "进纸器里没有纸，没有扫到页。请放好后再扫。", "The feeder is empty, so nothing was scanned. Put the pages in and scan again."),
		entry("SCAN-004", "进纸器卡纸，扫描停了。请取出卡住的纸，放好后再扫。", "Paper is jammed in the feeder and the scan has stopped. Take the paper out, put it back and scan again.").shown(),
		entry("SCAN-005", "扫描仪盖子没有合上，扫不了。请合上盖子再扫。", "The scanner's cover is open, so it cannot scan. Shut the cover and scan again."),
		entry("SCAN-006", "扫描仪停止工作，扫不了。请关闭电源后重新打开。", "The scanner has stopped working. Switch it off and on."),
		// {why} is the sentence of what stopped it.
		entry("SCAN-007", "扫描停在第 {page} 页，前 {kept} 页已保存。{why}", "Scanning stopped at page {page}; {keptEn} kept. {whyEn}"),
		entry("SCAN-008", "扫描仪的应答无法识别，扫描停了。请联系技术人员，先收纸质材料。", "The scanner's answer cannot be understood, so the scan has stopped. Call a technician, and take the paper in meanwhile."),
		entry("SCAN-009", "扫描仪不接受这种扫描方式，没有开始。请换成平板或别的分辨率再扫。", "The scanner does not accept these settings, so nothing was scanned. Use the glass or another resolution."),
		entry("SCAN-010", "还在扫描，这一步要等它结束。请稍等，或先停止扫描。", "A scan is running, and this must wait for it. Let it end, or stop it."),
		entry("SCAN-011", "扫描已停止，前 {kept} 页已保存。要接着扫，请放好余下的页再按扫描。", "Scanning was stopped; {keptEn} kept. To go on, put the remaining pages in and scan again.").shown(),
		entry("SCAN-012", "已经在扫描，不能同时再扫。请等它结束，或先停止。", "A scan is running already, and there can be but one. Let it end, or stop it."),
		entry("SCAN-013", "本机没有配扫描仪。请先收纸质材料。", "This machine has no scanner. Take the paper in."),
	}
}
