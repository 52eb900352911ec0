package platform

import (
	"bytes"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/seal"
)

// Chunks that come in any order, all at a time, one of them damaged on its first way: each waits for its turn, each answer
// says that its bytes are safely here, and only the damaged one comes again.
func TestChunksUnderWayAtATimeEachWaitForTheirTurn(t *testing.T) {
	w := newWorld(t)
	data := pattern(6*api.ChunkSize + 77)
	digest := seal.Digest(data)
	const damaged = 1
	var sending sync.WaitGroup
	taken := make([]int, 7)
	for i := range taken {
		sending.Go(func() {
			begin := i * api.ChunkSize
			chunk := data[begin:min(begin+api.ChunkSize, len(data))]
			var change []string
			if i == damaged {
				change = []string{api.HeaderContentDigest, api.ContentDigest(nil)}
			}
			status, h := w.putChunk(digest, data, chunk, begin, change...)
			if i == damaged {
				if status != http.StatusUnprocessableEntity {
					t.Errorf("a damaged chunk: %d", status)
				}
				status, h = w.putChunk(digest, data, chunk, begin)
			}
			if offset, _ := strconv.Atoi(h.Get(api.HeaderOffset)); status != http.StatusOK || offset < begin+len(chunk) {
				t.Errorf("chunk %d: %d, safely here: %d", i, status, offset)
			}
			taken[i] = status
		})
	}
	sending.Wait()
	if _, h, got := w.do("GET", w.api+api.PathBlobs+digest, nil); !bytes.Equal(got, data) {
		t.Errorf("came back as %d bytes of %s", len(got), h.Get("Content-Type"))
	}
}

func TestAChunkBeforeItsTurnOfWhichTheFormerNeverComesIsSentBack(t *testing.T) {
	w := newWorld(t)
	w.pf.files.patience = 1
	data := pattern(3 * api.ChunkSize)
	digest := seal.Digest(data)
	for _, from := range []int{api.ChunkSize, 2 * api.ChunkSize} {
		if status, h := w.putChunk(digest, data, data[from:from+api.ChunkSize], from); status != http.StatusConflict || h.Get(api.HeaderOffset) != "0" {
			t.Errorf("chunk at %d of nothing: %d, go on at %s", from, status, h.Get(api.HeaderOffset))
		}
	}
	w.upload(data)
}
