package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Row is one line of the report: what was measured, and what the bare cost of the same was in the same run.
type Row struct {
	Name    string  `json:"name"`
	Unit    string  `json:"unit"`    // of Subject, P95, Bare and BareP95: "ms", "ops/s", "MB/s", "MB"
	Subject float64 `json:"subject"` // median
	P95     float64 `json:"p95,omitempty"`
	Bare    float64 `json:"bare"` // median
	BareP95 float64 `json:"bareP95,omitempty"`
	Ratio   float64 `json:"ratio"`   // Subject / Bare
	Against string  `json:"against"` // what Bare is
	N       int     `json:"n"`       // samples behind Subject
	Aim     Aim     `json:"aim,omitzero"`
	Note    string  `json:"note,omitempty"`
}

// Aim is where a figure should lie. The zero value: nowhere in particular.
type Aim struct {
	Ratio   bool    `json:"ratio,omitempty"` // of the ratio; else of Subject
	AtMost  float64 `json:"atMost,omitempty"`
	AtLeast float64 `json:"atLeast,omitempty"`
}

// Aimed gives the row with an aim.
func (r Row) Aimed(a Aim) Row {
	r.Aim = a
	return r
}

// Noted gives the row with a remark.
func (r Row) Noted(format string, a ...any) Row {
	r.Note = fmt.Sprintf(format, a...)
	return r
}

// Holds reports whether the row lies where it should.
func (r Row) Holds() bool {
	x := r.Subject
	if r.Aim.Ratio {
		x = r.Ratio
	}
	return (r.Aim.AtMost == 0 || x <= r.Aim.AtMost) && (r.Aim.AtLeast == 0 || x >= r.Aim.AtLeast)
}

// aim says where the row should lie and whether it does.
func (r Row) aim() string {
	if r.Aim == (Aim{}) {
		return ""
	}
	unit := " " + r.Unit
	if r.Aim.Ratio {
		unit = " ×"
	}
	text := "≤ " + figure(r.Aim.AtMost)
	if r.Aim.AtLeast > 0 {
		text = "≥ " + figure(r.Aim.AtLeast)
	}
	if r.Holds() {
		return text + unit + ", holds"
	}
	return text + unit + ", MISSED"
}

// Report is what one run found.
type Report struct {
	At      time.Time         `json:"at"`
	Quick   bool              `json:"quick,omitempty"` // small figures, for a test
	Machine Machine           `json:"machine"`
	Rows    []Row             `json:"rows"`
	Failed  map[string]string `json:"failed,omitempty"`  // measure → why it gave nothing
	Skipped map[string]string `json:"skipped,omitempty"` // measure → why it was not tried
}

// Write leaves bench.json and bench.md in dir.
func (r Report) Write(dir string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	var md strings.Builder
	r.markdown(&md)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	return errors.Join(
		os.WriteFile(filepath.Join(dir, "bench.json"), append(text, '\n'), 0o644),
		os.WriteFile(filepath.Join(dir, "bench.md"), []byte(md.String()), 0o644))
}

// Table writes the rows for a terminal.
func (r Report) Table(w io.Writer) {
	_, _ = fmt.Fprintln(w, r.Machine)
	width := 0
	for _, row := range r.Rows {
		width = max(width, columns(row.Name))
	}
	for _, row := range r.Rows {
		_, _ = fmt.Fprintln(w, row.line(width))
	}
	for name, why := range r.Skipped {
		_, _ = fmt.Fprintf(w, "skipped %s: %s\n", name, why)
	}
	for name, why := range r.Failed {
		_, _ = fmt.Fprintf(w, "FAILED  %s: %s\n", name, why)
	}
}

// line is a row for a terminal, its name padded to width columns.
func (r Row) line(width int) string {
	pad := strings.Repeat(" ", max(0, width-columns(r.Name)))
	text := fmt.Sprintf("%s%s  %9s (p95 %s)  bare %9s %-6s  ratio %6s  n %d", r.Name, pad, figure(r.Subject), orDash(r.P95), figure(r.Bare), r.Unit, figure(r.Ratio), r.N)
	if a := r.aim(); a != "" {
		text += "  " + a
	}
	return text
}

func (r Report) markdown(w *strings.Builder) {
	fmt.Fprintf(w, "# What OneWindow costs\n\n%s, %s.\n\n", r.At.UTC().Format("2006-01-02 15:04 UTC"), r.Machine)
	if r.Quick {
		w.WriteString("A quick run: the figures say only that everything works.\n\n")
	}
	w.WriteString("Medians; subject and bare cost were taken in turns. Ratio = subject / bare.\n\n")
	w.WriteString("| what | subject | p95 | bare | p95 | unit | ratio | aim | n | bare is |\n|---|--:|--:|--:|--:|---|--:|---|--:|---|\n")
	for _, row := range r.Rows {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s | %s | %d | %s |\n", row.Name, figure(row.Subject), orDash(row.P95),
			figure(row.Bare), orDash(row.BareP95), row.Unit, figure(row.Ratio), row.aim(), row.N, row.Against)
	}
	w.WriteString("\n")
	for _, row := range r.Rows {
		if row.Note != "" {
			fmt.Fprintf(w, "- %s: %s\n", row.Name, row.Note)
		}
	}
	for name, why := range r.Skipped {
		fmt.Fprintf(w, "- %s was skipped: %s\n", name, why)
	}
	for name, why := range r.Failed {
		fmt.Fprintf(w, "- %s gave nothing: %s\n", name, why)
	}
}

func orDash(f float64) string {
	if f == 0 {
		return "–"
	}
	return figure(f)
}

// figure writes three significant digits, without exponents.
func figure(f float64) string {
	switch {
	case f >= 100:
		return fmt.Sprintf("%.0f", f)
	case f >= 10:
		return fmt.Sprintf("%.1f", f)
	case f >= 1:
		return fmt.Sprintf("%.2f", f)
	}
	return fmt.Sprintf("%.3f", f)
}

// columns is the width of a text on a terminal.
func columns(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x2E80 {
			n++
		}
	}
	return n
}
