package vault_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"onewindow/internal/vault"
)

func BenchmarkUpdate(b *testing.B) {
	v := open(b, b.TempDir())
	value := bytes.Repeat([]byte("x"), 10_000) // about a case
	for i := 0; b.Loop(); i++ {
		err := v.Update(b.Context(), func(tx *vault.Tx) error { return tx.Put("cases", fmt.Sprint(i%500), value) })
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenWithAThousandCases(b *testing.B) {
	dir := b.TempDir()
	v := open(b, dir)
	value := bytes.Repeat([]byte("x"), 10_000)
	for i := range 1000 {
		err := v.Update(b.Context(), func(tx *vault.Tx) error { return tx.Put("cases", fmt.Sprint(i), value) })
		if err != nil {
			b.Fatal(err)
		}
	}
	shut(b, v)
	for b.Loop() {
		shut(b, open(b, dir))
	}
}

// What a header adds to an act: sealed, appended, not synced.
func BenchmarkNote(b *testing.B) {
	l, err := vault.NewLedger(b.TempDir(), params(b, "", master).Keys)
	if err != nil {
		b.Fatal(err)
	}
	a := vault.Act{Op: "0199c000-0000-7000-8000-000000000001", Kind: "case.accept", Case: "0199c000-0000-7000-8000-000000000002", Number: strings.Repeat("1", 47), Operator: "0312"}
	for b.Loop() {
		if err := l.Append(a); err != nil {
			b.Fatal(err)
		}
	}
}
