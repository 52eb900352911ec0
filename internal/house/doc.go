// Package house holds no code, only the rule of the house as a test: which package may know which.
// Arrows point inwards; each third-party library has the homes named here and no other.
package house
