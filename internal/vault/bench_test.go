package vault_test

import (
	"bytes"
	"fmt"
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
