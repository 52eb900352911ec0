package idcard

import (
	"errors"
	"fmt"

	"onewindow/devices"
)

// SW3 of a reply (SAM_V and SAM_A tables; facts 1.3).
const (
	swDone         = 0x90
	swFound        = 0x9F
	swAbsentItem   = 0x91
	swBadChecksum  = 0x10
	swBadLength    = 0x11
	swReadFailed   = 0x41
	swFindFailed   = 0x80
	swSelectFailed = 0x81
)

// Requests: CMD PARA.
var (
	cmdStatus = []byte{0x11, 0xFF}
	cmdFind   = []byte{0x20, 0x01}
	cmdSelect = []byte{0x20, 0x02}
	cmdRead   = []byte{0x30, 0x01}
)

// sentence is one row of the table below.
type sentence struct {
	kind         devices.Kind
	code, zh, en string
}

var putAgain = sentence{devices.KindAttention, "CARD-012", "请拿起身份证，再放一次。", "Lift the card and put it on again."}

var noAnswer = sentence{devices.KindAttention, "CARD-002", "读卡器没有应答，请联系工作人员。", "The card reader does not answer. Please call staff."}

// sentences tells a person what SW3 means, where it means anything for a person.
var sentences = map[byte]sentence{
	0x21: {devices.KindProtocol, "CARD-021", "读卡器不认识这个指令，请联系工作人员。", "The reader does not know this command. Please call staff."},
	0x23: {devices.KindProtocol, "CARD-023", "读卡器不允许这个操作，请联系工作人员。", "The reader does not permit this. Please call staff."},
	0x24: putAgain,
	0x31: {devices.KindAttention, "CARD-031", "这张证件与读卡器认证不通过，请到窗口人工核验。", "Card and reader do not accept each other. Staff will check the card."},
	0x32: {devices.KindAttention, "CARD-032", "证件芯片认证不通过，请到窗口人工核验。", "The card's chip could not be verified. Staff will check the card."},
	0x33: {devices.KindAttention, "CARD-033", "证件信息验证不通过，请到窗口人工核验。", "The card's data could not be verified. Staff will check the card."},
	0x40: {devices.KindAttention, "CARD-040", "这不是居民身份证，请换一张证件。", "This is not an identity card. Please use another card."},
	0x41: putAgain,
	0x47: putAgain,
	0x60: {devices.KindAttention, "CARD-060", "读卡器自检没有通过，暂停使用。", "The reader failed its self-test and is out of service."},
	0x66: {devices.KindAttention, "CARD-066", "读卡器没有授权，暂停使用。", "The reader is not authorised and is out of service."},
	0x81: putAgain,
}

// outOfService says whether SW3 speaks of the reader, not of the card.
func outOfService(sw byte) bool { return sw == 0x60 || sw == 0x66 || sw == 0x21 || sw == 0x23 }

func (s sentence) error(cause error) *devices.Error {
	return &devices.Error{Kind: s.kind, Code: s.code, Sentence: s.zh, SentenceEN: s.en, Err: cause}
}

// swError is the error for a reply that is no success.
func swError(step string, sw byte) *devices.Error {
	s, ok := sentences[sw]
	if !ok {
		s = putAgain
	}
	return s.error(fmt.Errorf("%s: SW3 %02X", step, sw))
}

// lineError gives a line's trouble the reader's own code and sentence.
func lineError(err error) *devices.Error {
	var de *devices.Error
	if !errors.As(err, &de) {
		return noAnswer.error(err)
	}
	switch de.Kind {
	case devices.KindAbsent:
		return sentence{devices.KindAbsent, "CARD-001", "没有找到读卡器。请检查连线，或改为输入号码。", "No card reader found. Check its cable, or type the number."}.error(err)
	case devices.KindBusy:
		return sentence{devices.KindBusy, "CARD-003", "读卡器正被另一个程序使用。", "Another program is using the card reader."}.error(err)
	case devices.KindProtocol:
		return sentence{devices.KindProtocol, "CARD-004", "读卡器端口设置不正确，请联系技术人员。", "The reader's port settings are wrong. Call a technician."}.error(err)
	}
	return noAnswer.error(err)
}
