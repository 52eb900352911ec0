package trouble

// limits are the operator's bounds on work without the platform: told before they are reached, then what they stop, and
// what a citizen hears of work that goes on meanwhile.
func limits() []Entry {
	return []Entry{
		entry("LIMIT-001", "平台已 {age}收不到本机的办件，满 {most}后新办件暂停。请联系技术人员恢复线路。", "Nothing from here has reached the platform for {ageEn}; at {mostEn} no new case can be opened. Ask a technician to mend the line."),
		entry("LIMIT-002", "本机有 {n} 步还没有送到平台，满 {most} 步后新办件暂停。请联系技术人员恢复线路。", "Steps not yet at the platform: {n}; at {most} no new case can be opened. Ask a technician to mend the line."),
		entry("LIMIT-003", "平台已 {age}收不到本机的办件，满了规定的 {most}，新办件暂停。手上的件可以照常办完；请联系技术人员恢复线路，或用 U 盘送到大厅。", "Nothing from here has reached the platform for {ageEn}, past the limit of {mostEn}, so no new case can be opened. What was begun can be finished; ask a technician to mend the line or to carry it to the hall by stick.").
			citizen("线路中断太久，本窗口暂时不能收新件。请您到导办台，工作人员会给您安排。", "The line has been down too long for this window to take a new case. Ask at the guide desk."),
		entry("LIMIT-004", "本机有 {n} 步还没有送到平台，满了规定的 {most} 步，新办件暂停。手上的件可以照常办完；请联系技术人员恢复线路，或用 U 盘送到大厅。", "Steps not yet at the platform: {n}, past the limit of {most}, so no new case can be opened. What was begun can be finished; ask a technician to mend the line or to carry it to the hall by stick.").
			citizen("线路中断太久，本窗口暂时不能收新件。请您到导办台，工作人员会给您安排。", "The line has been down too long for this window to take a new case. Ask at the guide desk."),
		entry("LIMIT-005", "平台连不上时不能办“{act}”。已填的内容都在，平台恢复后请再按一次。", "This step needs the platform, which cannot be reached: {actEn}. What was filled in is kept; press again when it is back."),
		entry("LIMIT-006", "平台已 {age}没有消息，超过规定的 {most}，现在不能办“{act}”。内容都在，平台恢复后请再按一次。", "No word from the platform for {ageEn}, past the limit of {mostEn} for this step: {actEn}. Everything is kept; press again when it is back."),
		entry("LIMIT-007", "本机有 {n} 步还没有送到平台，超过规定的 {most} 步，现在不能办“{act}”。内容都在，平台恢复后请再按一次。", "Steps not yet at the platform: {n}, past the limit of {most} for this step: {actEn}. Everything is kept; press again when it is back."),

		entry("LIMIT-008", "平台连不上，本件先受理，标注待线上核验；请告诉申请人，受理日期和承诺日期不变。", "The platform cannot be reached: the case is taken in and checked on line later. Have the applicant take note that no date changes.").
			citizen("平台暂时连不上，您的件照常受理，恢复后线上核验，日期不变。请您收好通知书。", "The platform cannot be reached. Your case is accepted; take the notice with you, no date changes."),
		entry("LIMIT-009", "平台连不上，告知书照常有效；请告诉申请人，补正期限不变，补齐后回本窗口办。", "The platform cannot be reached; the notice is good all the same. Have the applicant come back to this window; the day does not change.").
			citizen("平台暂时连不上，告知书照常有效，期限不变；补齐后请您回本窗口办理。", "The platform cannot be reached; the notice is good. Take the missing papers here by its day."),
		entry("LIMIT-010", "平台连不上，通知书照常有效；请告诉申请人，救济期限从收到之日起算。", "The platform cannot be reached; the notice is good all the same. Have the applicant take note that the time for review runs from today.").
			citizen("平台暂时连不上，通知书照常有效，救济期限从您收到之日起算，请您保管好。", "The platform cannot be reached; the notice is good. Note that the time for review runs from today."),
		entry("LIMIT-011", "平台连不上，结果照常交付；请领取人在送达回证上签收，登记恢复后自动上传。", "The platform cannot be reached; the result is handed over all the same. Have the receiver sign; the record will be sent.").
			citizen("平台暂时连不上，结果照常交给您。请您在送达回证上签收。", "The platform cannot be reached; you get your result all the same. Check it and sign for it."),
	}
}
