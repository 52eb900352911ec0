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

// kindOf is one row of the tables below: a code and its class.
type kindOf struct {
	kind devices.Kind
	code string
}

var (
	putAgain = kindOf{devices.KindAttention, "CARD-012"}
	noAnswer = kindOf{devices.KindAttention, "CARD-002"}
	garbled  = kindOf{devices.KindProtocol, "CARD-013"}
)

// meanings tells what SW3 means, where it means anything for a person.
var meanings = map[byte]kindOf{
	0x21: {devices.KindProtocol, "CARD-021"},
	0x23: {devices.KindProtocol, "CARD-023"},
	0x24: putAgain,
	0x31: {devices.KindAttention, "CARD-031"},
	0x32: {devices.KindAttention, "CARD-032"},
	0x33: {devices.KindAttention, "CARD-033"},
	0x40: {devices.KindAttention, "CARD-040"},
	0x41: putAgain,
	0x47: putAgain,
	0x60: {devices.KindAttention, "CARD-060"},
	0x66: {devices.KindAttention, "CARD-066"},
	0x81: putAgain,
}

// lineMeanings tells what the line's trouble is called at a reader.
var lineMeanings = map[devices.Kind]kindOf{
	devices.KindAbsent:   {devices.KindAbsent, "CARD-001"},
	devices.KindBusy:     {devices.KindBusy, "CARD-003"},
	devices.KindProtocol: {devices.KindProtocol, "CARD-004"},
}

// outOfService says whether SW3 speaks of the reader, not of the card.
func outOfService(sw byte) bool { return sw == 0x60 || sw == 0x66 || sw == 0x21 || sw == 0x23 }

func (k kindOf) error(cause error) *devices.Error { return devices.NewError(k.kind, k.code, cause) }

// swError is the error for a reply that is no success.
func swError(step string, sw byte) *devices.Error {
	k, ok := meanings[sw]
	if !ok {
		k = putAgain
	}
	return k.error(fmt.Errorf("%s: SW3 %02X", step, sw))
}

// lineError gives a line's trouble the reader's own code and sentence.
func lineError(err error) *devices.Error {
	var de *devices.Error
	if !errors.As(err, &de) {
		return noAnswer.error(err)
	}
	if de.Code == "LINE-005" {
		return devices.NewError(devices.KindAttention, "CARD-005", err)
	}
	if k, ok := lineMeanings[de.Kind]; ok {
		return k.error(err)
	}
	return noAnswer.error(err)
}
