package faults_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mutant is a deliberately broken build: one text of one file replaced.
type mutant struct {
	name     string
	file     string
	old, new string
	tier     string // the package whose TestSeeds must catch it
}

var mutants = []mutant{
	{"lane not halted at the terminal", "sync/engine/state.go", "return ok && op.Seq > at", "return ok && op.Seq < at", "model"},
	{"lane not halted at the platform", "internal/platform/intake/book.go", "return Lane{Last: l.Last, Halted: op.ID}", "return Lane{Last: op.Seq}", "model"},
	{"a gap in a lane is taken", "internal/platform/intake/book.go", "case op.Seq > l.Last+1:\n\t\treturn laneGap", "case op.Seq > l.Last+9:\n\t\treturn laneGap", "model"},
	{"let go at accepted, not at backed up", "sync/engine/book.go", "position > 0 && position <= m.Line.Durable", "position > 0", "model"},
	{"scan wiped at accepted", "sync/engine/book.go", "if !safe(f.State, f.Position) || spoken[f.Digest] {", "if f.State != outbox.Accepted {", "model"},
	{"a restored platform is not noticed", "sync/engine/book.go", "m.offerAgain()\n\t}", "}", "model"},
	{"the first answer is not remembered", "internal/platform/intake/judge.go", "if err != nil || !ok {\n\t\treturn nil, err", "if err != nil || !ok || first.Outcome == api.Accepted {\n\t\treturn nil, err", "model"},
	{"a duplicate is told as a refusal", "internal/platform/intake/judge.go", "first.Outcome = api.Duplicate", "first.Outcome, first.Code = api.Rejected, \"X\"", "model"},
	{"silence is taken for success", "sync/engine/step.go", "v = api.Verdict{Outcome: api.Retry}", "v = api.Verdict{Outcome: api.Accepted, Position: 1}", "model"},
	{"a failed line is taken for success", "sync/engine/step.go", "worth a commit each\n\t\t\top.Attempts++", "\n\t\t\top.State, op.Position = outbox.Accepted, 1\n\t\t\tm.keepOp(*op)", "model"},
	{"the feed's older page overwrites newer work", "sync/outbox/op.go", "revision = max(revision, op.Revision)", "", "model"},
	{"id made again at every offer", "sync/outbox/outbox.go", "\t\terr = fmt.Errorf(\"outbox: the bytes of operation %s are not those that were made\", op.ID)\n\t}\n", `
		err = fmt.Errorf("outbox: the bytes of operation %s are not those that were made", op.ID)
	}
	if id := fmt.Sprintf("%s%p", op.ID[:20], new([64]byte)); err == nil {
		var o api.Operation
		_ = json.Unmarshal(offer.Payload, &o)
		o.ID, offer.ID = id, id
		offer.Payload, _ = json.Marshal(o)
		offer.Digest = seal.Digest(offer.Payload)
	}
`, "files"},
	{"bytes made again at every offer", "sync/outbox/outbox.go", "\t\terr = fmt.Errorf(\"outbox: the bytes of operation %s are not those that were made\", op.ID)\n\t}\n", `
		err = fmt.Errorf("outbox: the bytes of operation %s are not those that were made", op.ID)
	}
	offer.Payload = fmt.Appendf(offer.Payload, "%*s", fmt.Sprintf("%p", new([64]byte))[8]%7, "")
	offer.Digest = seal.Digest(offer.Payload)
`, "files"},
	{"done is said before it is on disk", "internal/counter/store/store.go", "return spoken(s.p.Vault.Update(ctx, f))", "go func() { time.Sleep(30 * time.Millisecond); _ = s.p.Vault.Update(context.Background(), f) }()\n\treturn nil", "files"},
	{"nothing is journalled", "internal/vault/tx.go", "if err := v.note(tx.index, withActs(tx.writes, tx.acts)); err != nil {\n\t\treturn err\n\t}", "v.newest = tx.index", "files"},
	{"journal after store", "internal/vault/tx.go", `	if err := v.note(tx.index, withActs(tx.writes, tx.acts)); err != nil {
		return err
	}
	if err := v.store.apply(tx.index, tx.writes); err != nil {
		return v.uncommitted(tx.index, err)
	}
`, `	if err := v.store.apply(tx.index, tx.writes); err != nil {
		return ioError(err)
	}
	if err := v.note(tx.index, withActs(tx.writes, tx.acts)); err != nil {
		return err
	}
`, "files"},
	{"the platform answers before it commits", "internal/platform/store.go", `	defer func() { _ = tx.Rollback() }()
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("platform: commit: %w", err)
	}
	st.bell.ring()
	return nil`, `	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if ctx.Done() == nil {
		return tx.Commit()
	}
	go func() {
		_ = tx.Commit()
		st.bell.ring()
	}()
	return nil`, "files"},
	{"a scan's place in a lost book counts in the new one", "sync/engine/step.go", "if in.Epoch != m.Line.Epoch {", "if in.Epoch == \"never\" {", "model"},
	{"the feed's token is stored apart", "sync/feed/feed.go", "\tvar news map[string]putBy\n", `
	var news map[string]putBy
	_ = f.p.Vault.Update(ctx, func(tx *vault.Tx) error {
		b, _ := json.Marshal(token{page.Token, page.Epoch})
		return tx.Put(bucket, tokenKey, b)
	})
	time.Sleep(40 * time.Millisecond)
`, "files"},
	{"a compaction puts back what was there before a commit", "internal/vault/compact.go", "err != nil || w.State.Applied != v.applied.Load()", "err != nil || w.State.Applied == 0", "files"},
	{"retention does not ask what is owed", "internal/counter/store/retire.go", "ops, files, err1 := outbox.Read(tx)\n", "ops, files, err1 := outbox.Read(tx)\n\tops, files = ops[:0], files[:0]\n", "files"},
	{"a rotation of the keys leaves out the scans", "internal/vault/reseal.go", "w.store, w.ledgers, w.files, w.journal, w.forget", "w.store, w.ledgers, w.journal, w.forget", "files"},
	{"a number is given again after a lost answer", "internal/queue/machine.go", "if a, ok := s.remembered(c); ok {", "if a, ok := s.remembered(c); ok && c.Kind != Issue {", "model"},
}

