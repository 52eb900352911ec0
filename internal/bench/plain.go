package bench

// Plain are the measures that need no window, in the order of the report.
func Plain() []Measure {
	return []Measure{Ticket(), Call(), Acceptance(), Outbox(), Scans(), Vault(), Notice()}
}
