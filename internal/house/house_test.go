package house

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// inside says which of our own packages a package may import. A trailing slash takes in all below.
// Tests may import more (package x_test), as long as no cycle results.
var inside = []struct {
	pkg string
	may []string
}{
	// The domain: each other and nothing else.
	{"internal/catalogue", domain},
	{"internal/citizen", domain},
	{"internal/cases", domain},
	{"internal/queue", domain},
	{"internal/workday", domain},
	{"internal/rating", domain},

	// Single subjects behind small faces.
	{"assets", nil},
	{"internal/api/apitest", with(domain, "assets", "internal/api")},
	{"internal/seal", []string{"internal/durable", "internal/trouble"}},
	{"internal/trouble", nil},
	{"internal/durable", nil},
	{"internal/pinyin", nil},
	{"internal/pki", []string{"internal/trouble"}},
	{"internal/config", []string{"internal/trouble", "internal/counter/offline"}},
	{"internal/config/checkup", []string{"internal/config", "internal/pki", "internal/trouble"}},
	{"internal/house", nil},
	{"internal/qr", nil},
	{"internal/glyph", []string{"assets"}},
	{"internal/api", with(domain, "internal/trouble")},
	{"devices", with(domain, "internal/trouble")},

	// What each role does.
	{"internal/counter", with(domain, "internal/trouble", "devices", "internal/api", "internal/counter", "internal/counter/offline")},
	{"internal/counter/offline", domain},
	{"internal/kiosk", with(domain, "internal/trouble", "devices", "internal/api")},
	{"internal/display", with(domain, "internal/trouble", "internal/api")},

	// What stands around them and serves their ports.
	{"internal/vault", with(domain, "internal/trouble", "internal/seal", "internal/durable")},
	{"internal/counter/countertest", with(domain, "internal/trouble", "internal/api", "devices", "internal/counter", "internal/pinyin", "assets")},
	{"internal/counter/store", with(domain, "internal/trouble", "internal/durable", "internal/counter", "internal/vault", "internal/api", "internal/seal", "sync/")},
	{"internal/papers", with(domain, "internal/glyph", "internal/qr", "assets")},
	{"internal/hall", with(domain, "internal/trouble", "internal/api", "internal/pki", "internal/seal")},
	{"internal/platform/intake", with(domain, "internal/api")},
	{"internal/platform", with(domain, "internal/trouble", "internal/platform/intake", "internal/api", "internal/pki", "internal/seal", "internal/durable", "internal/glyph", "sync/carry", "assets")},
	{"devices/serialport", []string{"devices", "devices/watch", "internal/trouble"}},
	{"devices/watch", []string{"devices"}},
	{"devices/idcard", with(domain, "internal/trouble", "devices", "devices/serialport", "devices/watch", "devices/idcard/")},
	{"devices/printer", with(domain, "internal/trouble", "devices", "devices/watch", "internal/glyph", "internal/qr", "devices/printer/")},
	{"devices/scanner", with(domain, "internal/trouble", "devices", "internal/counter", "sync/transport", "devices/watch", "devices/scanner/")},
	{"devices/sim", with(domain, "internal/trouble", "devices", "devices/", "internal/glyph", "internal/qr")},
	{"sync/transport", with(domain, "internal/api")},
	{"sync/engine", with(domain, "internal/trouble", "internal/pki", "internal/api", "sync/")},
	{"sync/outbox", with(domain, "internal/trouble", "internal/api", "internal/vault", "internal/seal")},
	{"sync/feed", with(domain, "internal/api", "internal/vault", "internal/seal", "sync/")},
	{"sync/upload", with(domain, "internal/api", "internal/vault", "internal/seal", "sync/")},
	{"sync/carry", with(domain, "internal/trouble", "internal/api", "internal/pki", "internal/seal")},
	{"sync/carry/courier", with(domain, "internal/trouble", "internal/api", "internal/durable", "sync/carry", "sync/transport")},
	{"sync/carry/hatch", []string{"internal/trouble", "internal/durable", "sync/carry/station"}},
	{"sync/carry/station", with(domain, "internal/trouble", "internal/api", "internal/durable", "internal/pki", "internal/seal", "internal/vault", "sync/")},
	{"sync/carry/stick", with(domain, "internal/trouble", "internal/api", "internal/durable", "internal/counter", "sync/carry", "sync/carry/station")},
	{"sync/hallclient", with(domain, "internal/trouble", "internal/pki", "internal/api", "internal/counter", "internal/seal", "sync/transport")},

	// Windows.
	{"ui/kit", []string{"internal/trouble", "assets", "internal/pinyin", "internal/glyph", "internal/qr", "ui/kit/"}},
	{"ui/counter", with(domain, "internal/trouble", "devices", "internal/api", "internal/counter", "ui/counter/present", "ui/kit", "ui/kit/", "assets")},
	{"ui/counter/present", with(domain, "internal/trouble", "devices", "internal/counter")},
	{"ui/kiosk", with(domain, "internal/trouble", "devices", "internal/api", "internal/kiosk", "internal/qr", "internal/pinyin", "ui/kit", "ui/kit/", "assets")},
	{"ui/doorway", []string{"ui/kit", "ui/kit/"}},
	{"ui/demo", []string{"ui/kit", "assets", "internal/trouble"}},
	{"ui/display", with(domain, "internal/trouble", "internal/api", "internal/display", "ui/kit", "ui/kit/", "assets")},

	// What the programs carry, read and checked.
	{"internal/shelf", with(domain, "assets", "internal/config", "internal/glyph", "internal/papers", "internal/pinyin")},

	// A busy day as a plan, and played on a hall.
	{"internal/morning", nil},
	{"internal/morning/play", with(domain, "internal/api", "internal/morning", "internal/trouble")},

	// A whole small hall as processes, and the story played on it.
	{"internal/rig", []string{"internal/trouble", "internal/config", "internal/pki", "internal/rig/port", "sync/transport"}},
	{"internal/rig/port", nil},
	{"internal/tour", with(domain, "devices/serialport", "internal/trouble", "internal/api", "internal/pki", "internal/config", "internal/rig", "internal/glyph", "internal/seal", "sync/transport")},

	// What everything costs, beside the bare cost.
	{"internal/bench", with(domain, "assets", "internal/api", "internal/counter/store", "internal/glyph", "internal/papers", "internal/pki", "internal/rig", "internal/seal", "internal/shelf", "internal/vault", "sync/")},
	{"internal/bench/window", with(domain, "devices/idcard", "devices/serialport", "internal/bench", "internal/pki", "internal/rig", "internal/tour", "sync/hallclient")},

	// The proof under faults.
	{"internal/faults", nil},
	{"internal/faults/child", nil},
	{"internal/faults/damage", nil},
	{"internal/faults/disk", nil},
	{"internal/faults/station", with(domain, "internal/trouble", "internal/api", "internal/seal", "internal/pki", "internal/vault", "internal/counter/store", "sync/", "internal/faults", "internal/faults/child", "internal/faults/damage")},
	{"internal/faults/judge", with(domain, "internal/api", "internal/platform", "internal/seal", "internal/faults", "internal/faults/station")},
	{"internal/faults/files", with(domain, "internal/api", "internal/platform", "internal/rig/port", "internal/seal", "internal/faults", "internal/faults/")},
	{"internal/faults/processes", with(domain, "internal/rig", "internal/seal", "internal/faults", "internal/faults/")},
	{"internal/faults/model", with(domain, "internal/api", "internal/platform/intake", "sync/", "internal/faults")},

	// Wiring knows everybody.
	{"cmd/", []string{"internal/", "devices", "devices/", "sync/", "ui/", "assets", "cmd/"}},
}

