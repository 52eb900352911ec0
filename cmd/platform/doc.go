// Command platform is the reference central platform: the machines' interface on one address, the departments' console and the
// citizens' progress page on another. It promises to start only with a configuration and a certificate that are good, and to say
// in its last line why it did not.
//
// This package is wiring only; what the platform does is internal/platform's business.
package main
