// Package serialport is the line to a device: a real serial port, a pty, or tcp://host:port, behind one Port.
// It is the one home of tarm/serial and knows that library's faults (facts: serial libraries 5.1): a read
// times out after 100 ms and looks like end of file, an unplugged port gives end of file at once, Close hangs
// under a pending read or write. Its promise: every call ends in a bounded time, silence and absence are told
// apart, no two programs hold a port. It must not know what is spoken on the line.
//
// A Port belongs to one goroutine: Read, Write and Close are called from there and nowhere else.
package serialport
