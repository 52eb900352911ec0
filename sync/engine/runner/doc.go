// Package runner does what the machine of sync/engine says: it offers operations, brings files, follows the feed, and
// looks for the platform while it is away. It promises that a change of the machine is on disk before it is acted upon,
// and that one slow thing (a big scan, a long poll) never holds up another. It owns no state that is not in the outbox.
package runner
