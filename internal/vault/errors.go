package vault

import "errors"

// Error is a refusal or failure of the vault: a code for the engineer, a sentence for the person.
type Error struct {
	Code       string
	Sentence   string
	SentenceEN string
	Err        error // the cause, may be nil; never holds personal data
}

func (e *Error) Error() string {
	s := e.Code + " " + e.SentenceEN
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Is matches by code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Codes of the vault.
const (
	CodeInUse    = "VAULT-001" // another process holds it
	CodeIO       = "VAULT-002" // the disk refuses (full, read-only, broken); nothing was changed
	CodeWrongKey = "VAULT-003" // the data was sealed under another key
	CodeDamaged  = "VAULT-004" // a value cannot be read back; the next opening rebuilds the store
	CodeNoFile   = "VAULT-005" // no such file
	CodeHalfway  = "VAULT-006" // the disk failed between journal and store; open again to know
	CodeClosed   = "VAULT-007"
)

func inUse() error {
	return &Error{Code: CodeInUse, Sentence: "另一个窗口程序正开着本机资料，请先关掉它。",
		SentenceEN: "Another window of this program holds the data; close it first."}
}

func ioError(err error) error {
	return &Error{Code: CodeIO, Sentence: "本机资料写不进去，请检查硬盘空间。刚才的操作没有保存。",
		SentenceEN: "The disk does not take the data; check its space. Nothing was saved.", Err: err}
}

func wrongKey(err error) error {
	return &Error{Code: CodeWrongKey, Sentence: "本机密钥与已存资料不符，资料未动，请联系技术人员。",
		SentenceEN: "The key of this machine does not fit its data; nothing was touched. Call an engineer.", Err: err}
}

func damaged(err error) error {
	return &Error{Code: CodeDamaged, Sentence: "本机有一条资料读不出来。请重新启动程序，程序会自行修复。",
		SentenceEN: "A record cannot be read. Start the program again; it will repair itself.", Err: err}
}

func halfway(err error) error {
	return &Error{Code: CodeHalfway, Sentence: "硬盘出错，无法确认刚才的操作是否已保存。请重新启动程序后查看。",
		SentenceEN: "The disk failed; whether the last act was saved shows after a restart.", Err: err}
}

func closed() error {
	return &Error{Code: CodeClosed, Sentence: "本机资料已关闭。", SentenceEN: "The vault is closed."}
}

func noFile() error {
	return &Error{Code: CodeNoFile, Sentence: "本机没有这份文件。", SentenceEN: "This file is not on this machine."}
}

// typed gives err as an *Error, wrapping what is not one yet.
func typed(err error, wrap func(error) error) error {
	var e *Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return wrap(err)
}
