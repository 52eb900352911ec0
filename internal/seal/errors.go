package seal

import "onewindow/internal/trouble"

// Kind is the class of an Error.
type Kind string

// Ways in which sealed bytes or keys fail.
const (
	Damaged     Kind = "damaged"      // not what was sealed, or sealed for another place
	WrongKey    Kind = "wrong-key"    // sealed under another key
	Unknown     Kind = "unknown"      // a version this build cannot read
	KeyMissing  Kind = "key-missing"  // no key where one must be
	KeyExposed  Kind = "key-exposed"  // a key file others may read
	KeyDamaged  Kind = "key-damaged"  // a key file that is not one
	KeyUnusable Kind = "key-unusable" // the provider cannot give the key
	KeysDiffer  Kind = "keys-differ"  // two data keys lie there, of two installations

	TPMAbsent     Kind = "tpm-absent"
	TPMRefuses    Kind = "tpm-refuses"    // owner's password set, locked out, switched off
	TPMCleared    Kind = "tpm-cleared"    // or another one
	RingAbsent    Kind = "ring-absent"    // no OS keyring here
	RingLocked    Kind = "ring-locked"    // or it does not answer
	RingForgotten Kind = "ring-forgotten" // it has no such entry

	KeyMended   Kind = "key-mended"   // a note: one of two copies was damaged or missing and was written again
	KeyUnmended Kind = "key-unmended" // a note: it could not be written
	GuardOther  Kind = "guard-other"  // a note: the settings name another guard
)

// Error is every failure of this package: a class, a code for the engineer, a sentence for the person.
type Error struct {
	Kind       Kind
	Code       string
	Sentence   string
	SentenceEN string
	Err        error // the cause, may be nil; never holds a secret
}

func (e *Error) Error() string {
	s := e.Code + " " + e.SentenceEN
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Trouble implements trouble.Teller.
func (e *Error) Trouble() (code string, w trouble.Words) {
	return e.Code, trouble.Words{Zh: e.Sentence, En: e.SentenceEN}
}

// Is makes errors.Is match by Kind, so that callers may compare with &Error{Kind: Damaged}.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind
}

// codes are the engineers' names of the kinds.
var codes = map[Kind]string{
	Damaged: "SEAL-001", WrongKey: "SEAL-002", Unknown: "SEAL-003",
	KeyMissing: "SEAL-010", KeyExposed: "SEAL-011", KeyDamaged: "SEAL-012", KeyUnusable: "SEAL-013",
	TPMAbsent: "SEAL-020", TPMRefuses: "SEAL-021", TPMCleared: "SEAL-022",
	RingAbsent: "SEAL-023", RingLocked: "SEAL-024", RingForgotten: "SEAL-025",
	KeysDiffer: "SEAL-026", GuardOther: "SEAL-027", KeyMended: "SEAL-028", KeyUnmended: "SEAL-029",
}

// fault is an error in the words of the table of troubles.
func fault(kind Kind, cause error) error { return note(kind, cause) }

// note is what is told without refusing anything.
func note(kind Kind, cause error) *Error {
	w := trouble.Of(codes[kind]).Clerk
	return &Error{Kind: kind, Code: codes[kind], Sentence: w.Zh, SentenceEN: w.En, Err: cause}
}
