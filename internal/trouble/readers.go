package trouble

// readers are the troubles of ID-card readers and of the serial line they hang on.
func readers() []Entry {
	return []Entry{
		entry("CARD-001", "没有找到读卡器。请检查连线，或改为输入号码。", "No card reader found. Check its cable, or type the number.").
			citizen("读卡器没有接好，现在读不了证。请您改为输入号码，或找工作人员。", "The card reader is not connected, so no card can be read. Type your number, or ask the staff.").shown(),
		entry("CARD-002", "读卡器没有应答，现在读不了证。请拔下再插上，或改为输入号码。", "The card reader does not answer, so no card can be read. Unplug it and plug it in again, or type the number.").
			citizen("读卡器没有应答，现在读不了证。请您改为输入号码，或找工作人员。", "The card reader does not answer, so no card can be read. Type your number, or ask the staff."),
		entry("CARD-003", "读卡器正被另一个程序使用，这里读不了证。请关掉那个程序，或改为输入号码。", "Another program is using the card reader, so no card can be read here. Close that program, or type the number.").
			citizen("读卡器正被占用，现在读不了证。请您改为输入号码，或找工作人员。", "The card reader is in use elsewhere, so no card can be read. Type your number, or ask the staff.").shown(),
		entry("CARD-004", "读卡器的端口设置不对，读卡器打不开。请联系技术人员，先改为输入号码。", "The reader's port settings are wrong, so it cannot be opened. Call a technician, and type the number meanwhile.").
			citizen("读卡器没有设好，现在读不了证。请您改为输入号码，或找工作人员。", "The card reader is not set up, so no card can be read. Type your number, or ask the staff."),
		entry("CARD-005", "本程序没有使用读卡器端口的权限。请联系技术人员，先改为输入号码。", "This program may not use the reader's port. Call a technician, and type the number meanwhile.").
			citizen("读卡器没有设好，现在读不了证。请您改为输入号码，或找工作人员。", "The card reader is not set up, so no card can be read. Type your number, or ask the staff."),
		entry("CARD-006", "本机没有配读卡器。请改为输入号码。", "This machine has no card reader. Type the number.").
			citizen("这台机器没有读卡器。请您改为输入号码。", "This machine has no card reader. Type your number."),
		entry("CARD-012", "请拿起身份证，再放一次。", "Lift the card and put it on again.").shown(),
		entry("CARD-013", "证件内容无法识别，什么也没有带入。请人工核对证件，改为输入号码。", "The card's data cannot be understood, so nothing was filled in. Check the card by eye and type the number.").
			citizen("证件内容无法识别。请您改为输入号码，或到窗口人工核验。", "The card's data cannot be understood. Type your number, or have the card checked at a window."),
		entry("CARD-021", "读卡器不认识这个指令，现在读不了证。请联系技术人员，先改为输入号码。", "The reader does not know this command, so no card can be read. Call a technician, and type the number meanwhile.").
			citizen("读卡器暂时不能用。请您改为输入号码，或找工作人员。", "The card reader is out of service. Type your number, or ask the staff."),
		entry("CARD-023", "读卡器不允许这个操作，现在读不了证。请联系技术人员，先改为输入号码。", "The reader does not permit this, so no card can be read. Call a technician, and type the number meanwhile.").
			citizen("读卡器暂时不能用。请您改为输入号码，或找工作人员。", "The card reader is out of service. Type your number, or ask the staff."),
		entry("CARD-031", "这张证件与读卡器认证不通过，没有读出内容。请人工核对证件，改为输入号码。", "Card and reader do not accept each other, so nothing was read. Check the card by eye and type the number.").
			citizen("这张证件与读卡器认证不通过。请您到窗口人工核验。", "Card and reader do not accept each other. Have the card checked at a window."),
		entry("CARD-032", "证件芯片认证不通过，没有读出内容。请人工核对证件的真伪。", "The card's chip could not be verified, so nothing was read. Check by eye whether the card is genuine.").
			citizen("证件芯片认证不通过。请您到窗口人工核验。", "The card's chip could not be verified. Have the card checked at a window."),
		entry("CARD-033", "证件信息验证不通过，没有带入内容。请人工核对证件的真伪。", "The card's data could not be verified, so nothing was filled in. Check by eye whether the card is genuine.").
			citizen("证件信息验证不通过。请您到窗口人工核验。", "The card's data could not be verified. Have the card checked at a window."),
		entry("CARD-040", "这不是居民身份证，没有读出内容。请换一张证件，或改为输入号码。", "This is not an identity card, so nothing was read. Use another card, or type the number.").
			citizen("这不是居民身份证。请您换一张证件，或改为输入号码。", "This is not an identity card. Use another card, or type your number."),
		entry("CARD-060", "读卡器自检没有通过，暂停使用。请联系技术人员，先改为输入号码。", "The reader failed its self-test and is out of service. Call a technician, and type the number meanwhile.").
			citizen("读卡器暂停使用。请您改为输入号码，或找工作人员。", "The card reader is out of service. Type your number, or ask the staff."),
		entry("CARD-066", "读卡器没有授权，暂停使用。请联系技术人员，先改为输入号码。", "The reader is not authorised and is out of service. Call a technician, and type the number meanwhile.").
			citizen("读卡器暂停使用。请您改为输入号码，或找工作人员。", "The card reader is out of service. Type your number, or ask the staff."),

		entry("LINE-001", "找不到设备，连不上它。请检查连接线和电源。", "The device is not there, so it cannot be used. Check its cable and power."),
		entry("LINE-002", "设备已断开，刚才的操作没有完成。请检查连接线和电源。", "The device was unplugged, so the last act was not completed. Check its cable and power."),
		entry("LINE-003", "端口正被另一个程序使用，设备打不开。请关掉那个程序。", "Another program holds the port, so the device cannot be opened. Close that program."),
		entry("LINE-004", "设备不接收数据，刚才的操作没有完成。请关闭电源后重新打开。", "The device takes no data, so the last act was not completed. Switch it off and on."),
		entry("LINE-005", "没有使用该端口的权限，设备打不开。请联系技术人员。", "This program may not use the port, so the device cannot be opened. Call a technician."),
		entry("LINE-006", "端口设置不正确，设备打不开。请联系技术人员。", "The port refuses these settings, so the device cannot be opened. Call a technician."),
	}
}
