package kiosk

import (
	"context"
	"time"

	"onewindow/devices"
	"onewindow/internal/api"
	"onewindow/internal/catalogue"
	"onewindow/internal/queue"
)

// Hall is the authority over tickets. Implemented by sync/hallclient.
type Hall interface {
	// Do sends one command. A refusal comes inside the Answer; err means no answer could be had, and the command
	// may have been done or not.
	Do(ctx context.Context, cmd queue.Command) (queue.Answer, error)
	// Watch tells the newest board at once and after every change of it or of the contact, until ctx ends.
	Watch(ctx context.Context) <-chan api.HallView
	// PersonKey turns an ID number into what the hall knows a person by today.
	PersonKey(ctx context.Context, number string) (string, error)
}

// CardReader is an ID-card reader. Implemented by devices/idcard.
type CardReader interface {
	Status() devices.Status
	Watch(ctx context.Context) <-chan devices.CardEvent
}

// SlipPrinter prints tickets. Implemented by devices/printer.
type SlipPrinter interface {
	Status() devices.Status
	Watch(ctx context.Context) <-chan devices.Status
	// PrintSlip returns nil only when the printer said the slip is out. Its errors are *devices.Error; with
	// devices.ErrPartly inside, the slip may have come out all the same.
	PrintSlip(ctx context.Context, s queue.Slip) error
}

// Params is what a kiosk is made of.
type Params struct {
	Hall      Hall
	Reader    CardReader
	Printer   SlipPrinter
	Catalogue *catalogue.Catalogue
	Now       func() time.Time
	NewID     func() string  // ids of commands, UUIDv7
	Terminal  string         // name in the certificate: "K1"
	Zone      *time.Location // of the dates on the slip; nil = UTC+8
	// Common are ids of items offered without a search.
	Common []string
	// PriorityAge gives a priority number from this age on, by the card; 0 = the hall has no such rule.
	PriorityAge int
}
