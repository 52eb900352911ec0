// Package port reserves loopback ports for programs that are yet to start, or will be stopped and started again. A port
// that was merely found free may be gone a moment later: the system gives it to any other program's listener or call.
package port
