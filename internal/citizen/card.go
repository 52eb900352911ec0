package citizen

import "onewindow/internal/workday"

// CardKind tells the four card layouts of the second-generation SAM (GA 450; facts: text block offset 248).
type CardKind string

// The cards a reader may meet.
const (
	ResidentCard   CardKind = "resident"    // 居民身份证
	HMTCard        CardKind = "hmt"         // 港澳台居民居住证, J
	ForeignCard    CardKind = "foreign2017" // 外国人永久居留身份证 2017, I
	ForeignNewCard CardKind = "foreign2023" // 外国人永久居留身份证 2023, Y
)

// Sex is a code of GB/T 2261.1.
type Sex int

// GB/T 2261.1.
const (
	SexUnknown   Sex = 0
	Male         Sex = 1
	Female       Sex = 2
	SexNotStated Sex = 9
)

// Card is what a reader took from an identity card. The photo is opaque (WLT) and is never stored.
type Card struct {
	Kind      CardKind     `json:"kind"`
	Name      string       `json:"name"`
	Sex       Sex          `json:"sex"`
	Nation    string       `json:"nation"` // GB/T 3304 code, "01"
	Birth     workday.Date `json:"birth"`
	Address   string       `json:"address"`
	Number    string       `json:"number"` // GB 11643, 18 characters
	Authority string       `json:"authority"`
	ValidFrom workday.Date `json:"validFrom"`
	ValidTo   workday.Date `json:"validTo"`             // zero = 长期
	LatinName string       `json:"latinName,omitempty"` // foreigners' cards
	Country   string       `json:"country,omitempty"`   // ISO 3166 three letters, foreigners' cards
	Permit    string       `json:"permit,omitempty"`    // travel permit number on a J card (通行证号码)
	Photo     []byte       `json:"-"`
}
