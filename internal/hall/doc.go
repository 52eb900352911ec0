// Package hall is the hall node: the one authority over a hall's tickets. It puts every command into a replicated
// log (hashicorp/raft over raft-wal; one voter so far), applies the log to internal/queue, and answers over HTTP:
// commands, state, server-sent events, the day's key.
//
// It promises: an answer is given only when its entry is on disk; a command that comes twice is acted on once; a node
// that was killed comes back with everything it answered for; what leaves the node for displays names nobody.
// The leader alone adds time and randomness (stamp, ticket token, key of the day), before the entry is logged.
//
// At rest, log entries and snapshots are sealed through the port Sealer, because they hold keyed hashes of persons and
// the key of the day. raft's own bookkeeping (terms, votes, configuration) is in the clear and says nothing of anybody.
//
// It must not know what a ticket's rules are (internal/queue does), nor who a person is.
package hall
