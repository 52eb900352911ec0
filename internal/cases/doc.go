// Package cases is the life of a case (办件) from draft to the end as a pure machine: a case and an act give the case
// after it, or a typed refusal that changes nothing. It promises that window and platform make the same step from the
// same act, that history is only appended, and that a number once given stays. It knows no clock, store or screen.
package cases
