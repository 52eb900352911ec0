package carry_test

import (
	"bytes"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/pki"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
)

// city is the machines of these tests and two authorities' worth of certificates.
type city struct{ desk, other, display, platform, stranger *pki.Paper }

// machines are made once for all tests; nobody changes them.
func machines(t testing.TB) city {
	t.Helper()
	c, err := makeCity(t.TempDir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var once = struct {
	sync.Mutex
	made *city
}{}

func makeCity(dir func() string) (city, error) {
	once.Lock()
	defer once.Unlock()
	if once.made != nil {
		return *once.made, nil
	}
	ours, err1 := pki.OpenAuthority(dir())
	theirs, err2 := pki.OpenAuthority(dir())
	if err := errors.Join(err1, err2); err != nil {
		return city{}, err
	}
	var c city
	for _, m := range []struct {
		into **pki.Paper
		of   *pki.Authority
		name string
		role pki.Role
	}{
		{&c.desk, ours, "W03", pki.Counter}, {&c.other, ours, "W04", pki.Counter}, {&c.display, ours, "D1", pki.Display},
		{&c.platform, ours, "P1", pki.Platform}, {&c.stranger, theirs, "W03", pki.Counter},
	} {
		f, err := m.of.Machine(pki.Peer{Name: m.name, Role: m.role, Hall: "350100"}, "127.0.0.1")
		if err != nil {
			return city{}, err
		}
		conf, err := pki.Load(f)
		if err != nil {
			return city{}, err
		}
		if *m.into, err = pki.PaperOf(conf); err != nil {
			return city{}, err
		}
	}
	once.made = &c
	return c, nil
}

func header() carry.Header {
	return carry.Header{Kind: carry.Outbox, Terminal: "W03", Export: "01936a2e-5c00-7a10-8f00-00000000e001", Number: 12, Part: 1, Parts: 1,
		At: time.Now().UTC().Truncate(time.Second), Epoch: "e1", Durable: 7, Ops: 2, Files: 1}
}

const secret = "张𬭎 350199195001010017"

func offer(n int) api.Offer {
	payload := fmt.Appendf(nil, `{"n":%d,"name":%q}`, n, secret)
	return api.Offer{ID: fmt.Sprintf("op-%d", n), Digest: seal.Digest(payload), Payload: payload}
}

func scan(size int) ([]byte, cases.Page) {
	b := bytes.Repeat([]byte(secret+" "), size/len(secret)+1)[:size]
	return b, cases.Page{Digest: seal.Digest(b), Size: int64(size), Type: "image/jpeg"}
}

// outbox writes two operations and a scan of two chunks.
func outbox(t testing.TB, h carry.Header, author *pki.Paper, to *ecdsa.PublicKey) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := carry.NewWriter(&out, h, author, to)
	if err != nil {
		t.Fatal(err)
	}
	data, page := scan(api.ChunkSize + 1000)
	if err := errors.Join(w.Offer(offer(1)), w.Offer(offer(2)), w.File(page, bytes.NewReader(data)), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(file []byte, kind carry.Kind, me *pki.Paper) (h carry.Header, all []carry.Record, err error) {
	r, err := carry.Open(bytes.NewReader(file), kind, me, time.Now())
	if err != nil {
		return h, nil, err
	}
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r.Header, all, nil
		}
		if err != nil {
			return r.Header, all, err
		}
		all = append(all, rec)
	}
}

func code(err error) string {
	c, _, _ := trouble.Told(err)
	return c
}

func TestWhatIsWrittenIsReadAsItWas(t *testing.T) {
	c := machines(t)
	want := header()
	file := outbox(t, want, c.desk, &c.platform.Key.PublicKey)
	h, all, err := read(file, carry.Outbox, c.platform)
	if err != nil {
		t.Fatal(err)
	}
	want.Cert, want.To = c.desk.Cert, carry.KeyName(&c.platform.Key.PublicKey)
	if !reflect.DeepEqual(h, want) {
		t.Errorf("header %+v, want %+v", h, want)
	}
	data, page := scan(api.ChunkSize + 1000)
	if len(all) != 5 || !reflect.DeepEqual(*all[0].Offer, offer(1)) || !reflect.DeepEqual(*all[1].Offer, offer(2)) || *all[2].File != page ||
		!bytes.Equal(append(all[3].Chunk, all[4].Chunk...), data) {
		t.Errorf("%d records", len(all))
	}
	if size := carry.OfferSize("op-1", offer(1).Digest, len(offer(1).Payload))*2 + carry.FileSize(page) + carry.Ends; int64(len(file)) > size || size > int64(len(file))+8<<10 {
		t.Errorf("foretold %d bytes, written %d", size, len(file))
	}
	if looked, err := carry.Look(bytes.NewReader(file)); err != nil || looked.Name() != "W03-000012.carry" {
		t.Errorf("%+v %v", looked, err)
	}
}

func TestReceiptsAreReadByTheirTerminalAlone(t *testing.T) {
	c := machines(t)
	h := header()
	h.Kind, h.Known = carry.Receipts, "e0"
	verdicts := make([]api.Verdict, 450)
	for i := range verdicts {
		verdicts[i] = api.Verdict{ID: fmt.Sprint(i), Outcome: api.Accepted, Position: uint64(i + 1)}
	}
	var out bytes.Buffer
	w, err := carry.NewWriter(&out, h, c.platform, &c.desk.Key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	stored := []carry.Stored{{Digest: seal.Digest(nil), Position: 9}, {Digest: seal.Digest([]byte("x")), Problem: &api.Problem{Code: "BLOB-005"}}}
	if err := errors.Join(w.Verdicts(verdicts), w.Stored(stored), w.Close()); err != nil {
		t.Fatal(err)
	}
	_, all, err := read(out.Bytes(), carry.Receipts, c.desk)
	if err != nil || len(all) != 4 || !reflect.DeepEqual(append(append(all[0].Verdicts, all[1].Verdicts...), all[2].Verdicts...), verdicts) || !reflect.DeepEqual(all[3].Stored, stored) {
		t.Errorf("%d records, %v", len(all), err)
	}
	if _, _, err := read(out.Bytes(), carry.Receipts, c.other); code(err) != carry.CodeOther || !strings.Contains(err.Error(), "W03") {
		t.Errorf("another terminal: %v", err)
	}
	forged := outbox(t, h, c.desk, &c.desk.Key.PublicKey)
	if _, _, err := read(forged, carry.Receipts, c.desk); code(err) != carry.CodeStranger {
		t.Errorf("receipts a counter signed: %v", err)
	}
}

func TestOnlyWhatIsWholeTrueAndOursIsOpened(t *testing.T) {
	c := machines(t)
	to := &c.platform.Key.PublicKey
	good := outbox(t, header(), c.desk, to)
	named := func(name string) carry.Header { h := header(); h.Terminal = name; return h }
	newer := bytes.Clone(good)
	newer[8]++
	for _, tc := range []struct {
		name string
		file []byte
		me   *pki.Paper
		kind carry.Kind
		want string
	}{
		{"for the platform", good, c.platform, carry.Outbox, ""},
		{"another machine opens it", good, c.other, carry.Outbox, carry.CodeNotOurs},
		{"its own author opens it", good, c.desk, carry.Outbox, carry.CodeNotOurs},
		{"of another authority", outbox(t, header(), c.stranger, to), c.platform, carry.Outbox, carry.CodeStranger},
		{"in another terminal's name", outbox(t, named("W03"), c.other, to), c.platform, carry.Outbox, carry.CodeStranger},
		{"by a display", outbox(t, named("D1"), c.display, to), c.platform, carry.Outbox, carry.CodeStranger},
		{"for receipts", good, c.desk, carry.Receipts, carry.CodeWrongKind},
		{"of a newer form", newer, c.platform, carry.Outbox, carry.CodeNewer},
		{"a picture", []byte("\x89PNG\r\n\x1a\n and so on and on"), c.platform, carry.Outbox, carry.CodeNoFile},
		{"empty", nil, c.platform, carry.Outbox, carry.CodeDamaged},
		{"with more behind it", append(bytes.Clone(good), 0), c.platform, carry.Outbox, carry.CodeDamaged},
		{"twice in a row", append(bytes.Clone(good), good...), c.platform, carry.Outbox, carry.CodeDamaged},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, all, err := read(tc.file, tc.kind, tc.me); code(err) != tc.want || tc.want != "" && len(all) > 0 || (err == nil) != (tc.want == "") {
				t.Errorf("%v, %d records", err, len(all))
			}
		})
	}
	if _, err := carry.Open(bytes.NewReader(good), carry.Outbox, c.platform, time.Now().AddDate(3, 0, 0)); code(err) != carry.CodeStranger {
		t.Errorf("with an expired certificate: %v", err)
	}
}

