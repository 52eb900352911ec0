package sim

import (
	"bytes"
	"context"
	"errors"
	"image"
	"log/slog"
	"net"
	"slices"
	"sync"
	"time"

	"onewindow/internal/glyph"
)

// lineDots is a line of text on paper, the unit the paper left is counted in.
const lineDots = 36

// PrinterParams says where the printer is and what its own font holds.
type PrinterParams struct {
	TCP     string // "127.0.0.1:0"; "" for no printer
	Width   int    // dots, 576 when 0
	Charset string // gb2312 when ""; gbk, gb18030
	Speed   int    // dots a second; 0 prints at once
}

// Job is one ticket as it left the printer, or as far as it came.
type Job struct {
	N     int
	Began time.Time // its first byte was worked on
	At    time.Time
	Raw   []byte      // every byte the printer worked on, real-time requests left out
	Text  []string    // lines it set in its own font
	Codes []string    // what its QR commands said
	Cut   bool        // cut off: the ticket is whole
	Odd   []string    // commands it did not know
	Paper *image.Gray // as dots
}

// Printer is a virtual ticket printer.
type Printer struct {
	p     PrinterParams
	fonts *glyph.Fonts
	log   *slog.Logger
	now   func() time.Time
	addr  string

	mu      sync.Mutex
	faults  PrinterFaults
	paper   int // dots left; below 0 a full roll
	jobs    []Job
	changed chan struct{}
}

// PrinterFaults are the printer's troubles.
type PrinterFaults struct {
	Cover   bool `json:"cover"`   // open
	NearEnd bool `json:"nearEnd"` // the roll is nearly used up
	Cutter  bool `json:"cutter"`  // stuck
	Broken  bool `json:"broken"`
	Mute    bool `json:"mute"` // takes bytes and says nothing
}

// PrinterState is what a printer shows the control endpoint.
type PrinterState struct {
	PrinterFaults
	Paper int    `json:"paper"` // lines left, -1 for plenty
	Jobs  int    `json:"jobs"`
	TCP   string `json:"tcp"`
}

func newPrinter(p PrinterParams, fonts *glyph.Fonts, now func() time.Time, log *slog.Logger) *Printer {
	if p.Width == 0 {
		p.Width = 576
	}
	return &Printer{p: p, fonts: fonts, log: log, now: now, paper: -1, changed: make(chan struct{})}
}

// SetPaper puts a roll of so many lines in; 0 takes the paper away, -1 is a full roll.
func (p *Printer) SetPaper(lines int) {
	p.update(func() {
		p.paper = -1
		if lines >= 0 {
			p.paper = lines * lineDots
		}
	})
}

// SetFaults replaces the printer's troubles.
func (p *Printer) SetFaults(f PrinterFaults) { p.update(func() { p.faults = f }) }

// State is what the printer is doing.
func (p *Printer) State() PrinterState {
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := -1
	if p.paper >= 0 {
		lines = p.paper / lineDots
	}
	return PrinterState{PrinterFaults: p.faults, Paper: lines, Jobs: len(p.jobs), TCP: p.addr}
}

// Jobs are all tickets so far, oldest first.
func (p *Printer) Jobs() []Job {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.jobs)
}

// WaitJob waits for ticket n (from 1) and gives it.
func (p *Printer) WaitJob(ctx context.Context, n int) (Job, error) {
	for {
		p.mu.Lock()
		jobs, changed := p.jobs, p.changed
		p.mu.Unlock()
		if len(jobs) >= n && n > 0 {
			return jobs[n-1], nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Job{}, ctx.Err()
		}
	}
}

func (p *Printer) update(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *Printer) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", p.p.TCP)
	if err == nil {
		p.addr = l.Addr().String()
	}
	return l, err
}

// serve takes one client at a time; others wait, as they do on a real one.
func (p *Printer) serve(ctx context.Context, l net.Listener) error {
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		p.client(ctx, conn)
	}
}

