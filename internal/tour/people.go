package tour

import (
	"fmt"

	"onewindow/internal/cases"
)

// The files of the story. Everybody in it carries the unassigned county code 350199.
func restaurant() file {
	return file{
		number: "A001", query: "spjy", item: "FZ005", card: "zhang",
		fields: [][2]string{
			{"business.name", "福州榕巷示例餐饮有限公司"}, {"business.credit", "91350199MA0000015J"}, {"business.address", "福州市南后街示例铺 12 号"},
			{"food.place", "福州市南后街示例铺 12 号"}, {"food.area", "86.5"}, {"food.manager", "陈㛃"}, {"applicant.phone", "13800001234"},
		},
		choices: []string{"food.kind.2", "food.items.1", "food.items.3"},
		scans:   []int{1, 3}, shared: []int{2, 5}, deferred: []int{4},
	}
}

func socialCard() file {
	return file{
		number: "C001", item: "FZ023", card: "chen",
		fields:  [][2]string{{"applicant.phone", "13900005678"}},
		choices: []string{"card.reason.1", "card.bank.1", "card.form.1"},
		papers:  []int{1}, shared: []int{2}, scans: []int{3},
	}
}

func pension() file {
	return file{
		number: "C002", item: "FZ022", card: "liu",
		fields: [][2]string{{"applicant.phone", "13700002468"}}, scans: []int{1}, papers: []int{2}, // registers cannot be asked while the platform is away
	}
}

func project() file {
	return file{
		number: "D001", query: "qytzxm", item: "FZ029", name: "王小明", id: "350199200112120044",
		fields: [][2]string{
			{"business.name", "福州闽江示例仓储有限公司"}, {"business.credit", "91350199MA00000A98"}, {"project.name", "示例仓库扩建"},
			{"project.place", "福州市马尾区示例路 8 号"}, {"project.total", "1200"}, {"project.start", "2026-12-15"}, {"project.end", "2027-10-30"},
			{"project.scale", "扩建仓库一座"}, {"applicant.phone", "13600001357"},
		},
		choices: []string{"project.kind.2"},
		scans:   []int{1}, papers: []int{2, 3},
	}
}

// file is what a clerk does between call and outcome.
type file struct {
	number   string // the ticket
	query    string // how the item is searched; "" = the citizen chose it at the kiosk
	item     string // its id
	card     string // preset of the applicant's card; "" = typed
	name, id string // typed applicant
	fields   [][2]string
	choices  []string // tags of chips to tap, below counter.field.
	scans    []int    // materials scanned, from 1
	papers   []int    // materials taken on paper
	shared   []int    // materials the city holds
	deferred []int    // materials that may follow
}

// asTyped tells whether a case at the platform holds what was typed at the window, word for word.
func (f file) asTyped(c cases.Case) error {
	form := map[string]string{}
	for _, v := range c.Form {
		form[v.Key] = v.Text
	}
	for _, field := range f.fields {
		if form[field[0]] != field[1] {
			return fmt.Errorf("the platform's form of %s says something else for %s", f.number, field[0])
		}
	}
	return nil
}

// controls names everything of the form that f types or picks.
func (f file) controls() (tags []string) {
	for _, field := range f.fields {
		tags = append(tags, "counter.field."+field[0])
	}
	for _, c := range f.choices {
		tags = append(tags, "counter.field."+c)
	}
	return tags
}
