package upload_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/api/apitest"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/sync/transport"
	"onewindow/sync/upload"
)

// shelf is the platform's side of /v1/blobs, with faults before or after a chunk is taken.
type shelf struct {
	mu     sync.Mutex
	bytes  []byte
	length int64
	puts   int
	heads  int
	ahead  int           // chunks that may wait for their turn; 0 = an earlier platform
	wants  string        // the digests it reads, as RFC 9530 says it; "" = an earlier platform
	moved  chan struct{} // closed when bytes came
	most   int           // chunks that were here at a time
	here   int
	spoil  func(put int) string // "", "damage" the chunk on the way, "lose" the answer, "cut" before it is taken, "refuse"
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Method == http.MethodHead {
		s.heads++
		if s.length == 0 {
			s.sayAhead(w)
			w.WriteHeader(http.StatusNotFound)
			return
		}
		s.say(w, http.StatusOK)
		return
	}
	s.puts++
	s.here++
	s.most = max(s.most, s.here)
	defer func() { s.here-- }()
	fault := s.spoil(s.puts)
	if fault == "cut" {
		panic(http.ErrAbortHandler)
	}
	chunk, _ := io.ReadAll(r.Body)
	offset, _ := strconv.ParseInt(r.Header.Get(api.HeaderOffset), 10, 64)
	if fault == "damage" && len(chunk) > 0 {
		chunk[0] ^= 1
	}
	switch {
	case fault == "refuse":
		problem(w, http.StatusForbidden)
		return
	case fault == "damage":
		s.say(w, http.StatusUnprocessableEntity)
		return
	}
	s.wait(r.Context(), offset)
	switch {
	case offset != int64(len(s.bytes)):
		s.say(w, http.StatusConflict)
		return
	case !s.fits(r.Header, chunk):
		s.say(w, http.StatusUnprocessableEntity)
		return
	}
	s.length, _ = strconv.ParseInt(r.Header.Get(api.HeaderLength), 10, 64)
	s.bytes = append(s.bytes, chunk...)
	if s.moved != nil {
		close(s.moved)
		s.moved = nil
	}
	if fault == "lose" {
		panic(http.ErrAbortHandler)
	}
	s.say(w, http.StatusOK)
}

// fits checks a chunk's digest in the form the terminal was told of, and in no other.
func (s *shelf) fits(h http.Header, chunk []byte) bool {
	name, want := api.HeaderChunkDigest, seal.Digest(chunk)
	if s.wants != "" {
		name, want = api.HeaderContentDigest, api.ContentDigest(chunk)
	}
	return h.Get(name) == want
}

// wait lets a chunk wait for its turn.
func (s *shelf) wait(ctx context.Context, offset int64) {
	for s.ahead > 0 && offset > int64(len(s.bytes)) && ctx.Err() == nil {
		if s.moved == nil {
			s.moved = make(chan struct{})
		}
		moved := s.moved
		s.mu.Unlock()
		select {
		case <-moved:
		case <-ctx.Done():
		}
		s.mu.Lock()
	}
}

func (s *shelf) sayAhead(w http.ResponseWriter) {
	if s.ahead > 0 {
		w.Header().Set(api.HeaderAhead, strconv.Itoa(s.ahead))
	}
	if s.wants != "" {
		w.Header().Set(api.HeaderWantDigest, s.wants)
	}
}

func (s *shelf) say(w http.ResponseWriter, status int) {
	s.sayAhead(w)
	w.Header().Set(api.HeaderOffset, strconv.Itoa(len(s.bytes)))
	if s.length > 0 {
		w.Header().Set(api.HeaderLength, strconv.FormatInt(s.length, 10))
		w.Header().Set(api.HeaderBlobType, "image/jpeg")
	}
	if s.length > 0 && int64(len(s.bytes)) == s.length {
		w.Header().Set(api.HeaderBlobPosition, "42")
	}
	if status == http.StatusOK && s.ahead > 0 && s.puts > 0 {
		w.Header().Set(api.HeaderTook, "0")
	}
	if status >= 409 {
		problem(w, status)
		return
	}
	w.WriteHeader(status)
}

