package main

import (
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/pki"
	"onewindow/internal/rig"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
)

func TestWhatKeepsTheProgramFromStartingIsSaidToAPerson(t *testing.T) {
	dir := t.TempDir()
	a, err := rig.Write(rig.Params{Dir: dir, Clerk: rig.Person{Operator: "0312", Name: "陈晓", PIN: seal.HashPIN("1")}, Reviewer: rig.Person{Operator: "1001", Name: "王岚", PIN: seal.HashPIN("2")}})
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"-config", filepath.Join(dir, "platform.toml")}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // a platform that starts after all must not serve for ever
	defer cancel()
	for _, addr := range []string{a.APIAddr, a.WebAddr} {
		l, err := net.Listen("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		err = run(ctx, args, io.Discard)
		if code, w, _ := trouble.Told(err); code != "PORT-001" || !strings.Contains(w.Zh, addr) || !strings.Contains(w.En, addr) {
			t.Errorf("%s is taken: %v", addr, err)
		}
		_ = l.Close()
	}

	authority, err := pki.OpenAuthority(filepath.Join(dir, "pki"))
	if err != nil {
		t.Fatal(err)
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if _, err := authority.Issue(pki.Peer{Name: "P1", Role: pki.Platform, Hall: rig.HallCode}, yesterday.Add(-time.Hour), yesterday, "127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	err = run(ctx, args, io.Discard)
	if code, _, _ := trouble.Told(err); code != "CERT-001" {
		t.Errorf("with an expired certificate: %v", err)
	}
}
