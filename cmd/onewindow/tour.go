package main

import (
	"context"
	"errors"
)

func runTour(context.Context, []string) error { return errors.New("tour: not wired yet") }
