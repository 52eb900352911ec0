// Package transport is HTTP to anywhere: the platform, the hall's nodes, eSCL devices. It is the one home of
// resty. It promises that one call is one request (no retries: the outbox owns those), that only the caller's
// context limits time (a client-wide limit would cut streams), that no proxy is taken from the environment and
// no redirect followed, and that every failure is an *Error. It must not know what the requests mean.
package transport
