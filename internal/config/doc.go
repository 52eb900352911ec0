// Package config reads the one commented TOML file a machine has, checks it and says in plain words what is wrong with it, where,
// and what to do. It is the one place for these checks: programs make them when they start, `onewindow config check` beforehand.
//
// It promises that a setting nobody knows is a fault (a typing slip is not silence), that every fault names its line and key and
// has a sentence in both languages, and that all faults of a file are found at once. It looks at shapes and ranges, and whether
// files are there and folders can be written; what a setting does is the business of the program it is for, and it must not
// know certificates, devices or the network.
package config
