package files

import (
	"math/rand/v2"
	"os"
	"path/filepath"
)

const pageSize = 4096

// damages are what may happen to a file while nobody looks. Each gives its new content.
var damages = []struct {
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

// damage spoils one file in one way and says which; "" when there was nothing to spoil.
func damage(rnd *rand.Rand, path string) (kind string, err error) {
	b, err := os.ReadFile(path)
	if err != nil || len(b) == 0 {
		return "", err
	}
	d := damages[rnd.IntN(len(damages))]
	return d.kind, os.WriteFile(path, d.do(rnd, b), 0o600)
}

// filesBelow gives every file below dir.
func filesBelow(dir string) (all []string) {
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			all = append(all, path)
		}
		return nil
	})
	return all
}
