//go:build race

package kittest

const racing = true
