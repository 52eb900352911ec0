// Package pki says who may speak: every machine has its own key and a certificate for a hall and a role, and
// every link between machines is mutual TLS 1.3. It also makes a development authority, so that a fresh checkout
// runs the same way a hall does. It is not a certificate authority for production.
//
// A machine's certificate carries its name as common name ("W03"), its role as organisational unit and the hall's
// code as organisation. A server's certificate also names the addresses it may be reached under.
package pki
