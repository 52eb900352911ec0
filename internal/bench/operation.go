package bench

import (
	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/sync/outbox"
)

// operation is the act as the outbox writes it.
func operation(after cases.Case, act cases.Act, n uint64) api.Operation {
	return api.Operation{ID: operationID(n), Schema: api.SchemaVersion, Kind: act.Kind, Terminal: clerk.Terminal, Operator: act.By.Operator,
		Lane: after.ID, Seq: 1, At: act.At.Time, Act: act}
}

// label is what a person sees of it.
func label(c cases.Case, act cases.Act) outbox.Label {
	name, _ := cases.ActName(act.Kind)
	return outbox.Label{Title: name + " · " + c.Item.Name, Number: c.Number, CaseID: c.ID, Operator: act.By.Operator, Since: act.At.Time}
}

// outboxEntry is the outbox's entry of an operation.
func outboxEntry(op api.Operation, payload []byte, c cases.Case, n uint64) outbox.Op {
	return outbox.Op{Order: n, ID: op.ID, Digest: seal.Digest(payload), Size: len(payload), Kind: op.Kind, Lane: op.Lane, Seq: op.Seq,
		State: outbox.Waiting, Entry: n, Label: label(c, op.Act)}
}
