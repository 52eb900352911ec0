package sim

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onewindow/devices/idcard"
	"onewindow/internal/glyph"
)

func FuzzTicketBytes(f *testing.F) {
	f.Add([]byte("\x1b@\x1b!\x30A018\n\xb8\xa3\xd6\xdd\n\x1dV\x42\x10"), false)
	f.Add([]byte("\x1d(k\x03\x001C\x04\x1d(k\x04\x001P0x\x1d(k\x03\x001Q0\x1dV\x00"), true)
	f.Add([]byte("\x1dv0\x00\x01\x00\x02\x00\xf0\x0f\x1d!\x77\x84\x31\xa4\x37\n"), true)
	fonts, err := glyph.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, stream []byte, gb18030 bool) {
		if len(stream) > 200 { // every three bytes may feed two hundred lines of paper
			return
		}
		params := PrinterParams{Width: 384}
		if gb18030 {
			params.Charset = "gb18030"
		}
		p := newPrinter(params, fonts, time.Now, slog.New(slog.DiscardHandler))
		var rt realTimeFilter
		rest, asked := rt.split(stream)
		if len(rest)+3*len(asked)+len(rt.held) != len(stream) {
			t.Fatalf("%d bytes became %d, %d requests and %d held", len(stream), len(rest), len(asked), len(rt.held))
		}
		in := newQueue()
		in.add(rest)
		in.end(false)
		e := &engine{printer: p, ctx: t.Context(), in: in, out: &answers{conn: io.Discard}, ended: make(chan struct{})}
		e.run()
		for _, j := range p.Jobs() {
			if j.Paper == nil || j.Paper.Rect.Dx() != 384 || !bytes.Contains(rest, j.Raw) {
				t.Errorf("ticket %d is not what was sent", j.N)
			}
		}
	})
}

func FuzzReaderRequests(f *testing.F) {
	for _, body := range [][]byte{{0x11, 0xFF}, {0x12, 0xFF}, {0x20, 0x01}, {0x20, 0x02}, {0x30, 0x01}, {}} {
		f.Add(idcard.Encode(body))
	}
	f.Add(append(idcard.Encode([]byte{0x20, 0x01}), append(idcard.Encode([]byte{0x20, 0x02}), idcard.Encode([]byte{0x30, 0x01})...)...))
	f.Fuzz(func(t *testing.T, sent []byte) {
		r := newReader(ReaderParams{Baud: 1 << 30}, slog.New(slog.DiscardHandler))
		r.Put(People()["zhang"])
		line := &script{in: bytes.NewReader(sent)}
		if err := r.talk(line); err != io.EOF {
			t.Fatal(err)
		}
		var back idcard.Frames
		back.Feed(line.out.Bytes())
		for {
			_, ok, err := back.Next()
			if err != nil {
				t.Fatalf("the reader sent a broken frame: %v", err)
			}
			if !ok {
				return
			}
		}
	})
}

// script is a line whose other end says one thing and hangs up.
type script struct {
	in  io.Reader
	out bytes.Buffer
}

func (s *script) Read(b []byte) (int, error)  { return s.in.Read(b) }
func (s *script) Write(b []byte) (int, error) { return s.out.Write(b) }

func FuzzScanSettings(f *testing.F) {
	f.Add(`<ScanSettings><InputSource>Feeder</InputSource><XResolution>300</XResolution></ScanSettings>`)
	f.Add(`<ScanSettings><ScanRegions><ScanRegion><Width>-1</Width></ScanRegion></ScanRegions></ScanSettings>`)
	f.Fuzz(func(t *testing.T, body string) {
		s := newScanner(ScannerParams{}, nil, slog.New(slog.DiscardHandler))
		w := httptest.NewRecorder()
		s.create(w, httptest.NewRequest(http.MethodPost, "/eSCL/ScanJobs", strings.NewReader(body)))
		if made := w.Code == http.StatusCreated; made != (len(s.jobs) == 1) || made != (w.Header().Get("Location") != "") {
			t.Errorf("answered %d with %d jobs", w.Code, len(s.jobs))
		}
		for _, j := range s.jobs {
			if j.settings.XRes < scanDPIs[0] || j.settings.Width < 16 || j.settings.Width > bedWidth || j.settings.Height > bedHeight {
				t.Errorf("took %+v", j.settings)
			}
		}
	})
}

func FuzzControl(f *testing.F) {
	f.Add("/card", `{"preset":"zhang"}`)
	f.Add("/reader", `{"plugged":false}`)
	f.Add("/printer", `{"paper":-7,"cover":true}`)
	f.Add("/scanner", `{"feeder":-1,"jamAt":2}`)
	lab := &Lab{Readers: map[string]*Reader{"counter": newReader(ReaderParams{Name: "counter"}, slog.New(slog.DiscardHandler))},
		Printer: newPrinter(PrinterParams{}, nil, time.Now, slog.New(slog.DiscardHandler)), Scanner: newScanner(ScannerParams{}, nil, nil)}
	paths := []string{"/card", "/reader", "/printer", "/scanner"}
	f.Fuzz(func(t *testing.T, path, body string) {
		w := httptest.NewRecorder()
		lab.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, paths[len(path)%len(paths)], strings.NewReader(body)))
		if w.Code >= 500 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
