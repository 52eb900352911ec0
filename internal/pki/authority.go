package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Authority is a development authority kept in a folder: ca.pem and ca.key.
type Authority struct {
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// OpenAuthority reads the authority of a folder, or makes one there.
func OpenAuthority(dir string) (*Authority, error) {
	cert, err := readPEM(filepath.Join(dir, "ca.pem"))
	if errors.Is(err, fs.ErrNotExist) {
		return newAuthority(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("pki: authority: %w", err)
	}
	keyDER, err := readPEM(filepath.Join(dir, "ca.key"))
	if err != nil {
		return nil, fmt.Errorf("pki: authority: %w", err)
	}
	a := &Authority{dir: dir}
	if a.cert, err = x509.ParseCertificate(cert); err != nil {
		return nil, fmt.Errorf("pki: authority: %w", err)
	}
	if a.key, err = x509.ParseECPrivateKey(keyDER); err != nil {
		return nil, fmt.Errorf("pki: authority: %w", err)
	}
	return a, nil
}

func newAuthority(dir string) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("pki: authority: %w", err)
	}
	t, err := template(pkix.Name{CommonName: "OneWindow development authority"}, time.Now().Add(-time.Hour), time.Now().Add(10*365*24*time.Hour))
	if err != nil {
		return nil, err
	}
	t.IsCA, t.BasicConstraintsValid = true, true
	t.KeyUsage = x509.KeyUsageCertSign
	a := &Authority{dir: dir, key: key}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("pki: authority: %w", err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		return nil, fmt.Errorf("pki: authority: %w", err)
	}
	return a, errors.Join(os.MkdirAll(dir, 0o700), writeKey(filepath.Join(dir, "ca.key"), key), writePEM(filepath.Join(dir, "ca.pem"), "CERTIFICATE", der, 0o644))
}

// Machine gives a machine's files, making key and certificate when they are not there or soon end.
// Hosts are the names and addresses a server is reached under; clients need none.
func (a *Authority) Machine(p Peer, hosts ...string) (Files, error) {
	if f := a.files(p); a.serves(f, hosts) {
		return f, nil
	}
	// An hour of grace: terminals' clocks are not to be trusted to the minute.
	return a.Issue(p, time.Now().Add(-time.Hour), time.Now().Add(365*24*time.Hour), hosts...)
}

func (a *Authority) files(p Peer) Files {
	return Files{CA: filepath.Join(a.dir, "ca.pem"), Cert: filepath.Join(a.dir, p.Name+".pem"), Key: filepath.Join(a.dir, p.Name+".key")}
}

// Issue makes a machine's key and certificate anew, good from one time to another, in the place of older ones.
func (a *Authority) Issue(p Peer, from, to time.Time, hosts ...string) (Files, error) {
	f := a.files(p)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Files{}, fmt.Errorf("pki: machine %s: %w", p.Name, err)
	}
	t, err := template(pkix.Name{CommonName: p.Name, OrganizationalUnit: []string{string(p.Role)}, Organization: []string{p.Hall}}, from, to)
	if err != nil {
		return Files{}, err
	}
	t.KeyUsage = x509.KeyUsageDigitalSignature
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	for _, h := range hosts {
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else {
			t.DNSNames = append(t.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, a.cert, &key.PublicKey, a.key)
	if err != nil {
		return Files{}, fmt.Errorf("pki: machine %s: %w", p.Name, err)
	}
	return f, errors.Join(writeKey(f.Key, key), writePEM(f.Cert, "CERTIFICATE", der, 0o644))
}

// serves tells whether a machine's files are there, are this authority's, name the hosts and last another month.
func (a *Authority) serves(f Files, hosts []string) bool {
	der, err := readPEM(f.Cert)
	if err != nil {
		return false
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil || cert.CheckSignatureFrom(a.cert) != nil || time.Until(cert.NotAfter) < 30*24*time.Hour {
		return false
	}
	for _, h := range hosts {
		if cert.VerifyHostname(h) != nil {
			return false
		}
	}
	_, err = tls.LoadX509KeyPair(f.Cert, f.Key)
	return err == nil
}

func template(name pkix.Name, from, to time.Time) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, fmt.Errorf("pki: serial number: %w", err)
	}
	return &x509.Certificate{SerialNumber: serial, Subject: name, NotBefore: from, NotAfter: to}, nil
}

func readPEM(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s is not PEM", filepath.Base(path))
	}
	return block.Bytes, nil
}

func writeKey(path string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return fmt.Errorf("pki: key: %w", err)
	}
	return writePEM(path, "EC PRIVATE KEY", der, 0o600)
}

// writePEM replaces a file whole: a half-written key must never be found.
func writePEM(path, kind string, der []byte, mode fs.FileMode) error {
	tmp := path + ".new"
	if err := os.WriteFile(tmp, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), mode); err != nil {
		return fmt.Errorf("pki: %w", err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("pki: %w", err)
	}
	return nil
}
