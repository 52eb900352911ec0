package vault_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

func TestSpaceIsWarnedOfFirstAndRefusedBeforeTheDiskIsFull(t *testing.T) {
	keys, err := seal.NewKeys([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	var free int64
	var ask error
	v, err := vault.Open(t.Context(), vault.Params{Dir: t.TempDir(), Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Low: 200 << 20, Full: 50 << 20, Free: func(string) (int64, error) { return free, ask }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	for _, c := range []struct {
		free int64
		code string
		says string
	}{
		{1 << 30, "", ""}, {200 << 20, "", ""}, {199 << 20, vault.CodeLow, "199 MB"}, {50 << 20, vault.CodeLow, "50 MB"}, {49 << 20, vault.CodeFull, "新办件暂停"}, {0, vault.CodeFull, "可以照常办完"},
	} {
		free = c.free
		code, w := v.Space().Words()
		if code != c.code || !strings.Contains(w.Zh, c.says) || strings.Contains(w.Zh+w.En, "{") {
			t.Errorf("%d MB free: %q, %+v", c.free>>20, code, w)
		}
		room := v.Room()
		if refused := errors.Is(room, &vault.Error{Code: vault.CodeFull}); refused != (c.code == vault.CodeFull) {
			t.Errorf("%d MB free: room for something new: %v", c.free>>20, room)
		}
		if err := v.Update(t.Context(), func(tx *vault.Tx) error { return tx.Put("b", "k", []byte{byte(free >> 20)}) }); err != nil {
			t.Errorf("%d MB free: what was begun cannot be kept: %v", c.free>>20, err)
		}
	}
	free, ask = 0, errors.New("not said")
	if code, _ := v.Space().Words(); code != "" || v.Room() != nil {
		t.Error("a file system that does not say how much is free stops the work")
	}
}

func TestTheFileSystemsOwnWordIsTaken(t *testing.T) {
	keys, err := seal.NewKeys([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(t.Context(), vault.Params{Dir: t.TempDir(), Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler), Low: 1, Full: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	if s := v.Space(); s.Free <= 0 || s.Low {
		t.Errorf("%+v", s)
	}
}