var domain = []string{"internal/catalogue", "internal/citizen", "internal/cases", "internal/queue", "internal/workday", "internal/rating"}

func with(a []string, b ...string) []string { return append(slices.Clone(a), b...) }

// homes says where a third-party library lives.
var homes = map[string][]string{
	"fyne.io/fyne/v2":              {"ui/", "cmd/onewindow"},
	"github.com/go-gl/glfw":        {"cmd/onewindow"}, // the one question Fyne has no words for: how large is the screen
	"github.com/go-resty/resty/v2": {"sync/transport"},
	"go.etcd.io/bbolt":             {"internal/vault", "internal/hall", "internal/bench"}, // the last to measure it bare
	"github.com/tarm/serial":       {"devices/serialport"},
	"github.com/jung-kurt/gofpdf":  {"internal/papers", "internal/bench"},
	"github.com/hashicorp/":        {"internal/hall", "internal/vault"},
	"github.com/emmansun/gmsm":     {"internal/seal"},
	"github.com/google/go-tpm":     {"internal/seal"},
	"github.com/zalando/":          {"internal/seal"},
	"golang.org/x/crypto":          {"internal/seal"},
	"modernc.org/sqlite":           {"internal/platform"},
	"github.com/mozillazg/":        {"internal/pinyin"},
	"github.com/pb33f/":            {"internal/api/apitest"}, // OpenAPI 3.1 documents, and requests and answers held to them; tests only
	"github.com/skip2/go-qrcode":   {"internal/qr"},
	"golang.org/x/image":           {"internal/glyph"},
	"github.com/BurntSushi/toml":   {"internal/config"},
	"github.com/creack/pty":        {"devices/sim"},
	"golang.org/x/sys":             {"devices/serialport", "devices/sim", "internal/faults/disk"},
	"github.com/hanwen/":           {"internal/faults/disk"}, // a disk that fails when it is told to
	"golang.org/x/text":            {"devices/printer", "devices/sim"},
	"github.com/google/uuid":       {"cmd/", "internal/faults/", "internal/hall", "internal/platform", "sync/"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func TestArrowsPointInwards(t *testing.T) {
	for _, p := range listed(t) {
		from := strings.TrimPrefix(p.ImportPath, "onewindow/")
		may, known := allowed(from)
		if !known {
			t.Errorf("%s is not in the table of the house: give it a line", from)
			continue
		}
		for _, imp := range p.Imports {
			to, ours := strings.CutPrefix(imp, "onewindow/")
			if ours && !matches(may, to) {
				t.Errorf("%s imports %s, which the table of the house does not allow", from, to)
			}
			if !ours && strings.Contains(strings.Split(imp, "/")[0], ".") && !matches(homesOf(imp), from) {
				t.Errorf("%s imports %s, whose home is %v", from, imp, homesOf(imp))
			}
		}
	}
}

// allowed gives what a package may import: its own line's list, or the list of the nearest line above it.
// Packages below a line may always import that line's package and each other.
func allowed(from string) (may []string, known bool) {
	best := ""
	for _, l := range inside {
		at := strings.TrimSuffix(l.pkg, "/")
		if (from == at || strings.HasPrefix(from, at+"/")) && len(at) >= len(best) {
			best, may, known = at, with(l.may, at, at+"/"), true
		}
	}
	return may, known
}

func homesOf(imp string) []string {
	for lib, h := range homes {
		if imp == lib || strings.HasPrefix(imp, lib) {
			return h
		}
	}
	return nil
}

func matches(list []string, path string) bool {
	return slices.ContainsFunc(list, func(m string) bool {
		return m == path || strings.HasSuffix(m, "/") && strings.HasPrefix(path, m)
	})
}

func listed(t *testing.T) []pkg {
	t.Helper()
	// -deps is left out: only what our own files say counts. The tags are those of the desktop build.
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "-tags", "migrated_fynedo,x11", "onewindow/...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 20 {
		t.Fatalf("only %d packages were listed", len(all))
	}
	return all
}