// client serves one connection: what arrives is split into real-time requests, answered at once, and the rest,
// which the print engine works through at its own pace.
func (p *Printer) client(ctx context.Context, conn net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	out := &answers{conn: conn}
	queue := newQueue()
	e := &engine{printer: p, ctx: ctx, in: queue, out: out, ended: make(chan struct{})}
	var running sync.WaitGroup
	running.Go(e.run)
	running.Go(func() { p.tellChanges(ctx, e) })

	var rt realTimeFilter
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		rest, asked := rt.split(buf[:n])
		queue.add(rest)
		for _, q := range asked {
			if !p.State().Mute {
				out.write([]byte{p.realTime(q)})
			}
		}
		if err != nil {
			break
		}
	}
	queue.end(false)
	if !p.finishAlone(ctx, e) {
		queue.end(true) // what a stopped printer holds is lost with the connection
	}
	cancel()
	running.Wait()
}

// finishAlone lets the engine work off what the client left behind; false when the printer stops meanwhile.
func (p *Printer) finishAlone(ctx context.Context, e *engine) bool {
	for {
		p.mu.Lock()
		changed := p.changed
		p.mu.Unlock()
		if p.stalled() {
			return false
		}
		select {
		case <-e.ended:
			return true
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

func (p *Printer) stalled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stopped() || p.faults.Mute
}

// stopped says whether the engine cannot move paper. The caller holds mu.
func (p *Printer) stopped() bool {
	return p.paper == 0 || p.faults.Cover || p.faults.Cutter || p.faults.Broken
}

// realTime answers DLE EOT n from the sensors.
func (p *Printer) realTime(n byte) byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := byte(0x12)
	set := func(on bool, bits byte) {
		if on {
			b |= bits
		}
	}
	switch n {
	case 1:
		set(p.stopped(), 0x08)
	case 2:
		set(p.faults.Cover, 0x04)
		set(p.paper == 0, 0x20)
		set(p.faults.Cutter || p.faults.Broken, 0x40)
	case 3:
		set(p.faults.Cutter, 0x08)
		set(p.faults.Broken, 0x20)
	case 4:
		set(p.faults.NearEnd || p.paper == 0, 0x0C)
		set(p.paper == 0, 0x60)
	}
	return b
}

// asb is the four bytes of automatic status.
func (p *Printer) asb() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := []byte{0x10, 0, 0, 0}
	if p.stopped() {
		b[0] |= 0x08
	}
	if p.faults.Cover {
		b[0] |= 0x20
	}
	if p.faults.Cutter {
		b[1] |= 0x08
	}
	if p.faults.Broken {
		b[1] |= 0x20
	}
	if p.faults.NearEnd || p.paper == 0 {
		b[2] |= 0x03
	}
	if p.paper == 0 {
		b[2] |= 0x0C
	}
	return b
}

// tellChanges sends automatic status while the client has it switched on.
func (p *Printer) tellChanges(ctx context.Context, e *engine) {
	last := p.asb()
	for {
		p.mu.Lock()
		changed := p.changed
		p.mu.Unlock()
		if now := p.asb(); !bytes.Equal(now, last) {
			last = now
			if e.automatic.Load() {
				e.out.write(now)
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

var errGone = errors.New("client left")

// advance moves the paper by so many dots, as far as there is paper; it waits while the printer is stopped.
func (p *Printer) advance(ctx context.Context, dots int) error {
	for dots > 0 {
		p.mu.Lock()
		step, changed := dots, p.changed
		if p.paper >= 0 {
			step = min(step, p.paper)
		}
		if p.stopped() {
			step = 0
		}
		p.mu.Unlock()
		if step == 0 {
			select {
			case <-changed:
			case <-ctx.Done():
				return errGone
			}
			continue
		}
		if p.p.Speed > 0 {
			select {
			case <-time.After(time.Duration(step) * time.Second / time.Duration(p.p.Speed)):
			case <-ctx.Done():
				return errGone
			}
		}
		dots -= step
		p.useUp(step)
	}
	return nil
}

func (p *Printer) useUp(dots int) {
	p.mu.Lock()
	used := p.paper > 0
	p.mu.Unlock()
	if used {
		p.update(func() { p.paper = max(0, p.paper-dots) })
	}
}

func (p *Printer) keep(j Job) {
	p.update(func() {
		j.N = len(p.jobs) + 1
		j.At = p.now()
		p.jobs = append(p.jobs, j)
	})
	p.log.Info("ticket", "n", j.N, "cut", j.Cut, "bytes", len(j.Raw))
}
