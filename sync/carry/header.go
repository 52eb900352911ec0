package carry

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"regexp"
	"time"
)

// Kind is what a file is.
type Kind byte

// The two kinds of file.
const (
	Outbox   Kind = 1 // a station's operations and scans, for the platform
	Receipts Kind = 2 // the platform's verdicts on them, for the station
)

// Header lies in the clear at the head of a file. The signature covers it.
type Header struct {
	Kind     Kind      `json:"-"`
	Terminal string    `json:"terminal"` // the station, in both kinds
	Export   string    `json:"export"`   // UUIDv7 of the export; receipts name the one they answer
	Number   uint64    `json:"number"`   // of the export in this terminal's series, from 1
	Part     int       `json:"part"`     // of several files of one export, from 1
	Parts    int       `json:"parts"`
	At       time.Time `json:"at"`              // when it was written, by its author's clock
	Epoch    string    `json:"epoch"`           // of the platform: as the station last heard; in receipts the platform's own
	Durable  uint64    `json:"durable"`         // positions up to here are in the platform's backup; as Epoch
	Known    string    `json:"known,omitempty"` // receipts: the outbox file's Epoch
	Ops      int       `json:"ops"`             // operations, as announced
	Files    int       `json:"files"`           // scans and papers, as announced
	Bytes    int64     `json:"bytes"`           // of operations and files before sealing
	To       string    `json:"to"`              // which key it is sealed to; see KeyName
	Cert     []byte    `json:"cert"`            // the author's certificate, DER
}

var notInNames = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

// Extension ends the names of these files.
const Extension = ".carry"

// Name is the file's name: the terminal, the export's number, the part. It names no person and no case.
func (h Header) Name() string {
	name := fmt.Sprintf("%s-%06d", notInNames.ReplaceAllString(h.Terminal, "_"), h.Number)
	if h.Parts > 1 {
		name += fmt.Sprintf("-%dof%d", h.Part, h.Parts)
	}
	if h.Kind == Receipts {
		name += "-receipts"
	}
	return name + Extension
}

// KeyName names a public key without telling more: the first 8 bytes of SHA-256 of its SubjectPublicKeyInfo, in hex.
func KeyName(key *ecdsa.PublicKey) string {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil { // a curve no certificate of ours has
		return ""
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:8])
}
