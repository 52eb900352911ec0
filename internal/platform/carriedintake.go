package platform

import (
	"context"
	"errors"
	"io"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
)

// maxTogether is how many bytes of operations are judged in one transaction.
const maxTogether = 4 << 20

// carried is a carried file being taken: what came of it so far.
type carried struct {
	pf   *Platform
	ctx  context.Context
	from string // the terminal that wrote it

	offers   []api.Offer // read, not yet judged
	size     int
	blob     *carriedBlob // the file whose chunks come now
	verdicts []api.Verdict
	stored   []carry.Stored
}

// all takes a file's records in order. What was taken before an error stays taken, as it would by wire.
func (c *carried) all(in *carry.Reader) error {
	defer func() { c.endBlob() }()
	for {
		rec, err := in.Next()
		if errors.Is(err, io.EOF) {
			c.endBlob()
			return c.judge()
		}
		if err == nil {
			err = c.take(rec)
		}
		if err != nil {
			return err
		}
	}
}

func (c *carried) take(rec carry.Record) error {
	if rec.Chunk == nil {
		c.endBlob()
	}
	switch {
	case rec.Offer != nil:
		if !named(*rec.Offer) {
			return trouble.New(carry.CodeDamaged, nil)
		}
		c.offers, c.size = append(c.offers, *rec.Offer), c.size+len(rec.Offer.Payload)
		if len(c.offers) == api.MaxOps || c.size >= maxTogether {
			return c.judge()
		}
		return nil
	case rec.File != nil:
		if err := c.judge(); err != nil { // scans come after their case's operations
			return err
		}
		return c.beginBlob(*rec.File)
	case rec.Chunk != nil && c.blob != nil:
		return c.blob.add(c.ctx, rec.Chunk)
	}
	return trouble.New(carry.CodeDamaged, errors.New("platform: a record out of place"))
}

// judge takes the operations read so far, as one request by wire would be.
func (c *carried) judge() error {
	if len(c.offers) == 0 {
		return nil
	}
	verdicts, err := c.pf.take(c.ctx, c.from, c.offers)
	c.verdicts = append(c.verdicts, verdicts...)
	c.offers, c.size = nil, 0
	return err
}

// carriedBlob is a scan whose chunks come from a carried file. Chunks the platform has are passed over: the scan may have
// come by wire before, wholly or in part.
type carriedBlob struct {
	pf     *Platform
	page   cases.Page
	up     upload
	seen   int64 // bytes of it read so far
	refuse *api.Problem
	unlock func()
}

func (c *carried) beginBlob(p cases.Page) error {
	b := &carriedBlob{pf: c.pf, page: p}
	switch {
	case !seal.ValidDigest(p.Digest):
		b.refuse = &problemDigest
	case !blobTypes[p.Type]:
		b.refuse = &problemType
	case p.Size < 1 || p.Size > api.MaxBlob:
		b.refuse = &problemSize
	}
	c.blob = b
	if b.refuse != nil {
		return nil
	}
	b.unlock = c.pf.files.lock(p.Digest)
	var err error
	if b.up, err = c.pf.uploaded(c.ctx, p.Digest); err == nil && b.up.length == 0 {
		b.up.length, b.up.typ = p.Size, p.Type
	}
	return err
}

func (b *carriedBlob) add(ctx context.Context, chunk []byte) error {
	from := b.seen
	b.seen += int64(len(chunk))
	skip := b.up.offset - from
	if b.refuse != nil || b.up.position > 0 || b.up.length != b.page.Size || b.seen > b.page.Size || skip >= int64(len(chunk)) {
		return nil
	}
	chunk = chunk[skip:]
	if err := b.pf.files.add(b.page.Digest, blobHead{b.up.length, b.up.typ}, b.up.offset, chunk); err != nil {
		return err
	}
	b.up.offset += int64(len(chunk))
	if b.up.offset < b.up.length {
		return nil
	}
	done, err := b.pf.finishBlob(ctx, b.page.Digest, b.up)
	if errors.Is(err, errWholeDigest) { // it may go again
		b.up = upload{}
		return nil
	}
	b.up = done
	return err
}

// endBlob notes what became of the scan whose chunks came last. One that was not readable at its station has no word.
func (c *carried) endBlob() {
	b := c.blob
	if b == nil {
		return
	}
	c.blob = nil
	if b.unlock != nil {
		b.unlock()
	}
	if b.refuse != nil || b.up.position > 0 || b.seen >= b.page.Size {
		c.stored = append(c.stored, carry.Stored{Digest: b.page.Digest, Position: b.up.position, Problem: b.refuse})
	}
}
