// Package kiosk is what a self-service kiosk (自助机) does for one citizen after another: choose, show a card or not,
// get a number, get it on paper, go. It knows no window toolkit and no driver, only ports.
//
// Promises: a number is committed at the hall before any paper is asked for; what is said of the paper is the
// printer's own word, and a doubtful print is called doubtful; an issue that got no answer is sent again as the same
// command, so nobody gets two numbers for one press; when a session ends (by its own end, by Home, by time) every
// personal thing in memory is dropped: card, number, query, ticket. Only reports about paper outlive a session, and
// they name a ticket, not a person.
//
// Time is handed in: Tick looks at the clock, Run calls it for a program. Nothing here sleeps.
package kiosk
