package hall

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"onewindow/internal/api"
	"onewindow/internal/queue"
)

// maxCommand is the longest body of a command, in bytes.
const maxCommand = 64 << 10

// readCommand reads a command as it came from outside. What is out of form never reaches the log.
func readCommand(body io.Reader) (queue.Command, int, *api.Problem) {
	var c queue.Command
	text, err := io.ReadAll(body)
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return c, http.StatusRequestEntityTooLarge, tooLong()
	}
	if err != nil || !utf8.Valid(text) {
		return c, http.StatusBadRequest, unreadable()
	}
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.DisallowUnknownFields() // a field nobody here knows would be a wish that is silently not fulfilled
	if err := dec.Decode(&c); err != nil {
		return queue.Command{}, http.StatusBadRequest, unreadable()
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return queue.Command{}, http.StatusBadRequest, unreadable()
	}
	if !isUUIDv7(c.ID) {
		return c, http.StatusBadRequest, badID()
	}
	if r := c.Check(); r != nil {
		return c, http.StatusBadRequest, &api.Problem{Code: r.Code, Sentence: r.Sentence, SentenceEN: r.SentenceEN}
	}
	return c, 0, nil
}

// isUUIDv7 checks the form of RFC 9562 in lower case: ids are compared as text, and begin with their time.
func isUUIDv7(id string) bool {
	if len(id) != 36 || id[14] != '7' || !strings.ContainsRune("89ab", rune(id[19])) {
		return false
	}
	for i, r := range id {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (r == '-') || !dash && !strings.ContainsRune("0123456789abcdef", r) {
			return false
		}
	}
	return true
}
