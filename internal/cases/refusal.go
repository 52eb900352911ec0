package cases

// Refusal is a typed no of the machine: a code for the engineer, a sentence for the person. It changes nothing.
type Refusal struct {
	Code       string // "CASE-010"
	Sentence   string
	SentenceEN string
}

func (r *Refusal) Error() string { return r.Code + " " + r.SentenceEN }

func refuse(code, sentence, sentenceEN string) error {
	return &Refusal{Code: code, Sentence: sentence, SentenceEN: sentenceEN}
}

// StateName is a state in both languages.
func StateName(s State) (zh, en string) {
	switch s {
	case Draft, "":
		return "草稿", "draft"
	case Supplement:
		return "待补正", "waiting for supplements"
	case Refused:
		return "不予受理", "refused"
	case Accepted:
		return "已受理", "accepted"
	case Correction:
		return "审查中要求补正", "correction asked during review"
	case Granted:
		return "准予", "granted"
	case Denied:
		return "不予许可", "denied"
	case HandedOut:
		return "已送达", "handed out"
	case Closed:
		return "办结", "closed"
	}
	return string(s), string(s)
}

// ActName is an act in both languages.
func ActName(k ActKind) (zh, en string) {
	switch k {
	case ActAccept:
		return "受理", "Accept"
	case ActSupplement:
		return "一次性告知", "Ask for supplements"
	case ActRefuse:
		return "不予受理", "Refuse"
	case ActHandOut:
		return "出件登记", "Hand out"
	case ActRate:
		return "评价", "Rate"
	case ActCheck:
		return "核对疑似重复件", "Look at a possible duplicate"
	case ActDecide:
		return "作出决定", "Decide"
	case ActCorrect:
		return "审查补正", "Ask for corrections"
	case ActClose:
		return "办结", "Close"
	}
	return string(k), string(k)
}
