package tour

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Transcript is the story as it happened: a line for each step, on the terminal and in a file.
type Transcript struct {
	file   *os.File
	live   io.Writer
	ok     int
	failed int
	start  time.Time
}

func newTranscript(path string, live io.Writer) (*Transcript, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("tour: %w", err)
	}
	t := &Transcript{file: f, live: live, start: time.Now()}
	t.both("# One case from card to hand-out\n\n")
	return t, nil
}

// chapter starts a part of the story.
func (t *Transcript) chapter(title string) { t.both("\n## %s\n\n", title) }

// step tells one step and what was seen.
func (t *Transcript) step(what string, seen []string, err error) {
	word := "ok"
	if err != nil {
		t.failed++
		word = "FAILED"
		seen = append(seen, err.Error())
	} else {
		t.ok++
	}
	t.both("- %5.1f s **%s** %s\n", time.Since(t.start).Seconds(), word, what)
	for _, s := range seen {
		t.both("  - %s\n", strings.ReplaceAll(s, "\n", "; "))
	}
}

// table tells figures.
func (t *Transcript) table(head string, rows []string) {
	t.both("%s\n%s\n%s\n\n", head, strings.Repeat("|---", strings.Count(head, "|")-1)+"|", strings.Join(rows, "\n"))
}

// end writes the last line, the one a script looks for.
func (t *Transcript) end() string {
	line := fmt.Sprintf("tour: %d steps ok, %d failed", t.ok, t.failed)
	t.both("\n%s\n", line)
	_ = t.file.Close()
	return line
}

func (t *Transcript) both(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	_, _ = io.WriteString(t.live, text)
	_, _ = t.file.WriteString(text)
}
