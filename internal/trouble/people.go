package trouble

// people are the troubles of signing in, of an item, and of papers.
func people() []Entry {
	return []Entry{
		entry("AUTH-002", "密码不对，还可试 {left} 次。", "Wrong PIN, {tries} left.").shown(),
		entry("AUTH-003", "密码错了 {max} 次，已锁定到 {time}。请到时再试；已填的内容都在。", "Locked until {time} after {max} wrong PINs. Try again then; what was filled in is kept.").shown(),
		entry("ITEM-001", "这个事项没有专用表单，屏幕上只有申请人一栏。请收纸质申请表并扫描，其余照常。", "This item has no form of its own; the screen asks for the applicant only. Take the paper form in and scan it; all else is as usual.").shown(),
		entry("PAPER-001", "文书已存好，但没有打开。请按 Ctrl O 再试一次。", "The paper is kept, but it did not open. Press Ctrl O to try again."),
	}
}
