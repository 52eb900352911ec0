package sim

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

const (
	esclNS = `xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"`
	// bed is the glass and the feeder's widest page in 1/300 inch.
	bedWidth, bedHeight = 2550, 3508
)

var scanDPIs = []int{75, 100, 150, 200, 300, 600}

// scanSettings is the body of POST ScanJobs.
type scanSettings struct {
	XMLName xml.Name `xml:"ScanSettings"`
	Width   int      `xml:"ScanRegions>ScanRegion>Width"`
	Height  int      `xml:"ScanRegions>ScanRegion>Height"`
	Input   string   `xml:"InputSource"`
	Color   string   `xml:"ColorMode"`
	XRes    int      `xml:"XResolution"`
	YRes    int      `xml:"YResolution"`
	Format  string   `xml:"DocumentFormat"`
	Ext     string   `xml:"DocumentFormatExt"`
}

func (s *Scanner) capabilities(w http.ResponseWriter, _ *http.Request) {
	res := ""
	for _, d := range scanDPIs {
		res += fmt.Sprintf("<scan:DiscreteResolution><scan:XResolution>%d</scan:XResolution><scan:YResolution>%d</scan:YResolution></scan:DiscreteResolution>", d, d)
	}
	input := fmt.Sprintf(`<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>%d</scan:MaxWidth><scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>%d</scan:MaxHeight><scan:MaxScanRegions>1</scan:MaxScanRegions>`+
		`<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>`+
		`<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>`+
		`<scan:SupportedResolutions><scan:DiscreteResolutions>%s</scan:DiscreteResolutions></scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles>`+
		`<scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>`, bedWidth, bedHeight, res)
	writeXML(w, fmt.Sprintf(`<scan:ScannerCapabilities %s><pwg:Version>2.62</pwg:Version><pwg:MakeAndModel>OneWindow Virtual Scanner</pwg:MakeAndModel><pwg:SerialNumber>VS-0001</pwg:SerialNumber>`+
		`<scan:UUID>350199aa-0000-4000-8000-000000000001</scan:UUID><scan:Platen><scan:PlatenInputCaps>%s</scan:PlatenInputCaps></scan:Platen>`+
		`<scan:Adf><scan:AdfSimplexInputCaps>%s</scan:AdfSimplexInputCaps><scan:FeederCapacity>50</scan:FeederCapacity></scan:Adf></scan:ScannerCapabilities>`, esclNS, input, input))
}

func writeXML(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/xml")
	io.WriteString(w, xml.Header+body)
}

func (s *Scanner) status(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	state, adf := "Idle", "ScannerAdfEmpty"
	if s.faults.Feeder > 0 {
		adf = "ScannerAdfLoaded"
	}
	if s.faults.Busy || s.running() {
		state = "Processing"
	}
	if s.faults.Jammed {
		state, adf = "Stopped", "ScannerAdfJam"
	}
	if s.faults.Hatch {
		state, adf = "Stopped", "ScannerAdfHatchOpen"
	}
	s.mu.Unlock()
	writeXML(w, fmt.Sprintf(`<scan:ScannerStatus %s><pwg:Version>2.62</pwg:Version><pwg:State>%s</pwg:State><scan:AdfState>%s</scan:AdfState></scan:ScannerStatus>`, esclNS, state, adf))
}

// running says whether a job is under way. The caller holds mu.
func (s *Scanner) running() bool {
	for _, j := range s.jobs {
		if !j.ended {
			return true
		}
	}
	return false
}

func (s *Scanner) create(w http.ResponseWriter, r *http.Request) {
	var set scanSettings
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err == nil {
		err = xml.Unmarshal(body, &set)
	}
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if code := s.refuses(&set); code != 0 {
		w.WriteHeader(code)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.created++
	id := "urn:uuid:350199aa-0000-4000-8000-" + fmt.Sprintf("%012d", s.created)
	s.jobs[id] = &scanJob{settings: set}
	w.Header().Set("Location", "/eSCL/ScanJobs/"+id)
	w.WriteHeader(http.StatusCreated)
}

// refuses is the status a job is refused with, 0 for a job that may start; it fills in what was left out.
func (s *Scanner) refuses(set *scanSettings) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	set.XRes, set.YRes = orElse(set.XRes, 300), orElse(set.YRes, orElse(set.XRes, 300))
	set.Width, set.Height = orElse(set.Width, bedWidth), orElse(set.Height, bedHeight)
	switch {
	case s.faults.Busy || s.running():
		return http.StatusServiceUnavailable
	case !slices.Contains(scanDPIs, set.XRes) || set.XRes != set.YRes || set.Width > bedWidth || set.Height > bedHeight || set.Width < 16 || set.Height < 16:
		return http.StatusConflict
	case set.Color != "" && set.Color != "Grayscale8" && set.Color != "RGB24":
		return http.StatusConflict
	case set.Input == "Feeder" && s.faults.Feeder == 0, s.faults.Hatch, s.faults.Jammed && set.Input == "Feeder":
		return http.StatusConflict
	}
	return 0
}

func orElse(n, other int) int {
	if n == 0 {
		return other
	}
	return n
}

// next gives the job's next page; 404 says that there are no more.
func (s *Scanner) next(w http.ResponseWriter, r *http.Request) {
	j, n, slow, code := s.draw(r.PathValue("job"))
	if code != 0 {
		w.WriteHeader(code)
		return
	}
	select {
	case <-time.After(slow):
	case <-r.Context().Done():
		return
	}
	data, err := s.page(j.settings, n)
	if err != nil {
		s.log.Error("virtual page", "err", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.Write(data)
}

// draw takes the next page in, or says why there is none.
func (s *Scanner) draw(id string) (j *scanJob, n int, slow time.Duration, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	j = s.jobs[id]
	feeder := j != nil && j.settings.Input == "Feeder"
	switch {
	case j == nil || j.ended:
		return nil, 0, 0, http.StatusNotFound
	case feeder && s.faults.JamAt == j.given+1:
		s.faults.Jammed, s.faults.JamAt, j.ended = true, 0, true
		return nil, 0, 0, http.StatusConflict
	case feeder && s.faults.Feeder == 0, !feeder && j.given == 1:
		j.ended = true
		return nil, 0, 0, http.StatusNotFound
	case j.waits < s.faults.Waits:
		j.waits++
		return nil, 0, 0, http.StatusServiceUnavailable
	}
	if feeder {
		s.faults.Feeder--
	}
	j.given, j.waits = j.given+1, 0
	s.scanned++
	return j, s.scanned, time.Duration(s.faults.SlowMS) * time.Millisecond, 0
}

func (s *Scanner) drop(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := r.PathValue("job")
	if j := s.jobs[id]; j == nil || j.ended {
		w.WriteHeader(http.StatusNotFound)
	}
	delete(s.jobs, id)
}
