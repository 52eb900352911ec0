// Package files plays the house's real files under faults: counters without windows on real vaults and a platform on its
// real store, each a process of its own, killed at any moment; and between the kill and the reopening one file of the
// machine is damaged. Run is the hand that does it and the eye that judges; Station and Office are the two programs it
// kills. What was "on screen" is what a station wrote to its standard output, which only a person could have seen.
package files
