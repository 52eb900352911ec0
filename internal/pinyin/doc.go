// Package pinyin turns Chinese into what people type: initials and full syllables for search, and candidates for
// a syllable on the touch keyboard. It is the only home of go-pinyin and knows nothing of items, forms or screens.
package pinyin
