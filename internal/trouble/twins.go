package trouble

// twins are the notices that two open cases may be one: nothing has gone wrong, and nothing is merged.
func twins() []Entry {
	return []Entry{
		entry("OPS-030", "同一申请人在{place}另有一件同事项：{number}，{at} 收件。请核对，系统不会自动合并；确属重复，未受理的可不予受理，已受理的请联系部门。", "The same applicant has another case of this item, from {placeEn}: {number}, received {atEn}. Check both, nothing is merged by itself; refuse one that is not accepted yet, or call the department."),
		entry("OPS-031", "同一申请人另有 {n} 件同事项，最近一件在{place}：{number}，{at} 收件。请核对，系统不会自动合并；确属重复，未受理的可不予受理，已受理的请联系部门。", "The same applicant has more cases of this item ({n}), the newest from {placeEn}: {number}, received {atEn}. Check them, nothing is merged by itself; refuse one that is not accepted yet, or call the department."),
		entry("OPS-032", "这位申请人已有一件同事项在办，在{place}：{number}，{at} 收件。请先核对是不是重复申请；确要另办，可以照常办理。", "This applicant already has a case of this item, from {placeEn}: {number}, received {atEn}. Check whether this is the same request; if it is not, go on as usual."),
	}
}
