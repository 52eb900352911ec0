package rig

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"onewindow/sync/transport"
)

// Control steers the simulated devices of a running devsim over its loopback endpoint.
type Control struct{ client *transport.Client }

// NewControl reaches the devsim whose control endpoint is at addr.
func NewControl(addr string) *Control {
	return &Control{transport.New(transport.Params{Base: "http://" + addr, UserAgent: "rig"})}
}

// Close lets go of the connections.
func (c *Control) Close() { c.client.Close() }

// Devices is how the simulated devices stand.
type Devices struct {
	Readers map[string]struct {
		Plugged bool   `json:"plugged"`
		Mute    bool   `json:"mute"`
		Card    string `json:"card"` // the name on the card that lies there; "" = none
	} `json:"readers"`
	Printer struct {
		Paper   int  `json:"paper"` // lines left; -1 = plenty
		Cover   bool `json:"cover"`
		NearEnd bool `json:"nearEnd"`
		Cutter  bool `json:"cutter"`
		Broken  bool `json:"broken"`
		Mute    bool `json:"mute"`
		Jobs    int  `json:"jobs"`
	} `json:"printer"`
	Scanner struct {
		Feeder  int  `json:"feeder"`
		JamAt   int  `json:"jamAt"`
		Jammed  bool `json:"jammed"`
		Hatch   bool `json:"hatch"`
		Busy    bool `json:"busy"`
		SlowMS  int  `json:"slowMs"`
		Gone    bool `json:"gone"`
		Scanned int  `json:"scanned"` // pages given so far
	} `json:"scanner"`
	Presets []string `json:"presets"`
}

// State tells how the devices stand.
func (c *Control) State(ctx context.Context) (Devices, error) {
	var d Devices
	return d, c.client.JSON(ctx, http.MethodGet, "/state", nil, &d)
}

// Scanned is how many pages the scanner gave so far.
func (c *Control) Scanned(ctx context.Context) (int, error) {
	d, err := c.State(ctx)
	return d.Scanner.Scanned, err
}

// Put lays a test person's card on a reader ("counter" or "kiosk").
func (c *Control) Put(ctx context.Context, reader, preset string) error {
	return c.set(ctx, http.MethodPost, "/card?reader="+reader, map[string]string{"preset": preset})
}

// Lift takes the card off a reader.
func (c *Control) Lift(ctx context.Context, reader string) error {
	return c.set(ctx, http.MethodDelete, "/card?reader="+reader, nil)
}

// Plug plugs a reader in or out.
func (c *Control) Plug(ctx context.Context, reader string, in bool) error {
	return c.set(ctx, http.MethodPost, "/reader?reader="+reader, map[string]bool{"plugged": in})
}

// Misread makes a reader answer every read, for the next minutes, as if the card lay askew (SW3 41), or ends that.
func (c *Control) Misread(ctx context.Context, reader string, on bool) error {
	faults := []string{}
	if on {
		faults = slices.Repeat([]string{"41"}, 1000)
	}
	return c.set(ctx, http.MethodPost, "/reader?reader="+reader, map[string][]string{"fail": faults})
}

// Paper gives the ticket printer so many lines of paper; -1 = plenty, 0 = none.
func (c *Control) Paper(ctx context.Context, lines int) error {
	return c.set(ctx, http.MethodPost, "/printer", map[string]int{"paper": lines})
}

// Cover opens or shuts the ticket printer.
func (c *Control) Cover(ctx context.Context, open bool) error {
	return c.set(ctx, http.MethodPost, "/printer", map[string]bool{"cover": open})
}

// Jam jams or frees the scanner.
func (c *Control) Jam(ctx context.Context, jammed bool) error {
	return c.set(ctx, http.MethodPost, "/scanner", map[string]bool{"jammed": jammed})
}

// Feed puts pages into the scanner's feeder. It jams before page jamAt of a job (0 = never), and a page takes slow.
func (c *Control) Feed(ctx context.Context, pages, jamAt int, slow time.Duration) error {
	return c.set(ctx, http.MethodPost, "/scanner", map[string]any{"feeder": pages, "jamAt": jamAt, "slowMs": slow.Milliseconds()})
}

// Set changes one thing of a device ("reader/counter", "printer", "scanner") by the name the endpoint has for it.
func (c *Control) Set(ctx context.Context, device, field string, value any) error {
	path := "/" + device
	if kind, name, ok := strings.Cut(device, "/"); ok {
		path = "/" + kind + "?reader=" + name
	}
	return c.set(ctx, http.MethodPost, path, map[string]any{field: value})
}

// Job is one ticket as the printer got it.
type Job struct {
	N     int      `json:"n"`
	Began int64    `json:"began"` // its first byte came, nanoseconds since 1970
	Bytes int      `json:"bytes"`
	Cut   bool     `json:"cut"`
	Text  []string `json:"text"`
	Codes []string `json:"codes"`
}

// Jobs lists the tickets so far.
func (c *Control) Jobs(ctx context.Context) ([]Job, error) {
	var all []Job
	return all, c.client.JSON(ctx, http.MethodGet, "/printer/jobs", nil, &all)
}

// JobFile gives a ticket's raw bytes ("bin") or its paper as a picture ("png").
func (c *Control) JobFile(ctx context.Context, n int, kind string) ([]byte, error) {
	r, err := c.client.Do(ctx, transport.Request{Method: http.MethodGet, Path: "/printer/jobs/" + strconv.Itoa(n) + "." + kind})
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Body.Close() }()
	if r.Status != http.StatusOK {
		return nil, fmt.Errorf("rig: devsim answers %d for ticket %d", r.Status, n)
	}
	return io.ReadAll(io.LimitReader(r.Body, 64<<20))
}

func (c *Control) set(ctx context.Context, method, path string, in any) error {
	var state Devices
	return c.client.JSON(ctx, method, path, in, &state)
}
