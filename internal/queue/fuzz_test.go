package queue_test

import (
	"testing"

	"onewindow/internal/queue"
)

// FuzzRestore gives any bytes as a snapshot: what is restored can be shown, acted on and written down again.
func FuzzRestore(f *testing.F) {
	empty, err := queue.New().Snapshot()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(empty)
	f.Add([]byte(`{"version":1,"serial":{},"recent":{},"marks":{},"tickets":[{"id":"a","state":"passed"},null],"called":["a"],"passed":["b"]}`))
	f.Add([]byte(`{"version":1,"serial":{},"recent":{"A":[1]},"marks":{},"open":true,"day":"2026-11-23","settings":{"categories":[{"code":"A"}],"windows":[{"no":1,"categories":["A"]}]},
		"tickets":[{"id":"a","number":"A001","category":"A","state":"calling","window":1}],"windows":[{"no":1,"state":"calling","ticket":"a","operator":"x"}],"called":["a"]}`))
	f.Fuzz(func(t *testing.T, snapshot []byte) {
		s, err := queue.Restore(snapshot)
		if err != nil {
			return
		}
		s.Board(1)
		if _, err := s.Snapshot(); err != nil {
			t.Error(err)
		}
	})
}
