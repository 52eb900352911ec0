package trouble

// carried are the troubles of the file that goes by hand between a station without a line and the platform. In all of
// them what was saved stays where it is, and nothing counts twice.
func carried() []Entry {
	return []Entry{
		entry("CARRY-001", "这不是本系统的转送文件，没有读取。请检查选的是哪个文件。", "This is not a file of carried operations, so nothing was read. Check which file was chosen."),
		entry("CARRY-002", "转送文件不完整或已被改动，没有采用。请从原处再拷贝一次，或重新导出。", "The carried file is not whole or was changed, so nothing of it was taken. Copy it again from where it came, or make it anew."),
		entry("CARRY-003", "转送文件由更新的版本写成，这个版本读不了。请先升级程序。", "The carried file was written by a newer version and cannot be read by this one. Update the program first."),
		entry("CARRY-004", "转送文件不是给这台机器的，或这台机器已换过密钥，打不开。请核对文件，或重新导出。", "The carried file is sealed to another machine, or to a key this one no longer has. Check the file, or make it anew."),
		entry("CARRY-005", "转送文件的签发机器不被认可，或它的证书已到期，没有采用。请核对它从哪里来，换好证书后重新导出。", "The machine that signed the carried file is not accepted, or its certificate has expired, so nothing was taken. Check where it came from; renew the certificate and make it anew."),
		entry("CARRY-006", "这份回执是另一台机器的，没有采用。请把它拿到 {terminal} 导入。", "These receipts are for another machine, so nothing was taken. Have them imported at {terminal}."),
		entry("CARRY-007", "这份回执是平台恢复以前写的，已经过时，没有采用。请重新导出一次，不会重复。", "These receipts are from before the platform was restored, so nothing was taken. Make a new file; nothing counts twice."),
		entry("CARRY-008", "不知道平台的证书，或它已到期，不能封存转送文件。请在设置 platform.certificate 里写上新证书的路径。", "The platform's certificate is not known or has expired, so nothing can be sealed for it. Have the path of its newest put into the setting platform.certificate."),
		entry("CARRY-009", "没有要转送的内容，文件没有生成。您可以照常办理，不用再做什么。", "There is nothing to carry, so no file was made. Go on as usual."),
		entry("CARRY-010", "放不下：需要 {size}，还剩 {free}。请换一个空间够的 U 盘，或先腾出地方。", "It does not fit: {size} needed, {free} free. Use a larger stick, or make room on this one."),
		entry("CARRY-011", "文件拿反了：平台收转送文件，窗口收回执。请检查选的是哪个文件。", "This is the wrong one of the two: the platform takes the carried file, the counter its receipts. Check which file was chosen."),
		entry("CARRY-012", "文件没有送到平台，平台连不上或没有收下。文件还在，请再送一次，不会重复。", "The file did not get to the platform. It is still here; try again, nothing counts twice."),
		entry("CARRY-013", "平台正在收另一个转送文件。请等它收完再送。", "The platform is taking another carried file at the moment. Wait until that is done, and send this one again."),
		entry("CARRY-015", "{file} 读写不了。请检查 U 盘是否插好、路径和权限对不对，再试一次。", "{file} cannot be read or written. Check that the stick is in, and the path and its permissions; then try again."),
		entry("CARRY-016", "U 盘上没有本机的回执，没有读入。请核对是不是从平台带回的那个 U 盘。", "There are no receipts for this machine on the stick, so nothing was read. Check that it is the one that came back from the platform."),
		entry("CARRY-017", "{time} 写到 U 盘的 {n} 步（{file}）还没有回执。请问送的人；找不到就再写一份，不会重复。", "What was written to a stick on {time} ({n} acts, {file}) has no receipts yet. Ask who took it; if it is lost, write it again: nothing counts twice."),
		entry("CARRY-018", "正在写或读 U 盘，这次没有做。请等它完成，或按 Esc 停止。", "A stick is being written or read, so nothing was done. Wait until that has ended, or stop it with Esc."),
		entry("CARRY-014", "平台这边放不下这个转送文件，没有收。请联系平台技术人员清理硬盘，再送一次。", "The platform has no room for this file and did not take it. Ask its technician to make room, and send it again."),
	}
}
