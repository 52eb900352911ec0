package hall

import "onewindow/internal/api"

func notReady() *api.Problem {
	return &api.Problem{Code: "HALL-001", Sentence: "大厅系统正在启动或恢复，马上就好。", SentenceEN: "The hall node is starting or recovering; try again at once."}
}

func unreadable() *api.Problem {
	return &api.Problem{Code: "HALL-002", Sentence: "收到的请求读不懂，没有执行。", SentenceEN: "The request could not be read; nothing was done."}
}

func tooLong() *api.Problem {
	return &api.Problem{Code: "HALL-003", Sentence: "请求太长，没有执行。", SentenceEN: "The request is too long; nothing was done."}
}

func badID() *api.Problem {
	return &api.Problem{Code: "HALL-004", Sentence: "请求号不合规定（须为 UUIDv7），没有执行。", SentenceEN: "The request's id is not a UUIDv7; nothing was done."}
}

func forbidden() *api.Problem {
	return &api.Problem{Code: "HALL-005", Sentence: "这台机器无权做这件事。", SentenceEN: "This machine may not do that."}
}

func otherName() *api.Problem {
	return &api.Problem{Code: "HALL-006", Sentence: "机器名与证书不符，没有执行。", SentenceEN: "The terminal's name is not the one in its certificate; nothing was done."}
}

func noSuchThing() *api.Problem {
	return &api.Problem{Code: "HALL-007", Sentence: "大厅系统没有这个接口。", SentenceEN: "The hall node has no such path."}
}

func noDay() *api.Problem {
	return &api.Problem{Code: "HALL-008", Sentence: "今天还没有开始取号，或已经结束。", SentenceEN: "The day is not open."}
}

func inUse() *api.Problem {
	return &api.Problem{Code: "HALL-009", Sentence: "另一个大厅程序正在使用这个资料夹，请先停掉它。", SentenceEN: "Another hall node is using this folder; stop it first."}
}