// TestBrokenBuildsAreCaught builds each mutant and lets its tier run up to 100 seeds, which must end in a breach.
func TestBrokenBuildsAreCaught(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a dozen programs")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			text := m.text(t, root)
			if m.tier != "model" && os.Getenv("ONEWINDOW_PROOF") == "" {
				t.Skip("kills real programs for minutes: make proof")
			}
			t.Parallel()
			out, err := m.run(t, root, text)
			if err == nil {
				t.Fatal("100 seeds found nothing")
			}
			if !strings.Contains(out, "BREACH lost=") {
				t.Fatalf("it failed, but not by a breach:\n%s", out)
			}
			first, _, _ := strings.Cut(out[strings.Index(out, "BREACH"):], "\n")
			seed, why, _ := strings.Cut(out[strings.LastIndex(out, "seed")+len("seed"):], ": ")
			why, _, _ = strings.Cut(why, "\n")
			t.Logf("%s; seed%s: %s", first, seed, why)
		})
	}
}

// text is the broken file.
func (m mutant) text(t *testing.T, root string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, m.file))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(text), m.old) != 1 {
		t.Fatalf("%s no longer says %q once", m.file, m.old)
	}
	return strings.Replace(string(text), m.old, m.new, 1)
}

func (m mutant) run(t *testing.T, root, text string) (string, error) {
	t.Helper()
	real := filepath.Join(root, m.file)
	dir := t.TempDir()
	broken, overlay := filepath.Join(dir, "broken.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {real: broken}})
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string][]byte{broken: []byte(text), overlay: replace} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-overlay", overlay, "-run", "^TestSeeds$", "-count=1", "./internal/faults/"+m.tier, "-seeds", "1..100")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	return string(out), err
}
