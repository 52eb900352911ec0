package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/orderedmap"
)

var contracts = map[string]func(testing.TB) *Contract{"platform": Platform, "hall": Hall}

// Every example is sent and answered as it stands: an example that is not what its own schema says is a failure.
func TestEveryRequestAndEveryAnswerHasAnExampleThatHolds(t *testing.T) {
	for name, contract := range contracts {
		t.Run(name, func(t *testing.T) {
			c := contract(t)
			for path, item := range c.model.Paths.PathItems.FromOldest() {
				if strings.HasPrefix(path, aside) {
					continue
				}
				for method, op := range item.GetOperations().FromOldest() {
					t.Run(method+" "+path, func(t *testing.T) { c.examples(t, strings.ToUpper(method), path, item, op) })
				}
			}
		})
	}
}

func (c *Contract) examples(t *testing.T, method, path string, item *v3.PathItem, op *v3.Operation) {
	parameters := append(append([]*v3.Parameter{}, item.Parameters...), op.Parameters...)
	bodies := []example{{}}
	if op.RequestBody != nil {
		bodies = examplesOf(t, "the request", op.RequestBody.Content)
	}
	for _, b := range bodies {
		if err := c.request(filled(t, method, path, parameters, b), b.body); err != nil {
			t.Errorf("example %s of the request: %v", b.name, err)
		}
	}
	for code, resp := range op.Responses.Codes.FromOldest() {
		status, err := strconv.Atoi(code)
		if err != nil {
			t.Errorf("%q is no status", code)
		}
		answers := []example{{}}
		if orderedmap.Len(resp.Content) > 0 {
			answers = examplesOf(t, code, resp.Content)
		}
		for _, a := range answers {
			h := http.Header{}
			if a.typ != "" {
				h.Set("Content-Type", a.typ)
			}
			for name, header := range resp.Headers.FromOldest() {
				if header.Example == nil {
					t.Errorf("%s: header %s has no example", code, name)
					continue
				}
				h.Set(name, header.Example.Value)
			}
			r := filled(t, method, path, parameters, bodies[0])
			if err := c.exchange(r, bodies[0].body, status, h, a.body); err != nil {
				t.Errorf("example %s of %s: %v", a.name, code, err)
			}
		}
	}
}

type example struct {
	name, typ string
	body      []byte
}

// examplesOf gives the bodies a document shows, one at least for each media type. Binary files are what their schema says:
// there one byte stands for all.
func examplesOf(t *testing.T, of string, content *orderedmap.Map[string, *v3.MediaType]) []example {
	t.Helper()
	var all []example
	for typ, media := range content.FromOldest() {
		if media.Schema.Schema().Format == "binary" {
			all = append(all, example{"bytes", typ, []byte{0}})
			continue
		}
		if orderedmap.Len(media.Examples) == 0 {
			t.Errorf("%s has no example of %s", of, typ)
		}
		for name, e := range media.Examples.FromOldest() {
			all = append(all, example{name, typ, written(t, typ, e)})
		}
	}
	return all
}

// written puts an example into the form it travels in.
func written(t *testing.T, typ string, e *base.Example) []byte {
	t.Helper()
	var v any
	if e.Value == nil {
		t.Fatal("an example without a value")
	}
	if err := e.Value.Decode(&v); err != nil {
		t.Fatal(err)
	}
	switch typ {
	case "application/json":
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	case "application/x-www-form-urlencoded":
		form := url.Values{}
		for k, v := range v.(map[string]any) {
			form.Set(k, fmt.Sprint(v))
		}
		return []byte(form.Encode())
	}
	return []byte(fmt.Sprint(v))
}

