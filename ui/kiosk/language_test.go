package kiosk_test

import (
	"testing"

	"onewindow/ui/kit/kittest"
)

func TestEveryTextStandsInBothLanguages(t *testing.T) {
	kittest.Languages(t, "kiosk", "复印件", "零一二三四五六七八九") // the catalogue's word; how a number is spoken in Chinese
}
