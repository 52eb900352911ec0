// Package child starts this very program again as one of the small programs that the proof kills, and listens to what
// they say. It knows nothing of what they do.
package child
