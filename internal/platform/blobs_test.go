package platform

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/seal"
)

// putChunk sends one chunk and gives status and headers.
func (w *world) putChunk(digest string, whole, chunk []byte, offset int, change ...string) (int, http.Header) {
	w.t.Helper()
	headers := append([]string{
		api.HeaderOffset, strconv.Itoa(offset), api.HeaderLength, strconv.Itoa(len(whole)),
		api.HeaderContentDigest, api.ContentDigest(chunk), api.HeaderBlobType, "image/png",
	}, change...)
	status, h, _ := w.do("PUT", w.api+api.PathBlobs+digest, chunk, headers...)
	return status, h
}

// upload sends a whole blob as a terminal does: ask how far it is, go on from there.
func (w *world) upload(data []byte) string {
	w.t.Helper()
	digest := seal.Digest(data)
	_, h, _ := w.do("HEAD", w.api+api.PathBlobs+digest, nil)
	offset, _ := strconv.Atoi(h.Get(api.HeaderOffset))
	for offset < len(data) {
		end := min(offset+api.ChunkSize, len(data))
		status, h := w.putChunk(digest, data, data[offset:end], offset)
		if status != http.StatusOK {
			w.t.Fatalf("chunk at %d: %d", offset, status)
		}
		offset, _ = strconv.Atoi(h.Get(api.HeaderOffset))
		if offset == len(data) && h.Get(api.HeaderBlobPosition) == "" {
			w.t.Fatal("a whole blob without its place in the book")
		}
	}
	return digest
}

// pattern is n bytes that differ everywhere.
func pattern(n int) []byte {
	var b []byte
	for i := 0; len(b) < n; i++ {
		b = append(strconv.AppendInt(b, int64(i), 36), ' ')
	}
	return b[:n]
}

