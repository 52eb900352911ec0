// Package rig sets up a whole small hall on one machine: a development authority, a configuration file for each
// program, and the programs themselves as processes that can be started, stopped and killed. The demo and the tour
// stand on it; README's start by hand uses the very same files. It knows programs by their command lines only.
package rig
