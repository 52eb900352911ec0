package play

import (
	"context"
	"maps"
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/morning"
	"onewindow/internal/queue"
	"onewindow/internal/trouble"
)

// patience is how long the hall may take to tell its board.
const patience = 5 * time.Second

// open learns from the hall which windows there are, plans the forecast for them and sits down at them.
// The hall is listened to until listening ends.
func (d *Day) open(ctx, listening context.Context) error {
	board, err := d.follow(ctx, listening)
	if err != nil {
		return err
	}
	d.furnish(board)
	if err := d.foreign(ctx, board); err != nil {
		return err
	}
	windows := map[string]int{}
	for _, k := range d.desks {
		if k.doing != gone {
			k.i = windows[k.pool]
			windows[k.pool]++
		}
	}
	forecast := morning.Expect(days, d.p.Tickets, d.p.From, windows)
	d.mu.Lock()
	d.forecast = forecast
	for code, n := range windows {
		d.queues[code].figures.Windows = n
	}
	d.mu.Unlock()
	return d.all(ctx, d.due(0))
}

// follow begins to listen to the hall and gives its first board.
func (d *Day) follow(ctx, listening context.Context) (queue.Board, error) {
	views := d.p.Kiosks[d.kiosks[0]].Watch(listening)
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		select {
		case <-ctx.Done():
			return queue.Board{}, ctx.Err()
		case <-late.C:
			return queue.Board{}, silent(nil)
		case v, ok := <-views:
			if !ok {
				return queue.Board{}, silent(listening.Err())
			}
			if v.Connected {
				go d.listen(views)
				return v.Board, nil
			}
		}
	}
}

// silent says that the hall was not heard at all.
func silent(cause error) error { return trouble.New("HALL-101", cause) }

func (d *Day) listen(views <-chan api.HallView) {
	for v := range views {
		d.hear(v)
	}
}

// furnish puts a desk at every window that serves one pool only and is not kept for somebody else.
func (d *Day) furnish(b queue.Board) {
	d.mu.Lock()
	defer d.mu.Unlock()
	counters := slices.Sorted(maps.Keys(d.p.Counters))
	for _, w := range b.Windows {
		if len(w.Categories) != 1 || slices.Contains(d.p.Keep, w.No) {
			continue
		}
		// The same window is always the same machine's, so that it knows its windows again.
		d.desks = append(d.desks, &desk{no: w.No, pool: w.Categories[0], hall: d.p.Counters[counters[w.No%len(counters)]]})
	}
	for _, c := range b.Categories {
		if !slices.ContainsFunc(d.desks, func(k *desk) bool { return k.pool == c.Code }) {
			continue
		}
		d.order = append(d.order, c.Code)
		d.queues[c.Code] = &line{waiting: map[string]morning.Visitor{}, figures: PoolFigures{Code: c.Code, Name: c.Name, NameEN: c.NameEN, Waiting: c.Waiting}}
	}
}

// foreign leaves windows alone that are open and not ours. To resume a window that is not paused changes nothing, but
// the hall says whose it is.
func (d *Day) foreign(ctx context.Context, b queue.Board) error {
	var acts []*act
	for _, k := range d.desks {
		i := slices.IndexFunc(b.Windows, func(w queue.BoardWindow) bool { return w.No == k.no })
		if b.Windows[i].State == queue.WindowClosed || b.Windows[i].State == queue.WindowPaused {
			continue
		}
		acts = append(acts, d.tell(k, queue.Resume, func(queue.Answer) *act { return nil }))
	}
	return d.all(ctx, acts)
}

// clear ends what the windows are at, takes our numbers out of the queue and closes the windows.
func (d *Day) clear(ctx context.Context) error {
	if err := d.all(ctx, nil); err != nil { // what was under way
		return err
	}
	var ending, voiding, closing []*act
	for _, k := range d.desks {
		switch {
		case k.doing == gone || k.doing == lost:
			continue
		case k.doing == calling:
			ending = append(ending, d.pass(k, func() *act { return nil }))
		case k.doing == serving:
			ending = append(ending, d.finish(k))
		}
	}
	if err := d.all(ctx, ending); err != nil {
		return err
	}
	for _, k := range d.desks {
		if k.doing != idle {
			continue
		}
		if a := d.void(k); a != nil {
			voiding = append(voiding, a)
		}
	}
	if err := d.all(ctx, voiding); err != nil {
		return err
	}
	for _, k := range d.desks {
		if k.doing != gone {
			closing = append(closing, d.tell(k, queue.CloseWindow, func(queue.Answer) *act { k.doing = gone; return nil }))
		}
	}
	err := d.all(ctx, closing)
	d.settled(ctx)
	return err
}

// void calls and passes the numbers of a window's pool, one after the other, until none of ours waits.
func (d *Day) void(k *desk) *act {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.voidNext(k)
}

func (d *Day) voidNext(k *desk) *act {
	if len(d.queues[k.pool].waiting) == 0 {
		return nil
	}
	return d.callNext(k, func(morning.Visitor, bool) *act { return d.pass(k, func() *act { return d.voidNext(k) }) })
}
