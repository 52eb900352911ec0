package tour

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
)

// Reviewer sits in a department and uses the platform's console as a browser would: pages, cookies, forms.
type Reviewer struct {
	base   string
	client *http.Client
}

func newReviewer(base string, trust *tls.Config) (*Reviewer, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("tour: %w", err)
	}
	// A browser has no machine's certificate; it only knows whom to trust.
	browser := &tls.Config{MinVersion: tls.VersionTLS13, RootCAs: trust.RootCAs}
	return &Reviewer{base, &http.Client{Jar: jar, Transport: &http.Transport{TLSClientConfig: browser}}}, nil
}

// SignIn signs in; wrong words are an error.
func (r *Reviewer) SignIn(ctx context.Context, login, password string) error {
	page, err := r.post(ctx, "/login", url.Values{"login": {login}, "password": {password}})
	if err != nil {
		return err
	}
	if strings.Contains(page, `name="password"`) {
		return errors.New("tour: the console did not let the reviewer in")
	}
	return nil
}

// Case opens a case's page.
func (r *Reviewer) Case(ctx context.Context, id string) (string, error) {
	return r.get(ctx, "/console/cases/"+id)
}

// Decide presses one of the case page's buttons: grant, correct or deny.
func (r *Reviewer) Decide(ctx context.Context, id, act, opinion string) error {
	page, err := r.Case(ctx, id)
	if err != nil {
		return err
	}
	form := hidden(page)
	form.Set("opinion", opinion)
	form.Set("act", act)
	_, err = r.post(ctx, "/console/cases/"+id, form)
	return err
}

// Progress opens the citizen's page behind a token, as the QR's reader does.
func (r *Reviewer) Progress(ctx context.Context, token string) (string, error) {
	return r.get(ctx, "/p/"+token)
}

var (
	hiddenInput = regexp.MustCompile(`<input[^>]*type="hidden"[^>]*>`)
	attribute   = regexp.MustCompile(`(name|value)="([^"]*)"`)
)

// hidden gives the hidden fields of a page's forms.
func hidden(page string) url.Values {
	form := url.Values{}
	for _, input := range hiddenInput.FindAllString(page, -1) {
		is := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(input, -1) {
			is[a[1]] = html.UnescapeString(a[2])
		}
		form.Set(is["name"], is["value"])
	}
	return form
}

func (r *Reviewer) get(ctx context.Context, path string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.base+path, nil)
	if err != nil {
		return "", fmt.Errorf("tour: console: %w", err)
	}
	return r.do(req)
}

func (r *Reviewer) post(ctx context.Context, path string, form url.Values) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", fmt.Errorf("tour: console: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r.do(req)
}

func (r *Reviewer) do(req *http.Request) (string, error) {
	resp, err := r.client.Do(req)
	if err != nil {
		return "", fmt.Errorf("tour: console: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 4<<20))
	if err != nil {
		return "", fmt.Errorf("tour: console: %w", err)
	}
	if resp.StatusCode >= 400 {
		return "", fmt.Errorf("tour: console answers %d to %s", resp.StatusCode, req.Method)
	}
	return string(body), nil
}
