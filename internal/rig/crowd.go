package rig

import (
	"path/filepath"

	"onewindow/internal/pki"
)

// CrowdKiosks are the terminals at which a busy morning takes its numbers.
func CrowdKiosks() []string { return []string{"K2", "K3", "K4"} }

// CrowdCounters are the terminals that share the windows of a busy morning.
func CrowdCounters() []string { return []string{"M1", "M2", "M3", "M4", "M5"} }

// Identity is where a terminal's key and certificate lie in the small hall's folder.
func Identity(dir, terminal string) pki.Files {
	at := func(name string) string { return filepath.Join(dir, "pki", name) }
	return pki.Files{CA: at("ca.pem"), Cert: at(terminal + ".pem"), Key: at(terminal + ".key")}
}
