package seal_test

import (
	"testing"

	"onewindow/internal/seal"
)

func TestOpeningIntoRoomPutsThePlainBytesBehindWhatLiesThere(t *testing.T) {
	box, err := seal.NewBox([]byte("0123456789abcdef"))
	must(t, err)
	sealed := box.Seal([]byte("plain"), []byte("place"))
	room := make([]byte, 0, 64)
	got, err := box.OpenTo(append(room, "before "...), sealed, []byte("place"))
	if err != nil || string(got) != "before plain" || &got[0] != &room[:1][0] {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := box.OpenTo(room, sealed, []byte("elsewhere")); err == nil {
		t.Error("it opens for another place")
	}
}
