package pki

import (
	"crypto/x509"
	"fmt"
	"time"
)

// Identity is what a machine's own certificate says.
type Identity struct {
	Peer  Peer
	Until time.Time // good until
	cert  *x509.Certificate
}

// Read reads a machine's files and sees that certificate and key belong together and that the authority stands behind them,
// whatever the time; see Check for that. Errors are as Load's, or CERT-005 when the authority is another.
func Read(f Files) (Identity, error) {
	c, err := Load(f)
	if err != nil {
		return Identity{}, err
	}
	cert, err := leaf(c.Certificates[0])
	if err != nil {
		return Identity{}, fmt.Errorf("pki: this machine's certificate: %w", err)
	}
	i := Identity{Peer: peer(cert), Until: cert.NotAfter, cert: cert}
	_, err = cert.Verify(x509.VerifyOptions{Roots: c.RootCAs, CurrentTime: cert.NotAfter.Add(-time.Second), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	return i, err
}

// Names reports whether the certificate names a host or address this machine is reached under.
func (i Identity) Names(host string) bool { return i.cert.VerifyHostname(host) == nil }
