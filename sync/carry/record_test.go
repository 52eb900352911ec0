package carry

import (
	"bytes"
	"reflect"
	"testing"

	"onewindow/internal/api"
)

// FuzzDecode: a record may come from a machine of the hall that means no good.
func FuzzDecode(f *testing.F) {
	f.Add(append([]byte{recordOffer}, encodeOffer(api.Offer{ID: "a", Digest: "sm3:b", Payload: []byte("{}")})...))
	f.Add([]byte(`F{"digest":"sm3:a","size":1,"type":"image/png"}`))
	f.Add([]byte("Cchunk"))
	f.Add([]byte(`V[{"id":"a","outcome":"accepted"}]`))
	f.Add([]byte(`S[{"digest":"sm3:a","position":3}]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decode(b)
		if err != nil {
			return
		}
		set := 0
		for _, there := range []bool{r.Offer != nil, r.File != nil, r.Chunk != nil, r.Verdicts != nil, r.Stored != nil} {
			if there {
				set++
			}
		}
		if set > 1 || set == 0 && b[0] != recordVerdicts && b[0] != recordStored { // "null" is a list, too
			t.Errorf("%q gives %+v", b, r)
		}
		if r.Offer != nil && !bytes.Equal(append([]byte{recordOffer}, encodeOffer(*r.Offer)...), b) {
			t.Errorf("%q is not what %+v writes", b, *r.Offer)
		}
	})
}

func TestARecordOfAnUnknownKindIsNotPassedOver(t *testing.T) {
	for _, b := range []string{"", "X", "O", "O\x00\x05ab", "F[", "C", "V{}", "S1"} {
		if r, err := decode([]byte(b)); err == nil {
			t.Errorf("%q gives %+v", b, r)
		}
	}
	o := api.Offer{ID: "a", Digest: "d", Payload: []byte{}}
	if r, err := decode(append([]byte{recordOffer}, encodeOffer(o)...)); err != nil || !reflect.DeepEqual(*r.Offer, o) {
		t.Errorf("%+v %v", r, err)
	}
}
