package main

import (
	"crypto/rand"
	"encoding/base64"
	"time"

	"github.com/google/uuid"
)

// fuzhou is the zone of every date on a paper: China has one and no summer time.
var fuzhou = time.FixedZone("CST", 8*60*60)

func now() time.Time { return time.Now().In(fuzhou) }

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// newToken gives 128 random bits for a progress page.
func newToken() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails (crypto/rand, Go 1.24)
	return base64.RawURLEncoding.EncodeToString(b)
}
