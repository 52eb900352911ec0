package scanner

import (
	"encoding/xml"
	"strings"
	"testing"
)

const platenOnly = `<?xml version="1.0"?><scan:ScannerCapabilities xmlns:scan="s" xmlns:pwg="p"><pwg:Version>2.0</pwg:Version><scan:Platen><scan:PlatenInputCaps>
<scan:MaxWidth>2400</scan:MaxWidth><scan:SettingProfiles><scan:SettingProfile><scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
<scan:DocumentFormats><pwg:DocumentFormat>application/pdf</pwg:DocumentFormat></scan:DocumentFormats><scan:SupportedResolutions><scan:DiscreteResolutions>
<scan:DiscreteResolution><scan:XResolution>200</scan:XResolution></scan:DiscreteResolution><scan:DiscreteResolution><scan:XResolution>600</scan:XResolution></scan:DiscreteResolution>
</scan:DiscreteResolutions></scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles></scan:PlatenInputCaps></scan:Platen></scan:ScannerCapabilities>`

func TestOnlyWhatIsOfferedIsAsked(t *testing.T) {
	caps, err := parseCapabilities([]byte(platenOnly))
	if err != nil {
		t.Fatal(err)
	}
	got, err := choose(caps, false, 300, false)
	want := settings{version: "2.0", input: "Platen", color: "RGB24", format: "application/pdf", dpi: 200, width: 2400, height: a4Height}
	if err != nil || got != want {
		t.Errorf("%+v %v", got, err)
	}
	if strings.Contains(got.xml(), "DocumentFormatExt") {
		t.Error("an element the scanner does not know was sent")
	}
	if _, err := choose(caps, true, 300, false); err == nil {
		t.Error("a feeder was found where there is none")
	}
}

func TestLocationsOfTwoServers(t *testing.T) {
	s := New(Params{URL: "http://10.0.0.9:8080/eSCL/"})
	for in, want := range map[string]string{
		"/eSCL/ScanJobs/7": "http://10.0.0.9:8080/eSCL/ScanJobs/7",
		"http://localhost/eSCL/ScanJobs/urn:uuid:1-2": "http://10.0.0.9:8080/eSCL/ScanJobs/urn:uuid:1-2",
		"http://10.0.0.9:8080/eSCL/ScanJobs/9/":       "http://10.0.0.9:8080/eSCL/ScanJobs/9",
	} {
		if got, err := s.resolve(in); err != nil || got != want {
			t.Errorf("%s: %s %v", in, got, err)
		}
	}
	if _, err := s.resolve(""); err == nil {
		t.Error("a job without an address")
	}
}

func TestPagesAreKnownByTheirBytes(t *testing.T) {
	for in, want := range map[string]string{"\xFF\xD8\xFF": "image/jpeg", "\x89PNG\r": "image/png", "%PDF-1.7": "application/pdf", "<html>": "", "": ""} {
		if got := sniff([]byte(in)); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func FuzzXML(f *testing.F) {
	f.Add([]byte(platenOnly), 300)
	f.Add([]byte(`<ScannerStatus><State>Idle</State><AdfState>ScannerAdfJam</AdfState></ScannerStatus>`), 0)
	f.Fuzz(func(t *testing.T, in []byte, dpi int) {
		if st, err := parseStatus(in); err == nil {
			st.trouble()
		}
		caps, err := parseCapabilities(in)
		if err != nil {
			return
		}
		if set, err := choose(caps, false, dpi, true); err == nil {
			if err := xml.Unmarshal([]byte(set.xml()), new(struct{ XMLName xml.Name })); err != nil {
				t.Fatalf("sends broken XML: %v", err)
			}
		}
	})
}
