package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

const (
	maxBody    = 32 << 20 // of a JSON answer
	maxProblem = 64 << 10
)

// JSON sends in (nil for no body) and reads the answer into out (nil when the answer does not matter).
// Any status but 2xx is an *Error of kind Status. An answer that is not JSON is Malformed even with status
// 200; only an empty answer passes, and only when out is nil.
func (c *Client) JSON(ctx context.Context, method, path string, in, out any) error {
	op := method + " " + path
	req := Request{Method: method, Path: path, Header: http.Header{"Accept": {"application/json"}}}
	if in != nil {
		body, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("%s: encode request: %w", op, err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Body, req.Length = bytes.NewReader(body), int64(len(body))
	}
	resp, err := c.Do(ctx, req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.Status < 200 || resp.Status > 299 {
		return statusError(op, resp)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	switch {
	case err != nil: // the line broke in the middle: the request may well have had its effect
		return &Error{Kind: Unreachable, Op: op, Status: resp.Status, Err: err}
	case len(body) > maxBody:
		return malformed(op, resp, errTooLarge)
	case len(body) == 0 && out == nil:
		return nil
	case !isJSON(resp.Header):
		return malformed(op, resp, fmt.Errorf("content type %q", resp.Header.Get("Content-Type")))
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return malformed(op, resp, err)
	}
	return nil
}

func isJSON(h http.Header) bool {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (t == "application/json" || strings.HasSuffix(t, "+json"))
}

func isType(h http.Header, want string) bool {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && t == want
}
