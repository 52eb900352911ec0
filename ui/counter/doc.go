// Package counter draws the counter's two windows: the clerk's and the citizen's. What they say and offer comes
// from ui/counter/present; what they do goes to the Desk. A view has no rule about the business.
//
// Promises: no call of the desk that takes a context runs on the UI goroutine; acts of one window go to the desk
// one after another, in the order they were pressed, so that what was typed is kept before what was pressed next;
// a redraw touches only the regions whose content changed, never the focus and never half-typed text.
//
// Every control and field is named in the window's kit.Map: "counter.callNext", "counter.field.<key>",
// "counter.material.3.paper", "counter.accept", "citizen.grade.1".
package counter
