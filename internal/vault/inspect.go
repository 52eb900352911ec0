package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"onewindow/internal/seal"
)

// Finding is what a look at one part of a vault found, in words for a technician.
type Finding struct {
	Part   string // file or folder: "vault.db"
	Bad    bool   // it is damaged, or not to be relied on
	Zh, En string
}

// Span is the journal's first and last number; 0, 0 when it is empty.
type Span struct{ First, Last uint64 }

// Copy is a copy of the store.
type Copy struct {
	Path    string
	At      time.Time // when it was written
	Bytes   int64
	Applied uint64 // the newest entry of the journal it holds
	Err     error  `json:"-"` // why it cannot be relied on; nil = read whole, sound
}

// Stats are a vault's measures.
type Stats struct {
	Store      int64          // bytes of the file
	Keys       map[string]int // by bucket
	Pages      int            // of the store
	FreePages  int            // of these; -1 where the check was made in this process and did not count them
	Journal    Span
	JournalLen int64 // bytes
	Acts       int   // in the ledger: not yet safe elsewhere
	Files      int   // scans and papers
	FilesLen   int64 // bytes
	Copies     []Copy
	Disk       int64 // bytes free; -1 = the system does not say
}

// Inspection is a vault looked at while nobody works in it. Nothing is changed; Close it.
type Inspection struct {
	Findings []Finding
	Gone     []Act // what earlier recoveries could not bring back
	Stats    Stats

	v    *Vault
	temp string
}

// Inspect reads everything a vault keeps: the store and its copies, the journal and, if deep, every scan against its name and
// its digest. Errors are *Error: VAULT-001 while a program holds the vault, VAULT-003 when the key is another's. What is
// damaged is a finding, not an error.
func Inspect(ctx context.Context, p Params, deep bool) (_ *Inspection, err error) {
	p = p.withDefaults()
	unlock, err := lock(filepath.Join(p.Dir, lockName))
	if err != nil {
		return nil, err
	}
	v := &Vault{p: p, unlock: unlock, names: p.Keys.Derive("names"), hearers: map[chan<- struct{}]struct{}{}, broken: closed()}
	i := &Inspection{v: v}
	defer func() {
		if err != nil {
			err = errors.Join(typed(err, ioError), i.Close())
		}
	}()
	if err := i.begin(ctx); err != nil {
		return nil, err
	}
	i.store(ctx)
	i.copies(ctx)
	i.journal(ctx)
	if err := i.ledger(); err != nil {
		return nil, err
	}
	if err := i.files(ctx, deep); err != nil {
		return nil, err
	}
	if i.Stats.Disk, err = v.p.Free(p.Dir); err != nil {
		i.Stats.Disk = -1
	}
	return i, ctx.Err()
}

