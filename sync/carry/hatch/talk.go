package hatch

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"

	"onewindow/internal/trouble"
	"onewindow/sync/carry/station"
)

// fileName is where the counter says how it is reached, in its own folder.
const fileName = "hatch"

// address is that file: where, and the secret that shows who asks.
type address struct {
	Addr   string `json:"addr"`
	Secret string `json:"secret"`
}

// What may be asked for.
const (
	askOwed   = "owed"
	askExport = "export"
	askImport = "import"
)

// request is the first line of a connection.
type request struct {
	Secret   string `json:"secret"`
	Ask      string `json:"ask"`
	Dir      string `json:"dir,omitempty"`
	To       []byte `json:"to,omitempty"` // SubjectPublicKeyInfo
	MostSize int64  `json:"mostSize,omitempty"`
	File     string `json:"file,omitempty"`
}

// line is one line of the answer: how far it is, or the end.
type line struct {
	Done    int64            `json:"done,omitempty"`
	All     int64            `json:"all,omitempty"`
	End     bool             `json:"end,omitempty"`
	Owed    *station.Owed    `json:"owed,omitempty"`
	Written *station.Written `json:"written,omitempty"`
	Taken   *station.Taken   `json:"taken,omitempty"`
	Code    string           `json:"code,omitempty"`
	Zh      string           `json:"zh,omitempty"`
	En      string           `json:"en,omitempty"`
	Err     string           `json:"err,omitempty"` // for the engineer, and for what has no sentence
}

// fail puts an error into a line.
func (l *line) fail(err error) {
	var w trouble.Words
	l.Code, w, _ = trouble.Told(err)
	l.Zh, l.En, l.Err = w.Zh, w.En, err.Error()
}

// err takes it out again.
func (l line) err() error {
	switch {
	case l.Code != "":
		return &trouble.Error{Code: l.Code, Words: trouble.Words{Zh: l.Zh, En: l.En}}
	case l.Err != "":
		return errors.New(l.Err)
	}
	return nil
}

func (r request) to() (*ecdsa.PublicKey, error) {
	key, err := x509.ParsePKIXPublicKey(r.To)
	if err != nil {
		return nil, err
	}
	public, ok := key.(*ecdsa.PublicKey)
	if !ok {
		return nil, errors.New("hatch: a key of another kind")
	}
	return public, nil
}

func send(w io.Writer, v any) error {
	b, err := json.Marshal(v)
	if err == nil {
		_, err = w.Write(append(b, '\n'))
	}
	return err
}
