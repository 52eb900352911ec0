package station

import (
	"fmt"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
)

// What no disk may hold unsealed: each is a part of every test person's name, identity number or form.
const (
	secretGiven  = "𬭎敏"
	secretBirth  = "35019919" // the unassigned county 350199, and the century
	secretStreet = "南后街示例铺"
)

// Secrets are the personal texts of every case; none may lie on a disk in the clear.
func Secrets() []string { return []string{secretGiven, secretBirth, secretStreet} }

// people are so many that a case has a suspected twin now and then, and not in every case before it.
const people = 40

// person is the n-th test person.
func person(n int) cases.Party {
	surnames := []rune("林陈黄郑吴张李王")
	first17 := fmt.Sprintf("%s500101%03d", secretBirth, n+1)
	return cases.Party{Name: string(surnames[n%len(surnames)]) + secretGiven, Number: first17 + string(citizen.IDCheck(first17))}
}
