package platform

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
)

// blobTypes are the files a case may hold.
var blobTypes = map[string]bool{"image/jpeg": true, "image/png": true, "application/pdf": true}

// blobRow is a whole blob.
type blobRow struct {
	size     int64
	typ      string
	position uint64
}

func wholeBlob(ctx context.Context, q querier, digest string) (row blobRow, ok bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT size, type, position FROM blobs WHERE digest = ?`, digest).Scan(&row.size, &row.typ, &row.position)
	if errors.Is(err, sql.ErrNoRows) {
		return row, false, nil
	}
	if err != nil {
		return row, false, fmt.Errorf("platform: blob: %w", err)
	}
	return row, true, nil
}

// missingBlobs gives those digests that are not whole here, each once.
func missingBlobs(ctx context.Context, q querier, digests []string) ([]string, error) {
	var missing []string
	for _, d := range digests {
		if slices.Contains(missing, d) {
			continue
		}
		_, ok, err := wholeBlob(ctx, q, d)
		if err != nil {
			return nil, err
		}
		if !ok {
			missing = append(missing, d)
		}
	}
	return missing, nil
}

// headBlob answers HEAD: how much of a blob is safely here.
func (pf *Platform) headBlob(w http.ResponseWriter, r *http.Request) {
	digest := r.PathValue("digest")
	if !seal.ValidDigest(digest) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	defer pf.files.lock(digest)()
	up, err := pf.uploaded(r.Context(), digest)
	switch {
	case err != nil:
		pf.p.Log.Error("request failed", "path", r.Pattern, "err", err)
		w.WriteHeader(http.StatusInternalServerError)
	case up.length == 0:
		tellTerms(w.Header())
		w.WriteHeader(http.StatusNotFound)
	default:
		pf.tellUpload(w, up)
		w.WriteHeader(http.StatusOK)
	}
}

// upload is how far a blob has come. length 0 = nothing is here.
type upload struct {
	offset, length int64
	typ            string
	position       uint64 // when whole
	took           time.Duration
}

// tellTerms tells a terminal how chunks may be sent.
func tellTerms(h http.Header) {
	h.Set(api.HeaderAhead, strconv.Itoa(chunksAhead))
	h.Set(api.HeaderWantDigest, api.WantDigest)
}

func (pf *Platform) tellUpload(w http.ResponseWriter, u upload) {
	h := w.Header()
	tellTerms(h)
	h.Set(api.HeaderOffset, strconv.FormatInt(u.offset, 10))
	if u.length > 0 {
		h.Set(api.HeaderLength, strconv.FormatInt(u.length, 10))
		h.Set(api.HeaderBlobType, u.typ)
	}
	if u.position > 0 {
		h.Set(api.HeaderBlobPosition, strconv.FormatUint(u.position, 10))
		h.Set(api.HeaderBlobEpoch, pf.store.epoch)
	}
}

// uploaded looks a blob up. One that is complete but was not yet booked (a crash between the two) is booked now.
func (pf *Platform) uploaded(ctx context.Context, digest string) (upload, error) {
	row, ok, err := wholeBlob(ctx, pf.store.reader, digest)
	if err != nil {
		return upload{}, err
	}
	if ok {
		return upload{row.size, row.size, row.typ, row.position, 0}, nil
	}
	e, err := pf.files.place(digest)
	if err != nil || e.head.Length == 0 {
		return upload{}, err
	}
	u := upload{offset: e.offset, length: e.head.Length, typ: e.head.Type}
	if u.offset < u.length {
		return u, nil
	}
	if u, err = pf.finishBlob(ctx, digest, u); errors.Is(err, errWholeDigest) {
		return upload{}, nil
	}
	return u, err
}

var errWholeDigest = errors.New("platform: the whole does not fit its digest")

// finishBlob checks the whole and books it; what does not fit is thrown away.
func (pf *Platform) finishBlob(ctx context.Context, digest string, u upload) (upload, error) {
	a := pf.files.known(digest)
	got, err := pf.files.digest(digest)
	spoiled := errors.Is(err, errSpoiled) // the terminal has it still, and brings it again
	if err != nil && !spoiled {
		return u, err
	}
	if spoiled || got != digest {
		return upload{}, errors.Join(errWholeDigest, pf.files.drop(digest))
	}
	err = pf.store.write(ctx, func(tx *sql.Tx) error {
		if u.position, err = nextPosition(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO blobs (digest, size, type, position) VALUES (?, ?, ?, ?)`, digest, u.length, u.typ, u.position)
		return err
	})
	if err != nil {
		return u, fmt.Errorf("platform: book a blob: %w", err)
	}
	if a != nil {
		a.booked = u
	}
	return u, nil
}

// chunk is one PUT: its headers, checked, and its bytes.
type chunk struct {
	digest string
	offset int64
	head   blobHead
	data   []byte
}

// readBody reads at most one byte more than a chunk has, into room where that is enough.
func readBody(r *http.Request, room []byte) ([]byte, error) {
	if r.ContentLength < 0 || r.ContentLength > api.ChunkSize {
		return io.ReadAll(io.LimitReader(r.Body, api.ChunkSize+1))
	}
	data := room[:min(len(room), int(r.ContentLength))]
	if len(data) < int(r.ContentLength) {
		data = make([]byte, r.ContentLength)
	}
	_, err := io.ReadFull(r.Body, data)
	return data, err
}

