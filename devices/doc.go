// Package devices holds the words every device port shares: what state a device is in and the typed
// errors a driver may give. It knows no protocol and does no I/O, so use cases may speak these words too.
package devices
