package durable

// SyncDir does nothing: NTFS journals its folders, and a folder cannot be flushed by an ordinary user.
func SyncDir(string) error { return nil }
