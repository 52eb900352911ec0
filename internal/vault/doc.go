// Package vault keeps a terminal's work on its own disk: sealed, journalled, and whole after any kill or power cut.
//
// # Promises
//
//   - When Update returns nil, its writes are on disk twice: first as one entry of the journal, then as one commit of the
//     store. When it returns an error, nothing of it will be seen, now or later (except where the error is VAULT-006: the
//     disk failed half-way and the vault must be opened again to know).
//   - Opening replays the journal's tail beyond what the store holds; replaying is harmless.
//   - A missing or damaged store is set aside, never deleted, and rebuilt from the best copy (the backup beside it, or one in
//     the second place) and the journal. Recovery says what was found; the person sees a sentence, not a stack trace.
//   - Where store and journal are both hit, Recovery names exactly which acts are gone (see Act), as far as they are not safe
//     elsewhere.
//   - A store or a journal's register that was not closed in order and found sound then, or changed since (vault.sound holds
//     their digests), is read through by a checker before it is trusted: in a program a child process, whose death means
//     damage.
//   - The journal is cut only on the strength of a backup that was read back from the disk.
//   - Every earlier form is read and brought to the present one in a commit; a newer one is refused (VAULT-016), untouched.
//   - Tend copies store and scans to the second place while nobody works and at least daily, each copy checked before it has
//     its name, and writes a store that is mostly free pages anew. Neither holds up an act.
//   - Once a day, while nobody works, Tend reads journal, ledger and backup from the disk and makes anew what is damaged, out of
//     the store, which is still whole (see rot.go).
//   - One process at a time: a second one is refused with VAULT-001.
//   - A file put in is synced under its final name before PutFile returns; the same bytes are kept once.
//
// It must not know what it keeps: no cases, no operations. It has the one import of bbolt and raft-wal outside the hall.
//
// # What is sealed, where, with which key
//
//	what                        where                      sealed with                  bound to (associated data)
//	values of the store         vault.db (bbolt)           SM4-GCM, key "store"         "store", schema, bucket, key
//	keys of the store           vault.db                   not sealed: ids, sequence    -
//	                                                       numbers and Name() hashes
//	write batches               journal/ (raft-wal)        SM4-GCM, key "journal"       "journal", schema, index
//	backup of the store         vault.backup               as the store                 as the store
//	acts' headers               acts.log, gone.log; in     SM4-GCM, key "acts"          "act", schema
//	                            the journal too            (there: "journal")
//	a copy of the journal       journal.read/, while it is    as the journal               as the journal
//	                            read through
//	copies in another place     vault-<time>.backup,       as they are here             as they are here
//	                            acts.log, files/
//	scans, papers, results      files/xx/<name>            SM4-GCM, key "files",        "file", file id, chunk number;
//	                                                       64 KiB chunks                the foot: "foot", file id, name
//	names of these files        files/                     HMAC-SM3, key "names"        -
//	keys that name a person     vault.db                   HMAC-SM3, key "names"        -
//	master keys                 data.key, data.key.copy    its guard (internal/seal)    -
//	the file guard's own key    wrap.key, wrap.key.copy    nothing: 0600, the weakest   -
//
// The master keys never lie open; the keys named here are derived from them, one per purpose (see internal/seal). A rotation
// seals everything anew with a newer master (see reseal.go), except what damaged/ holds and copies a technician made; the key
// of names stays the same for ever, because names stand in the store and on the disk.
// Freed pages of the store, trimmed journals and wiped scans stay on the disk until they are written over: sealed, as they were.
// vault.key-id, vault.sound, vault.second, vault.wiped and vault.owner hold key ids, digests, times and keyed hashes only.
// The hall's log, the platform's columns and exports are not this package's; they are listed with their owners.
package vault
