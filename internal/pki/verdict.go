package pki

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"onewindow/internal/trouble"
)

// Check says whether this machine's own certificate is good at a time: CERT-001 when it has expired, CERT-004 when it is
// not valid yet.
func Check(c *tls.Config, now time.Time) error {
	for _, pair := range c.Certificates {
		cert, err := leaf(pair)
		switch {
		case err != nil:
			return trouble.New("CERT-007", err, "file", "?")
		case now.After(cert.NotAfter):
			return trouble.New("CERT-001", fmt.Errorf("pki: expired on %s", cert.NotAfter.Format(time.DateOnly)))
		case now.Before(cert.NotBefore):
			return trouble.New("CERT-004", fmt.Errorf("pki: valid from %s", cert.NotBefore.Format(time.DateTime)))
		}
	}
	return nil
}

func leaf(pair tls.Certificate) (*x509.Certificate, error) {
	if pair.Leaf != nil {
		return pair.Leaf, nil
	}
	if len(pair.Certificate) == 0 {
		return nil, errors.New("pki: no certificate")
	}
	return x509.ParseCertificate(pair.Certificate[0])
}

// Verdict is what a failed call says about the two machines' certificates.
type Verdict int

// A call fails for another reason, because the other side's certificate has expired, is not valid yet or is not ours to
// trust, or because the other side found our own expired or did not take it.
const (
	NoVerdict Verdict = iota
	OtherExpired
	OtherEarly
	OtherStranger
	OwnExpired
	OwnRefused
)

// Judge reads a failed call. The other side's refusal comes as an alert of TLS 1.3 (RFC 8446 6.2), whose type crypto/tls
// keeps to itself: only its words are left.
func Judge(err error) Verdict {
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var remote *net.OpError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && strings.Contains(invalid.Detail, "is before"):
		return OtherEarly
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return OtherExpired
	case errors.As(err, &invalid), errors.As(err, &unknown), errors.As(err, &host):
		return OtherStranger
	case !errors.As(err, &remote) || remote.Op != "remote error":
		return NoVerdict
	case strings.Contains(remote.Err.Error(), "expired certificate"):
		return OwnExpired
	case strings.Contains(remote.Err.Error(), "certificate"):
		return OwnRefused
	}
	return NoVerdict
}

// Code is the trouble a verdict means, "" for none. The other side's expiry is named by who it is: CERT-002 the hall,
// CERT-003 the platform.
func (v Verdict) Code(other Role) string {
	switch v {
	case OtherExpired:
		if other == Platform {
			return "CERT-003"
		}
		return "CERT-002"
	case OtherEarly:
		return "CERT-004"
	case OtherStranger:
		return "CERT-005"
	case OwnExpired:
		return "CERT-001"
	case OwnRefused:
		return "CERT-006"
	}
	return ""
}
