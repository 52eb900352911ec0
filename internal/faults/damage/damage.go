package damage

import (
	"math/rand/v2"
	"os"
	"path/filepath"
)

const pageSize = 4096

// ways are what may happen to a file while nobody looks. Each gives its new content.
var ways = []struct {
	kind string
	do   func(rnd *rand.Rand, b []byte) []byte
}{
	{"flipped bit", func(rnd *rand.Rand, b []byte) []byte {
		b[rnd.IntN(len(b))] ^= 1 << rnd.IntN(8)
		return b
	}},
	{"flipped bytes", func(rnd *rand.Rand, b []byte) []byte {
		at := rnd.IntN(len(b))
		for i := at; i < min(at+16, len(b)); i++ {
			b[i] = byte(rnd.Uint32())
		}
		return b
	}},
	{"torn tail", func(rnd *rand.Rand, b []byte) []byte { return b[:len(b)-min(1+rnd.IntN(pageSize), len(b))] }},
	{"truncated", func(rnd *rand.Rand, b []byte) []byte { return b[:rnd.IntN(len(b))] }},
	{"zeroed page", func(rnd *rand.Rand, b []byte) []byte {
		at := rnd.IntN(len(b)) / pageSize * pageSize
		clear(b[at:min(at+pageSize, len(b))])
		return b
	}},
}

// File spoils one file in one way and says which; "" when there was nothing to spoil.
func File(rnd *rand.Rand, path string) (kind string, err error) {
	b, err := os.ReadFile(path)
	if err != nil || len(b) == 0 {
		return "", err
	}
	kind, b = Bytes(rnd, b)
	return kind, os.WriteFile(path, b, 0o600)
}

// Bytes spoils a file's content, which must not be empty, and says how. It may change b.
func Bytes(rnd *rand.Rand, b []byte) (kind string, spoilt []byte) {
	w := ways[rnd.IntN(len(ways))]
	return w.kind, w.do(rnd, b)
}

// Below gives every file below dir, in the order of their names.
func Below(dir string) (all []string) {
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			all = append(all, path)
		}
		return nil
	})
	return all
}