// begin opens the boxes and refuses another's vault.
func (i *Inspection) begin(ctx context.Context) (err error) {
	v := i.v
	if v.files, err = v.p.Keys.Box("files"); err != nil {
		return err
	}
	box, err := v.p.Keys.Box("store")
	if err != nil {
		return err
	}
	note, err := os.ReadFile(v.path(keyNoteName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case keyKnown(box, note):
		return nil
	case !v.opens(ctx, storeName) && !v.opens(ctx, backupName):
		return wrongKey(nil)
	}
	i.bad(keyNoteName, "记的不是这把密钥，资料却能打开：记录本身坏了，下次启动会改正。", "It names another key, yet the data opens: the note itself is damaged and will be put right at the next start.")
	return nil
}

// Close lets go of the vault.
func (i *Inspection) Close() error {
	err := i.v.shut(false)
	if i.temp != "" {
		err = errors.Join(err, os.RemoveAll(i.temp))
	}
	return err
}

// View runs f on the store; without a sound store there is nothing to see.
func (i *Inspection) View(f func(tx *Tx) error) error {
	if i.v.store == nil {
		return nil
	}
	return i.v.View(f)
}

// HasFile reports whether a scan is here and its foot is sound.
func (i *Inspection) HasFile(digest string) bool { return i.v.HasFile(digest) }

// Sound reports whether nothing was found that is damaged.
func (i *Inspection) Sound() bool {
	for _, f := range i.Findings {
		if f.Bad {
			return false
		}
	}
	return true
}

func (i *Inspection) good(part, zh, en string) {
	i.Findings = append(i.Findings, Finding{Part: part, Zh: zh, En: en})
}

func (i *Inspection) bad(part, zh, en string) {
	i.Findings = append(i.Findings, Finding{Part: part, Bad: true, Zh: zh, En: en})
}

func (i *Inspection) store(ctx context.Context) {
	v := i.v
	w, err := v.check(ctx, v.path(storeName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		i.bad(storeName, "没有资料库；下次启动会由备份和日志重建。", "There is no store; the next start makes it again from backup and journal.")
		return
	case err != nil:
		i.v.p.Log.Error("store is damaged", "err", err)
		i.bad(storeName, "资料库已损坏；下次启动会搁置它，由备份和日志重建。", "The store is damaged; the next start sets it aside and makes it again from backup and journal.")
		return
	}
	i.Stats.Store, i.Stats.Keys, i.Stats.Pages, i.Stats.FreePages = w.Bytes, w.State.Tally, w.Pages, w.Free
	total := 0
	for _, n := range w.State.Tally {
		total += n
	}
	i.good(storeName, fmt.Sprintf("资料库完好：%d 条，逐条读过。", total), fmt.Sprintf("The store is sound: %d values, each of them read.", total))
	err = guarded(func() error {
		db, err := openReadOnly(v.path(storeName))
		if err == nil {
			box, _ := v.p.Keys.Box("store") // begin made one already
			v.store = &store{db: db, box: box, state: w.State}
		}
		return err
	})
	if err != nil {
		i.bad(storeName, "资料库打不开。", "The store does not open.")
	}
	v.applied.Store(w.State.Applied)
}

func (i *Inspection) copies(ctx context.Context) {
	path := i.v.path(backupName)
	if info, err := os.Stat(path); err != nil {
		i.good(backupName, "还没有备份；日志从头都在就不需要。", "There is no backup yet; none is needed while the journal goes back to the beginning.")
	} else {
		i.copyOf(ctx, backupName, Copy{Path: path, At: info.ModTime(), Bytes: info.Size()})
	}
	if i.v.p.Second == "" {
		return
	}
	found := copiesIn(i.v.p.Second)
	if len(found) == 0 {
		i.good(secondPart, "第二处还没有备份，或现在读不到那里。", "There is no copy in the second place yet, or it cannot be read now.")
	}
	for _, path := range found {
		c := Copy{Path: path, At: copiedAt(path)}
		if info, err := os.Stat(path); err == nil {
			c.Bytes = info.Size()
		}
		i.copyOf(ctx, secondPart+" "+filepath.Base(path), c)
	}
}

// secondPart is what findings call the second place.
const secondPart = "second"

// copyOf reads one copy of the store.
func (i *Inspection) copyOf(ctx context.Context, part string, c Copy) {
	w, err := i.v.check(ctx, c.Path)
	c.Applied, c.Err = w.State.Applied, err
	i.Stats.Copies = append(i.Stats.Copies, c)
	if err != nil {
		i.v.p.Log.Error("a copy is damaged", "part", part, "err", err)
		i.bad(part, "备份已损坏，不能用它恢复。", "The backup is damaged and cannot be restored from.")
		return
	}
	i.good(part, fmt.Sprintf("备份完好，含到第 %d 笔。", c.Applied), fmt.Sprintf("The backup is sound and holds everything up to entry %d.", c.Applied))
}

// journal reads a copy of the journal: opening one may write.
func (i *Inspection) journal(ctx context.Context) {
	v := i.v
	dir := v.path(journalName)
	i.Stats.JournalLen, _ = below(dir, nil)
	temp, err := os.MkdirTemp("", "onewindow-journal-")
	if err == nil {
		i.temp = temp
		err = os.CopyFS(filepath.Join(temp, journalName), os.DirFS(dir))
	}
	box, boxErr := v.p.Keys.Box("journal")
	if err = errors.Join(err, boxErr); err == nil {
		v.journal, err = openJournal(filepath.Join(temp, journalName), box)
	}
	if err != nil {
		v.p.Log.Error("journal cannot be opened", "err", err)
		i.bad(journalName, "日志打不开；下次启动会搁置它，另起新日志。", "The journal does not open; the next start sets it aside and begins a new one.")
		return
	}
	i.Stats.Journal.First, i.Stats.Journal.Last, err = v.journal.span()
	unread := 0
	for n := i.Stats.Journal.First; n > 0 && n <= i.Stats.Journal.Last && ctx.Err() == nil; n++ {
		if _, err := v.journal.read(n); err != nil {
			unread++
		}
	}
	s := i.Stats.Journal
	switch applied := v.applied.Load(); {
	case err != nil || unread > 0:
		i.bad(journalName, fmt.Sprintf("日志第 %d 至 %d 笔中有 %d 笔读不出。", s.First, s.Last, unread), fmt.Sprintf("Of the journal's entries %d to %d, %d cannot be read.", s.First, s.Last, unread))
	case s.First == 0 && i.covered(applied):
		i.good(journalName, "日志是空的，备份已含全部资料。", "The journal is empty; a backup holds everything.")
	case v.store != nil && s.Last < applied:
		i.bad(journalName, fmt.Sprintf("日志只到第 %d 笔，资料库已到第 %d 笔：日志尾部缺失；下次启动会另起新日志。", s.Last, applied),
			fmt.Sprintf("The journal ends at entry %d, the store holds entry %d: the journal's end is missing, and the next start begins a new one.", s.Last, applied))
	default:
		i.good(journalName, fmt.Sprintf("日志完好：第 %d 至 %d 笔，逐笔读过。", s.First, s.Last), fmt.Sprintf("The journal is sound: entries %d to %d, each of them read.", s.First, s.Last))
	}
}

// covered reports whether a sound copy reaches as far as the store.
func (i *Inspection) covered(applied uint64) bool {
	return applied == 0 || slices.ContainsFunc(i.Stats.Copies, func(c Copy) bool { return c.Err == nil && c.Applied >= applied })
}

// ledger reads the acts' headers, and names those that recoveries could not bring back.
func (i *Inspection) ledger() error {
	box, err := i.v.p.Keys.Box("acts")
	if err != nil {
		return err
	}
	acts, unread, err := readLedger(i.v.path(ledgerName), box)
	if err != nil {
		return err
	}
	i.Stats.Acts = len(acts)
	if unread > 0 {
		i.bad(ledgerName, fmt.Sprintf("操作台账有 %d 行读不出。", unread), fmt.Sprintf("Of the ledger's lines, %d cannot be read.", unread))
	} else {
		i.good(ledgerName, fmt.Sprintf("操作台账完好，%d 行。", len(acts)), fmt.Sprintf("The ledger is sound, lines: %d.", len(acts)))
	}
	if i.Gone, _, err = readLedger(i.v.path(goneName), box); err != nil {
		return err
	}
	for _, a := range i.Gone {
		w := a.Words()
		i.Findings = append(i.Findings, Finding{Part: goneName, Zh: "以前损坏时没有恢复的操作：" + w.Zh, En: "An act that an earlier damage took: " + w.En})
	}
	return nil
}

func (i *Inspection) files(ctx context.Context, deep bool) error {
	damaged := 0
	var err error
	i.Stats.FilesLen, err = below(i.v.path(filesName), func(path string) error {
		i.Stats.Files++
		if !deep {
			return ctx.Err()
		}
		if err := i.v.verifyFile(path); err != nil {
			damaged++
			i.bad(filesName, "一份扫描件或文书已损坏："+filepath.Base(path), "A scan or paper is damaged: "+filepath.Base(path))
		}
		return ctx.Err()
	})
	if err != nil || damaged > 0 {
		return err
	}
	if deep {
		i.good(filesName, fmt.Sprintf("扫描件和文书 %d 份，都与名称和摘要相符。", i.Stats.Files), fmt.Sprintf("%d scans and papers, each of them what its name and its digest say.", i.Stats.Files))
	}
	return nil
}

// below gives the bytes of the regular files below dir and calls f for each; no dir is none. What goes while it looks is none
// either: a vault that is worked in has files that get their name, or are wiped.
func below(dir string, f func(path string) error) (sum int64, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		var info fs.FileInfo
		if err == nil && d.Type().IsRegular() {
			info, err = d.Info()
		}
		if info == nil || err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		sum += info.Size()
		if f != nil {
			return f(path)
		}
		return nil
	})
	return sum, err
}

// keyNote is what a vault writes down of its key.
func keyNote(box *seal.Box) string { return fmt.Sprintf("%x", box.KeyID()) }

// keyKnown reports whether such a note names one of the keys a box opens with.
func keyKnown(box *seal.Box, note []byte) bool {
	id, err := strconv.ParseUint(string(note), 16, 32)
	return err == nil && box.Knows(uint32(id))
}
