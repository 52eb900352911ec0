package printer

import (
	"bytes"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"onewindow/internal/glyph"
	"onewindow/internal/queue"
)

var update = flag.Bool("update", false, "renew the golden files")

func TestConditionsOfTheStatusTable(t *testing.T) { // facts 2.2, accepted by an outside client
	for _, tc := range []struct {
		name, code string
		bytes      [4]byte
	}{
		{"ready", "", [4]byte{0x12, 0x12, 0x12, 0x12}},
		{"cover open", "PRN-003", [4]byte{0x1A, 0x16, 0x12, 0x12}},
		{"paper out", "PRN-002", [4]byte{0x1A, 0x32, 0x12, 0x7E}},
		{"cutter", "PRN-004", [4]byte{0x1A, 0x52, 0x1A, 0x12}},
		{"broken", "PRN-005", [4]byte{0x1A, 0x52, 0x32, 0x12}},
		{"head hot", "PRN-006", [4]byte{0x1A, 0x52, 0x52, 0x12}},
		{"near end is no trouble", "", [4]byte{0x12, 0x12, 0x12, 0x1E}},
	} {
		code := ""
		if e := decode(tc.bytes).trouble(); e != nil {
			code = e.Code
		}
		if code != tc.code {
			t.Errorf("%s: %q, want %q", tc.name, code, tc.code)
		}
	}
	if st := decode([4]byte{0x12, 0x12, 0x12, 0x1E}).status(); st.Code != "PRN-010" || st.Sentence == "" {
		t.Errorf("near end: %+v", st)
	}
}

func TestRepliesAreToldApart(t *testing.T) {
	var r replies
	var got []replyKind
	for _, b := range []byte{0x13, 0x12, 0x00, 0x38, 0x00, 0x00, 0x00, 0x0C, 0x18, 0x00, 0x12, 0x0F, 0x00, 0x11} {
		if rep, ok := r.feed(b); ok {
			got = append(got, rep.kind)
		}
	}
	want := []replyKind{realTime, queued, automatic, queued, realTime, automatic}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func FuzzReplies(f *testing.F) {
	f.Add([]byte{0x12, 0x10, 0, 0, 0, 0x0C})
	f.Fuzz(func(t *testing.T, in []byte) {
		var r replies
		for _, b := range in {
			rep, ok := r.feed(b)
			if ok && rep.kind == realTime {
				decode([4]byte{b, b, b, b}).status()
			}
			if r.have < 0 || r.have > 3 {
				t.Fatalf("%d bytes of an ASB", r.have)
			}
		}
		for range 4 { // whatever came before, a real-time answer is always heard
			if _, ok := r.feed(0x12); !ok {
				t.Fatal("deaf")
			}
		}
	})
}

func TestOnlyWhatThePrinterHasGoesAsText(t *testing.T) {
	for s, want := range map[string]string{"政": "d5fe", "A1": "4131", "01–10": "30312d3130", "（": "a3a8", "│": "a9a6"} {
		if b, ok := GB2312.encode(s); !ok || hex.EncodeToString(b) != want {
			t.Errorf("%s: %x %v", s, b, ok)
		}
	}
	for _, tc := range []struct {
		s               string
		gb2312, gbk, gb bool
	}{
		{"张三", true, true, true}, {"䶮", false, true, true}, {"㛃", false, false, true}, {"𬭎", false, false, true},
		{"\x1b@", false, false, false}, {"€", false, false, true}, {"家駿", false, true, true}, {"\uE000", false, false, false},
	} {
		for c, want := range map[Charset]bool{GB2312: tc.gb2312, GBK: tc.gbk, GB18030: tc.gb} {
			if _, ok := c.encode(tc.s); ok != want {
				t.Errorf("%q in %s: %v", tc.s, c, ok)
			}
		}
	}
}

func TestRealTimeCommandsNeverStandInDrawnData(t *testing.T) {
	b := withoutRealTime([]byte{0x10, 0x04, 0x10, 0x05, 0x10, 0x10, 0x14, 0x00})
	for _, bad := range [][]byte{{0x10, 0x04}, {0x10, 0x05}, {0x10, 0x14}} {
		if bytes.Contains(b, bad) {
			t.Errorf("% x holds % x", b, bad)
		}
	}
}

func TestASlipPromisesNoMoreThanTheHallEstimates(t *testing.T) {
	for _, c := range []struct {
		ahead, low, high int
		words, unit      string
	}{
		{0, 0, 0, "暂不估时", ""}, {4, 0, 0, "暂不估时", ""}, {0, 0, 3, "马上", ""}, {0, 1, 5, "马上", ""}, {0, 4, 9, "4-9", " 分"}, {2, 1, 8, "1-8", " 分"}, {12, 20, 35, "20-35", " 分"},
	} {
		words, unit := wait(queue.Slip{Ahead: c.ahead, LowMin: c.low, HighMin: c.high})
		if words != c.words || unit != c.unit {
			t.Errorf("%d ahead, %d to %d minutes: %s%s", c.ahead, c.low, c.high, words, unit)
		}
	}
}

func TestSlipBytes(t *testing.T) {
	fonts, err := glyph.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, holder := range map[string]string{"common": "王*明", "nonbmp": "*𬭎", "extension-a": "*㛃", "gbk-only": "*䶮", "no-estimate": "王*明"} {
		t.Run(name, func(t *testing.T) {
			slip := queue.Slip{Hall: "福州市政务服务大厅", CategoryName: "社会事务", Number: "C1000", ItemName: "社会保障卡申领与补换", Ahead: 12, LowMin: 20, HighMin: 35,
				Windows: "21–40 号", IssuedAt: "11月23日 10:06", Holder: holder, Class: "优先号", URL: "https://hall.example/p/AAAAAAAAAAAAAAAAAAAAAA",
				Kiosk: "取号机 K2", Foot: "1123-C1000-5C", Reprint: true}
			if name == "no-estimate" {
				slip.LowMin, slip.HighMin = 0, 0
			}
			got, err := layout(Profile{QR: true, Cutter: true}, fonts, slip)
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "slip-"+name+".bin")
			if *update {
				os.MkdirAll("testdata", 0o755)
				os.WriteFile(golden, got, 0o644)
			}
			want, err := os.ReadFile(golden)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes differ from %s (%v); run with -update and look at the ticket", len(got), golden, err)
			}
			if bytes.Contains(got, []byte{0x10, 0x04}) {
				t.Error("a real-time request stands in the job")
			}
		})
	}
}