func TestEveryChangedBitAndEveryMissingByteIsRefused(t *testing.T) {
	c := machines(t)
	var out bytes.Buffer
	w, err := carry.NewWriter(&out, header(), c.desk, &c.platform.Key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Offer(offer(1)), w.Close()); err != nil {
		t.Fatal(err)
	}
	file := out.Bytes()
	for i := range file {
		bad := bytes.Clone(file)
		bad[i] ^= 1 << (i % 8)
		if _, all, err := read(bad, carry.Outbox, c.platform); code(err) == "" || len(all) > 0 {
			t.Fatalf("byte %d of %d changed: %d records, %v", i, len(file), len(all), err)
		}
		if _, all, err := read(file[:i], carry.Outbox, c.platform); code(err) == "" || len(all) > 0 {
			t.Fatalf("cut after %d of %d: %d records, %v", i, len(file), len(all), err)
		}
	}
}

func TestRecordsCannotBeMovedOrTakenOver(t *testing.T) {
	c := machines(t)
	file := outbox(t, header(), c.desk, &c.platform.Key.PublicKey)
	// Another counter takes the records of W03's file and signs them as its own: it cannot even say for whom they are sealed.
	mine := header()
	mine.Terminal = "W04"
	var out bytes.Buffer
	w, err := carry.NewWriter(&out, mine, c.other, &c.platform.Key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, all, err := read(resigned(t, out.Bytes(), file, c.other), carry.Outbox, c.platform); code(err) != carry.CodeDamaged || len(all) > 0 {
		t.Errorf("taken over: %d records, %v", len(all), err)
	}
}

func TestAStolenFileTellsNothing(t *testing.T) {
	c := machines(t)
	file := outbox(t, header(), c.desk, &c.platform.Key.PublicKey)
	for _, part := range append(strings.Fields(secret), "image/jpeg", seal.Digest(nil)[:4], "op-1") {
		if bytes.Contains(file, []byte(part)) {
			t.Errorf("the file holds %q in the clear", part)
		}
	}
	if name := header().Name(); strings.ContainsAny(name, "张") {
		t.Errorf("named %q", name)
	}
	odd := header()
	odd.Terminal, odd.Part, odd.Parts, odd.Kind = "../W 03", 2, 3, carry.Receipts
	if odd.Name() != "_W_03-000012-2of3-receipts.carry" {
		t.Errorf("named %q", odd.Name())
	}
}

func TestAScanThatCannotBeReadLeavesAGoodFile(t *testing.T) {
	c := machines(t)
	var out bytes.Buffer
	w, err := carry.NewWriter(&out, header(), c.desk, &c.platform.Key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	_, page := scan(api.ChunkSize + 1000)
	err = w.File(page, bytes.NewReader(make([]byte, api.ChunkSize)))
	if bad := new(carry.Unreadable); !errors.As(err, &bad) {
		t.Fatal(err)
	}
	if err := errors.Join(w.Offer(offer(1)), w.Close()); err != nil {
		t.Fatal(err)
	}
	if _, all, err := read(out.Bytes(), carry.Outbox, c.platform); err != nil || len(all) != 3 || all[2].Offer == nil {
		t.Errorf("%d records, %v", len(all), err)
	}
}

// full is a stick with no room left.
type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errors.New("no room")
	}
	return len(b), nil
}

