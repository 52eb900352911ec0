package trouble

// programs are the troubles that keep a program from starting, or end it.
func programs() []Entry {
	return []Entry{
		// {file} is the file's name; {faults} and {faultsEn} are every fault of it, one after the other.
		entry("CONF-001", "配置文件 {file} 有错，程序没有启动。请改好下面各处，再试一次：{faults}", "The configuration file {file} has faults, so the program did not start. Mend these and try again: {faultsEn}").shown(),
		entry("PORT-001", "地址 {addr} 已被另一个程序占用，本程序没有启动。请先停掉那个程序，或在配置文件里换一个端口。", "Another program already listens on {addr}, so this one did not start. Stop that program, or choose another port in the configuration file.").shown(),
		entry("PORT-002", "地址 {addr} 在本机不能用，程序没有启动。请在配置文件里改正地址。", "The address {addr} cannot be used on this machine, so the program did not start. Correct it in the configuration file."),
		entry("START-001", "程序没能启动，已存的资料没有动。请再试一次；还是不行，请把日志交给技术人员。", "The program did not start; what was saved is untouched. Try again; if that does not help, give the log to a technician.").
			citizen("这台机器暂时不能用。请您到导办台，工作人员会给您安排。", "This machine is out of service. Ask at the guide desk."),
		entry("START-002", "程序的一部分停了，为不出错已整个停下。已存的内容都在，请再试一次。", "A part of the program stopped, so all of it was stopped to be safe. What was saved is kept; try again.").
			citizen("这台机器暂时不能用。请您到导办台，工作人员会给您安排。", "This machine is out of service. Ask at the guide desk."),
	}
}
