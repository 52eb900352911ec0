package files

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	mrand "math/rand/v2"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/faults/station"
	"onewindow/internal/platform"
	"onewindow/internal/seal"
)

// OfficeParams describe the platform's process.
type OfficeParams struct {
	Dir     string
	Addr    string
	Restore bool
}

// Office is the child program that runs a platform on its real store until ctx ends, with an officer who decides what he finds
// until a line of input tells him to rest.
func Office(ctx context.Context, params json.RawMessage, out io.Writer) error {
	var p OfficeParams
	if err := json.Unmarshal(params, &p); err != nil {
		return err
	}
	keys, _, err := seal.OpenInstallation(p.Dir)
	if err != nil {
		return err
	}
	box, err := keys.Box("platform")
	if err != nil {
		return err
	}
	pf, err := platform.New(platform.Params{
		Dir: p.Dir, BackupEvery: 400 * time.Millisecond, Restore: p.Restore, APIAddr: p.Addr, PublicBase: "https://hall.example/p/",
		Now: func() time.Time { return time.Now().In(station.Zone) }, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Random: func(n int) []byte {
			b := make([]byte, n)
			_, _ = rand.Read(b)
			return b
		},
		Seal: box, Log: slog.New(slog.DiscardHandler),
		ResultPaper: func(_ context.Context, c cases.Case, d cases.Decision) ([]byte, error) {
			return []byte("%PDF " + c.Number + d.Number + c.Applicant.Number), nil
		},
	})
	if err != nil {
		return err
	}
	addr, _ := pf.Addrs()
	if _, err := fmt.Fprintln(out, "ready"); err != nil {
		return err
	}
	deciding, rest := context.WithCancel(ctx)
	var office sync.WaitGroup
	office.Go(func() { officer(deciding, "http://"+addr) })
	go func() {
		if bufio.NewScanner(os.Stdin).Scan() { // any word
			rest()
			office.Wait()
			_, _ = fmt.Fprintln(out, "resting")
		}
	}()
	err = pf.Serve(ctx)
	rest()
	office.Wait()
	if cerr := pf.Close(); err == nil {
		err = cerr
	}
	return err
}

// officer decides most of what is accepted, through the interface for departments' own systems.
func officer(ctx context.Context, base string) {
	for since := ""; ctx.Err() == nil; {
		var page api.ChangesResponse
		if err := call(ctx, http.MethodGet, base+api.PathChanges+"?wait=1&since="+since, nil, &page); err != nil {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		for _, change := range page.Changes {
			var body api.CaseChange
			if json.Unmarshal(change.Body, &body) != nil || body.Case.State != cases.Accepted || mrand.IntN(3) == 0 {
				continue
			}
			at := station.When(change.Key, time.Now().In(station.Zone))
			by := cases.Who{Operator: "1001", Name: "王", Terminal: "office"}
			act := cases.Act{Kind: cases.ActDecide, At: cases.Stamp{Time: at, Source: cases.FromPeer}, By: by,
				Decision: &cases.Decision{Granted: true, Officer: "1001", Dept: "示例局", At: at}}
			_ = call(ctx, http.MethodPost, base+api.PathDecisions, api.DecisionRequest{ID: uuid.NewString(), CaseID: change.Key, Act: act}, nil) // the next change shows it again
		}
		since = page.Token
	}
}

func call(ctx context.Context, method, url string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}
