package tour

import (
	"encoding/binary"
	"fmt"
	"image"
	"os"
)

// frame is the memory of a virtual screen as a file, which the X server keeps as it draws: an X window dump (XWDFile.h)
// of 32 bits a point.
type frame struct {
	file   *os.File
	bounds image.Rectangle
	begin  int64 // of the first line
	line   int64 // bytes
	red    int   // byte of a point that holds red; blue lies opposite
}

// Fields of the dump's header, 4 bytes each, most significant first.
const (
	dumpHeaderSize   = 0
	dumpWidth        = 4
	dumpHeight       = 5
	dumpByteOrder    = 7
	dumpBitsPerPixel = 11
	dumpBytesPerLine = 12
	dumpColours      = 19
	dumpFields       = 25
)

func openFrame(path string) (*frame, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("tour: the screen's memory: %w", err)
	}
	var head [dumpFields]uint32
	if err := binary.Read(file, binary.BigEndian, &head); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("tour: the screen's memory: %w", err)
	}
	if head[dumpBitsPerPixel] != 32 {
		_ = file.Close()
		return nil, fmt.Errorf("tour: the screen has %d bits a point, not 32", head[dumpBitsPerPixel])
	}
	f := &frame{
		file: file, bounds: image.Rect(0, 0, int(head[dumpWidth]), int(head[dumpHeight])),
		begin: int64(head[dumpHeaderSize]) + 12*int64(head[dumpColours]), line: int64(head[dumpBytesPerLine]),
	}
	if head[dumpByteOrder] == 0 { // least significant first: blue, green, red
		f.red = 2
	} else {
		f.red = 1
	}
	return f, nil
}

// Close lets go of the memory.
func (f *frame) Close() error { return f.file.Close() }

// part gives a part of the screen as it is now, its corner at 0, 0.
func (f *frame) part(r image.Rectangle) (*image.RGBA, error) {
	r = r.Intersect(f.bounds)
	img := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := range r.Dy() {
		row := img.Pix[y*img.Stride:][:4*r.Dx()]
		if _, err := f.file.ReadAt(row, f.begin+int64(r.Min.Y+y)*f.line+4*int64(r.Min.X)); err != nil {
			return nil, fmt.Errorf("tour: the screen's memory: %w", err)
		}
		f.colours(row)
	}
	return img, nil
}

// colours turns points as the server keeps them into red, green, blue, opaque.
func (f *frame) colours(row []byte) {
	for i := 0; i+3 < len(row); i += 4 {
		if f.red == 2 {
			row[i], row[i+2] = row[i+2], row[i]
		} else {
			row[i], row[i+1], row[i+2] = row[i+1], row[i+2], row[i+3]
		}
		row[i+3] = 0xFF
	}
}

// screenMemory makes a folder for the screen's memory: in memory itself where the system has a place for that.
func screenMemory() (string, error) {
	for _, dir := range []string{"/dev/shm", ""} {
		if path, err := os.MkdirTemp(dir, "onewindow-screen-"); err == nil || dir == "" {
			if err != nil {
				return "", fmt.Errorf("tour: %w", err)
			}
			return path, nil
		}
	}
	return "", nil
}
