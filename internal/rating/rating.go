package rating

// Grade is a grade of GB/T 39046 A.8: 1 very satisfied … 5 very dissatisfied. The zero Grade is not rated.
type Grade int

// The five grades, and none.
const (
	NotRated Grade = iota
	VerySatisfied
	Satisfied
	BasicallySatisfied
	Dissatisfied
	VeryDissatisfied
)

// Grades are the five in the order they are shown.
func Grades() []Grade {
	return []Grade{VerySatisfied, Satisfied, BasicallySatisfied, Dissatisfied, VeryDissatisfied}
}

// Valid reports whether g is one of the five.
func (g Grade) Valid() bool { return g >= VerySatisfied && g <= VeryDissatisfied }

// Bad reports whether g starts the answering of a bad rating (差评).
func (g Grade) Bad() bool { return g == Dissatisfied || g == VeryDissatisfied }

// Good reports whether g counts as satisfied in a window's own figures.
func (g Grade) Good() bool { return g == VerySatisfied || g == Satisfied }

// Word is the grade as shown, in Chinese.
func (g Grade) Word() string {
	return [...]string{"未评价", "非常满意", "满意", "基本满意", "不满意", "非常不满意"}[g.index()]
}

// WordEN is the grade as shown, in English.
func (g Grade) WordEN() string {
	return [...]string{"Not rated", "Very satisfied", "Satisfied", "Basically satisfied", "Dissatisfied", "Very dissatisfied"}[g.index()]
}

func (g Grade) index() int {
	if !g.Valid() {
		return 0
	}
	return int(g)
}

// Reason is something a citizen may tick beside a bad grade.
type Reason struct {
	Code   string // kept in the rating
	Word   string
	WordEN string
}

// ReasonsVersion names the list that Reasons gives; it may change with the national annex.
const ReasonsVersion = "2026-1"

// Reasons are offered for a bad grade, after the indicators of offline service: overall, efficiency, service,
// attitude. For other grades nothing is asked.
func Reasons(g Grade) []Reason {
	if !g.Bad() {
		return nil
	}
	return []Reason{
		{"wait", "等候时间长", "Waited too long"},
		{"slow", "办理时间长", "Handling took too long"},
		{"twice", "一次没有说清，多跑了路", "Not told everything at once"},
		{"unneeded", "要了不必要的材料", "Asked for papers that are not needed"},
		{"guide", "指南和实际不一样", "The guide differs from practice"},
		{"attitude", "态度不好", "Unfriendly"},
		{"skill", "业务不熟", "Did not know the business"},
		{"device", "设备不好用", "The machines work badly"},
		{"other", "其他", "Something else"},
	}
}
