package catalogue

// Unit is the unit of a limit (时限单位).
type Unit string

// Limits count working days (行政许可法 art. 82) or, where a law says so, natural days.
const (
	WorkingDays Unit = "工作日"
	NaturalDays Unit = "自然日"
)

// Limit is a time limit; Value 0 means decided on the spot, 0.5 half a working day (当日).
type Limit struct {
	Value float64 `json:"value"`
	Unit  Unit    `json:"unit"`
}

// MaterialSpec is one material an item asks for (GB/T 39046 table 4).
type MaterialSpec struct {
	Name            string `json:"name"`
	SourceChannel   string `json:"source_channel"` // 10 applicant, 20 government-issued, 99 other
	FromSharedData  bool   `json:"from_shared_data"`
	Necessity       string `json:"necessity"` // 必要, 非必要, 容缺后补
	Deferrable      bool   `json:"deferrable"`
	PaperCopies     int    `json:"paper_copies"`
	Form            string `json:"form"`
	OriginalOrCopy  string `json:"original_or_copy"`
	SharedSourceKey string `json:"shared_source_key,omitempty"`
	SharedSource    string `json:"shared_source,omitempty"`
}

// Item is one service item (事项) of the implementation list.
type Item struct {
	ID           string         `json:"id"`      // "FZ005", the hall's own short id
	Version      string         `json:"version"` // of the row, frozen into a case at acceptance
	Code         string         `json:"code"`    // implementation code, 31 characters, opaque
	BasicCode    string         `json:"basicCode"`
	Name         string         `json:"name"`
	Category     string         `json:"category"` // letter: "A"
	CategoryName string         `json:"categoryName"`
	Dept         string         `json:"dept"`
	DeptCode     string         `json:"deptCode"` // unified social credit code of the deciding body
	TypeCode     string         `json:"typeCode"` // GB/T 39046 A.1
	Type         string         `json:"type"`
	OnTheSpot    bool           `json:"onTheSpot"` // 即办件 (A.6 code 1)
	Legal        Limit          `json:"legal"`
	Promised     Limit          `json:"promised"`
	Visits       int            `json:"visits"`
	Objects      string         `json:"objects"` // 服务对象
	Scope        string         `json:"scope"`   // 全市通办
	Charge       string         `json:"charge"`  // 不收费
	ResultName   string         `json:"resultName"`
	LegalBasis   []string       `json:"legalBasis"`
	Special      []string       `json:"special"` // special procedures it may need
	Materials    []MaterialSpec `json:"materials"`
	Express      bool           `json:"express"` // 免费邮政速递
	Kiosk        bool           `json:"kiosk"`
	Note         string         `json:"note,omitempty"`
}

// FieldKind says how a form's field is asked and checked.
type FieldKind string

// Field kinds. Text is one line; a Choice has Options; Choices may take several.
const (
	FieldText    FieldKind = "text"
	FieldNumber  FieldKind = "number"
	FieldDate    FieldKind = "date"
	FieldPhone   FieldKind = "phone"
	FieldPerson  FieldKind = "idNumber"   // GB 11643
	FieldCredit  FieldKind = "creditCode" // GB 32100
	FieldChoice  FieldKind = "choice"
	FieldChoices FieldKind = "choices"
)

// Field is one question of a form (表单). Key "applicant.*" keys are filled from the card.
type Field struct {
	Key      string    `json:"key"` // "applicant.name", "business.area"
	Label    string    `json:"label"`
	LabelEN  string    `json:"labelEn"`
	Kind     FieldKind `json:"kind"`
	Required bool      `json:"required"`
	Options  []string  `json:"options,omitempty"`
	Unit     string    `json:"unit,omitempty"` // 平方米
	MaxRunes int       `json:"maxRunes,omitempty"`
	Half     bool      `json:"half,omitempty"` // takes half a row, beside the next half field
	Fill     string    `json:"fill,omitempty"` // "card.name" "card.number" "card.address" "card.sex" "card.birth": where the value comes from by itself
	Personal bool      `json:"personal,omitempty"`
}

// Form is what an item asks the applicant to state.
type Form struct {
	Item   string  `json:"item"` // item id, or "" for the applicant's form every other item uses
	Fields []Field `json:"fields"`
}
