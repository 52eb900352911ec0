// Package seal is the house's one place for ciphers: SM3 digests and keyed hashes, SM4-GCM sealing, key wrapping and PINs.
// It stands on github.com/emmansun/gmsm and golang.org/x/crypto, and for the guards of keys on github.com/google/go-tpm and
// github.com/zalando/go-keyring, which no other package imports, so that a certified key device can take their place here.
//
// It promises: what Open gives back is exactly what was sealed, under the same key, in the same place (associated data);
// anything else is a typed *Error. No error and no String method ever carries a key, a PIN or a plain byte.
// It must not know what it seals.
//
// # Sealed bytes
//
//	1 byte   version (1 = SM4-GCM, 12-byte random nonce, 16-byte tag)
//	4 bytes  key id, big endian: the first bytes of HMAC-SM3(key, "key id")
//	12 bytes nonce
//	rest     ciphertext and tag; the header and the caller's associated data are authenticated
//
// # Keys
//
// An installation has a ring of master keys of 32 bytes, newest first, kept only wrapped by a Provider (see there for how
// strong each is): a root-only file, the OS keyring or a TPM. The newest seals, all of them open. Every purpose has its own
// key, HKDF-SM3(master, purpose), so that two stores never share a nonce space. A rotation puts a new master in front; who
// keeps sealed things seals them anew, then lets the old ones be forgotten (vault does; platform and hall are not rotated).
//
//	what                     where                            protected by
//	ring of master keys      data.key, data.key.copy          the guard; SM3 over the whole tells damage
//	key of names             in the ring                      the same; it is HKDF-SM3(first master, "names") and stays when
//	                                                          that master is forgotten, so that names never change
//	guard "file": its key    wrap.key, wrap.key.copy          nothing but 0600: the weakest
//	guard "keyring"          an entry "onewindow" of the      the user's password
//	                         signed-in user's keyring
//	guard "tpm"              in data.key, sealed by the chip  the chip's own seed: gone when it is cleared
//	an envelope's key        beside what it seals (SealTo)    the recipient's own key, P-256, in its TLS key file
//	lock while keys change   keys.lock                        -
//	set aside when mended    *.damaged                        as what it was
//
// Both copies are written one after the other, each whole or not at all; the newer one that opens counts, and the other is
// written again from it. Copies of two installations are refused, never chosen between. The first format, one master and no
// copy, is read and taken to this one at its first opening.
package seal
