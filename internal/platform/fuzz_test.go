package platform

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"onewindow/internal/api"
	"onewindow/internal/seal"
)

func FuzzOps(f *testing.F) {
	w := newWorld(f)
	c := w.draft(1)
	good, _ := json.Marshal(api.OpsRequest{Terminal: "W03", Offers: []api.Offer{offerOf(operation("op-1", c.ID, 1, accept(c)))}})
	f.Add(good)
	f.Add([]byte(`{"terminal":"W03","offers":[{"id":"a","digest":"sm3:","payload":"e30="}]}`))
	f.Add([]byte(`{"offers":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		w.t = t
		status, _, got := w.do("POST", w.api+api.PathOps, body)
		if status == http.StatusOK {
			var resp api.OpsResponse
			if err := json.Unmarshal(got, &resp); err != nil {
				t.Fatalf("%v in %s", err, got)
			}
			for _, v := range resp.Verdicts {
				if v.Outcome == "" || v.Outcome != api.Accepted && v.Outcome != api.Duplicate && v.Sentence == "" {
					t.Fatalf("verdict %+v", v)
				}
			}
			return
		}
		var p api.Problem
		if json.Unmarshal(got, &p) != nil || p.Code == "" || p.Sentence == "" || status >= 500 {
			t.Fatalf("%d %s", status, got)
		}
	})
}

// FuzzOperation goes past the digest: the payload is what is spoiled, by a terminal that digests it well.
func FuzzOperation(f *testing.F) {
	w := newWorld(f)
	c := w.draft(1)
	good, _ := json.Marshal(operation("op-1", c.ID, 1, accept(c)))
	f.Add(good)
	f.Add([]byte(`{"id":"op-1","schema":1,"kind":"case.rate","lane":"x","seq":1,"act":{"kind":"case.rate"}}`))
	f.Add([]byte(`{"schema":99}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		w.t = t
		var id struct {
			ID string `json:"id"`
		}
		_ = json.Unmarshal(payload, &id)
		if id.ID == "" || len(id.ID) > 64 {
			id.ID = "op-1"
		}
		if v := w.offer(offerRaw(id.ID, payload))[0]; v.Outcome == "" {
			t.Fatalf("verdict %+v", v)
		}
		w.changes("", "&limit=1")
	})
}

