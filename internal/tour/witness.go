package tour

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/pki"
	"onewindow/sync/transport"
)

// Witness asks the platform and the hall node themselves what they hold, over the same interface as the terminals,
// so that a step is believed for its effect and not for a screen's word.
type Witness struct {
	platform *transport.Client
	hall     *transport.Client
}

func newWitness(files pki.Files, platform, hall string) (*Witness, error) {
	id, err := pki.Load(files)
	if err != nil {
		return nil, err
	}
	return &Witness{
		platform: transport.New(transport.Params{Base: platform, TLS: id, UserAgent: "tour"}),
		hall:     transport.New(transport.Params{Base: hall, TLS: id, UserAgent: "tour"}),
	}, nil
}

// Close lets go of the connections.
func (w *Witness) Close() {
	w.platform.Close()
	w.hall.Close()
}

// Book is what the platform holds: each case as it stands (its revision counts the acts it took).
type Book struct {
	Cases   map[string]cases.Case
	Durable uint64
}

// Book reads the platform's feed from the start.
func (w *Witness) Book(ctx context.Context) (Book, error) {
	b := Book{Cases: map[string]cases.Case{}}
	token := ""
	for {
		var page api.ChangesResponse
		q := url.Values{"since": {token}, "limit": {"200"}, "wait": {"0"}}
		if err := w.platform.JSON(ctx, http.MethodGet, api.PathChanges+"?"+q.Encode(), nil, &page); err != nil {
			return b, err
		}
		b.Durable = page.DurableThrough
		for _, ch := range page.Changes {
			if ch.Kind != api.ChangeCase || ch.Tombstone {
				continue
			}
			var body api.CaseChange
			if err := json.Unmarshal(ch.Body, &body); err != nil {
				return b, fmt.Errorf("tour: a change cannot be read: %w", err)
			}
			b.Cases[body.Case.ID] = body.Case
		}
		if token = page.Token; !page.More {
			return b, nil
		}
	}
}

// ByTicket gives the case of a ticket.
func (b Book) ByTicket(number string) (cases.Case, bool) {
	for _, c := range b.Cases {
		if c.Ticket == number {
			return c, true
		}
	}
	return cases.Case{}, false
}

// File gives the bytes the platform holds under a digest.
func (w *Witness) File(ctx context.Context, digest string) ([]byte, error) {
	r, err := w.platform.Do(ctx, transport.Request{Method: http.MethodGet, Path: api.PathBlobs + digest})
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Body.Close() }()
	if r.Status != http.StatusOK {
		return nil, fmt.Errorf("tour: the platform answers %d for a file", r.Status)
	}
	return io.ReadAll(r.Body)
}

// Hall gives the hall node's board.
func (w *Witness) Hall(ctx context.Context) (api.HallState, error) {
	var s api.HallState
	return s, w.hall.JSON(ctx, http.MethodGet, api.PathState, nil, &s)
}
