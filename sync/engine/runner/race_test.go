//go:build race

package runner_test

// Thousands of operations take minutes under the race detector, which learns nothing new from them.
const racing, overPoorLine = true, 500
