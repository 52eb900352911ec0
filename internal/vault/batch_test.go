package vault

import (
	"bytes"
	"reflect"
	"testing"
)

func TestABatchReadsBackAsItWasWritten(t *testing.T) {
	want := []write{{"b", "k", []byte("v")}, {"b", "gone", nil}, {"", "", []byte{}}}
	got, err := decodeBatch(encodeBatch(want))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzDecodeBatch(f *testing.F) {
	f.Add(encodeBatch([]write{{"b", "k", []byte("v")}, {"b", "k", nil}}))
	f.Add([]byte{1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		ws, err := decodeBatch(b)
		if err != nil {
			return
		}
		again, err := decodeBatch(encodeBatch(ws))
		if err != nil || !reflect.DeepEqual(ws, again) || bytes.Equal(b, nil) != (len(ws) == 0) {
			t.Errorf("%v, %v", again, err)
		}
	})
}
