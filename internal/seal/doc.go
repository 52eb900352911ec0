// Package seal is the house's one place for ciphers: SM3 digests and keyed hashes, SM4-GCM sealing, key wrapping and PINs.
// It stands on github.com/emmansun/gmsm and golang.org/x/crypto, which no other package imports, so that a certified key
// device can take their place here.
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
// One data key of 32 bytes per installation, made once, kept only wrapped by a Provider (see there for how strong each is).
// Every purpose has its own key, HKDF-SM3(data key, purpose), so that two stores never share a nonce space.
package seal