// filled is a request with every parameter's first example in its place.
func filled(t *testing.T, method, path string, parameters []*v3.Parameter, b example) *http.Request {
	t.Helper()
	query, header := url.Values{}, http.Header{}
	if b.typ != "" {
		header.Set("Content-Type", b.typ)
	}
	for _, p := range parameters {
		if orderedmap.Len(p.Examples) == 0 {
			t.Errorf("parameter %s has no example", p.Name)
			continue
		}
		text := string(written(t, "", p.Examples.First().Value()))
		switch p.In {
		case "path":
			path = strings.Replace(path, "{"+p.Name+"}", text, 1)
		case "query":
			query.Set(p.Name, text)
		case "header":
			header.Set(p.Name, text)
		}
	}
	r, err := http.NewRequest(method, "http://contract.example"+path+"?"+query.Encode(), bytes.NewReader(b.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	return r
}

// Where a schema shows examples of its own, they hold too.
func TestTheExamplesOfSchemasHold(t *testing.T) {
	for name, contract := range contracts {
		c, seen := contract(t), 0
		for schema, proxy := range c.model.Components.Schemas.FromOldest() {
			for _, e := range proxy.Schema().Examples {
				seen++
				c.Value(t, schema, written(t, "application/json", &base.Example{Value: e}))
			}
		}
		t.Logf("%s: %d", name, seen)
	}
}

// The checks would be worth nothing if everything passed: what is not written down does not pass.
func TestWhatIsNotInTheContractIsFound(t *testing.T) {
	c := Hall(t)
	good := `{"id":"01936a2e-5c00-7a10-8f00-00000000a001","kind":"ticket.issue","terminal":"K1","category":"A"}`
	ask := func(method, path, body string) *http.Request {
		r, _ := http.NewRequest(method, "http://contract.example"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		return r
	}
	for name, bad := range map[string]struct{ method, path, body string }{
		"a path":            {"GET", "/v1/other", ""},
		"a method":          {"DELETE", "/v1/state", ""},
		"an unknown field":  {"POST", "/v1/commands", strings.Replace(good, `"category"`, `"catgory"`, 1)},
		"an unknown kind":   {"POST", "/v1/commands", strings.Replace(good, "ticket.issue", "ticket.win", 1)},
		"a missing field":   {"POST", "/v1/commands", strings.Replace(good, `"terminal":"K1",`, "", 1)},
		"a wrong type":      {"POST", "/v1/commands", strings.Replace(good, `"A"`, "1", 1)},
		"an unknown query":  {"GET", "/v1/state?deep=1", ""},
		"a body nobody had": {"GET", "/v1/state", "{}"},
	} {
		if c.request(ask(bad.method, bad.path, bad.body), []byte(bad.body)) == nil {
			t.Errorf("%s passed", name)
		}
	}
	if err := c.request(ask("POST", "/v1/commands", good), []byte(good)); err != nil {
		t.Errorf("a good command did not pass: %v", err)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Cache-Control": {"no-store"}}
	day := `{"day":"2026-11-23","key":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}`
	for name, bad := range map[string]struct {
		status int
		body   string
	}{
		"a status":         {http.StatusTeapot, day},
		"an unknown field": {http.StatusOK, strings.Replace(day, `"day"`, `"more":1,"day"`, 1)},
		"a missing field":  {http.StatusOK, `{"day":"2026-11-23"}`},
		"a wrong form":     {http.StatusOK, strings.Replace(day, "2026-11-23", "today", 1)},
		"no sentence":      {http.StatusConflict, `{"code":"HALL-008","sentence":"","sentenceEn":"x"}`},
	} {
		if c.exchange(ask("GET", "/v1/daykey", ""), nil, bad.status, header, []byte(bad.body)) == nil {
			t.Errorf("%s passed in an answer", name)
		}
	}
	if err := c.exchange(ask("GET", "/v1/daykey", ""), nil, http.StatusOK, header, []byte(day)); err != nil {
		t.Errorf("a good answer did not pass: %v", err)
	}
	if c.events([]byte("event: change\nid: 1\ndata: {\"index\":1}\n\n")) == nil {
		t.Error("an event without a board passed")
	}
}