func TestAFileThatCouldNotBeWrittenIsNotClosedAsIfItWere(t *testing.T) {
	c := machines(t)
	size := len(outbox(t, header(), c.desk, &c.platform.Key.PublicKey))
	for _, left := range []int{0, 100, size / 2, size - 200, size + 100} {
		w, err := carry.NewWriter(&full{left}, header(), c.desk, &c.platform.Key.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		data, page := scan(api.ChunkSize + 1000)
		_, _, _ = w.Offer(offer(1)), w.Offer(offer(2)), w.File(page, bytes.NewReader(data))
		if err := w.Close(); (err == nil) != (left > size) {
			t.Errorf("%d of %d bytes of room: %v", left, size, err)
		}
	}
}

// FuzzOpen: whatever lies on the stick, the reader says what is wrong and gives no record; what is open to it already stays
// what its author wrote.
func FuzzOpen(f *testing.F) {
	c := machines(f)
	var out bytes.Buffer // a small one: the fuzzer takes it apart byte by byte
	w, err := carry.NewWriter(&out, header(), c.desk, &c.platform.Key.PublicKey)
	if err := errors.Join(err, w.Offer(offer(1)), w.Close()); err != nil {
		f.Fatal(err)
	}
	good := out.Bytes()
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("OWCARRY\n\x01\x01\x00\x00\x00\x02{}\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, file []byte) {
		_, all, err := read(file, carry.Outbox, c.platform)
		if bytes.Equal(file, good) {
			return
		}
		if err == nil || code(err) == "" || len(all) > 0 {
			t.Errorf("%d records, %v", len(all), err)
		}
		_, _ = carry.Look(bytes.NewReader(file))
	})
}
