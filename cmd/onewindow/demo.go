package main

import (
	"context"
	"errors"
)

func runDemo(context.Context, []string) error { return errors.New("demo: not wired yet") }
