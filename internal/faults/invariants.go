package faults

// Tiers of the proof.
const (
	Model     = "model"
	Files     = "files"
	Processes = "processes"
)

// Invariant is one sentence that holds after every run.
type Invariant struct {
	Count string // the count of the verdict that is 0 because of it
	Says  string
	Tiers []string // that prove it
}

// Invariants are all of them, in the order of the verdict.
func Invariants() []Invariant {
	all, real := []string{Model, Files, Processes}, []string{Files, Processes}
	return []Invariant{
		{"lost", "Every act a screen called done is at the platform with the bytes that were made, or is kept and waits for a person with a sentence.", all},
		{"lost", "Every scan of a done act is whole at the platform, or still kept where it was made; one that a damaged disk took is told.", all},
		{"lost", "A terminal lets nothing go that the platform's backup does not hold.", []string{Model}},
		{"lost", "A case nothing is owed on shows what the platform holds, and no page of the feed puts it back behind an answer.", all},
		{"lost", "A number a kiosk or window was shown is in the hall's log, and a hall node comes back as it was.", []string{Model}},
		{"lost", "Whatever was killed opens again; after damage, a full disk or EIO, too; and nobody ever sees a stack trace.", []string{Files}},
		{"lost", "What was only killed opens as it was: nothing is set aside, and there is nothing to tell.", []string{Files}},
		{"lost", "What is done for a vault while nobody works (copies, retention, compaction, a rotation of its keys, reading through) takes nothing that is still owed, wherever a kill meets it, and is done in the end.", []string{Files}},
		{"doubled", "Every act is at the platform once, under the one id it got at the press of the button.", all},
		{"doubled", "What a screen refused has not happened.", real},
		{"doubled", "No act is taken while a person is told that it was not.", []string{Model}},
		{"doubled", "A queue number is given once and called to one window, and there are no more numbers than wishes.", []string{Model}},
		{"doubled", "A queue number is given once, and there are no more numbers than wishes.", []string{Processes}},
		{"disordered", "The platform took every lane in its order and without a gap.", all},
		{"disordered", "Nothing is offered behind an act that halted its lane.", []string{Model}},
		{"unsealed", "No file of any machine holds a name, an identity number or a form's text in the clear.", real},
	}
}
