// Package sim is a laboratory of virtual devices: identity-card readers on a pty and on TCP, a ticket printer on
// TCP, a scanner over HTTP. They speak the real wire protocols and have the real devices' habits: bytes are
// paced, the data of find and select are zeros, a card must be lifted after it was read, paper runs out in the
// middle of a ticket, a feeder jams. It promises to interpret what it receives (a ticket is rendered from its
// bytes, not from what was meant) and to be steerable through Go methods and a loopback HTTP endpoint alike.
// It must not be imported by anything that runs in a real hall.
//
// All people in it are synthetic: numbers of the unassigned county 350199.
package sim
