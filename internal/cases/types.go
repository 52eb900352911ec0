package cases

import (
	"time"

	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// State is where a case (办件) stands. See domain.md 2.1; each state's clock is workday's business.
type State string

// The states of a case.
const (
	Draft      State = "draft"      // 草稿: only on the terminal
	Supplement State = "supplement" // 待补正: one-time notice given before acceptance, reply clock stopped
	Refused    State = "refused"    // 不予受理: end
	Accepted   State = "accepted"   // 已受理: limit clock starts the next day
	Correction State = "correction" // 审查中要求补正: the department asks during review
	Granted    State = "granted"    // 准予: result came or is on its way
	Denied     State = "denied"     // 不予许可
	HandedOut  State = "handed-out" // 已送达
	Closed     State = "closed"     // 办结
)

// TimeSource says what a legal time stands on.
type TimeSource string

// DESIGN: a fresh offset from platform or hall; else last known offset plus monotonic time; else the clerk's word.
const (
	FromPeer   TimeSource = "peer"
	FromOffset TimeSource = "offset"
	FromClerk  TimeSource = "clerk"
)

// Stamp is a time one can stand behind.
type Stamp struct {
	Time   time.Time  `json:"time"` // with the hall's zone
	Source TimeSource `json:"source"`
}

// Who names the hand behind an act.
type Who struct {
	Operator string `json:"operator"` // staff number "0312"
	Name     string `json:"name"`     // the clerk's name as it stands on papers
	Terminal string `json:"terminal"`
	Window   int    `json:"window,omitempty"`
}

// Value is one answer on a form, with where it came from.
type Value struct {
	Key    string `json:"key"`
	Text   string `json:"text"`
	Source Source `json:"source"`
	Was    string `json:"was,omitempty"` // the source's own value when a clerk changed it (手改)
	// Note is why an answer stands although a check asks for a second look; it goes with this text only.
	Note string `json:"note,omitempty"`
}

// Source says who put a value there.
type Source string

// Sources of a form's values.
const (
	Typed      Source = "typed"   // 手填
	FromCard   Source = "card"    // 身份证
	FromShared Source = "shared"  // 共享
	Changed    Source = "changed" // 手改
)

// Party is a person (or body) of a case.
type Party struct {
	Name   string `json:"name"`
	IDType string `json:"idType"` // GA/T 2000.156: "111" resident ID
	Number string `json:"number"`
	Phone  string `json:"phone,omitempty"`
	// Verified says the number was read from a chip, at this time; zero = typed by hand.
	Verified Stamp `json:"verified,omitzero"`
}

// MaterialState is how a material came, or that it did not.
type MaterialState string

// LOOK.md 2: 未收 纸质已收 扫描 可容缺 缺少; 共享核验 for what the city holds, which is claimed by nobody to have been fetched.
const (
	NotYet   MaterialState = "not-yet"
	Paper    MaterialState = "paper"
	Scanned  MaterialState = "scanned"
	Shared   MaterialState = "shared"   // 免提交: the city holds it, the department checks the record
	Deferred MaterialState = "deferred" // 容缺: commitment signed
)

// Page is one scanned page: the digest names its exact bytes.
type Page struct {
	Digest string `json:"digest"` // "sm3:" + 64 hex
	Size   int64  `json:"size"`
	Type   string `json:"type"` // image/jpeg
}

// Material is one line of the materials list.
type Material struct {
	Spec  catalogue.MaterialSpec `json:"spec"`
	State MaterialState          `json:"state"`
	Count int                    `json:"count"`
	Pages []Page                 `json:"pages,omitempty"`
	At    time.Time              `json:"at,omitzero"`
}

// PaperKind is a kind of paper handed over (domain.md 2.4).
type PaperKind string

// Papers of this house.
const (
	AcceptanceNotice PaperKind = "acceptance" // 受理通知书
	SupplementNotice PaperKind = "supplement" // 一次性告知书
	RefusalNotice    PaperKind = "refusal"    // 不予受理通知书
	ResultDocument   PaperKind = "result"     // 结果
	DeliveryRecord   PaperKind = "delivery"   // 送达回证
)

// IssuedPaper is a paper of the case, kept as exact bytes.
type IssuedPaper struct {
	Kind   PaperKind `json:"kind"`
	Number string    `json:"number"`
	Page   Page      `json:"file"` // application/pdf
	At     time.Time `json:"at"`
}

// Lack is one missing or defective material on the one-time notice.
type Lack struct {
	Material string `json:"material"`
	Problem  string `json:"problem"` // 缺少 / what is wrong
	Right    string `json:"right"`   // what is right, where to get it
}

// Decision is what the department decided.
type Decision struct {
	Granted bool         `json:"granted"`
	Reason  string       `json:"reason"`
	Number  string       `json:"number"` // document number
	Officer string       `json:"officer"`
	Dept    string       `json:"dept"`
	At      time.Time    `json:"at"`
	Result  *IssuedPaper `json:"result,omitempty"`
}

// Delivery is the record of handing a result out (送达回证).
type Delivery struct {
	Document string `json:"document"`
	Receiver string `json:"receiver"`
	Way      string `json:"way"`      // hand, post, agent
	Verified bool   `json:"verified"` // receiver's card was read
	At       Stamp  `json:"at"`
	By       Who    `json:"by"`
}

// Rating is the citizen's grade (GB/T 39046 A.8: 1 very satisfied … 5 very dissatisfied).
type Rating struct {
	Grade   int       `json:"grade"`
	Reasons []string  `json:"reasons,omitempty"`
	Device  string    `json:"device"` // the citizen's window that sent it
	Count   int       `json:"count"`  // which service moment of the case
	At      time.Time `json:"at"`
}

// Step is one line of the case's history (本件经过).
type Step struct {
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
	// TextEN is Text in English; "" in what was written before there was one.
	TextEN string `json:"textEn,omitempty"`
}

// Case is one file, from draft to the end. ID is its identity and its lane.
type Case struct {
	ID         string         `json:"id"`     // UUIDv7, made when the draft is opened
	Number     string         `json:"number"` // 47 characters, see Number
	Token      string         `json:"token"`  // progress page token, 128 bits, from the ticket when there is one
	State      State          `json:"state"`
	Revision   int            `json:"revision"`         // acts applied so far
	Ticket     string         `json:"ticket,omitempty"` // ticket number "A018"
	TicketID   string         `json:"ticketId,omitempty"`
	Item       catalogue.Item `json:"item"` // frozen version
	Applicant  Party          `json:"applicant"`
	Agent      *Party         `json:"agent,omitempty"`
	Form       []Value        `json:"form"`
	Materials  []Material     `json:"materials"`
	Delivery   string         `json:"delivery"` // how the result shall leave: "window" or "post"
	ReceivedAt Stamp          `json:"receivedAt,omitzero"`
	AcceptedAt Stamp          `json:"acceptedAt,omitzero"`
	Promised   workday.Date   `json:"promised"`
	Legal      workday.Date   `json:"legal"`
	Offline    bool           `json:"offline,omitempty"` // 待线上核验: accepted while the platform was away
	Lacks      []Lack         `json:"lacks,omitempty"`
	SupplyBy   workday.Date   `json:"supplyBy"`
	Reason     string         `json:"reason,omitempty"` // of a refusal
	Papers     []IssuedPaper  `json:"papers,omitempty"`
	Decision   *Decision      `json:"decision,omitempty"`
	HandOut    *Delivery      `json:"handOut,omitempty"`
	Ratings    []Rating       `json:"ratings,omitempty"`
	Steps      []Step         `json:"steps,omitempty"`
	Twins      []Twin         `json:"twins,omitempty"` // other open cases of the same applicant and item; only the platform notes them
	By         Who            `json:"by"`
}

// ActKind names an act on a case; the outbox and the platform use the same names.
type ActKind string

// Acts of the window, then acts of the department.
const (
	ActAccept     ActKind = "case.accept"
	ActSupplement ActKind = "case.supplement" // ask once for what is missing
	ActRefuse     ActKind = "case.refuse"
	ActHandOut    ActKind = "case.handout"
	ActRate       ActKind = "case.rate"
	ActCheck      ActKind = "case.check" // 已核对: a clerk or an officer looked at a twin; both cases stay

	ActDecide  ActKind = "case.decide"
	ActCorrect ActKind = "case.correct" // the department asks for corrections during review
	ActClose   ActKind = "case.close"
)

// Act is one step of a case, with everything the platform needs to make the same step.
type Act struct {
	Kind ActKind `json:"kind"`
	At   Stamp   `json:"at"`
	By   Who     `json:"by"`

	// Filing is the whole file for accept, supplement and refuse: the case as it stood before the act,
	// with number, dates, lacks, reason and papers set.
	Filing   *Case        `json:"filing,omitempty"`
	Lacks    []Lack       `json:"lacks,omitempty"`
	Reason   string       `json:"reason,omitempty"`
	Paper    *IssuedPaper `json:"paper,omitempty"`
	HandOut  *Delivery    `json:"handOut,omitempty"`
	Rating   *Rating      `json:"rating,omitempty"`
	Decision *Decision    `json:"decision,omitempty"`
	Twins    []string     `json:"twins,omitempty"` // ids of the cases a check compared with
}

// CardParty makes a party from a card that was just read.
func CardParty(c citizen.Card, at Stamp) Party {
	return Party{Name: c.Name, IDType: "111", Number: c.Number, Verified: at}
}
