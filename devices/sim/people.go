package sim

import (
	"maps"
	"slices"
	"time"

	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// People are the test people by preset name, for the panel, the tour and tests.
func People() map[string]citizen.Card {
	return map[string]citizen.Card{
		"zhang":        resident("张𬭎", citizen.Male, "350199198506150035", "福建省福州市榕城区温泉街道五四路 82 号 1203 室", 2019, 20),
		"chen":         resident("陈㛃", citizen.Female, "350199199003070011", "福建省福州市榕城区鼓山镇福兴大道 7 号 2 座 501 室", 2021, 20),
		"liu":          resident("刘䶮", citizen.Male, "350199195703150022", "福建省福州市榕城区上下杭街道隆平路 19 号", 2018, 0),
		"wang":         resident("王小明", citizen.Male, "350199200112120044", "福建省福州市榕城区金山街道浦上大道 216 号 8 座 602 室", 2020, 10),
		"lin":          resident("林依妹", citizen.Female, "350199195001010017", "福建省福州市榕城区洪塘路 33 号 1 座 102 室", 2015, 0),
		"wu":           resident("吴榕榕", citizen.Female, "350199201809090062", "福建省福州市榕城区仓前路 12 号", 2023, 5),
		"hmt":          permit(),
		"foreign-2017": foreignOld(),
		"foreign": {Kind: citizen.ForeignNewCard, Name: "安娜·佩特洛娃", LatinName: "PETROVA, ANNA ALEXANDROVNA KONSTANTINOVNA", Country: "RUS",
			Sex: citizen.Female, Birth: day(1988, 4, 12), Number: withCheck("93564319880412002"), ValidFrom: day(2024, 3, 1), ValidTo: day(2034, 2, 28)},
	}
}

// PeopleNames are the presets in order.
func PeopleNames() []string { return slices.Sorted(maps.Keys(People())) }

// resident makes a resident card; a term of 0 years is 长期.
func resident(name string, sex citizen.Sex, number, address string, from, years int) citizen.Card {
	c := citizen.Card{Kind: citizen.ResidentCard, Name: name, Sex: sex, Nation: "01", Address: address, Number: number,
		Authority: "福州市公安局榕城分局", ValidFrom: day(from, 5, 20)}
	if t, err := time.Parse("20060102", number[6:14]); err == nil {
		c.Birth = workday.DateOf(t)
	}
	if years > 0 {
		c.ValidTo = day(from+years, 5, 20)
	}
	return c
}

func permit() citizen.Card {
	return citizen.Card{Kind: citizen.HMTCard, Name: "何家駿", Sex: citizen.Male, Birth: day(1992, 8, 21), Number: withCheck("81000019920821003"),
		Address: "福建省福州市榕城区闽江大道 100 号 3 座 901 室", Authority: "福州市公安局", Permit: "H01234567",
		ValidFrom: day(2022, 6, 1), ValidTo: day(2027, 6, 1)}
}

func foreignOld() citizen.Card {
	return citizen.Card{Kind: citizen.ForeignCard, Name: "大卫·米勒", LatinName: "MILLER, DAVID JAMES", Country: "CAN", Sex: citizen.Male,
		Birth: day(1979, 11, 2), Number: "CAN350179110201", Authority: "3500", ValidFrom: day(2019, 9, 9), ValidTo: day(2029, 9, 8)}
}

func withCheck(first17 string) string { return first17 + string(citizen.IDCheck(first17)) }

func day(y int, m time.Month, d int) workday.Date { return workday.Date{Year: y, Month: m, Day: d} }
