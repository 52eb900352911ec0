package kittest

import (
	"encoding/json"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"

	"onewindow/assets"
)

// Data marks texts as data: each value, a piece of it (a wrapped or shortened line), and what is made of values and
// no other Han characters. The name of Chinese in Chinese, on the switch of languages, is data everywhere.
func Data(values ...string) func(text string) bool {
	values = append(slices.DeleteFunc(values, func(s string) bool { return s == "" }), chinese, "中")
	// The longest first: a name may hold another.
	slices.SortStableFunc(values, func(a, b string) int { return len(b) - len(a) })
	return func(text string) bool {
		text, short := strings.CutSuffix(strings.TrimSpace(text), "…")
		if slices.ContainsFunc(values, func(v string) bool { return text != "" && strings.Contains(v, text) }) {
			return true
		}
		if short {
			head, ends := beforeData(text, values)
			if !ends {
				return false // what was shortened is no data
			}
			text = head
		}
		for _, v := range values {
			text = strings.ReplaceAll(text, v, "")
		}
		return !strings.ContainsFunc(text, isHan)
	}
}

const chinese = "中文"

// beforeData gives what stands before the beginning of a value at the end of a text, if there is one.
func beforeData(text string, values []string) (head string, ok bool) {
	for i := range text {
		for _, v := range values {
			if strings.HasPrefix(v, text[i:]) {
				return text[:i], true
			}
		}
	}
	return text, false
}

// DataIn marks as data every Chinese text in a value (a snapshot, say), fields without a translation only: a field
// that has a twin named …EN with a text in it is a sentence, not data.
func DataIn(values ...any) func(text string) bool {
	var found []string
	for _, v := range values {
		collect(reflect.ValueOf(v), 0, &found)
	}
	return Data(found...)
}

func collect(v reflect.Value, depth int, into *[]string) {
	if depth > 24 || !v.IsValid() {
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			collect(v.Elem(), depth+1, into)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			collect(v.Index(i), depth+1, into)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			collect(k, depth+1, into)
			collect(v.MapIndex(k), depth+1, into)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if en := v.FieldByName(v.Type().Field(i).Name + "EN"); !en.IsValid() || en.IsZero() {
				collect(v.Field(i), depth+1, into)
			}
		}
	case reflect.String:
		if s := v.String(); strings.ContainsFunc(s, isHan) {
			*into = append(*into, s)
		}
	}
}

// catalogued tells whether a text that ends in … stands like that in the words of a window.
func catalogued(text string) bool {
	for _, s := range endings() {
		if s == text || strings.HasSuffix(text, lastPart(s)) && lastPart(s) != "…" {
			return true
		}
	}
	return false
}

// lastPart is what follows a text's last placeholder.
func lastPart(s string) string { return s[strings.LastIndex(s, "}")+1:] }

var endings = sync.OnceValue(func() []string {
	var out []string
	names, _ := fs.Glob(assets.Files, "lang/*.json")
	for _, name := range names {
		raw, err := assets.Files.ReadFile(name)
		words := map[string]string{}
		if err != nil || json.Unmarshal(raw, &words) != nil {
			continue
		}
		for _, s := range words {
			if strings.HasSuffix(s, "…") {
				out = append(out, s)
			}
		}
	}
	return out
})

func isData(r Rules, text string) bool {
	return r.Data != nil && r.Data(text) || text == chinese || text == "中 / EN"
}
