package store

// Needed is the rule of retention.
var Needed = needed
