package platform

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"

	"onewindow/internal/workday"
)

// tongue is one language of the pages: Chinese, or English beside it. What people wrote and what the catalogue calls things is shown
// as it is.
type tongue struct {
	Lang  string // "zh" or "en"
	words map[string]string
}

const languageCookie = "onewindow_lang"

// tongues are both languages, read once.
var tongues = sync.OnceValues(func() (map[string]tongue, error) {
	all := map[string]tongue{}
	for _, lang := range []string{"zh", "en"} {
		text, err := webFiles.ReadFile("web/words." + lang + ".json")
		t := tongue{Lang: lang}
		if err == nil {
			err = json.Unmarshal(text, &t.words)
		}
		if err != nil {
			return nil, fmt.Errorf("platform: words in %s: %w", lang, err)
		}
		all[lang] = t
	}
	return all, nil
})

// tongueOf is the language a browser chose, Chinese until it did.
func tongueOf(r *http.Request) tongue {
	all, err := tongues()
	if err != nil {
		return tongue{Lang: "zh"} // every key shows itself; a test reads the files
	}
	if c, err := r.Cookie(languageCookie); err == nil && c.Value == "en" {
		return all["en"]
	}
	return all["zh"]
}

func (t tongue) in(lang string) tongue {
	all, err := tongues()
	if other, ok := all[lang]; err == nil && ok {
		return other
	}
	return t
}

// T is the text of a key; pairs fill its placeholders: T "left" "n" 3 turns {n} into 3. A key without words shows itself.
func (t tongue) T(key string, pairs ...any) string {
	s, ok := t.words[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return s
}

// Pick chooses between the two languages of what came with both; where there is no English, Chinese.
func (t tongue) Pick(zh, en string) string {
	if t.Lang == "en" && en != "" {
		return en
	}
	return zh
}

// Other is the language a page can be switched to.
func (t tongue) Other() string {
	if t.Lang == "en" {
		return "zh"
	}
	return "en"
}

// HTML names the language as browsers do.
func (t tongue) HTML() string { return t.Pick("zh-CN", "en") }

func (t tongue) day(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(t.T("form.day"))
}

func (t tongue) moment(at time.Time) string { return at.Format(t.T("form.moment")) }

// saying is a sentence that is put into words later, when the language is known.
type saying struct {
	key   string
	pairs []any
}

func (t tongue) say(s *saying) string {
	if s == nil {
		return ""
	}
	return t.T(s.key, s.pairs...)
}

// speak keeps the browser's choice for a year.
func speak(w http.ResponseWriter, lang string, tls bool) {
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 60 * 60, HttpOnly: true, Secure: tls, SameSite: http.SameSiteLaxMode})
}

// postLanguage switches the pages of this browser, and leads back to where it was.
func (c *console) postLanguage(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	lang := "zh"
	if r.PostFormValue("lang") == "en" {
		lang = "en"
	}
	speak(w, lang, c.pf.p.WebTLS != nil)
	http.Redirect(w, r, here(r.PostFormValue("back")), http.StatusSeeOther)
}

// here is a path on this address; what leads elsewhere, or holds a control character (which url.Parse lets stand behind
// a #), leads to the console.
func here(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, "\\") || strings.ContainsFunc(path, unicode.IsControl) {
		return "/console"
	}
	return path
}
