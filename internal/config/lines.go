package config

import (
	"fmt"
	"regexp"
	"strings"
)

// lines says in which line each key of a TOML text stands, from 1. Tables of an array are counted from 1, as a person would:
// "settings.window[3].categories".
type lines map[string]int

func linesOf(text string) lines {
	found, count, table := lines{}, map[string]int{}, ""
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "[["):
			name, _, _ := strings.Cut(line[2:], "]]")
			count[name]++
			table = fmt.Sprintf("%s[%d]", strings.TrimSpace(name), count[name])
			found.put(table, i+1)
		case strings.HasPrefix(line, "["):
			name, _, _ := strings.Cut(line[1:], "]")
			table = strings.TrimSpace(name)
			found.put(table, i+1)
		case !strings.HasPrefix(line, "#"):
			if name, _, ok := strings.Cut(line, "="); ok {
				found.put(joined(table, strings.Trim(strings.TrimSpace(name), `"'`)), i+1)
			}
		}
	}
	return found
}

func (l lines) put(key string, line int) {
	if l[key] == 0 {
		l[key] = line
	}
}

var index = regexp.MustCompile(`\[\d+\]`)

// of gives the line of a key, or of the nearest table above it; 0 when none of them is in the text.
func (l lines) of(key string) int {
	for k := key; k != ""; {
		if n := l[k]; n > 0 {
			return n
		}
		at := strings.LastIndexAny(k, ".[")
		if at < 0 {
			break
		}
		k = k[:at]
	}
	for k, n := range l { // a key of an array's tables, named without its place
		if index.ReplaceAllString(k, "") == key {
			return n
		}
	}
	return 0
}

func joined(table, key string) string {
	if table == "" {
		return key
	}
	return table + "." + key
}
