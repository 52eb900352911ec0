// Package faults is the published proof that nothing is lost and nothing doubled: runs of the house's own machines and
// programs under faults, each from one seed, each judged afterwards by the same invariants, with a report anybody can
// make again (`onewindow faults`). This package holds what the tiers share: seeds, invariants, the report.
//
// Tiers: model (pure machines on a simulated line and clock), files (the real vault and the platform's real store, killed
// and damaged), processes (programs, killed, with a shaped line between them). A tier must not judge by what the code under
// proof says of itself, but by what it did: what was confirmed, what lies at the platform, what lies on disk.
package faults
