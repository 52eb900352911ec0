package tour

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"
)

// dump writes a screen of 3×2 points whose colour tells where they are, as an X server of either byte order keeps it.
func dump(t *testing.T, order uint32, point func(x, y int) []byte) *frame {
	var b bytes.Buffer
	head := [dumpFields]uint32{dumpHeaderSize: 100, dumpWidth: 3, dumpHeight: 2, dumpByteOrder: order, dumpBitsPerPixel: 32, dumpBytesPerLine: 16, dumpColours: 2}
	_ = binary.Write(&b, binary.BigEndian, head)
	b.Write(make([]byte, 24))
	for y := range 2 {
		for x := range 3 {
			b.Write(point(x, y))
		}
		b.Write(make([]byte, 4)) // padding of a line
	}
	path := filepath.Join(t.TempDir(), "screen")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := openFrame(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestAPartOfTheScreenIsReadFromItsMemory(t *testing.T) {
	for order, point := range map[uint32]func(x, y int) []byte{
		0: func(x, y int) []byte { return []byte{7, byte(y), byte(x), 0} }, // blue first
		1: func(x, y int) []byte { return []byte{0, byte(x), byte(y), 7} },
	} {
		img, err := dump(t, order, point).part(image.Rect(1, 1, 9, 9))
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds() != image.Rect(0, 0, 2, 1) {
			t.Fatalf("the part is %v", img.Bounds())
		}
		for x := range 2 {
			if got, want := img.RGBAAt(x, 0), (color.RGBA{byte(x + 1), 1, 7, 255}); got != want {
				t.Errorf("byte order %d: %v, want %v", order, got, want)
			}
		}
	}
}

func TestAScreenOfAnotherDepthIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "screen")
	if err := os.WriteFile(path, make([]byte, 200), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openFrame(path); err == nil {
		t.Error("a screen of 0 bits a point was opened")
	}
}
