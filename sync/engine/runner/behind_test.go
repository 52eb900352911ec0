package runner_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/vault"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// While an answer waits for the disk, the next request is under way; what is shown as sent is on disk.
func TestTheNextRequestDoesNotWaitForTheDisk(t *testing.T) {
	w := newWorld(t)
	told := make(chan struct{}, 1)
	defer w.runner.Tell(told)()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	until := func(what string, ok func() bool) {
		t.Helper()
		for !ok() {
			select {
			case <-told:
			case <-ctx.Done():
				t.Fatalf("never: %s", what)
			}
		}
	}
	served := make(chan error, 1)
	serving, stop := context.WithCancel(ctx)
	defer func() {
		stop()
		<-served
		_ = w.vault.Close()
	}()
	go func() { served <- w.runner.Serve(serving) }()
	until("the platform is heard", func() bool { return w.runner.Status().Online })

	busy, held := make(chan struct{}), make(chan struct{})
	release := sync.OnceFunc(func() { close(held) })
	defer release()
	second := make(chan struct{})
	requests := 0
	w.set(func() {
		w.answer = func(_, path string) error {
			if path != api.PathOps {
				return nil
			}
			switch requests++; requests {
			case 1:
				go func() {
					_ = w.vault.Update(ctx, func(*vault.Tx) error { close(busy); <-held; return nil })
				}()
				<-busy
			case 2:
				close(second)
			}
			return nil
		}
	})
	const count = 3 * api.MaxOps
	w.oweAll(count)
	select {
	case <-second:
	case <-ctx.Done():
		t.Fatal("the second request waited for the disk")
	}
	if sending := w.runner.Status().Sending; !sending["op-0000"] {
		t.Error("what is not on disk yet is shown as brought")
	}
	release()
	until("everything is on disk", func() bool {
		if len(w.runner.Status().Sending) > 0 {
			return false
		}
		ops, _, _, err := w.outbox.Load()
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range ops {
			if op.State != outbox.Accepted {
				return false
			}
		}
		return len(ops) == count
	})
}

// What a person does about an answer that is still on its way to the disk is written after it, and stands.
func TestAPersonsActIsWrittenAfterTheAnswerItIsAbout(t *testing.T) {
	w := newWorld(t)
	disputed := fmt.Sprintf("op-%04d", api.MaxOps) // alone in the second request
	w.refused = map[string]api.Verdict{disputed: {Outcome: api.Conflict, Code: api.CodeForgotten}}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	busy, held, offered := make(chan struct{}), make(chan struct{}), make(chan struct{})
	requests := 0
	answer := func(_, path string) error {
		if path != api.PathOps {
			return nil
		}
		switch requests++; requests {
		case 1: // the disk is busy before the first answer is written
			go func() { _ = w.vault.Update(ctx, func(*vault.Tx) error { close(busy); <-held; return nil }) }()
			<-busy
		case 2: // and until the act had every chance to overtake the second
			close(offered)
			time.AfterFunc(50*time.Millisecond, func() { close(held) })
		}
		return nil
	}
	told := make(chan struct{}, 1)
	defer w.runner.Tell(told)()
	served := make(chan error, 1)
	serving, stop := context.WithCancel(ctx)
	go func() { served <- w.runner.Serve(serving) }()
	for !w.runner.Status().Online { // what is heard first is written at once, too, and must not meet the busy disk
		<-told
	}
	w.set(func() { w.answer = answer })
	w.oweAll(api.MaxOps + 1)
	<-offered
	for done := false; !done; {
		var err error
		if done, err = w.runner.Do(ctx, engine.HandedOver{ID: disputed, Hand: outbox.Hand{By: "c03"}}); err != nil || ctx.Err() != nil {
			t.Fatalf("set down: %v", errors.Join(err, ctx.Err()))
		}
	}
	stop()
	<-served
	ops, _, _, err := w.outbox.Load()
	if err != nil || !slices.ContainsFunc(ops, func(op outbox.Op) bool { return op.ID == disputed && op.Handed != nil }) {
		t.Errorf("what an engineer has got is not his any more (%v)", err)
	}
	_ = w.vault.Close()
}

// oweAll owes so many operations, each of its own lane, in one commit.
func (w *world) oweAll(count int) {
	w.t.Helper()
	err := w.vault.Update(w.t.Context(), func(tx *vault.Tx) error {
		for i := range count {
			id := fmt.Sprintf("op-%04d", i)
			if _, err := w.outbox.Append(tx, outbox.Draft{Lane: id, Build: func(seq uint64) api.Operation {
				return api.Operation{ID: id, Lane: id, Seq: seq}
			}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}
