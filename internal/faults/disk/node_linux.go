package disk

import (
	"context"
	"errors"
	"io"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

// node is a file or folder of the disk: go-fuse's pass-through, with the disk's faults before it.
type node struct {
	*fs.LoopbackNode
	disk    *Disk
	backing string
	read    atomic.Uint64 // the disk's turn when the kernel last began to read it anew, plus one
}

// WrapChild implements fs.NodeWrapChilder.
func (n *node) WrapChild(_ context.Context, ops fs.InodeEmbedder) fs.InodeEmbedder {
	return &node{LoopbackNode: ops.(*fs.LoopbackNode), disk: n.disk, backing: n.backing}
}

// Open implements fs.NodeOpener.
func (n *node) Open(_ context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	f, err := os.OpenFile(n.below(""), int(flags)&^(syscall.O_APPEND|fuse.FMODE_EXEC), 0)
	if err != nil {
		return nil, 0, fs.ToErrno(err)
	}
	return &handle{f, n.disk}, n.kept(), 0
}

// kept has the kernel keep the pages it knows, unless the folder below was changed since it first read them.
func (n *node) kept() uint32 {
	if now := n.disk.turns.Load() + 1; n.read.Swap(now) != now {
		return 0
	}
	return fuse.FOPEN_KEEP_CACHE
}

// Create implements fs.NodeCreater.
func (n *node) Create(ctx context.Context, name string, flags, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	if errno := n.disk.change(); errno != 0 {
		return nil, nil, 0, errno
	}
	inode, fh, _, errno := n.LoopbackNode.Create(ctx, name, flags, mode, out)
	if errno != 0 {
		return nil, nil, 0, errno
	}
	if closer, ok := fh.(fs.FileReleaser); ok {
		_ = closer.Release(ctx)
	}
	f, err := os.OpenFile(n.below(name), int(flags)&^(syscall.O_APPEND|syscall.O_CREAT|syscall.O_EXCL|fuse.FMODE_EXEC), 0)
	if err != nil {
		return nil, nil, 0, fs.ToErrno(err)
	}
	flag := uint32(0)
	if made, ok := inode.Operations().(*node); ok {
		flag = made.kept()
	}
	return inode, &handle{f, n.disk}, flag, 0
}

// Mkdir implements fs.NodeMkdirer.
func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	if errno := n.disk.change(); errno != 0 {
		return nil, errno
	}
	return n.LoopbackNode.Mkdir(ctx, name, mode, out)
}

// Unlink implements fs.NodeUnlinker.
func (n *node) Unlink(ctx context.Context, name string) syscall.Errno {
	var size int64
	if info, err := os.Lstat(n.below(name)); err == nil {
		size = info.Size()
	}
	errno := n.LoopbackNode.Unlink(ctx, name)
	if errno == 0 {
		n.disk.plan.free(size)
	}
	return errno
}

// Rename implements fs.NodeRenamer.
func (n *node) Rename(ctx context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	if n.disk.plan.turn(NameFails) {
		return syscall.EIO
	}
	return n.LoopbackNode.Rename(ctx, name, to, newName, flags)
}

// Link implements fs.NodeLinker.
func (n *node) Link(ctx context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	if n.disk.plan.turn(NameFails) {
		return nil, syscall.EIO
	}
	return n.LoopbackNode.Link(ctx, target, name, out)
}

// Fsync implements fs.NodeFsyncer, for folders too.
func (n *node) Fsync(_ context.Context, fh fs.FileHandle, _ uint32) syscall.Errno {
	if n.disk.plan.turn(SyncFails) {
		return syscall.EIO
	}
	if h, ok := fh.(*handle); ok {
		return fs.ToErrno(h.file.Sync())
	}
	dir, err := os.Open(n.below(""))
	if err != nil {
		return fs.ToErrno(err)
	}
	defer func() { _ = dir.Close() }()
	return fs.ToErrno(dir.Sync())
}

// CopyFileRange implements fs.NodeCopyFileRanger: the kernel then reads and writes.
func (*node) CopyFileRange(context.Context, fs.FileHandle, uint64, *fs.Inode, fs.FileHandle, uint64, uint64, uint64) (uint32, syscall.Errno) {
	return 0, syscall.ENOTSUP
}

