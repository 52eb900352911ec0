package present

// Face says which of the window's two faces is in front.
type Face int

// The window shows the case in hand, or the work list.
const (
	FaceCase Face = iota
	FaceWork
)

// Panel is what lies over the middle column; there is never more than one.
type Panel int

// The panels of the counter.
const (
	NoPanel Panel = iota
	PanelSupplement
	PanelRefuse
	PanelPause
	PanelHandOut
	PanelApplicant
	PanelTime
	PanelKeys
	PanelDrop
	PanelPage
	PanelCard
)

// State is what only this window knows: nothing in it is worth keeping when the window closes.
type State struct {
	Face     Face
	Panel    Panel
	Outbox   bool // the drawer is open
	Order    Order
	Entry    string // the entry of the outbox that is selected; "" = the first
	Rail     bool   // narrow screens: the citizen column is open over the materials
	Narrow   bool   // the window is too narrow for all columns (below 1600)
	WorkTab  int
	WorkCase string // the selected case of the work list
	FullID   string // the case whose whole ID number is shown now
}
