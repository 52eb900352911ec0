// Package trouble is the one table of every error a person can meet at a machine of the hall: its code for the engineer,
// its sentence for the clerk and, where citizens can meet it, its sentence for them, in both languages.
//
// It promises that a code has one meaning and one sentence per audience, and that each sentence says what happened, what
// it means and what to do. Devices, vault, keys, lines, use cases and programs take their sentences from here; a test
// walks the whole source and fails on a code that stands in no table, and on a sentence written elsewhere for a code of
// this one. The domain's refusals (CASE, FORM, QUEUE, ID, ORG, CAT), the desk's rules (DESK, CAL) and what the two
// authorities answer a machine (HALL-0xx, PLAT, BLOB, BLOCK, OPS) have tables of their own, beside their rules.
//
// It must not know who shows a sentence, nor how an error came about: standard library only, no I/O.
package trouble
