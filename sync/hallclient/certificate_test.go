package hallclient_test

import (
	"crypto/tls"
	"errors"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/trouble"
	"onewindow/sync/hallclient"
)

// expired is the identity of a machine whose certificate ended yesterday.
func (m machines) expired(name string, role pki.Role, hosts ...string) *tls.Config {
	m.t.Helper()
	f, err := m.auth.Issue(pki.Peer{Name: name, Role: role, Hall: "350100"}, time.Now().Add(-48*time.Hour), time.Now().Add(-24*time.Hour), hosts...)
	if err != nil {
		m.t.Fatal(err)
	}
	c, err := pki.Load(f)
	if err != nil {
		m.t.Fatal(err)
	}
	return c
}

func TestWhoseCertificateHasExpiredIsSaidOnTheLinkToTheHall(t *testing.T) {
	m := newMachines(t)
	for _, c := range []struct {
		name       string
		hall, desk *tls.Config
		code       string
	}{
		{"the hall's", m.expired("H1", pki.HallNode, "127.0.0.1"), m.identity("W01", pki.Counter), "CERT-002"},
		{"our own", m.identity("H2", pki.HallNode, "127.0.0.1"), m.expired("W02", pki.Counter), "CERT-001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			addr, _ := startHall(t, t.TempDir(), "127.0.0.1:0", c.hall)
			desk := client(t, "W01", c.desk, hallclient.Limits{Away: 50 * time.Millisecond}, "https://"+addr)
			_, err := desk.Do(t.Context(), queue.Command{Kind: queue.OpenWindow, Window: 1, Operator: "0312"})
			var e *hallclient.Error
			if !errors.As(err, &e) || e.Code != c.code || e.Unsure {
				t.Errorf("a command: %v", err)
			}
			v := until(t, desk.Watch(t.Context()), "why", func(v api.HallView) bool { return v.Why.Code != "" })
			if v.Connected || v.Why.Code != c.code || v.Why.Sentence != trouble.Of(c.code).Clerk.Zh {
				t.Errorf("the view: %+v", v.Why)
			}
		})
	}
}

func TestTheHallsTimeIsLearntWhileItsEventsAreFollowed(t *testing.T) {
	addr, _ := startHall(t, t.TempDir(), "127.0.0.1:0", nil)
	type measured struct{ server, asked, heard time.Time }
	got := make(chan measured, 8)
	c := hallclient.New(hallclient.Params{Nodes: []string{"http://" + addr}, Terminal: "W01", Now: time.Now, NewID: newID,
		Measure: func(server, asked, heard time.Time) { got <- measured{server, asked, heard} }})
	defer c.Close()
	views := c.Watch(t.Context())
	until(t, views, "the board", func(v api.HallView) bool { return v.Connected && v.Why.Code == "" })
	select {
	case m := <-got:
		if m.server.Before(m.asked.Add(-time.Second)) || m.server.After(m.heard.Add(time.Second)) || m.heard.Before(m.asked) {
			t.Errorf("%+v", m)
		}
	case <-time.After(time.Minute):
		t.Fatal("the hall's time was never learnt")
	}
}
