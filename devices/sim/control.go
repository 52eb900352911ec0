package sim

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"image/png"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	"onewindow/internal/citizen"
)

// State is the whole laboratory at one moment.
type State struct {
	Readers map[string]ReaderState `json:"readers"`
	Printer *PrinterState          `json:"printer,omitempty"`
	Scanner *ScannerState          `json:"scanner,omitempty"`
	Presets []string               `json:"presets"`
	Control string                 `json:"control,omitempty"`
}

// State is what every device is doing, and where it is.
func (l *Lab) State() State {
	s := State{Readers: map[string]ReaderState{}, Presets: PeopleNames(), Control: l.control}
	for name, r := range l.Readers {
		s.Readers[name] = r.State()
	}
	if l.Printer != nil {
		p := l.Printer.State()
		s.Printer = &p
	}
	if l.Scanner != nil {
		sc := l.Scanner.State()
		s.Scanner = &sc
	}
	return s
}

// Handler is the control endpoint, JSON both ways. The reader is "counter" unless ?reader= names another.
//
//	GET    /state
//	POST   /card     {"preset":"zhang"} or {"card":{…}}      DELETE /card
//	POST   /reader   {"plugged":true,"mute":false,"fail":["41","41"]}; the next reads answer these SW3 codes, [] none
//	POST   /printer  {"paper":12,"cover":true,"nearEnd":…,"cutter":…,"broken":…,"mute":…}; paper -1 = plenty
//	POST   /scanner  {"feeder":3,"jamAt":2,"jammed":…,"hatch":…,"busy":…,"slowMs":…,"gone":…}
//	GET    /printer/jobs, /printer/jobs/{n}.bin, /printer/jobs/{n}.png
//
// POST changes what it names and leaves the rest.
func (l *Lab) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /state", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, l.State()) })
	mux.HandleFunc("POST /card", l.postCard)
	mux.HandleFunc("DELETE /card", l.reader(func(r *Reader, _ *http.Request) error { r.Lift(); return nil }))
	mux.HandleFunc("POST /reader", l.reader(postReader))
	if l.Printer != nil {
		mux.HandleFunc("POST /printer", l.postPrinter)
		mux.HandleFunc("GET /printer/jobs", l.listJobs)
		mux.HandleFunc("GET /printer/jobs/{file}", l.getJob)
	}
	if l.Scanner != nil {
		mux.HandleFunc("POST /scanner", l.postScanner)
	}
	return mux
}

func (l *Lab) serveControl(ctx context.Context, ln net.Listener) error {
	return serveHTTP(ctx, ln, l.Handler())
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v) // a client that left is no error of ours
}

func readJSON(r *http.Request, into any) error {
	d := json.NewDecoder(io.LimitReader(r.Body, 1<<20))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// reader finds the reader that is meant and answers with the new state.
func (l *Lab) reader(f func(*Reader, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Query().Get("reader")
		if name == "" {
			name = "counter"
		}
		rd := l.Readers[name]
		if rd == nil {
			http.Error(w, "no such reader", http.StatusNotFound)
			return
		}
		if err := f(rd, r); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		writeJSON(w, l.State())
	}
}

func (l *Lab) postCard(w http.ResponseWriter, r *http.Request) {
	l.reader(func(rd *Reader, r *http.Request) error {
		var in struct {
			Preset string        `json:"preset"`
			Card   *citizen.Card `json:"card"`
		}
		if err := readJSON(r, &in); err != nil {
			return err
		}
		if in.Card == nil {
			c, ok := People()[in.Preset]
			if !ok {
				return errors.New("no such preset; see /state")
			}
			in.Card = &c
		}
		rd.Put(*in.Card)
		return nil
	})(w, r)
}

func postReader(rd *Reader, r *http.Request) error {
	now := rd.State()
	in := struct {
		Plugged, Mute *bool
		Fail          []string
	}{Plugged: &now.Plugged, Mute: &now.Mute}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	var faults []byte
	for _, f := range in.Fail {
		b, err := hex.DecodeString(f)
		if err != nil || len(b) != 1 {
			return errors.New("fail: two hexadecimal digits each")
		}
		faults = append(faults, b[0])
	}
	if in.Fail != nil {
		rd.FailReads(faults...)
	}
	rd.Mute(*in.Mute)
	rd.Plug(*in.Plugged)
	return nil
}

func (l *Lab) postPrinter(w http.ResponseWriter, r *http.Request) {
	now := l.Printer.State()
	in := struct {
		PrinterFaults
		Paper *int `json:"paper"`
	}{PrinterFaults: now.PrinterFaults}
	if err := readJSON(r, &in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	l.Printer.SetFaults(in.PrinterFaults)
	if in.Paper != nil {
		l.Printer.SetPaper(*in.Paper)
	}
	writeJSON(w, l.State())
}

func (l *Lab) postScanner(w http.ResponseWriter, r *http.Request) {
	in := l.Scanner.State().ScannerFaults
	if err := readJSON(r, &in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	l.Scanner.SetFaults(in)
	writeJSON(w, l.State())
}

// JobInfo is a ticket in the list of tickets.
type JobInfo struct {
	N     int      `json:"n"`
	Began int64    `json:"began"` // its first byte came, nanoseconds since 1970
	Bytes int      `json:"bytes"`
	Cut   bool     `json:"cut"`
	Text  []string `json:"text"`
	Codes []string `json:"codes,omitempty"`
	Odd   []string `json:"odd,omitempty"`
}

func (l *Lab) listJobs(w http.ResponseWriter, _ *http.Request) {
	out := []JobInfo{}
	for _, j := range l.Printer.Jobs() {
		out = append(out, JobInfo{N: j.N, Began: j.Began.UnixNano(), Bytes: len(j.Raw), Cut: j.Cut, Text: j.Text, Codes: j.Codes, Odd: j.Odd})
	}
	writeJSON(w, out)
}

func (l *Lab) getJob(w http.ResponseWriter, r *http.Request) {
	name, ext, _ := strings.Cut(r.PathValue("file"), ".")
	n, err := strconv.Atoi(name)
	jobs := l.Printer.Jobs()
	switch {
	case err != nil || n < 1 || n > len(jobs):
		http.NotFound(w, r)
	case ext == "bin":
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Write(jobs[n-1].Raw)
	case ext == "png":
		w.Header().Set("Content-Type", "image/png")
		png.Encode(w, jobs[n-1].Paper)
	default:
		http.NotFound(w, r)
	}
}
