// Package carry is the file that goes by hand: what a station without a line owes the platform, on a stick, and the
// platform's receipts back. It writes and reads both; sync/carry/station fills and empties them at the station,
// internal/platform at the platform.
//
// It promises: only the machine a file is made for can open it, and a stolen one tells no more than which terminal wrote
// it, when and how much; what its author did not write, or what is not whole, is refused before a byte of it counts; files
// of any size are written and read in little memory. It does not make a file count once: operations do that, which carry
// their own ids, the same as by wire.
//
// It must not know a vault, a database or a command line.
//
// # The file, byte by byte
//
// Numbers are big endian, texts UTF-8.
//
//	8 bytes  "OWCARRY\n"
//	1        version of this form: 1
//	1        kind: 1 = outbox (station to platform), 2 = receipts (platform to station)
//	4        length of the header, at most 64 KiB
//	…        the header, JSON: see Header; in the clear, and names no citizen
//	2        length of the envelope's head
//	…        the envelope's head: HPKE's encapsulated key for the recipient, see internal/seal; bound to all bytes before
//	         its length
//	then frames, any number:
//	4        length of the sealed record, not 0
//	…        the sealed record, see internal/seal; its place is "carry", NUL and its number in 8 bytes, from 0
//	then the end:
//	4        0
//	2        length of the signature
//	…        ECDSA (ASN.1) over SHA-256 of every byte before the signature's length, by the key of the header's certificate
//
// A record is one byte and its content, at most 32 MiB:
//
//	'O'  an operation: 2 bytes and its id, 2 bytes and its digest, then the exact bytes made at the press of the button
//	'F'  a file begins: JSON with digest, size, type. One whose chunks do not add up was not readable at its station
//	'C'  at most 256 KiB of that file, in order
//	'V'  verdicts on operations, JSON, at most 200 (api.Verdict)
//	'S'  which files are stored, JSON, at most 200 (Stored)
//
// # Why so
//
// Machines have P-256 keys and certificates from the hall's authority (internal/pki). The envelope is made to the
// recipient's key, the signature with the author's; there is no further key to make, to keep or to lose. One key for
// TLS, signatures and HPKE is sound because each says in its first bytes what it is: TLS 1.3 signs 64 spaces and a name of
// its own, a file begins with "OWCARRY", and HPKE derives with labels. SHA-256 and ECDSA rather than SM3 and SM2 because
// the certificates are of that kind; the records themselves are sealed as everything else (SM4-GCM, internal/seal).
//
// The signature is over what is sealed, and the envelope is bound to the header with its certificate: who takes the
// signature off and puts his own on cannot open, and so cannot pass off, what another wrote. Besides, each operation names
// its terminal, and the platform compares.
package carry
