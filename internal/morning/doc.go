// Package morning is the plan of a busy day in a large hall, after the calibrated model of the field (facts of the
// domain, 10.2): who comes when, for what, how long the service takes, who leaves, who does not come when called; and
// what the model expects such a day to be like.
//
// It promises: the same seed gives the same day, visitor by visitor; shares and hourly profile are the model's.
// It is pure: no clock, no I/O, and its dice are the seed's. It must not know how a hall gives numbers, nor windows
// by their numbers; package play does.
package morning
