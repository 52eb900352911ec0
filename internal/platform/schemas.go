package platform

// heardSchemas notes once for the operator when a terminal is older than the platform: it keeps what it cannot read until
// its program is updated.
func (pf *Platform) heardSchemas(terminal string, newest int) {
	if newest <= 0 || newest >= pf.p.Schemas.Max {
		return
	}
	if _, noted := pf.behind.LoadOrStore(terminal, true); !noted {
		pf.p.Log.Warn("a terminal needs a newer program", "terminal", terminal, "reads", newest, "platform", pf.p.Schemas.Max)
	}
}
