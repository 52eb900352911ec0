package trouble

// machine are the troubles of this machine's own disk and clock.
func machine() []Entry {
	return []Entry{
		entry("VAULT-001", "另一个窗口程序正开着本机资料，请先关掉它。", "Another window of this program holds the data; close it first.").shown(),
		entry("VAULT-002", "本机资料写不进去，刚才的操作没有保存。请检查硬盘空间，再做一次。", "The disk does not take the data, so the last act was not saved. Check its space and do it again."),
		entry("VAULT-003", "本机密钥与已存资料不符，资料没有动。请联系技术人员。", "The key of this machine does not fit its data; nothing was touched. Call a technician."),
		entry("VAULT-004", "本机有一条资料读不出来。请重新启动程序，程序会自行修复。", "A record cannot be read. Start the program again; it will repair itself."),
		entry("VAULT-005", "本机没有这份文件，打不开。请连上平台后再试。", "This file is not on this machine, so it cannot be opened. Try again when the platform is reached."),
		entry("VAULT-006", "硬盘出错，不能确定刚才的操作是否已保存。请重新启动程序，再查看这一件。", "The disk failed, so the last act may or may not be saved. Start the program again and look at this case."),
		entry("VAULT-007", "本机资料已关闭，这一步没有保存。请重新启动程序。", "The data here is closed, so this was not saved. Start the program again."),
		entry("VAULT-008", "硬盘空间不多了，还剩 {free}。办件照常；请联系技术人员清理硬盘。", "The disk is nearly full: {free} left. Work goes on; ask a technician to make room.").shown(),
		entry("VAULT-009", "硬盘快满，新办件暂停。手上的件可以照常办完；请联系技术人员清理硬盘。", "The disk is almost full, so no new case can be opened. What was begun can be finished; ask a technician to make room."),
		entry("VAULT-010", "本机资料曾损坏，已从备份和日志修复，没有丢失。请照常办理。", "The data here was damaged and has been repaired from backup and journal; nothing is lost. Go on as usual."),
		entry("VAULT-011", "本机资料曾损坏，已尽量修复，缺少的部分正从平台取回。请核对今天办过的件。", "The data here was damaged and repaired as far as possible; the rest is being fetched from the platform. Check today's cases."),
		entry("VAULT-012", "本机这个位置没有资料，什么也没有动。请核对配置文件里的 dir。", "There is no data at this place, and nothing was touched. Look at dir in the configuration file."),
		entry("VAULT-013", "本机资料曾损坏，以下 {n} 件操作没有恢复：{list}。请先连上平台核对，平台也没有的再补办。", "The data here was damaged and these acts ({n}) did not come back: {list}. Look at the platform first, and do again what it does not have either."),
		entry("VAULT-017", "本机资料的第二份备份从 {since} 起没有写成。办件照常；请联系技术人员检查备份盘。", "The second backup of the data here has not been written since {since}. Work goes on; ask a technician to look at the backup disk."),
		entry("VAULT-014", "本机资料已有 {used}，上限是 {limit}。办件照常；请连上平台传完待传的件，或请技术人员调高上限。", "The data here has grown to {used} of {limit}. Work goes on; let what waits go to the platform, or ask a technician for a higher limit."),
		entry("VAULT-015", "本机资料已到上限 {limit}，新办件暂停。手上的件可以照常办完；请联系技术人员。", "The data here has reached its limit of {limit}, so no new case can be opened. What was begun can be finished; ask a technician."),
		entry("VAULT-018", "这里没有能用的备份，什么也没有动。请换一份备份再试。", "There is no sound backup here, and nothing was touched. Try another one."),
		entry("VAULT-016", "本机资料是更新的程序写的，这个程序读不了，资料没有动。请换回新程序。", "A newer program wrote the data here; this one cannot read it and touched nothing. Use the newer program."),

		entry("CLOCK-001", "本机时间没有人核对过，现在不能出具日期。请确认今天的日期和时间，再继续办理；已填的内容都在。", "Nobody stands behind this machine's time, so no date can be given. Confirm date and time and go on; what was filled in is kept.").shown(),
		entry("CLOCK-002", "这个时间比已办的件还早，没有采用。请再核对日期和时间。", "This time is before what was filed already and was not taken. Check date and time again."),
		entry("CLOCK-003", "本机时钟与大厅、平台相差 {off}，已改按它们的时间办理。请联系技术人员校准本机时钟。", "This machine's clock is {offEn} off; the time of hall and platform is used instead. Have a technician set the clock."),
	}
}