// readChunk reads a request; the chunk's bytes lie in room, if they find place there.
func readChunk(r *http.Request, room []byte) (chunk, *api.Problem) {
	c := chunk{digest: r.PathValue("digest")}
	var err error
	// Read first: an answer to a chunk half read would cost the sender its connection.
	if c.data, err = readBody(r, room); err != nil {
		return c, &problemSize
	}
	if !seal.ValidDigest(c.digest) {
		return c, &problemDigest
	}
	var err1, err2 error
	c.offset, err1 = strconv.ParseInt(r.Header.Get(api.HeaderOffset), 10, 64)
	c.head.Length, err2 = strconv.ParseInt(r.Header.Get(api.HeaderLength), 10, 64)
	c.head.Type = r.Header.Get(api.HeaderBlobType)
	if err1 != nil || err2 != nil || c.offset < 0 || c.head.Length < 1 || c.head.Length > api.MaxBlob {
		return c, &problemSize
	}
	if !blobTypes[c.head.Type] {
		return c, &problemType
	}
	if len(c.data) == 0 || len(c.data) > api.ChunkSize || int64(len(c.data)) > c.head.Length-c.offset {
		return c, &problemSize
	}
	if !fitsDigest(r.Header, c.data) {
		return c, &problemChunk
	}
	return c, nil
}

// fitsDigest reports whether a chunk's bytes are those its headers name: in the form of RFC 9530, or as the release before
// this one said it.
func fitsDigest(h http.Header, data []byte) bool {
	if told, fits := api.ContentFits(strings.Join(h.Values(api.HeaderContentDigest), ","), data); told {
		return fits
	}
	return h.Get(api.HeaderChunkDigest) == seal.Digest(data)
}

// putBlob answers PUT: one chunk, synced before the answer.
func (pf *Platform) putBlob(w http.ResponseWriter, r *http.Request) {
	room := pf.files.rooms.Get().(*chunkRoom)
	defer pf.files.rooms.Put(room)
	c, bad := readChunk(r, room.plain[:])
	switch bad {
	case nil:
	case &problemChunk:
		pf.refuseChunk(w, r, c.digest, http.StatusUnprocessableEntity, *bad)
		return
	default:
		refuse(w, http.StatusBadRequest, *bad)
		return
	}
	up, err := pf.bring(r.Context(), c, room.frame[:])
	switch {
	case errors.Is(err, errOffset):
		pf.refuseChunk(w, r, c.digest, http.StatusConflict, problemOffset)
	case errors.Is(err, errWholeDigest):
		w.Header().Set(api.HeaderOffset, "0")
		refuse(w, http.StatusUnprocessableEntity, problemWhole)
	case err != nil:
		pf.fail(w, r, err)
	default:
		w.Header().Set(api.HeaderTook, strconv.FormatInt(up.took.Microseconds(), 10))
		pf.tellUpload(w, up)
		w.WriteHeader(http.StatusOK)
	}
}

// refuseChunk refuses and tells where to go on.
func (pf *Platform) refuseChunk(w http.ResponseWriter, r *http.Request, digest string, status int, p api.Problem) {
	defer pf.files.lock(digest)()
	up, err := pf.uploaded(r.Context(), digest)
	if err != nil {
		pf.fail(w, r, err)
		return
	}
	pf.tellUpload(w, up)
	refuse(w, status, p)
}

// getBlob answers GET with the exact bytes.
func (pf *Platform) getBlob(w http.ResponseWriter, r *http.Request) {
	digest := r.PathValue("digest")
	if !seal.ValidDigest(digest) {
		refuse(w, http.StatusBadRequest, problemDigest)
		return
	}
	pf.sendBlob(w, r, digest)
}

func (pf *Platform) sendBlob(w http.ResponseWriter, r *http.Request, digest string) {
	row, ok, err := wholeBlob(r.Context(), pf.store.reader, digest)
	if err != nil {
		pf.fail(w, r, err)
		return
	}
	if !ok {
		refuse(w, http.StatusNotFound, problemNoBlob)
		return
	}
	h := w.Header()
	h.Set("Content-Type", row.typ)
	h.Set("Content-Length", strconv.FormatInt(row.size, 10))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	if err := pf.files.copyTo(w, digest); err != nil && r.Context().Err() == nil {
		pf.p.Log.Error("a blob could not be read", "err", err)
		panic(http.ErrAbortHandler) // half a blob must not look whole
	}
}

// putOwnBlob stores bytes the platform made itself.
func (pf *Platform) putOwnBlob(ctx context.Context, typ string, data []byte) (cases.Page, error) {
	page := cases.Page{Digest: seal.Digest(data), Size: int64(len(data)), Type: typ}
	defer pf.files.lock(page.Digest)()
	up, err := pf.uploaded(ctx, page.Digest)
	if err != nil || up.position > 0 {
		return page, err
	}
	for off := up.offset; off < page.Size; off += api.ChunkSize {
		part := data[off:min(off+api.ChunkSize, page.Size)]
		if err := pf.files.add(page.Digest, blobHead{page.Size, typ}, off, part); err != nil {
			return page, err
		}
	}
	_, err = pf.finishBlob(ctx, page.Digest, upload{page.Size, page.Size, typ, 0, 0})
	return page, err
}