// FuzzDecision is a department's own system that sends whatever it likes.
func FuzzDecision(f *testing.F) {
	w := newWorld(f)
	c := w.accepted(1)
	good, _ := json.Marshal(api.DecisionRequest{ID: "d-1", CaseID: c.ID, Act: grant()})
	f.Add(good)
	f.Add([]byte(`{"id":"d-2","caseId":"` + c.ID + `","act":{"kind":"case.correct","reason":"x"}}`))
	f.Add([]byte(`{"id":"d-3","caseId":"nobody","act":{"kind":"case.decide","decision":{}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		w.t = t
		status, _, got := w.do("POST", w.api+api.PathDecisions, body)
		var v api.Verdict
		var p api.Problem
		switch {
		case status >= 500:
			t.Fatalf("%d %s", status, got)
		case status == http.StatusOK && (json.Unmarshal(got, &v) != nil || v.Outcome == ""):
			t.Fatalf("verdict %s", got)
		case status != http.StatusOK && (json.Unmarshal(got, &p) != nil || p.Sentence == ""):
			t.Fatalf("%d without a word: %s", status, got)
		}
	})
}

func FuzzFeedQuery(f *testing.F) {
	w := newWorld(f)
	w.accepted(1)
	f.Add("", "", "")
	f.Add(w.pf.store.epoch+".1", "2", "0")
	f.Add("a.zzzzzzzzzzzzzzzz", "-1", "1e9")
	f.Fuzz(func(t *testing.T, since, limit, wait string) {
		q, err := readFeedQuery(map[string][]string{"since": {since}, "limit": {limit}, "wait": {wait}})
		if err != nil {
			return
		}
		if q.limit < 1 || q.limit > api.MaxChanges || q.wait < 0 || q.wait.Seconds() > api.MaxWait {
			t.Fatalf("%q %q %q became %+v", since, limit, wait, q)
		}
		if _, err := w.pf.page(context.Background(), q); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzForm is an officer's browser that sends whatever it likes, under a good session and a good mark.
func FuzzForm(f *testing.F) {
	w := newWorld(f)
	c := w.accepted(1)
	b := w.browser()
	b.login("1001", "secret")
	b.get("/console/cases/" + c.ID)
	mark := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(b.page, -1) {
		mark.Set(m[1], m[2])
	}
	f.Add("op", "op-1", "grant", "x", "q=1")
	f.Add("revision", "-1", "deny", "", "")
	f.Add("template", "complete", "", "\xff", "status=all&q=%00")
	f.Fuzz(func(t *testing.T, name, value, act, opinion, query string) {
		w.t = t
		form := url.Values{"opinion": {opinion}, "act": {act}}
		for k, v := range mark {
			form[k] = v
		}
		if name != "csrf" {
			form.Set(name, value)
		}
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		for _, path := range []string{"/console/cases/" + c.ID, "/console/cases/" + url.PathEscape(value)} {
			if b.read(b.http.PostForm(w.web+path+"?"+q.Encode(), form)); b.code >= 500 || strings.Contains(b.page, "<no value>") {
				t.Fatalf("%s: %d", path, b.code)
			}
		}
		if b.get("/p/" + url.PathEscape(value)); b.code >= 500 {
			t.Fatalf("progress: %d", b.code)
		}
	})
}

// FuzzChunk gives the headers and bytes of a chunk as anybody may send them.
func FuzzChunk(f *testing.F) {
	good := seal.Digest([]byte("page"))
	f.Add(good, "0", "4", good, "", "image/jpeg", []byte("page"))
	f.Add(good, "0", "4", "", api.ContentDigest([]byte("page")), "image/jpeg", []byte("page"))
	f.Add(good, "-1", "99999999999", "sm3:", "sha-256=::,", "text/html", []byte{})
	f.Add("sm3:../../x", "9223372036854775807", "9223372036854775807", good, "", "application/pdf", []byte("x"))
	f.Fuzz(func(t *testing.T, digest, offset, length, chunkDigest, contentDigest, typ string, data []byte) {
		r := httptest.NewRequest("PUT", "/v1/blobs/x", bytes.NewReader(data))
		r.SetPathValue("digest", digest)
		r.Header = http.Header{api.HeaderOffset: {offset}, api.HeaderLength: {length}, api.HeaderChunkDigest: {chunkDigest},
			api.HeaderContentDigest: {contentDigest}, api.HeaderBlobType: {typ}}
		c, bad := readChunk(r, nil)
		if bad != nil {
			if bad.Code == "" || bad.Sentence == "" {
				t.Errorf("no word about %+v", c.head)
			}
			return
		}
		if !seal.ValidDigest(c.digest) || c.offset < 0 || c.head.Length > api.MaxBlob || c.offset+int64(len(c.data)) > c.head.Length ||
			seal.Digest(c.data) != chunkDigest && !strings.Contains(contentDigest, api.ContentDigest(c.data)) {
			t.Errorf("taken: %q at %d of %d", c.digest, c.offset, c.head.Length)
		}
	})
}

// FuzzBack gives the switch of languages any place to lead back to: it never leads to another address.
func FuzzBack(f *testing.F) {
	for _, s := range []string{"/console?q=1", "//elsewhere.example", "/\\elsewhere.example", "https:x", "/\t/elsewhere.example", "/%2f/x"} {
		f.Add(s)
	}
	base, _ := url.Parse("https://hall.example/language")
	f.Fuzz(func(t *testing.T, back string) {
		got := here(back)
		to, err := base.Parse(got)
		if err != nil || to.Host != base.Host || to.Scheme != base.Scheme || strings.ContainsFunc(got, unicode.IsControl) {
			t.Errorf("%q leads to %q", back, got)
		}
	})
}