// keys are the troubles of this machine's keys.
func keys() []Entry {
	return []Entry{
		entry("SEAL-001", "这份资料已损坏，打不开。请联系技术人员，不要删除文件。", "This data is damaged and cannot be opened. Call a technician, and delete nothing."),
		entry("SEAL-002", "本机密钥与资料不符，打不开。请联系技术人员。", "The key of this machine does not fit the data, which cannot be opened. Call a technician."),
		entry("SEAL-003", "这份资料由更新的版本写成，这个版本打不开。请先升级程序。", "This data was written by a newer version and cannot be opened by this one. Update the program first."),
		entry("SEAL-010", "找不到密钥文件，本机资料打不开。请联系技术人员放回密钥。", "The key file is missing, so the data here cannot be opened. Have a technician put it back."),
		entry("SEAL-011", "密钥文件可被他人读取，为安全没有启动。请把它改为仅本用户可读。", "Others may read the key file, so the program did not start. Make it readable by its owner only."),
		entry("SEAL-012", "密钥已损坏，本机资料打不开。请联系技术人员放回备份的密钥。", "The key is damaged, so the data here cannot be opened. Have a technician put its backup back."),
		entry("SEAL-013", "密钥读不出来或建不成，本机资料打不开。请检查硬盘和权限，或联系技术人员。", "The key cannot be read or made, so the data here cannot be opened. Check disk and permissions, or call a technician."),

		entry("SEAL-020", "找不到安全芯片（TPM），本机资料打不开。请检查主板设置里安全芯片是否开启，或联系技术人员。", "The security chip (TPM) is not found, so the data here cannot be opened. Check that it is switched on in the board's settings, or call a technician."),
		entry("SEAL-021", "安全芯片（TPM）拒绝使用，本机资料打不开。请重启电脑再试；仍不行请联系技术人员核对它的所有者口令。", "The security chip (TPM) refuses, so the data here cannot be opened. Start the computer again; if that does not help, have a technician check its owner's password."),
		entry("SEAL-022", "安全芯片（TPM）已被清空，或硬盘换了机器，本机资料打不开。请联系技术人员，不要删除文件。", "The security chip (TPM) was cleared, or this disk is in another machine, so the data here cannot be opened. Call a technician, and delete nothing."),
		entry("SEAL-023", "这里没有系统密钥环，本机资料打不开。请在登录桌面后启动程序，或联系技术人员改用别的方式保管密钥。", "There is no system keyring here, so the data cannot be opened. Start the program from a signed-in desktop, or have a technician choose another guard of the key."),
		entry("SEAL-024", "系统密钥环锁着或没有应答，本机资料打不开。请解锁密钥环，再启动程序。", "The system keyring is locked or does not answer, so the data here cannot be opened. Have it unlocked, then start the program again."),
		entry("SEAL-025", "系统密钥环里没有本机的密钥，资料打不开。请用原来的用户登录再启动，或联系技术人员，不要删除文件。", "The system keyring does not hold this machine's key, so the data cannot be opened. Start as the user it was made for, or call a technician, and delete nothing."),
		entry("SEAL-026", "两份密钥文件属于两处不同的资料，没有打开，也没有动。请联系技术人员取走放错的一份。", "The two copies of the data key belong to different installations; nothing was opened or touched. Have a technician take the wrong one away."),
		entry("SEAL-027", "密钥的保管方式和配置文件写的不同，现按原来的方式使用。请用 onewindow vault guard 更换，或改正配置。", "The keys are guarded otherwise than the settings say, and stay so. Use onewindow vault guard to move them, or correct the settings."),
		entry("SEAL-028", "两份密钥文件有一份缺失或损坏，已从另一份补好，没有丢失。请技术人员检查硬盘。", "One of the two copies of the keys was missing or damaged and has been written again; nothing is lost. Have a technician check the disk."),
		entry("SEAL-029", "两份密钥文件只剩一份可用，另一份写不进去。请尽快联系技术人员检查硬盘和权限。", "Only one of the two copies of the keys is left, and the other cannot be written. Have a technician check disk and permissions soon."),
	}
}
