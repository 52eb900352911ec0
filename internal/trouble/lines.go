package trouble

// lines are the troubles of the two links: to the hall node and to the platform.
func lines() []Entry {
	return []Entry{
		entry("HALL-101", "大厅系统连不上，叫号暂不能用。办件照常，恢复后自动接上。", "The hall system cannot be reached, so calling must wait. Cases go on; it reconnects by itself.").
			citizen("大厅系统暂时连不上，现在取不了号。请您到导办台，工作人员会给您安排。", "The hall system cannot be reached, so no number can be given. Ask at the guide desk.").shown(),
		entry("HALL-102", "大厅系统没有回答，不知道这一步是否已完成。请再按一次，不会重复。", "The hall system did not answer; this may or may not be done. Press again: it is not done twice.").
			citizen("没有收到大厅系统的答复。请您再试一次，不会多取号；还是不行，请到导办台。", "No answer came from the hall system. Try again: you will not get two numbers. Or ask at the guide desk."),
		entry("HALL-103", "大厅系统 {age}没有回应，以下是 {time} 的情况。窗口照常办理，请听窗口叫号；已取的号都有效。", "No word from the hall system for {age}; this is as of {time}. Listen for the windows' calls, or ask at the desk. Your number counts."),
		entry("HALL-104", "本屏还没有连上大厅系统。窗口照常办理，请听窗口叫号；已取的号都有效。", "This screen has not reached the hall system yet. Listen for the windows' calls, or ask at the desk. Your number counts."),
		entry("SYNC-101", "平台暂时连不上。您办的件已存本机，恢复后自动上传。", "The platform cannot be reached. Your cases are kept here and will be sent.").shown(),
		entry("SYNC-103", "平台不认识这份内容，没有收下。件已存本机，请联系技术人员。", "The platform does not understand this and did not take it. It is kept here; call a technician."),
		entry("SYNC-104", "本机的这份扫描件读不出来，送不上去。请重新扫描。", "This scan cannot be read on this machine, so it cannot be sent. Scan it again."),
		entry("SYNC-105", "本机的这条记录读不出来，送不上去。请联系技术人员。", "This record cannot be read on this machine, so it cannot be sent. Call a technician."),
		entry("SYNC-106", "平台没有收下，也没有说明原因。件已存本机，请联系技术人员。", "The platform did not take this and gave no reason. It is kept here; call a technician."),
		entry("SYNC-120", "这一步已经不在待上传里，可能平台刚收下。请看本件现状，再决定要不要办。", "This step is no longer in the outbox; the platform may just have taken it. Look at the case before doing more."),
		entry("SYNC-121", "本件前一步平台没有收下，后面的步骤先不办。请在待上传里处理好那一步。", "The platform did not take the step before. Settle that one in the outbox first."),
		entry("SYNC-122", "平台的答复不会变，原样再送没有用。请更正后再送，或以平台为准。", "The answer stays the same, so sending it again is of no use. Correct it, or let the platform's version stand."),
		entry("SYNC-123", "这一步不能在窗口更正。请交工程师，或以平台为准；记录不会丢。", "This step cannot be corrected at the window. Hand it to an engineer, or let the platform's version stand; nothing is lost."),
		entry("SYNC-124", "平台上本件已是“{state}”，不能再照原样更正。请看两边的内容，再决定以哪边为准。", "At the platform the case is {stateEn} by now, so this cannot be corrected as it was. Look at both versions and decide."),
		entry("SYNC-125", "这一步正在上传，还没有答复。请等答复到了再处理。", "This step is being sent and has no answer yet. Wait for it."),
		entry("SYNC-126", "给工程师的报告没有写成，件没有移交。请检查硬盘，再试一次。", "The engineer's report could not be written, so nothing was handed over. Check the disk and try again."),
		entry("SYNC-127", "平台恢复后少了本件前面的经过，现在重办会再被退回。请等后台补录后再送，或交工程师。", "The platform was restored and lacks earlier steps, so this would come back again. Wait for the back office, or hand it to an engineer."),
		entry("SYNC-128", "有一件正在更正。请先送出或放弃更正，再重试。", "A correction is open. Send it or give it up, then try again."),
		entry("SYNC-129", "这一件已交工程师。要自己处理，请先收回。", "An engineer has this. Take it back first to settle it here."),
	}
}

// certificates are the troubles of the machines' identities. What was saved stays here in all of them.
func certificates() []Entry {
	return []Entry{
		entry("CERT-001", "本机证书已到期，大厅系统和平台不再认这台机器。请联系技术人员换证书；已存的内容都在。", "This machine's certificate has expired, so hall and platform no longer accept it. Call a technician to renew it; what was saved is kept.").
			citizen("这台机器的证书已到期，暂停使用。请您到导办台，工作人员会给您安排。", "This machine's certificate has expired and it is out of service. Ask at the guide desk.").shown(),
		entry("CERT-002", "大厅系统的证书已到期，本机不能与它相连，叫号暂不能用。办件照常；请联系技术人员给大厅系统换证书。", "The hall system's certificate has expired, so this machine may not connect and calling must wait. Cases go on; call a technician to renew it.").
			citizen("大厅系统的证书已到期，现在取不了号。请您到导办台，工作人员会给您安排。", "The hall system's certificate has expired, so no number can be given. Ask at the guide desk."),
		entry("CERT-003", "平台的证书已到期，件暂时送不上去。您办的件已存本机；请联系技术人员给平台换证书。", "The platform's certificate has expired, so nothing can be sent. Your cases are kept here; call a technician to renew it."),
		entry("CERT-004", "证书还没有生效，多半是本机时间不对，现在连不上。请核对日期和时间，再试一次。", "A certificate is not valid yet, so there is no connection; this machine's clock is probably wrong. Check date and time, and try again.").
			citizen("这台机器还不能用。请您到导办台，工作人员会给您安排。", "This machine is out of service. Ask at the guide desk."),
		entry("CERT-005", "对方的证书不是本大厅认可的，已拒绝连接。请检查设置里的地址，或联系技术人员。", "The other side's certificate is not one this hall accepts, so the connection was refused. Check the address in the settings, or call a technician.").
			citizen("这台机器暂时不能用。请您到导办台，工作人员会给您安排。", "This machine is out of service. Ask at the guide desk."),
		entry("CERT-006", "对方不接受本机的证书，连不上。请联系技术人员核对本机证书；已存的内容都在。", "The other side does not accept this machine's certificate, so there is no connection. Have a technician check it; what was saved is kept.").
			citizen("这台机器暂时不能用。请您到导办台，工作人员会给您安排。", "This machine is out of service. Ask at the guide desk."),
		entry("CERT-007", "本机的证书文件 {file} 读不出来，程序没有启动。请检查设置里的路径，或联系技术人员。", "This machine's certificate file {file} cannot be read, so the program did not start. Check its path in the settings, or call a technician."),
	}
}
