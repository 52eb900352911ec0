// Package judge compares what the screens of stations said with what lies at the platform and in the outboxes, and looks
// for what lies open on the disks. It believes no program's word about itself.
package judge