func TestABlobCutInTheMiddleGoesOnWhereItIsSafe(t *testing.T) {
	w := newWorld(t)
	data := pattern(2*api.ChunkSize + 100)
	digest := seal.Digest(data)
	if status, _ := w.putChunk(digest, data, data[:api.ChunkSize], 0); status != http.StatusOK {
		t.Fatal(status)
	}
	w.shut() // power goes while the second chunk is being written: half a frame is on the disk
	f, err := os.OpenFile(w.pf.files.path(digest), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Write([]byte{0, 4, 0, 0, 0, 4, 0, 33, 1, 2, 3})
	_ = f.Close()
	w.open()
	status, h, _ := w.do("HEAD", w.api+api.PathBlobs+digest, nil)
	if status != http.StatusOK || h.Get(api.HeaderOffset) != strconv.Itoa(api.ChunkSize) {
		t.Fatalf("after the cut: %d at %s", status, h.Get(api.HeaderOffset))
	}
	w.upload(data)
	status, h, got := w.do("GET", w.api+api.PathBlobs+digest, nil)
	if status != http.StatusOK || !bytes.Equal(got, data) || h.Get("Content-Type") != "image/png" {
		t.Errorf("came back as %d bytes, status %d", len(got), status)
	}
}

func TestABlobLiesSealed(t *testing.T) {
	w := newWorld(t)
	data := pattern(5000)
	digest := w.upload(data)
	stored, err := os.ReadFile(w.pf.files.path(digest))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(stored, data[:32]) {
		t.Error("plain bytes on the disk")
	}
}

func TestTheSameScanIsNotTakenTwice(t *testing.T) {
	w := newWorld(t)
	data := pattern(5000)
	digest := w.upload(data)
	at := w.changes("", "").DurableThrough
	status, h := w.putChunk(digest, data, data, 0)
	if status != http.StatusOK || h.Get(api.HeaderOffset) != "5000" {
		t.Errorf("a whole blob offered again: %d at %s", status, h.Get(api.HeaderOffset))
	}
	if err := w.pf.Backup(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(newBlobFiles(w.backupDir()+"/blobs", nil).path(digest)); err != nil || w.changes("", "").DurableThrough <= at {
		t.Errorf("the blob is not in the backup: %v", err)
	}
}

func TestChunksThatDoNotFitAreRefused(t *testing.T) {
	data := pattern(api.ChunkSize + 5000)
	digest := seal.Digest(data)
	first := data[:api.ChunkSize]
	for _, tc := range []struct {
		name   string
		send   func(w *world) (int, http.Header)
		want   int
		offset string
	}{
		{"a damaged chunk", func(w *world) (int, http.Header) {
			return w.putChunk(digest, data, first, 0, api.HeaderContentDigest, api.ContentDigest([]byte("x")))
		}, http.StatusUnprocessableEntity, "0"},
		{"a damaged chunk of an earlier terminal", func(w *world) (int, http.Header) {
			return w.putChunk(digest, data, first, 0, api.HeaderContentDigest, "", api.HeaderChunkDigest, seal.Digest([]byte("x")))
		}, http.StatusUnprocessableEntity, "0"},
		{"a damaged chunk, well named in one form only", func(w *world) (int, http.Header) {
			return w.putChunk(digest, data, first, 0, api.HeaderContentDigest, api.ContentDigest([]byte("x")), api.HeaderChunkDigest, seal.Digest(first))
		}, http.StatusUnprocessableEntity, "0"},
		{"a chunk without a digest", func(w *world) (int, http.Header) {
			return w.putChunk(digest, data, first, 0, api.HeaderContentDigest, "")
		}, http.StatusUnprocessableEntity, "0"},
		{"a chunk too far on", func(w *world) (int, http.Header) { return w.putChunk(digest, data, first[:5000], api.ChunkSize) }, http.StatusConflict, "0"},
		{"a chunk too large", func(w *world) (int, http.Header) { return w.putChunk(digest, data, data, 0) }, http.StatusBadRequest, ""},
		{"a length too large", func(w *world) (int, http.Header) {
			return w.putChunk(digest, data, first, 0, api.HeaderLength, strconv.Itoa(api.MaxBlob+1))
		}, http.StatusBadRequest, ""},
		{"a program", func(w *world) (int, http.Header) {
			return w.putChunk(digest, data, first, 0, api.HeaderBlobType, "text/html")
		}, http.StatusBadRequest, ""},
		{"no digest", func(w *world) (int, http.Header) { return w.putChunk("sm3:..%2f..", data, first, 0) }, http.StatusBadRequest, ""},
		{"another length than before", func(w *world) (int, http.Header) {
			w.putChunk(digest, data, first, 0)
			return w.putChunk(digest, data[:len(data)-1], data[api.ChunkSize:len(data)-1], api.ChunkSize)
		}, http.StatusConflict, strconv.Itoa(api.ChunkSize)},
		{"a whole that is not what its name says", func(w *world) (int, http.Header) {
			lie := seal.Digest([]byte("another page"))
			return w.putChunk(lie, first, first, 0)
		}, http.StatusUnprocessableEntity, "0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			w.pf.files.patience = time.Millisecond
			status, h := tc.send(w)
			if status != tc.want || h.Get(api.HeaderOffset) != tc.offset {
				t.Errorf("%d at %q, want %d at %q", status, h.Get(api.HeaderOffset), tc.want, tc.offset)
			}
			if n, _ := position(context.Background(), w.pf.store.reader); n != 0 {
				t.Errorf("the book moved to %d", n)
			}
		})
	}
}

func TestATerminalOfTheReleaseBeforeBringsItsScans(t *testing.T) {
	w := newWorld(t)
	data := pattern(5000)
	status, h := w.putChunk(seal.Digest(data), data, data, 0, api.HeaderContentDigest, "", api.HeaderChunkDigest, seal.Digest(data))
	if status != http.StatusOK || h.Get(api.HeaderBlobPosition) == "" || !api.WantsDigest(h.Get(api.HeaderWantDigest)) {
		t.Errorf("%d %v", status, h)
	}
}

func TestADamagedFileIsNeverServedAsWhole(t *testing.T) {
	w := newWorld(t)
	data := pattern(api.ChunkSize + 5000)
	digest := w.upload(data)
	path := w.pf.files.path(digest)
	stored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	stored[len(stored)-10] ^= 1
	if err := os.WriteFile(path, stored, 0o600); err != nil {
		t.Fatal(err)
	}
	resp, err := w.http.Get(w.api + api.PathBlobs + digest)
	if err != nil {
		return // cut before the first byte
	}
	defer func() { _ = resp.Body.Close() }()
	if _, err := new(bytes.Buffer).ReadFrom(resp.Body); err == nil {
		t.Error("a damaged file was served as if it were whole")
	}
}

func TestABlobSpoiledOnTheDiskBeforeItIsWholeIsTakenAnew(t *testing.T) {
	data := pattern(api.ChunkSize + 5000)
	digest := seal.Digest(data)
	for name, behind := range map[string]int{"in a chunk's length": 3, "in a chunk": 2000} { // of the first chunk's frame
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if status, _ := w.putChunk(digest, data, data[:api.ChunkSize], 0); status != http.StatusOK {
				t.Fatal(status)
			}
			w.shut()
			path := w.pf.files.path(digest)
			stored, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			one, two := w.pf.files.frame(nil, data[:api.ChunkSize], nil), w.pf.files.frame(nil, data[api.ChunkSize:], chunkAAD(digest, api.ChunkSize))
			first, whole := len(stored)-len(one), slices.Concat(stored, two)
			whole[first+behind] ^= 1
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			w.open()
			if status, _, _ := w.do("HEAD", w.api+api.PathBlobs+digest, nil); status >= http.StatusInternalServerError {
				t.Errorf("asked how far it is, it answers %d", status)
			}
			w.upload(data)
		})
	}
}
