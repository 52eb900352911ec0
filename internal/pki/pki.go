package pki

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"onewindow/internal/trouble"
)

// Role is what a machine is; it stands in its certificate.
type Role string

// The roles of a hall's machines.
const (
	Counter  Role = "counter"
	Kiosk    Role = "kiosk"
	Display  Role = "display"
	HallNode Role = "hall"
	Platform Role = "platform"
	Dept     Role = "department" // a department's own system
)

// Files are the three PEM files a machine has.
type Files struct{ CA, Cert, Key string }

// Peer is who is at the other end of a link.
type Peer struct {
	Name string
	Role Role
	Hall string
}

// Load reads a machine's files into a configuration that serves and calls only machines of the same authority.
// The error is a CERT-007 that names the file; whether the certificate is still good, Check says.
func Load(f Files) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(f.Cert, f.Key)
	if err != nil {
		return nil, trouble.New("CERT-007", fmt.Errorf("pki: certificate and key: %w", err), "file", filepath.Base(f.Cert))
	}
	text, err := os.ReadFile(f.CA)
	if err != nil {
		return nil, trouble.New("CERT-007", fmt.Errorf("pki: the authority's certificate: %w", err), "file", filepath.Base(f.CA))
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, trouble.New("CERT-007", errors.New("pki: no certificate in the file"), "file", filepath.Base(f.CA))
	}
	return &tls.Config{
		MinVersion:   tls.VersionTLS13,
		Certificates: []tls.Certificate{pair},
		RootCAs:      pool,
		ClientCAs:    pool,
		ClientAuth:   tls.RequireAndVerifyClientCert,
	}, nil
}

// Public gives the same identity for people's browsers, which have no certificate of their own.
func Public(c *tls.Config) *tls.Config {
	p := c.Clone()
	p.ClientAuth = tls.NoClientCert
	return p
}

// PeerOf tells who sent a request; ok is false on a link without mutual TLS.
func PeerOf(r *http.Request) (p Peer, ok bool) {
	if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return Peer{}, false
	}
	return peer(r.TLS.PeerCertificates[0]), true
}

func peer(cert *x509.Certificate) (p Peer) {
	s := cert.Subject
	p.Name = s.CommonName
	if len(s.OrganizationalUnit) > 0 {
		p.Role = Role(s.OrganizationalUnit[0])
	}
	if len(s.Organization) > 0 {
		p.Hall = s.Organization[0]
	}
	return p
}