// change is one change of a folder: it takes a little room.
func (d *Disk) change() syscall.Errno {
	const entry = 512
	switch {
	case d.plan.turn(Dying):
		return syscall.EIO
	case d.plan.room(entry) < entry:
		return syscall.ENOSPC
	}
	return 0
}

// handle is an open file.
type handle struct {
	file *os.File
	disk *Disk
}

// Read implements fs.FileReader.
func (h *handle) Read(_ context.Context, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n, err := h.file.ReadAt(dest, off)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fs.ToErrno(err)
	}
	return fuse.ReadResultData(dest[:n]), 0
}

// Write implements fs.FileWriter. Of a write that fails, the first bytes may have reached the disk.
func (h *handle) Write(_ context.Context, data []byte, off int64) (uint32, syscall.Errno) {
	if h.disk.plan.turn(WriteFails) {
		_, _ = h.file.WriteAt(data[:h.disk.plan.cut(len(data))], off)
		return 0, syscall.EIO
	}
	need, errno := h.growth(off, int64(len(data)))
	if errno != 0 {
		return 0, errno
	}
	if got := h.disk.plan.room(need); got < need {
		_, _ = h.file.WriteAt(data[:int64(len(data))-(need-got)], off)
		return 0, syscall.ENOSPC
	}
	time.Sleep(h.disk.late)
	n, err := h.file.WriteAt(data, off)
	return uint32(n), fs.ToErrno(err)
}

// growth says how much room n bytes at off take: what lies beyond the file's end, or all of it where there is a hole.
func (h *handle) growth(off, n int64) (int64, syscall.Errno) {
	if !h.disk.plan.mayBeFull() {
		return 0, 0
	}
	var st syscall.Stat_t
	if err := syscall.Fstat(int(h.file.Fd()), &st); err != nil {
		return 0, fs.ToErrno(err)
	}
	if hole, err := unix.Seek(int(h.file.Fd()), off, unix.SEEK_HOLE); err == nil && hole < min(off+n, st.Size) {
		return n, 0
	}
	return min(max(off+n-st.Size, 0), n), 0
}

// Allocate implements fs.FileAllocater.
func (h *handle) Allocate(_ context.Context, off, size uint64, mode uint32) syscall.Errno {
	need, errno := h.growth(int64(off), int64(size))
	switch {
	case errno != 0:
		return errno
	case h.disk.plan.turn(Dying):
		return syscall.EIO
	case h.disk.plan.room(need) < need:
		return syscall.ENOSPC
	}
	return fs.ToErrno(unix.Fallocate(int(h.file.Fd()), mode, int64(off), int64(size)))
}

// Setattr implements fs.FileSetattrer. Making a file longer leaves a hole and takes no room.
func (h *handle) Setattr(ctx context.Context, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if h.disk.plan.turn(Dying) {
		return syscall.EIO
	}
	if size, ok := in.GetSize(); ok {
		if err := h.file.Truncate(int64(size)); err != nil {
			return fs.ToErrno(err)
		}
	}
	if mode, ok := in.GetMode(); ok {
		if err := h.file.Chmod(os.FileMode(mode & 0o777)); err != nil {
			return fs.ToErrno(err)
		}
	}
	return h.Getattr(ctx, out)
}

// Getattr implements fs.FileGetattrer.
func (h *handle) Getattr(_ context.Context, out *fuse.AttrOut) syscall.Errno {
	var st syscall.Stat_t
	if err := syscall.Fstat(int(h.file.Fd()), &st); err != nil {
		return fs.ToErrno(err)
	}
	out.FromStat(&st)
	return 0
}

// Lseek implements fs.FileLseeker.
func (h *handle) Lseek(_ context.Context, off uint64, whence uint32) (uint64, syscall.Errno) {
	n, err := unix.Seek(int(h.file.Fd()), int64(off), int(whence))
	return uint64(n), fs.ToErrno(err)
}

// Flush implements fs.FileFlusher: at every close of a descriptor.
func (h *handle) Flush(context.Context) syscall.Errno { return 0 }

// Release implements fs.FileReleaser.
func (h *handle) Release(context.Context) syscall.Errno { return fs.ToErrno(h.file.Close()) }
