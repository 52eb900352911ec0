package runner

import (
	"context"
	"errors"
	"sync"

	"onewindow/internal/cases"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
	"onewindow/sync/upload"
)

// uploads brings files. The next one begins when nothing of those before waits to go any more: the line carries it while
// their last answers are awaited.
func (r *Runner) uploads(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var flying sync.WaitGroup
	defer flying.Wait()
	for {
		err := r.nextUpload(ctx, &flying, stop)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// nextUpload lets one file begin, or rests. What goes wrong with it later is told to stop.
func (r *Runner) nextUpload(ctx context.Context, flying *sync.WaitGroup, stop context.CancelCauseFunc) error {
	plan, kick := r.bulk()
	if plan.File == nil {
		if err := r.land(); err != nil {
			return err
		}
		return r.rest(ctx, kick, plan.Wake)
	}
	f := *plan.File
	if err := r.step(ctx, engine.UploadBegun{Digest: f.Digest}); err != nil {
		return err
	}
	gone, goneOnce := make(chan struct{}), sync.Once{}
	tell := func() { goneOnce.Do(func() { close(gone) }) }
	flying.Go(func() {
		defer tell()
		if err := r.answered(ctx, r.bring(ctx, f, tell)); err != nil {
			stop(err)
		}
	})
	<-gone
	return nil
}

// bring brings one file; gone is called when nothing of it waits to go any more.
func (r *Runner) bring(ctx context.Context, f outbox.File, gone func()) engine.Input {
	failed := func(why engine.Failure) engine.Input { return engine.UploadFailed{Digest: f.Digest, Failure: why} }
	in, err := r.p.Files.ReadFile(f.Digest)
	if err != nil {
		return failed(broken())
	}
	defer func() { _ = in.Close() }()
	stored, err := r.sender.Send(ctx, timed{r.p.Line, r}, cases.Page{Digest: f.Digest, Type: f.Type, Size: f.Size}, bulkFile{in, ctx, r}, gone)
	var bad *upload.FileError
	switch {
	case err != nil && ctx.Err() != nil: // the program ends
		return failed(engine.Failure{})
	case errors.As(err, &bad):
		return failed(broken())
	case errors.Is(err, upload.ErrStuck):
		return failed(engine.Failure{Stuck: true})
	case err != nil:
		return failed(failure(err))
	}
	return engine.Uploaded{Digest: f.Digest, Position: stored.Position, Epoch: stored.Epoch}
}
