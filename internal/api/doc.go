// Package api holds the wire types of both interfaces, one place, used by both ends.
// assets/openapi/{platform,hall}.yaml is the contract; this is its Go face. It does no I/O.
package api
