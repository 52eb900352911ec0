package pki

import (
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Paper is what a machine needs to sign what travels without a link, and to be believed: its certificate and its key, and
// the authority whose word it takes for others.
type Paper struct {
	Peer  Peer
	Cert  []byte // DER
	Key   *ecdsa.PrivateKey
	roots *x509.CertPool
}

// PaperOf gives a machine's paper from what Load gave.
func PaperOf(c *tls.Config) (*Paper, error) {
	if len(c.Certificates) == 0 {
		return nil, errors.New("pki: no certificate")
	}
	cert, err := leaf(c.Certificates[0])
	if err != nil {
		return nil, fmt.Errorf("pki: this machine's certificate: %w", err)
	}
	key, ok := c.Certificates[0].PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return nil, errors.New("pki: this machine's key is of another kind")
	}
	return &Paper{Peer: peer(cert), Cert: cert.Raw, Key: key, roots: c.RootCAs}, nil
}

// Vouch reads another machine's certificate that did not come over a link: the same authority stands behind it, it is good
// at that time, and its machine has one of these roles.
func (p *Paper) Vouch(der []byte, at time.Time, roles ...Role) (Peer, *ecdsa.PublicKey, error) {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return Peer{}, nil, fmt.Errorf("pki: %w", err)
	}
	who := peer(cert)
	if _, err := cert.Verify(x509.VerifyOptions{Roots: p.roots, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
		return who, nil, fmt.Errorf("pki: %w", err)
	}
	if !slices.Contains(roles, who.Role) {
		return who, nil, fmt.Errorf("pki: a machine of role %q", who.Role)
	}
	key, ok := cert.PublicKey.(*ecdsa.PublicKey)
	if !ok {
		return who, nil, errors.New("pki: a key of another kind")
	}
	return who, key, nil
}
