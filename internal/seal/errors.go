package seal

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

// Is makes errors.Is match by Kind, so that callers may compare with &Error{Kind: Damaged}.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind
}

func damaged() error {
	return &Error{Kind: Damaged, Code: "SEAL-001", Sentence: "这份资料已损坏，无法打开。", SentenceEN: "This data is damaged and cannot be opened."}
}

func wrongKey() error {
	return &Error{Kind: WrongKey, Code: "SEAL-002", Sentence: "本机密钥与资料不符，请联系技术人员。", SentenceEN: "The key of this machine does not fit the data; call an engineer."}
}

func unknownVersion() error {
	return &Error{Kind: Unknown, Code: "SEAL-003", Sentence: "这份资料由更新的版本写成，请先升级程序。", SentenceEN: "This data was written by a newer version; update the program first."}
}

func keyError(kind Kind, code, zh, en string, err error) error {
	return &Error{Kind: kind, Code: code, Sentence: zh, SentenceEN: en, Err: err}
}
