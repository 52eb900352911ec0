package scanner

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
)

// Namespaces of eSCL.
const (
	nsScan = "http://schemas.hp.com/imaging/escl/2011/05/03"
	nsPWG  = "http://www.pwg.org/schemas/2010/12/sm"
)

// source is what one input of the scanner offers. Sizes are in 1/300 inch, resolutions in dots per inch.
type source struct {
	MaxWidth    int      `xml:"MaxWidth"`
	MaxHeight   int      `xml:"MaxHeight"`
	ColorModes  []string `xml:"SettingProfiles>SettingProfile>ColorModes>ColorMode"`
	Formats     []string `xml:"SettingProfiles>SettingProfile>DocumentFormats>DocumentFormat"`
	FormatsExt  []string `xml:"SettingProfiles>SettingProfile>DocumentFormats>DocumentFormatExt"`
	Resolutions []int    `xml:"SettingProfiles>SettingProfile>SupportedResolutions>DiscreteResolutions>DiscreteResolution>XResolution"`
}

// capabilities are ScannerCapabilities, as far as a job needs them. Names are matched in any namespace.
type capabilities struct {
	XMLName xml.Name `xml:"ScannerCapabilities"`
	Version string   `xml:"Version"`
	Platen  *source  `xml:"Platen>PlatenInputCaps"`
	Feeder  *source  `xml:"Adf>AdfSimplexInputCaps"`
}

func parseCapabilities(b []byte) (capabilities, error) {
	var c capabilities
	if err := xml.Unmarshal(b, &c); err != nil {
		return c, fmt.Errorf("capabilities: %w", err)
	}
	if c.Platen == nil && c.Feeder == nil {
		return c, errors.New("capabilities: neither platen nor feeder")
	}
	return c, nil
}

// scannerStatus is ScannerStatus.
type scannerStatus struct {
	XMLName xml.Name `xml:"ScannerStatus"`
	State   string   `xml:"State"`
	Adf     string   `xml:"AdfState"`
}

func parseStatus(b []byte) (scannerStatus, error) {
	var s scannerStatus
	if err := xml.Unmarshal(b, &s); err != nil {
		return s, fmt.Errorf("status: %w", err)
	}
	if s.State == "" {
		return s, errors.New("status without a state")
	}
	return s, nil
}

// settings is a job, made of what the source offers only.
type settings struct {
	version, input, color, format string
	dpi, width, height            int
	ext                           bool // the scanner knows DocumentFormatExt
}

// A4 in 1/300 inch.
const (
	a4Width  = 2480
	a4Height = 3508
)

func choose(c capabilities, feeder bool, dpi int, color bool) (settings, error) {
	in, name := c.Platen, "Platen"
	if feeder {
		in, name = c.Feeder, "Feeder"
	}
	if in == nil {
		return settings{}, errors.New("no " + name)
	}
	s := settings{version: c.Version, input: name, width: a4Width, height: a4Height, ext: len(in.FormatsExt) > 0}
	if s.version == "" {
		s.version = "2.0"
	}
	if in.MaxWidth > 0 {
		s.width = min(s.width, in.MaxWidth)
	}
	if in.MaxHeight > 0 {
		s.height = min(s.height, in.MaxHeight)
	}
	want := []string{"Grayscale8", "RGB24", "BlackAndWhite1"}
	if color {
		want = []string{"RGB24", "Grayscale8", "BlackAndWhite1"}
	}
	s.color = first(want, in.ColorModes)
	s.format = first([]string{"image/jpeg", "image/png", "application/pdf"}, append(in.FormatsExt, in.Formats...))
	s.dpi = nearest(dpi, in.Resolutions)
	return s, nil
}

// first is the first wish that is offered; where nothing is said, the first wish.
func first(wishes, offered []string) string {
	for _, w := range wishes {
		for _, o := range offered {
			if strings.TrimSpace(o) == w {
				return w
			}
		}
	}
	if len(offered) > 0 {
		return strings.TrimSpace(offered[0])
	}
	return wishes[0]
}

func nearest(want int, offered []int) int {
	best := want
	for i, o := range offered {
		if i == 0 || abs(o-want) < abs(best-want) {
			best = o
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// xml is the body of POST ScanJobs.
func (s settings) xml() string {
	ext := ""
	if s.ext {
		ext = "<scan:DocumentFormatExt>" + escape(s.format) + "</scan:DocumentFormatExt>"
	}
	return xml.Header + fmt.Sprintf(`<scan:ScanSettings xmlns:scan="%s" xmlns:pwg="%s"><pwg:Version>%s</pwg:Version><scan:Intent>Document</scan:Intent>`+
		`<pwg:ScanRegions><pwg:ScanRegion><pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>`+
		`<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset><pwg:Width>%d</pwg:Width><pwg:Height>%d</pwg:Height></pwg:ScanRegion></pwg:ScanRegions>`+
		`<pwg:InputSource>%s</pwg:InputSource><scan:ColorMode>%s</scan:ColorMode><scan:XResolution>%d</scan:XResolution><scan:YResolution>%d</scan:YResolution>`+
		`<pwg:DocumentFormat>%s</pwg:DocumentFormat>%s</scan:ScanSettings>`,
		nsScan, nsPWG, escape(s.version), s.width, s.height, s.input, escape(s.color), s.dpi, s.dpi, escape(s.format), ext)
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder never fails
	return b.String()
}

// sniff tells what a page is by its first bytes; "" for what is no page.
func sniff(b []byte) string {
	for magic, typ := range map[string]string{"\xFF\xD8": "image/jpeg", "\x89PNG": "image/png", "%PDF": "application/pdf"} {
		if strings.HasPrefix(string(b[:min(4, len(b))]), magic) {
			return typ
		}
	}
	return ""
}
