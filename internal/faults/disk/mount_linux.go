package disk

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Disk is a mounted disk.
type Disk struct {
	plan   plan
	at     string
	server *fuse.Server
	turns  atomic.Uint64 // how often the folder below was changed behind the disk's back
	late   time.Duration // what every write takes until it is below
}

// Mount lays the disk over the folder backing and mounts it at the folder at; both are made if missing. Who looks for what
// lies on the disk while nobody writes on it looks into backing; who changes it there calls Changed. Its error says why
// this machine cannot.
func Mount(backing, at string) (*Disk, error) {
	for _, dir := range []string{backing, at} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("disk: %w", err)
		}
	}
	var st syscall.Stat_t
	if err := syscall.Stat(backing, &st); err != nil {
		return nil, fmt.Errorf("disk: %w", err)
	}
	d := &Disk{at: at}
	root := &fs.LoopbackRoot{Path: backing, Dev: st.Dev}
	top := &node{LoopbackNode: &fs.LoopbackNode{RootData: root}, disk: d, backing: root.Path}
	root.RootNode = top
	names := time.Hour
	options := &fs.Options{NullPermissions: true, Logger: log.New(io.Discard, "", 0), EntryTimeout: &names}
	// Nothing is remembered but names and pages. The kernel must not drop those by itself: it would do so, too, between a write into a
	// page and its arrival here, and a program that maps the file would read what stood there before, and go on with it.
	options.MountOptions = fuse.MountOptions{FsName: "onewindow", Name: "faults", DirectMount: true, DisableSplice: true, DisableReadDirPlus: true, DisableXAttrs: true,
		ExplicitDataCacheControl: true, Logger: log.New(io.Discard, "", 0), DisabledCapabilities: fuse.CAP_PASSTHROUGH}
	server, err := fs.Mount(at, top, options)
	if err != nil {
		return nil, fmt.Errorf("disk: it cannot be mounted here: %w", err)
	}
	d.server = server
	return d, nil
}

// Arm lets a fault come; it takes the place of the one before. The channel closes when it first strikes.
func (d *Disk) Arm(f Fault) <-chan struct{} { return d.plan.arm(f) }

// Heal ends the fault and says how often it struck.
func (d *Disk) Heal() (struck int) { return d.plan.heal() }

// Changed tells the disk that what files hold was changed in the folder below while no program had them open: each is read anew
// when it is next opened. Files must not go there, nor change their names.
func (d *Disk) Changed() { d.turns.Add(1) }

// Close unmounts. Whoever still has a file open keeps it; the disk is gone for everybody else.
func (d *Disk) Close() error {
	d.plan.heal()
	if err := d.server.Unmount(); err != nil {
		return syscall.Unmount(d.at, syscall.MNT_DETACH)
	}
	return nil
}

// path of a name in the folder n is, below the disk.
func (n *node) below(name string) string {
	return filepath.Join(n.backing, n.Path(n.Root()), name)
}