func problem(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(api.Problem{Code: "BLOB-002", Sentence: "请重发", SentenceEN: "Send it again."})
}

func scan(n int) ([]byte, cases.Page) {
	b := make([]byte, n)
	rnd := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range b {
		b[i] = byte(rnd.Uint32())
	}
	return b, cases.Page{Digest: seal.Digest(b), Size: int64(n), Type: "image/jpeg"}
}

func line(t *testing.T, s *shelf) *transport.Client {
	t.Helper()
	srv := httptest.NewServer(apitest.Platform(t).Handler(t, s))
	t.Cleanup(srv.Close)
	c := transport.New(transport.Params{Base: srv.URL})
	t.Cleanup(c.Close)
	return c
}

func at(n int, fault string) func(int) string {
	return func(put int) string {
		if put == n {
			return fault
		}
		return ""
	}
}

func TestAFileArrivesWholeWhateverHappensOnTheWay(t *testing.T) {
	for name, c := range map[string]struct {
		size  int
		spoil func(int) string
		calls int // of Send until it is through
		puts  int
	}{
		"one small chunk":                  {1, at(0, ""), 1, 1},
		"exactly one chunk":                {api.ChunkSize, at(0, ""), 1, 1},
		"four chunks":                      {3*api.ChunkSize + 5, at(0, ""), 1, 4},
		"a damaged chunk alone goes again": {3*api.ChunkSize + 5, at(2, "damage"), 1, 5},
		"cut off, resumed there":           {3*api.ChunkSize + 5, at(3, "cut"), 2, 5},
		"answer lost, not sent twice":      {3*api.ChunkSize + 5, at(3, "lose"), 2, 4},
		"last answer lost":                 {3*api.ChunkSize + 5, at(4, "lose"), 2, 4},
	} {
		t.Run(name, func(t *testing.T) {
			s := &shelf{spoil: c.spoil}
			l := line(t, s)
			plain, page := scan(c.size)
			for call := 1; ; call++ {
				stored, err := upload.New(time.Now).Send(t.Context(), l, page, bytes.NewReader(plain), func() {})
				if err == nil {
					if stored.Position != 42 || call != c.calls {
						t.Errorf("%+v after %d calls", stored, call)
					}
					break
				}
				if !transport.IsUnreachable(err) || call >= c.calls {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(s.bytes, plain) || s.puts != c.puts {
				t.Errorf("%d of %d bytes after %d chunks", len(s.bytes), c.size, s.puts)
			}
			if _, err := upload.New(time.Now).Send(t.Context(), l, page, bytes.NewReader(plain), func() {}); err != nil || s.puts != c.puts {
				t.Errorf("what is there was sent again: %d chunks, %v", s.puts, err)
			}
		})
	}
}

func TestSeveralChunksTravelAtATimeAndADamagedOneGoesAgainAlone(t *testing.T) {
	plain, page := scan(20 * api.ChunkSize)
	s := &shelf{ahead: 4, wants: api.WantDigest, spoil: func(put int) string {
		if put%10 == 3 {
			return "damage"
		}
		return ""
	}}
	damaged := 0
	spoil := s.spoil
	s.spoil = func(put int) string {
		fault := spoil(put)
		if fault != "" {
			damaged++
		}
		return fault
	}
	l := line(t, s)
	sender := upload.New(time.Now)
	if _, err := sender.Send(t.Context(), l, page, bytes.NewReader(plain), func() {}); err != nil || !bytes.Equal(s.bytes, plain) {
		t.Fatalf("%d of %d bytes, %v", len(s.bytes), len(plain), err)
	}
	if s.heads != 1 || damaged == 0 {
		t.Errorf("asked %d times where to go on, %d chunks damaged", s.heads, damaged)
	}
	if s.most < 2 {
		t.Error("one chunk waited for the other")
	}
}

func TestChunksAreNamedByTheDigestThePlatformReads(t *testing.T) {
	for name, wants := range map[string]string{"the standard's": api.WantDigest, "an earlier platform's": ""} {
		t.Run(name, func(t *testing.T) {
			plain, page := scan(2*api.ChunkSize + 5)
			s := &shelf{wants: wants, spoil: at(0, "")}
			if _, err := upload.New(time.Now).Send(t.Context(), line(t, s), page, bytes.NewReader(plain), func() {}); err != nil || !bytes.Equal(s.bytes, plain) || s.puts != 3 {
				t.Errorf("%d of %d bytes in %d chunks, %v", len(s.bytes), len(plain), s.puts, err)
			}
		})
	}
}

func TestAWrongOffsetIsTakenFromThePlatform(t *testing.T) {
	plain, page := scan(3 * api.ChunkSize)
	s := &shelf{spoil: at(0, "")}
	l := line(t, s)
	moved := mover{Client: l, s: s, plain: plain}
	if _, err := upload.New(time.Now).Send(t.Context(), &moved, page, bytes.NewReader(plain), func() {}); err != nil || !bytes.Equal(s.bytes, plain) {
		t.Errorf("%d bytes, %v", len(s.bytes), err)
	}
}

// mover lets another uploader of the same bytes be faster by one chunk.
type mover struct {
	*transport.Client
	s     *shelf
	plain []byte
	done  bool
}

func (m *mover) Do(ctx context.Context, r transport.Request) (*transport.Response, error) {
	if r.Method == http.MethodPut && !m.done {
		m.done = true
		m.s.mu.Lock()
		m.s.bytes, m.s.length = append(m.s.bytes, m.plain[:api.ChunkSize]...), int64(len(m.plain))
		m.s.mu.Unlock()
	}
	return m.Client.Do(ctx, r)
}

func TestWhatNeverGetsForwardEndsWithAnError(t *testing.T) {
	plain, page := scan(api.ChunkSize)
	s := &shelf{spoil: func(int) string { return "damage" }}
	if _, err := upload.New(time.Now).Send(t.Context(), line(t, s), page, bytes.NewReader(plain), func() {}); err == nil || s.puts > 20 {
		t.Errorf("%d chunks, %v", s.puts, err)
	}
}

func TestARefusalAndABrokenFileAreTold(t *testing.T) {
	plain, page := scan(1000)
	s := &shelf{spoil: at(1, "refuse")}
	var te *transport.Error
	if _, err := upload.New(time.Now).Send(t.Context(), line(t, s), page, bytes.NewReader(plain), func() {}); !errors.As(err, &te) || te.Status != http.StatusForbidden {
		t.Errorf("refusal: %v", err)
	}
	var fe *upload.FileError
	if _, err := upload.New(time.Now).Send(t.Context(), line(t, &shelf{spoil: at(0, "")}), page, bytes.NewReader(plain[:500]), func() {}); !errors.As(err, &fe) {
		t.Errorf("short file: %v", err)
	}
}

// answers is a platform that says whatever it likes.
type answers []string

func (a *answers) Do(_ context.Context, r transport.Request) (*transport.Response, error) {
	said := ""
	if len(*a) > 0 {
		said, *a = (*a)[0], (*a)[1:]
	}
	status, offset, _ := strings.Cut(said, " ")
	offset, position, _ := strings.Cut(offset, " ")
	n, _ := strconv.Atoi(status)
	return &transport.Response{Status: n, Body: http.NoBody, Header: http.Header{
		http.CanonicalHeaderKey(api.HeaderOffset): {offset}, http.CanonicalHeaderKey(api.HeaderBlobPosition): {position}}}, nil
}

func FuzzAnswers(f *testing.F) {
	f.Add("200 5 0\n200 10 3")
	f.Add("404\n409 0\n422 0\n200 10 3")
	f.Add("200 11 0")
	f.Add("200 10 -1")
	plain, page := scan(10)
	f.Fuzz(func(t *testing.T, said string) {
		a := answers(strings.Split(said, "\n"))
		stored, err := upload.New(time.Now).Send(t.Context(), &a, page, bytes.NewReader(plain), func() {})
		if err == nil && stored.Position == 0 {
			t.Error("done without a place in the platform's book")
		}
	})
}
