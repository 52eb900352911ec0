package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/durable"
	"onewindow/internal/pki"
	"onewindow/internal/trouble"
	"onewindow/sync/carry"
)

// metPlatform is where a counter keeps the platform's certificate as it last met it, for the day without a line.
func metPlatform(dir string) string { return filepath.Join(dir, "platform.pem") }

// keepingPlatform is an identity that remembers the platform's certificate of the newest handshake. That one cannot be
// written down spoils no call; it is tried again with the next.
func keepingPlatform(c *tls.Config, dir string, log *slog.Logger) *tls.Config {
	paper, err := pki.PaperOf(c)
	if err != nil {
		return c
	}
	c = c.Clone()
	c.VerifyConnection = func(s tls.ConnectionState) error {
		der := s.PeerCertificates[0].Raw
		if _, _, err := paper.Vouch(der, time.Now(), pki.Platform); err != nil {
			return nil // another kind of machine; the handshake itself has judged it
		}
		text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
		if kept, err := os.ReadFile(metPlatform(dir)); err == nil && bytes.Equal(kept, text) {
			return nil
		}
		if err := durable.Replace(metPlatform(dir), text, 0o600); err != nil {
			log.Warn("the platform's certificate is not kept", "err", err)
		}
		return nil
	}
	return c
}

// platformKey is whom to seal to: the certificate the settings name, or the one last met on the line.
func platformKey(conf config.Terminal, me *pki.Paper, at time.Time) (*ecdsa.PublicKey, error) {
	path := conf.Platform.Certificate
	if path == "" {
		path = metPlatform(conf.Dir)
	}
	text, err := os.ReadFile(path)
	var key *ecdsa.PublicKey
	if err == nil {
		if block, _ := pem.Decode(text); block == nil {
			err = errors.New("it is not PEM")
		} else {
			_, key, err = me.Vouch(block.Bytes, at, pki.Platform)
		}
	}
	if err != nil {
		return nil, trouble.New(carry.CodeNoKey, err)
	}
	return key, nil
}
