//go:build !race

package runner_test

const racing, overPoorLine = false, 10_000
