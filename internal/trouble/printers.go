package trouble

// printers are the troubles of ticket printers. The citizen's sentence is for somebody whose number has no paper: the
// number counts all the same, and {number} is it.
func printers() []Entry {
	return []Entry{
		unprinted("PRN-001", "没有找到打印机", "No printer found", "请检查电源和网线", "Check its power and cable"),
		entry("PRN-002", "打印机缺纸，号票打不出来。请装好纸、合上盖子；已取的号仍有效。", "The printer is out of paper, so tickets cannot be printed. Put paper in and shut the cover; numbers already taken count.").
			citizen("打印机缺纸，号票没有打出。您的号是 {number}，请记下或扫码。", "The printer is out of paper. Your number is {number}; note it or scan the code.").shown(),
		unprinted("PRN-003", "打印机盖子没有合上", "The printer's cover is open", "请合上盖子", "Shut the cover").shown(),
		unprinted("PRN-004", "打印机切刀卡住了", "The printer's cutter is stuck", "请关机后取出卡住的纸，再开机", "Switch it off, take the stuck paper out, and switch it on"),
		unprinted("PRN-005", "打印机出了故障", "The printer is broken", "请关机后重新打开；还是不行，请联系技术人员", "Switch it off and on; if that does not help, call a technician"),
		unprinted("PRN-006", "打印头过热", "The print head is too hot", "请等几分钟，凉下来会自动恢复", "Wait a few minutes; it recovers by itself when it has cooled"),
		unprinted("PRN-007", "打印机没有应答", "The printer does not answer", "请关机后重新打开", "Switch it off and on"),
		entry("PRN-008", "打印到一半纸用完了，这张号票不完整。请装好纸再打一次；号仍有效。", "The paper ran out in the middle, so this ticket is torn. Put paper in and print it again; the number counts.").
			citizen("号票打到一半，纸用完了。您的号是 {number}，仍然有效，请记下或扫码。", "The paper ran out in the middle of the ticket. Your number is {number} and counts; note it or scan the code.").shown(),
		unprinted("PRN-009", "打印机没有就绪", "The printer is off line", "请按一下打印机上的联机键", "Press the printer's on-line button"),
		entry("PRN-010", "小票纸快用完。请备好新纸卷，用完前换上。", "Receipt paper is low. Have a new roll at hand and change it in time."),
		entry("PRN-011", "打印中断，不能确定号票是否打出。请看出纸口；没有就再打一次，号仍有效。", "Printing stopped, so the ticket may or may not be out. Look at the slot; print again if there is none, the number counts.").
			citizen("打印中断，不能确定号票是否打出。您的号是 {number}，请看出纸口，没有就记下或扫码。", "Printing stopped; the ticket may or may not be out. Your number is {number}: look at the slot, or note it or scan the code."),
		unprinted("PRN-012", "号票内容排不出来", "This ticket cannot be laid out", "请联系技术人员", "Call a technician"),
	}
}

// unprinted is a reason why no ticket comes out, with what the staff should do about it.
func unprinted(code, why, whyEN, do, doEN string) Entry {
	return entry(code, why+"，号票打不出来。"+do+"；已取的号仍有效。", whyEN+", so tickets cannot be printed. "+doEN+". Numbers already taken count.").
		citizen(why+"，号票没有打出。您的号是 {number}，请记下或扫码。", whyEN+", so no ticket came out. Your number is {number}; note it or scan the code.")
}
