package watch

import (
	"context"
	"sync"
)

const backlog = 32 // events a listener may be behind

// Hub spreads values of one kind. The zero Hub is ready.
type Hub[T any] struct {
	mu        sync.Mutex
	listeners map[*listener[T]]struct{}
}

type listener[T any] struct {
	mu    sync.Mutex
	queue []T
	wake  chan struct{}
}

// Say tells v to everybody who watches; it never waits.
func (h *Hub[T]) Say(v T) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.listeners {
		l.put(v)
	}
}

// Watch gives first and then what is said until ctx ends; then the channel is closed.
func (h *Hub[T]) Watch(ctx context.Context, first ...T) <-chan T {
	l := &listener[T]{wake: make(chan struct{}, 1)}
	for _, v := range first {
		l.put(v)
	}
	h.mu.Lock()
	if h.listeners == nil {
		h.listeners = map[*listener[T]]struct{}{}
	}
	h.listeners[l] = struct{}{}
	h.mu.Unlock()
	out := make(chan T)
	go func() {
		defer close(out)
		defer h.forget(l)
		l.deliver(ctx, out)
	}()
	return out
}

func (h *Hub[T]) forget(l *listener[T]) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.listeners, l)
}

func (l *listener[T]) put(v T) {
	l.mu.Lock()
	if l.queue = append(l.queue, v); len(l.queue) > backlog {
		l.queue = l.queue[1:]
	}
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *listener[T]) take() (v T, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 {
		return v, false
	}
	v = l.queue[0]
	l.queue = append([]T(nil), l.queue[1:]...) // the taken value must not stay in memory behind the slice
	return v, true
}

func (l *listener[T]) deliver(ctx context.Context, out chan<- T) {
	for {
		v, ok := l.take()
		if !ok {
			select {
			case <-l.wake:
				continue
			case <-ctx.Done():
				return
			}
		}
		select {
		case out <- v:
		case <-ctx.Done():
			return
		}
	}
}
