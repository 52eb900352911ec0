package trouble

// exchange are what there is to say of the exchange with the platform beyond its being away.
func exchange() []Entry {
	return []Entry{
		entry("SYNC-110", "平台连续 {fails} 次没有办成，先停一停，{time} 再用一件试。件已存本机，恢复后自动上传。", "The platform failed {fails} times in a row and is left alone; at {time} one record is tried. All is kept here and will be sent."),
		entry("SYNC-111", "正在用一件试平台是否恢复，通了自动接着上传。件都在本机。", "One record is being tried on the platform; if it is taken, the rest will be sent. All is kept here."),
		entry("SYNC-112", "平台正忙，请各窗口 {time} 后再传。件已存本机，到时自动上传。", "The platform is busy and asks to wait until {time}. All is kept here and will be sent then."),
		entry("SYNC-113", "这一步要新版平台才认识，先存本机，平台升级后自动上传。", "The platform needs its update to understand this step. It is kept here and will be sent after that."),
		entry("SYNC-114", "有 {n} 个件的新情况是新版程序写的，本机看不全，已原样存好。请升级本机程序，升级后自动显示。", "News of {n} cases was written by a newer program and is kept as it came. Update this program; they are shown after that."),
		entry("SYNC-115", "平台或大厅给的时间与本机差 {off}，没有采用，出具的日期不受影响。请核对本机时钟，并联系技术人员。", "The time given by platform or hall is {offEn} off; it was not taken and moves no date. Check this machine's clock and call a technician."),
		entry("SYNC-116", "这个时段扫描件限速 {rate} 上传，会慢一些，自动传完；办件不受影响。", "At this hour scans are limited to {rate}; they take longer and will be sent. Other acts are not slowed."),
		entry("SYNC-117", "有 {n} 个件的新情况读不出来，已原样存好，别的件照常。请联系技术人员。", "News of {n} cases cannot be read and is kept as it came; other cases go on. Call a technician."),
	}
}
