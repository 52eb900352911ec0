package citizen

import (
	"strings"

	"onewindow/internal/workday"
)

// Age gives the full years of a person on a day; a birthday counts from the day itself (Feb 29: from Mar 1
// in a common year). Zero before birth.
func Age(birth, on workday.Date) int {
	n := on.Year - birth.Year
	if on.Month < birth.Month || on.Month == birth.Month && on.Day < birth.Day {
		n--
	}
	return max(n, 0)
}

// Word is the sex as cards and forms write it.
func (s Sex) Word() string {
	switch s {
	case Male:
		return "男"
	case Female:
		return "女"
	case SexNotStated:
		return "未说明"
	default:
		return "未知"
	}
}

// WordEN is the sex in English.
func (s Sex) WordEN() string {
	switch s {
	case Male:
		return "male"
	case Female:
		return "female"
	case SexNotStated:
		return "not stated"
	default:
		return "unknown"
	}
}

// nations are the names of GB/T 3304 in the order of their codes, from 01.
const nations = "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 " +
	"东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 " +
	"鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"

// NationName gives the name of a GB/T 3304 code as a card prints it, without 族: "01" → 汉.
// 97 is 其他, 98 is a foreigner naturalised (外国血统中国籍人士); an unknown code gives "".
func NationName(code string) string {
	switch code {
	case "97":
		return "其他"
	case "98":
		return "外国血统"
	}
	if len(code) != 2 || !digits(code) {
		return ""
	}
	names := strings.Fields(nations)
	n := int(code[0]-'0')*10 + int(code[1]-'0')
	if n < 1 || n > len(names) {
		return ""
	}
	return names[n-1]
}

// Nations lists the 56 names in the order of their codes.
func Nations() []string { return strings.Fields(nations) }

// FoldName prepares a name of a person or company for comparison: full-width brackets and spaces become plain,
// the name separators of minority names become one. It is for comparing only; store names as printed.
func FoldName(s string) string {
	return strings.TrimSpace(nameFolder.Replace(s))
}

var nameFolder = strings.NewReplacer("（", "(", "）", ")", "　", "", " ", "", "•", "·", "．", "·", "‧", "·", "・", "·")
