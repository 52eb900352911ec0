//go:build !race

package kittest

const racing = false
