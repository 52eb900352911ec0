// Package feed takes the platform's changes into the vault: page and token in one commit, cases merged with what this
// terminal still owes, result documents fetched so that they can be handed out with the line down.
// It must not know who asks for the changes or when.
package feed
