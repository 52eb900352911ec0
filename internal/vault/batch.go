package vault

import (
	"encoding/binary"
	"errors"
)

// write is one put or delete; a nil value deletes.
type write struct {
	bucket, key string
	value       []byte
}

// A batch is what one Update wrote, in order:
// per write one byte (1 put, 0 delete), then bucket, key and (for a put) value, each after its length as uvarint.

func encodeBatch(ws []write) []byte {
	var out []byte
	field := func(b string) {
		out = binary.AppendUvarint(out, uint64(len(b)))
		out = append(out, b...)
	}
	for _, w := range ws {
		if w.value == nil {
			out = append(out, 0)
		} else {
			out = append(out, 1)
		}
		field(w.bucket)
		field(w.key)
		if w.value != nil {
			field(string(w.value))
		}
	}
	return out
}

var errBatch = errors.New("vault: a journal entry is not a batch")

func decodeBatch(b []byte) ([]write, error) {
	var ws []write
	field := func() ([]byte, error) {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)-size) {
			return nil, errBatch
		}
		f := b[size : size+int(n)]
		b = b[size+int(n):]
		return f, nil
	}
	for len(b) > 0 {
		kind := b[0]
		b = b[1:]
		bucket, err1 := field()
		key, err2 := field()
		if kind > 1 || err1 != nil || err2 != nil {
			return nil, errBatch
		}
		w := write{bucket: string(bucket), key: string(key)}
		if kind == 1 {
			value, err := field()
			if err != nil {
				return nil, err
			}
			w.value = append([]byte{}, value...)
		}
		ws = append(ws, w)
	}
	return ws, nil
}
